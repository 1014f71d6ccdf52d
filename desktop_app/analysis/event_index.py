"""The rare events of a trace by what they are about, so that a late picture costs no more than an early one."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace


class EventIndex:
    """An index of a trace's events. It grows with the trace, and starts anew when history was forgotten."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def last(self, kind: EventKind, t_ns: int, process: int = -1) -> int | None:
        """Return the value of the last event of a kind by ``t_ns``, that moment included; None when there is none."""
        self._extend()
        times, values = self._by_kind.get((kind, process), ((), ()))
        row = bisect_right(times, t_ns) - 1
        return values[row] if row >= 0 else None

    def _start_anew(self) -> None:
        self._begin_ns = self.trace.begin_ns
        self._seen = 0
        #: Of each kind and process the times and values, in order; -1 for what is about no process.
        self._by_kind: dict[tuple[int, int], tuple[array[int], array[int]]] = {}

    def _extend(self) -> None:
        if self._begin_ns != self.trace.begin_ns:
            self._start_anew()
        events = self.trace.events
        for row in range(self._seen, len(events)):
            times, values = self._by_kind.setdefault((events.kind[row], events.process[row]), (array("q"), array("q")))
            times.append(events.time[row])
            values.append(events.value[row])
        self._seen = len(events)
