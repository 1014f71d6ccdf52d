"""Why a core is idle at t."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_app.analysis.event_index import EventIndex
from desktop_app.model.durations import spaced_duration
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Cause, Trace

#: How many threads of a deadlock are named; the others are told by an ellipsis.
_MOST_OF_CYCLE = 3


def online_cores(events: EventIndex, t_ns: int) -> int:
    """Return how many cores are on line at ``t_ns``; they are the first ones."""
    changed = events.last(EventKind.CORES, t_ns)
    return events.trace.header.first_cores if changed is None else changed


def why_idle(
    trace: Trace, t_ns: int, states: Sequence[ThreadState | None], online: int, deadlocked: Callable[[], Sequence[int]]
) -> str:
    """Return why a core on line is idle at ``t_ns``, in a few words; empty when none is.

    Args:
        trace: The trace.
        t_ns: The moment.
        states: The state of every thread then.
        online: How many cores are on line then.
        deadlocked: Gives the threads of a deadlock that is there then, each waiting for the next one.
    """
    if all(runs.at(t_ns) >= 0 for runs in trace.runs[:online]):
        return ""
    ready = [thread for thread, state in enumerate(states) if state is ThreadState.READY]
    if not ready:
        return _deadlock(trace, states, deadlocked) or _why_nobody(trace, t_ns, states)
    if not trace.header.constrained:
        return "the run ends here"
    who = f"{trace.threads[ready[0]].label}{_others(ready)} ready"
    if trace.header.placement == "partitioned":
        return f"its queue is empty, {who} in another core's"
    return f"{who}, but bound to other cores"  # all share a queue, or it would have been stolen


def _deadlock(trace: Trace, states: Sequence[ThreadState | None], deadlocked: Callable[[], Sequence[int]]) -> str:
    """Return who waits for whom in a deadlock, as ``deadlock: P1·T1 → P2·T1 → P1·T1``; empty when there is none."""
    cycle = deadlocked() if ThreadState.WAITING in states else ()
    if not cycle:
        return ""
    shown = [trace.threads[thread].label for thread in cycle[:_MOST_OF_CYCLE]]
    return f"deadlock: {' → '.join([*shown, shown[0] if len(cycle) == len(shown) else '…'])}"


def _why_nobody(trace: Trace, t_ns: int, states: Sequence[ThreadState | None]) -> str:
    """Return why no thread is ready; one that waits for its GIL is named first."""
    waiting = [thread for thread, state in enumerate(states) if state is ThreadState.WAITING]
    for thread in waiting:
        if waits_for_gil(trace, thread, t_ns):
            return f"{trace.threads[thread].label} waits for {cause_text(trace, thread, t_ns)}"
    if waiting:
        first = waiting[0]
        more = len(waiting) - 1
        others = f", {more} more {'waits' if more == 1 else 'wait'}" if more else ""
        return f"{trace.threads[first].label} waits for {cause_text(trace, first, t_ns)}{others}"
    new = [thread for thread, state in enumerate(states) if state is ThreadState.NEW]
    if new:
        return _why_new(trace, t_ns, new)
    following = coming(trace, t_ns)
    if following:
        return f"the next process arrives at {spaced_duration(min(following))}"
    if any(state is ThreadState.RUNNING for state in states):
        return "no other thread is ready"
    return "all threads have terminated"


def coming(trace: Trace, t_ns: int) -> list[int]:
    """Return when the scenario launches processes later than ``t_ns``, its actions included."""
    entries = [info.arrival_ns for info in trace.processes if info.arrival_ns > t_ns and info.parent < 0]
    return entries + [at_ns for at_ns in trace.launches if at_ns > t_ns]


def _why_new(trace: Trace, t_ns: int, new: Sequence[int]) -> str:
    """Return why threads that have arrived have never been ready: they start, or their first job is yet to come."""
    released = {thread: trace.jobs[thread].first_ns if thread in trace.jobs else t_ns for thread in new}
    starting = [thread for thread in new if released[thread] <= t_ns]
    if len(starting) > 1:
        return f"{len(starting)} threads are being started"
    if starting:
        return f"{trace.threads[starting[0]].label} is being started"
    first = min(new, key=lambda thread: released[thread])
    return f"{trace.threads[first].label} is first released at {spaced_duration(released[first])}"


def waits_for_gil(trace: Trace, thread: int, t_ns: int) -> bool:
    """Return whether what a thread waits for at ``t_ns`` is its GIL."""
    process = trace.threads[thread].process
    return trace.processes[process].listing >= 0 and _cause(trace, thread, t_ns).process == process


def cause_text(trace: Trace, thread: int, t_ns: int) -> str:
    """Return what a waiting thread waits for, in words."""
    return _cause(trace, thread, t_ns).text


def _cause(trace: Trace, thread: int, t_ns: int) -> Cause:
    waits = trace.waits[thread]
    return trace.causes[waits.cause[waits.at(t_ns)]]


def _others(ready: Sequence[int]) -> str:
    return " is" if len(ready) == 1 else f" and {len(ready) - 1} more are"
