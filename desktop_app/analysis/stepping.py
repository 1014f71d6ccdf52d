"""The moments at which something is done: where stepping forward and back stops.

A scheduling decision is a moment at which a core is given to a thread, or a thread gives it up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from desktop_app.trace.tables import RunEnd, RunTable
from desktop_app.trace.trace import Trace


def step_forward_ns(trace: Trace, t_ns: int) -> int | None:
    """Return the next moment after ``t_ns`` at which an instruction ends or a thread changes its state.

    None when there is none in what is known of the trace.
    """
    candidates = list(_single_changes(trace))
    for executed in trace.executed:
        row = bisect_right(executed.end, t_ns)
        while row < len(executed) and not executed.done[row]:
            row += 1
        if row < len(executed):
            candidates.append(executed.end[row])
    for runs in trace.runs:
        candidates += _next_change(runs, t_ns)
    for waits in trace.waits:
        for column in (waits.time, waits.until):
            row = bisect_right(column, t_ns)
            candidates += column[row : row + 1]
    return min((time for time in candidates if t_ns < time <= trace.known_until_ns), default=None)


def step_back_ns(trace: Trace, t_ns: int) -> int:
    """Return the last such moment before ``t_ns``, or the beginning of what the trace remembers."""
    candidates = list(_single_changes(trace))
    for executed in trace.executed:
        row = bisect_left(executed.end, t_ns) - 1
        while row >= 0 and not executed.done[row]:
            row -= 1
        if row >= 0:
            candidates.append(executed.end[row])
    for runs in trace.runs:
        candidates += _last_change(runs, t_ns)
    for waits in trace.waits:
        for column in (waits.time, waits.until):
            row = bisect_left(column, t_ns)
            candidates += column[max(0, row - 1) : row]
    return max((time for time in candidates if trace.begin_ns < time < t_ns), default=trace.begin_ns)


def _single_changes(trace: Trace) -> Iterator[int]:
    """Yield what happens to a thread only once."""
    for info in trace.threads:
        yield info.arrival_ns
    yield from trace.ready_from
    yield from trace.ended


def _next_change(runs: RunTable, t_ns: int) -> Iterator[int]:
    """Yield when a core next gets or loses a thread after ``t_ns``; one that runs on does not count."""
    row = bisect_right(runs.end, t_ns)
    if row < len(runs) and runs.start[row] <= t_ns:
        while row + 1 < len(runs) and _runs_on(runs, row):
            row += 1
        yield runs.end[row]
    elif row < len(runs):
        yield runs.start[row]


def _last_change(runs: RunTable, t_ns: int) -> Iterator[int]:
    """Yield when a core got or lost a thread last before ``t_ns``."""
    row = bisect_left(runs.start, t_ns) - 1
    if row < 0:
        return
    if runs.end[row] < t_ns:
        yield runs.end[row]
        return
    while row and _runs_on(runs, row - 1):
        row -= 1
    yield runs.start[row]


def _runs_on(runs: RunTable, row: int) -> bool:
    return runs.thread[row] == runs.thread[row + 1] and runs.end[row] == runs.start[row + 1]


def decision_forward_ns(trace: Trace, t_ns: int) -> int | None:
    """Return the next moment after ``t_ns`` at which a core is given to a thread or given up by one.

    None when there is none in what is known of the trace.
    """
    candidates = [time for runs in trace.runs for time in _next_decisions(runs, t_ns)]
    return min((time for time in candidates if t_ns < time <= trace.known_until_ns), default=None)


def decision_back_ns(trace: Trace, t_ns: int) -> int:
    """Return the last such moment before ``t_ns``, or the beginning of what the trace remembers."""
    candidates = [time for runs in trace.runs for time in _last_decisions(runs, t_ns)]
    return max((time for time in candidates if trace.begin_ns < time < t_ns), default=trace.begin_ns)


def _next_decisions(runs: RunTable, t_ns: int) -> Iterator[int]:
    row = bisect_right(runs.dispatched, t_ns)
    while row < len(runs.dispatched) and _goes_on(runs, row):
        row += 1
    yield from runs.dispatched[row : row + 1]
    row = bisect_right(runs.ended, t_ns)
    while row < len(runs.ended) and _goes_on(runs, row + 1):
        row += 1
    yield from runs.ended[row : row + 1]


def _last_decisions(runs: RunTable, t_ns: int) -> Iterator[int]:
    row = bisect_left(runs.dispatched, t_ns) - 1
    while row >= 0 and _goes_on(runs, row):
        row -= 1
    yield from runs.dispatched[max(0, row) : row + 1]
    row = bisect_left(runs.ended, t_ns) - 1
    while row >= 0 and _goes_on(runs, row + 1):
        row -= 1
    yield from runs.ended[max(0, row) : row + 1]


def _goes_on(runs: RunTable, number: int) -> bool:
    """Return whether a dispatch is only the one before it at another rate."""
    mask = (1 << runs.SHIFT) - 1
    return 0 < number <= len(runs.whose) and runs.whose[number - 1] & mask == RunEnd.RATE
