"""How fast to play so that context switches can be watched: a speed as a function of (trace, t).

Around each switch lies a zone that is passed in `ZONE_WALL_S` seconds, however fast the rest is played. Before a zone
the speed eases down to it, and after it up again, within at most a third of the way to the next one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from desktop_app.trace.tables import OPEN, RunEnd, RunTable
from desktop_app.trace.trace import Trace

#: Seconds of wall time in which a zone passes.
ZONE_WALL_S = 2
#: Of a run at full speed, this much wall time is eased before and after a zone, in seconds.
_EASE_WALL_S = 0.35
#: The way to a zone is played at this many speeds.
_PIECES = 12
#: Dispatches looked through for one of the followed thread.
_MOST_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A speed and how long it lasts.

    Attributes:
        speed_ns: Simulated nanoseconds per second of wall time, 1 or more.
        until_ns: The moment from which another one holds, later than the one it was asked for.
    """

    speed_ns: int
    until_ns: int


def pace_at(trace: Trace, t_ns: int, speed_ns: int, thread: int | None = None) -> Pace:
    """Return how fast to play at ``t_ns``.

    Args:
        trace: The trace.
        t_ns: The moment.
        speed_ns: The speed away from switches, in simulated nanoseconds per second of wall time, 1 or more.
        thread: Only switches to and from this thread count, by its index; all when None.
    """
    margin_ns = max(1, trace.header.instruction_ns)
    before, inside, after = _zones(trace, t_ns, margin_ns, thread)
    if inside is not None:
        start_ns, end_ns = inside
        return Pace(speed_ns=min(speed_ns, max(1, (end_ns - start_ns) // ZONE_WALL_S)), until_ns=end_ns)
    slow_ns = min(speed_ns, max(1, 2 * margin_ns // ZONE_WALL_S))
    if after == OPEN and before < 0:
        return Pace(speed_ns=speed_ns, until_ns=OPEN)
    gap_ns = after - before if after != OPEN and before >= 0 else OPEN
    ease_ns = max(1, min(round(speed_ns * _EASE_WALL_S), gap_ns // 3))
    way_ns = min(after - t_ns, t_ns - before if before >= 0 else OPEN)
    if way_ns >= ease_ns:
        # At full speed up to where the next zone's easing begins.
        return Pace(speed_ns=speed_ns, until_ns=after - ease_ns if after - ease_ns > t_ns else after)
    share = min(1.0, (way_ns + ease_ns / _PIECES / 2) / ease_ns)
    eased = slow_ns + round((speed_ns - slow_ns) * share * share * (3 - 2 * share))
    return Pace(speed_ns=max(1, eased), until_ns=min(after, t_ns + max(1, ease_ns // _PIECES)))


def _zones(trace: Trace, t_ns: int, margin_ns: int, thread: int | None) -> tuple[int, tuple[int, int] | None, int]:
    """Return where the last zone ended, or -1; the zone around ``t_ns``, or None; where the next begins, or OPEN."""
    before, after = -1, OPEN
    inside: tuple[int, int] | None = None
    for runs in trace.runs:
        row = _back(runs, bisect_right(runs.dispatched, t_ns + margin_ns) - 1, thread)
        if row >= 0:
            start_ns, end_ns = runs.dispatched[row] - margin_ns, runs.began[row] + margin_ns
            if t_ns < end_ns:
                inside = (min(start_ns, inside[0]), max(end_ns, inside[1])) if inside else (start_ns, end_ns)
            before = max(before, min(end_ns, t_ns))
        row = _forward(runs, bisect_right(runs.dispatched, t_ns + margin_ns), thread)
        if row < len(runs.dispatched):
            after = min(after, runs.dispatched[row] - margin_ns)
    return before, inside, after


def _back(runs: RunTable, row: int, thread: int | None) -> int:
    """Return the last row up to ``row`` that is a switch of the thread, or -1."""
    least = max(0, row - _MOST_ROWS)
    while row >= least and not _counts(runs, row, thread):
        row -= 1
    return row if row >= least else -1


def _forward(runs: RunTable, row: int, thread: int | None) -> int:
    """Return the first row from ``row`` on that is a switch of the thread, or the number of rows."""
    most = min(len(runs.dispatched), row + _MOST_ROWS)
    while row < most and not _counts(runs, row, thread):
        row += 1
    return row if row < most else len(runs.dispatched)


def _counts(runs: RunTable, row: int, thread: int | None) -> bool:
    mask = (1 << runs.SHIFT) - 1
    if row and runs.whose[row - 1] & mask == RunEnd.RATE:
        return False  # the same thread runs on
    if thread is None:
        return True
    return runs.whose[row] >> runs.SHIFT == thread or (row > 0 and runs.whose[row - 1] >> runs.SHIFT == thread)
