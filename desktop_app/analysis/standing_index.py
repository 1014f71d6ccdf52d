"""Where threads stood, by thread and by queue, so that a late picture costs no more than an early one."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from desktop_app.trace.trace import Trace

_NONE = array("i")


class StandingIndex:
    """An index of a trace's standings and clocks.

    It grows with the trace, and starts anew when history was forgotten.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def _start_anew(self) -> None:
        self._begin_ns = self.trace.begin_ns
        self._seen = 0
        self._clocks_seen = 0
        self._by_thread: dict[int, array[int]] = {}
        self._by_queue: dict[int, array[int]] = {}

    def row(self, thread: int, t_ns: int) -> int:
        """Return the row of a thread's standing in force at ``t_ns``; -1 when none was told."""
        rows = self._by_thread.get(thread, _NONE)
        last = bisect_right(rows, t_ns, key=self.trace.standings.time.__getitem__) - 1
        return rows[last] if last >= 0 else -1

    def clock(self, queue: int, t_ns: int) -> int:
        """Return the row of what a queue's clock showed last by ``t_ns``; -1 when it has none."""
        rows = self._by_queue.get(queue, _NONE)
        last = bisect_right(rows, t_ns, key=self.trace.clocks.time.__getitem__) - 1
        return rows[last] if last >= 0 else -1

    def extend(self) -> None:
        """Take over what the trace tells since the last time; to be called before a moment is asked for."""
        if self._begin_ns != self.trace.begin_ns:
            self._start_anew()
        standings, clocks = self.trace.standings.thread, self.trace.clocks.queue
        for row in range(self._seen, len(standings)):
            self._by_thread.setdefault(standings[row], array("i")).append(row)
        for row in range(self._clocks_seen, len(clocks)):
            self._by_queue.setdefault(clocks[row], array("i")).append(row)
        self._seen, self._clocks_seen = len(standings), len(clocks)
