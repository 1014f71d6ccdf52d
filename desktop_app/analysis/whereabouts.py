"""Where a thread is at t and where it was right before, and why a core was given to the thread that it has."""

from __future__ import annotations

from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.snapshot import Dispatch, DispatchCause, Whereabouts
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import RunEnd
from desktop_app.trace.trace import Trace

#: A change of place is told for this many slots.
RECENT_SLOTS = 2

_CAUSES = {
    RunEnd.EXPIRED: DispatchCause.EXPIRED,
    RunEnd.PREEMPTED: DispatchCause.PREEMPTED,
    RunEnd.BLOCKED: DispatchCause.BLOCKED,
    RunEnd.TERMINATED: DispatchCause.TERMINATED,
}


def whereabouts(lives: Lives, thread: int, t_ns: int) -> Whereabouts | None:
    """Return where a thread is at ``t_ns``; None before it exists.

    Args:
        lives: The trace's threads.
        thread: Its index.
        t_ns: The moment.
    """
    trace = lives.trace
    if thread >= len(trace.threads) or trace.threads[thread].arrival_ns > t_ns:
        return None
    stays = iter(lives.stays_before(thread, t_ns))
    last = next(stays, None)
    if last is None:
        return Whereabouts(thread=thread, core=None, since_ns=trace.threads[thread].arrival_ns, before=None)
    if last.ended_ns <= t_ns:
        return Whereabouts(thread=thread, core=None, since_ns=last.ended_ns, before=last.core)
    recent_ns = t_ns - RECENT_SLOTS * trace.header.instruction_ns
    since_ns, before = last.dispatched_ns, None
    for stay in stays:
        if since_ns < recent_ns or stay.ended_ns != since_ns:
            break
        if stay.core != last.core:
            before = stay.core
            break
        since_ns = stay.dispatched_ns  # it was picked again, or its core's rate changed
    return Whereabouts(thread=thread, core=last.core, since_ns=since_ns, before=before)


def dispatch_of(trace: Trace, core: int, row: int) -> Dispatch | None:
    """Return why a core was given to the thread that it has; None where its rate has changed since.

    Args:
        trace: The trace.
        core: Its number.
        row: The row of the interval that it is in.
    """
    ended = _ended_before(trace, core, row >> trace.runs[core].cost)
    if ended is None:
        return Dispatch(cause=DispatchCause.IDLE, before=None)
    cause = _CAUSES.get(RunEnd(ended[1]))
    return None if cause is None else Dispatch(cause=cause, before=thread_ref(trace, ended[0]))


def _ended_before(trace: Trace, core: int, number: int) -> tuple[int, int] | None:
    """Return who had a core right before a dispatch, and why that ended, as a RunEnd; None when it was idle."""
    runs = trace.runs[core]
    if number:
        whose = runs.whose[number - 1]
        together = runs.ended[number - 1] == runs.dispatched[number]
        return (whose >> runs.SHIFT, whose & (1 << runs.SHIFT) - 1) if together else None
    thread = trace.forgotten.last_thread[core]
    last = trace.forgotten.last_run.get(thread)
    if last is None or (last.core, last.ended_ns) != (core, runs.dispatched[number]):
        return None
    return thread, last.cause
