"""Whether a run has what a step, or an option, names: cores, threads, and what is lit."""

from __future__ import annotations

from desktop_app.analysis.instants import thread_index
from desktop_app.model.lit import LitKind, LitTarget
from desktop_app.storage.wording import written
from desktop_app.trace.trace import Trace


def problem_with_thread(label: str, trace: Trace) -> str:
    """Return why a run has no such thread, by its label; empty where it has."""
    try:
        thread_index(trace, label)
    except LookupError as error:
        return str(error)
    return ""


def problem_with_core(core: int, what: str, trace: Trace) -> str:
    """Return why a run has no such core, from 0, and what names it; empty where it has."""
    if core < trace.header.cores:
        return ""
    has = "there is only core 0" if trace.header.cores == 1 else f"cores are 0 to {trace.header.cores - 1}"
    return f"{what} names core {core}, but {has}"


def problem_with_lit(target: LitTarget, trace: Trace) -> str:
    """Return why a run has not what is lit; empty where it has."""
    what = f"lit {written(target.text)}"
    if target.core is not None:
        return problem_with_core(target.core, what, trace)
    if target.thread:
        return problem_with_thread(f"P{target.process}·T{target.thread}", trace)
    problem = _problem_in_process(trace, target) if target.process else ""
    return f"{what} names {problem}" if problem else ""


def _problem_in_process(trace: Trace, target: LitTarget) -> str:
    """Return what is wrong with what is lit of a process; empty where nothing is."""
    process = next((info for info in trace.processes if info.number == target.process), None)
    if process is None:
        return f"P{target.process}, but processes are P1 to P{len(trace.processes)}"
    if target.kind is LitKind.PROCESS:
        return ""
    if process.listing < 0:
        return f"what only a program has, and {process.label} has none"
    if target.kind is LitKind.VARIABLE and not _has_variable(trace, process.listing, target.name):
        return f"a variable that {process.program} never has"
    return ""


def _has_variable(trace: Trace, listing: int, name: str) -> bool:
    code = trace.listings[listing]
    named = any(access.name == name for line in code.lines for access in line.accesses)
    return named or any(name in function.places for function in code.functions)
