"""What somebody who answers an exercise is given: the machine, the workload as a table, programs, and the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from desktop_app.analysis.moment import Moments
from desktop_app.model.counting import counted
from desktop_app.model.machine import GilMode
from desktop_app.model.queueing import QueueKey
from desktop_app.model.scenario import OptionValue, Placement, Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.program.bursts import format_burst
from desktop_app.teaching.questions.words import core_words, entry_words, exact_time, time_text

#: What is told of each process where it tells two of them apart, or where the policy reads it.
_COLUMNS: Final[tuple[tuple[str, Callable[[ProcessSpec], str]], ...]] = (
    ("priority", lambda spec: str(spec.parameters.priority)),
    ("nice", lambda spec: str(spec.parameters.nice)),
    ("tickets", lambda spec: str(spec.parameters.tickets)),
    ("period", lambda spec: exact_time(spec.periodic.period_ns) if spec.periodic is not None else ""),
    ("deadline", lambda spec: exact_time(spec.periodic.deadline_ns) if spec.periodic is not None else ""),
    ("launched", lambda spec: f"{spec.launches} times" if spec.launches > 1 else "once"),
    ("threads", lambda spec: str(spec.threads)),
)
_READS: Final = {
    "priority": ("priority",),
    "cfs": ("nice",),
    "eevdf": ("nice",),
    "lottery": ("tickets",),
    "stride": ("tickets",),
}
#: Policies by virtual times, which follow from everything that happened before.
_VIRTUAL: Final = frozenset({QueueKey.VRUNTIME, QueueKey.VIRTUAL_DEADLINE})
_MODES: Final = {
    GilMode.GIL: "with the GIL",
    GilMode.FREE_THREADED: "free-threaded Python (no GIL)",
    GilMode.ANY_INSTRUCTION: "no GIL, threads interleave between any two instructions",
}
_OPTIONS: Final = {
    "preemptive": {True: "preemptive", False: "not preemptive"},
    "lowest_first": {True: "the lowest number is the most urgent", False: "the highest number is the most urgent"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known before one answers.

    Attributes:
        machine: Policy, quantum, cores and costs in one line.
        columns: Headings of the table of processes.
        rows: A row for each entry of the workload.
        programs: File name and text of each program.
        together: Whether several arrive at the same moment; they queue in the order of their numbers then.
        now: Sentences about the moment of the question; none where that is the beginning.
    """

    machine: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    programs: tuple[tuple[str, str], ...]
    together: bool = False
    now: tuple[str, ...] = ()


def given(scenario: Scenario, moments: Moments | None = None, at_ns: int = 0) -> Given:
    """Return what is given with a question about a scenario.

    Args:
        scenario: What is run.
        moments: Its run; needed where ``at_ns`` is not the beginning.
        at_ns: The moment of the question.
    """
    specs = scenario.processes
    read = _READS.get(scenario.scheduler.policy, ())
    extra = [
        (heading, text)
        for heading, text in _COLUMNS
        if heading in read or any(text(spec) != text(ProcessSpec(name="")) for spec in specs)
    ]
    rows = tuple(
        (f"P{number}", exact_time(spec.arrival_ns), _does(spec), *(text(spec) for _, text in extra))
        for number, spec in enumerate(specs, start=1)
    )
    return Given(
        machine=machine_words(scenario),
        columns=("process", "arrival", "does", *(heading for heading, _ in extra)),
        rows=rows,
        programs=tuple(dict.fromkeys((p.name, p.source) for spec in specs if (p := spec.program) is not None)),
        together=len({spec.arrival_ns for spec in specs}) < len(specs) or any(spec.launches > 1 for spec in specs),
        now=tuple(_now(moments, at_ns)) if moments is not None and at_ns else (),
    )


def machine_words(scenario: Scenario) -> str:
    """Return policy, quantum, cores and costs in one line, such as ``Round robin, quantum 2 ms, 1 core``."""
    machine, scheduler = scenario.machine, scenario.scheduler
    parts = [POLICIES[scheduler.policy].title]
    for name, value in scheduler.options.items():
        parts.append(_option_words(name, value))
    options = {option.name for option in POLICIES[scheduler.policy].options}
    if "quantum" in options and "quantum" not in scheduler.options and scheduler.policy != "priority":
        parts.append(f"quantum {exact_time(machine.quantum_ns)}")
    parts.append(counted(machine.cores, "core"))
    if machine.cores > 1 and scheduler.placement is not Placement.GLOBAL:
        parts.append(scheduler.placement.value)
    if machine.context_switch_ns:
        parts.append(f"each dispatch takes a context switch of {exact_time(machine.context_switch_ns)}")
    else:
        parts.append("context switches take no time")
    if machine.tick_ns:
        parts.append(f"timer tick every {exact_time(machine.tick_ns)}")
    if any(spec.program is not None for spec in scenario.processes):
        parts += [f"{exact_time(machine.instruction_ns)} for each bytecode instruction", _MODES[machine.gil]]
    if scenario.until_ns is not None:
        parts.append(f"up to {exact_time(scenario.until_ns)}")
    return ", ".join(parts)


def _option_words(name: str, value: OptionValue) -> str:
    if name in _OPTIONS:
        return _OPTIONS[name][bool(value)]
    if name == "queues":
        return f"{value} queues"
    return f"a boost every {value}" if name == "boost" else f"{name.replace('_', ' ')} {value}"


def _does(spec: ProcessSpec) -> str:
    if spec.program is not None:
        return f"runs {spec.program.name}"
    return ", ".join(format_burst(burst) for burst in spec.bursts)


def _now(moments: Moments, at_ns: int) -> Iterator[str]:
    """Yield the moment, and what cannot be worked out on paper: virtual times.

    Elsewhere who runs and who is ready is part of what one has to find out.
    """
    now = moments.at(at_ns)
    if now.scheduler is None or now.scheduler.key not in _VIRTUAL:
        yield f"It is {time_text(at_ns)} now."
        return
    yield " ".join([f"It is {time_text(at_ns)} now.", *(core_words(core) for core in now.cores)])
    entries = [entry for queue in now.scheduler.queues for entry in queue.entries]
    if entries:
        by_name = sorted(entries, key=lambda entry: entry.thread.index)
        told = [entry_words(now.scheduler.key, entry) for entry in (*now.scheduler.running, *by_name)]
        yield f"Standings: {', '.join(told)}."
