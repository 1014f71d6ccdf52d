"""The moments at which something is done: where stepping forward and back stops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from desktop_app.trace.trace import Trace


def step_forward_ns(trace: Trace, t_ns: int) -> int | None:
    """Return the next moment after ``t_ns`` at which an instruction ends or a thread changes its state.

    None when there is none in what is known of the trace.
    """
    candidates = []
    for executed in trace.executed:
        row = bisect_right(executed.end, t_ns)
        while row < len(executed) and not executed.done[row]:
            row += 1
        if row < len(executed):
            candidates.append(executed.end[row])
    for states in trace.states:
        row = bisect_right(states.time, t_ns)
        if row < len(states):
            candidates.append(states.time[row])
    known = [time for time in candidates if time <= trace.known_until_ns]
    return min(known, default=None)


def step_back_ns(trace: Trace, t_ns: int) -> int:
    """Return the last such moment before ``t_ns``, or the beginning of what the trace remembers."""
    candidates = [trace.begin_ns]
    for executed in trace.executed:
        row = bisect_left(executed.end, t_ns) - 1
        while row >= 0 and not executed.done[row]:
            row -= 1
        if row >= 0:
            candidates.append(executed.end[row])
    for states in trace.states:
        row = bisect_left(states.time, t_ns) - 1
        if row >= 0:
            candidates.append(states.time[row])
    return max(candidates)
