"""The machine at t: the one way from a trace to a picture."""

from __future__ import annotations

from desktop_app.analysis.cores import core_at, next_dispatch, why_idle
from desktop_app.analysis.memory import process_at, state_at, thread_ref
from desktop_app.analysis.snapshot import Snapshot, ThreadRef, WaitingView
from desktop_app.model.durations import spaced_duration
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace


def snapshot(trace: Trace, t_ns: int) -> Snapshot:
    """Return everything at ``t_ns``, which must lie between ``trace.begin_ns`` and ``trace.known_until_ns``.

    It is final, and the same however far the engine has run, once the trace is known to
    ``t_ns + analysis.cores.lookahead_ns(trace)`` or finished.
    """
    launched = [index for index, info in enumerate(trace.processes) if info.arrival_ns <= t_ns]
    idle_reason = why_idle(trace, t_ns)
    states = [state_at(trace, thread, t_ns) for thread in range(len(trace.threads))]
    return Snapshot(
        t_ns=t_ns,
        title=trace.header.title,
        subtitle=_subtitle(trace),
        summary=_summary(trace),
        end_ns=trace.known_until_ns,
        finished=trace.finished,
        slot_ns=trace.header.instruction_ns,
        processes=tuple(process_at(trace, index, t_ns) for index in launched),
        cores=tuple(core_at(trace, core, t_ns, idle_reason) for core in range(trace.header.cores)),
        ready=_ready(trace, states, t_ns),
        waiting=_waiting(trace, states, t_ns),
        upcoming=next_dispatch(trace, t_ns),
        terminated=all(state is ThreadState.TERMINATED for state in states),
    )


def _ready(trace: Trace, states: list[ThreadState | None], t_ns: int) -> tuple[ThreadRef, ...]:
    """The queue is FIFO: the thread that became ready first is next."""
    queue = []
    for thread, state in enumerate(states):
        if state is ThreadState.READY:
            table = trace.states[thread]
            queue.append((table.order[table.at(t_ns)], thread))
    return tuple(thread_ref(trace, thread) for _, thread in sorted(queue))


def _waiting(trace: Trace, states: list[ThreadState | None], t_ns: int) -> tuple[WaitingView, ...]:
    found = []
    for thread, state in enumerate(states):
        if state is ThreadState.WAITING:
            table = trace.states[thread]
            row = table.at(t_ns)
            until = table.until[row]
            found.append(
                WaitingView(
                    thread=thread_ref(trace, thread),
                    cause=trace.causes[table.cause[row]],
                    since_ns=table.time[row],
                    until_ns=None if until == OPEN else until,
                )
            )
    return tuple(sorted(found, key=lambda view: (view.since_ns, view.thread.index)))


def _subtitle(trace: Trace) -> str:
    shared = [info.listing for info in trace.processes if info.listing >= 0]
    threads = max(len(info.threads) for info in trace.processes)
    if len(shared) > len(set(shared)):
        return "a program is like a class, its processes are like objects"
    if threads > 1 and len(trace.processes) == 1:
        return "one process: its threads share its globals, and each has a stack of its own"
    if len(trace.processes) == 1 and shared:
        return "one program, one process, one thread"
    return ""


def _summary(trace: Trace) -> str:
    header = trace.header
    parts = [header.policy_title]
    if header.quantum_ns is not None:
        parts.append(f"quantum {spaced_duration(header.quantum_ns)}")
    parts.append("1 core" if header.cores == 1 else f"{header.cores} cores")
    if trace.listings:
        parts.append({"gil": "GIL on"}.get(header.gil, header.gil))
    return " · ".join(parts)
