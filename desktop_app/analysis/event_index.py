"""The rare events of a trace by what they are about, so that a late picture costs no more than an early one."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from desktop_app.analysis.validity import Validity
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

_NO_ROWS = array("i")


class EventIndex:
    """An index of a trace's events. It grows with the trace, and starts anew when history was forgotten."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def last(self, kind: EventKind, t_ns: int, process: int = -1, validity: Validity | None = None) -> int | None:
        """Return the value of the last event of a kind by ``t_ns``, that moment included; None when there is none.

        A ``validity`` is narrowed to the time for which it is the last.
        """
        self._extend()
        found = self._by_kind.get((kind, process))
        if found is None:
            return None
        times, values = found
        row = bisect_right(times, t_ns) - 1 if validity is None else validity.row(times, t_ns)
        return values[row] if row >= 0 else None

    def rows(self, kind: EventKind, after_ns: int, t_ns: int) -> array[int]:
        """Return the rows of the events of a kind later than ``after_ns`` and by ``t_ns``, in order."""
        self._extend()
        rows, time = self._rows.get(kind, _NO_ROWS), self.trace.events.time
        last = bisect_right(rows, t_ns, key=time.__getitem__)
        return rows[bisect_right(rows, after_ns, 0, last, key=time.__getitem__) : last]

    def last_row(self, kind: EventKind, t_ns: int, thread: int = -1) -> int:
        """Return the row of the last event of a kind, about a thread if one is given, by ``t_ns``; -1 without one."""
        self._extend()
        rows = self._rows.get(kind, _NO_ROWS) if thread < 0 else self._of_thread.get((kind, thread), _NO_ROWS)
        last = bisect_right(rows, t_ns, key=self.trace.events.time.__getitem__) - 1
        return rows[last] if last >= 0 else -1

    def _start_anew(self) -> None:
        self._begin_ns = self.trace.begin_ns
        self._seen = 0
        self._rows: dict[int, array[int]] = {}
        #: Those of the kinds that are asked for by thread.
        self._of_thread: dict[tuple[int, int], array[int]] = {}
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
            kind = events.kind[row]
            self._rows.setdefault(kind, array("i")).append(row)
            if kind == EventKind.INHERITED:
                self._of_thread.setdefault((kind, events.thread[row]), array("i")).append(row)
        self._seen = len(events)
