"""Moments that people name, found in a trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_app.model.durations import spaced_duration
from desktop_app.model.instant import Anchor, Instant
from desktop_app.trace.memory_tables import InstructionTable
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace


def instant_ns(trace: Trace, instant: Instant) -> int:
    """Return when a moment is in a run.

    Args:
        trace: The run, known to its end.
        instant: The moment.

    Returns:
        Nanoseconds, from the beginning of the run to its end.

    Raises:
        LookupError: When there is no such moment in this run; the message says why.
    """
    time_ns = _anchor_ns(trace, instant) + instant.shift_ns
    if not trace.begin_ns <= time_ns <= trace.known_until_ns:
        end = spaced_duration(trace.known_until_ns)
        raise LookupError(f'"{instant.text}" is outside the run, which ends at {end}')
    return time_ns


def _anchor_ns(trace: Trace, instant: Instant) -> int:
    if instant.anchor is Anchor.START:
        return 0
    if instant.anchor is Anchor.END:
        return trace.known_until_ns
    times = _times(trace, instant)
    if len(times) < instant.occurrence:
        raise LookupError(f'"{instant.text}" never comes in this run')
    return times[instant.occurrence - 1]


def _times(trace: Trace, instant: Instant) -> Sequence[int]:
    """Return all moments of the kind, in the order of time, as far as they are known."""
    if instant.anchor in {Anchor.LINE, Anchor.AFTER_LINE}:
        threads = [thread_index(trace, instant.thread)] if instant.thread else list(range(len(trace.threads)))
        visits = sorted(visit for thread in threads for visit in _visits(trace, thread, instant.line))
        return [end if instant.anchor is Anchor.AFTER_LINE else begin for begin, end in visits]
    thread = thread_index(trace, instant.thread)
    if instant.anchor is Anchor.EXIT:
        return [] if trace.ended[thread] == OPEN else [trace.ended[thread]]
    if instant.anchor is Anchor.WAIT:
        return trace.waits[thread].time
    return sorted(
        runs.dispatched[number]
        for runs in trace.runs
        for number in range(len(runs.whose))
        if runs.whose[number] >> runs.SHIFT == thread
    )


def thread_index(trace: Trace, label: str) -> int:
    """Return the index of a thread by its label, such as ``P1·T2``.

    Raises:
        LookupError: When the run has none of that label; the message says which there are.
    """
    found = thread_called(trace, label)
    if found is None:
        some = ", ".join(info.label for info in trace.threads[:8])
        more = ", …" if len(trace.threads) > 8 else ""  # noqa: PLR2004 - those that were listed
        raise LookupError(f"there is no thread {label} in this run, but {some}{more}")
    return found


def thread_called(trace: Trace, label: str) -> int | None:
    """Return the index of a thread by its label; None where the run has none of that label, as after a live change."""
    return next((index for index, info in enumerate(trace.threads) if info.label == label), None)


def _visits(trace: Trace, thread: int, line: int) -> Iterator[tuple[int, int]]:
    """Yield when a thread begins to execute a line of its program, and when the last instruction of it has ended.

    A thread that another thread runs in between is still on its line.
    """
    listing = trace.processes[trace.threads[thread].process].listing
    if listing < 0:
        return
    lines = [one.line for one in trace.listings[listing].lines]
    executed: InstructionTable = trace.executed[thread]
    begin = end = -1
    for row in range(len(executed)):
        if lines[executed.line[row]] == line:
            begin = executed.start[row] if begin < 0 else begin
            end = executed.end[row]
        elif begin >= 0:
            yield begin, end
            begin = -1
    if begin >= 0:
        yield begin, end
