"""The life of each thread: its states over time, put together from what the cores did and what it waited for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from heapq import merge

from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import OPEN, EventKind, RunEnd, RunKind, RunTable
from desktop_app.trace.trace import LastRun, Trace

#: No interval came before.
_NOWHERE = -2
#: What makes a thread that is ready queue anew.
_REQUEUED = frozenset({EventKind.NICE, EventKind.PRIORITY, EventKind.INHERITED, EventKind.AFFINITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a thread's state.

    Attributes:
        time_ns: When.
        state: The state from then on.
        core: The core, for RUNNING; otherwise -1.
        cause: Index of what it waits for, for WAITING; otherwise -1.
    """

    time_ns: int
    state: ThreadState
    core: int = -1
    cause: int = -1


class _Runs:
    """Where one thread ran: (core, row) of each interval that a core gave it, switches included, in time order."""

    __slots__ = ("began_ns", "core", "row", "start", "work_ns")

    def __init__(self, work_ns: int) -> None:
        self.start = array("q")
        self.core = array("h")
        self.row = array("i")
        #: When the thread began to run in it, or in those before it of the same dispatch.
        self.began_ns = array("q")
        #: Work done before each interval; one more, for what is done after the last one that is over.
        self.work_ns = array("q", [work_ns])


class Lives:
    """An index of a trace by thread. It grows with the trace, and starts anew when history was forgotten.

    A reader keeps one and asks it at any time that the trace knows.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def state(self, thread: int, t_ns: int) -> ThreadState | None:
        """Return the state of a thread at ``t_ns``, or None before it exists."""
        trace = self.trace
        if trace.threads[thread].arrival_ns > t_ns:
            return None
        if trace.ended[thread] <= t_ns:
            return ThreadState.TERMINATED
        if trace.ready_from[thread] > t_ns:
            return ThreadState.NEW
        if self.running(thread, t_ns) is not None:
            return ThreadState.RUNNING
        return ThreadState.READY if trace.waits[thread].at(t_ns) < 0 else ThreadState.WAITING

    def running(self, thread: int, t_ns: int) -> tuple[int, int] | None:
        """Return the core and the row of the interval that a thread has a core in at ``t_ns``, or None."""
        position = self._position(thread, t_ns)
        if position < 0:
            return None
        runs = self._runs[thread]
        core, row = runs.core[position], runs.row[position]
        return (core, row) if t_ns < self.trace.runs[core].end[row] else None

    def last_run(self, thread: int, t_ns: int) -> tuple[int, int] | None:
        """Return the core and the row of the last interval of a thread that started by ``t_ns``, or None."""
        position = self._position(thread, t_ns)
        return (self._runs[thread].core[position], self._runs[thread].row[position]) if position >= 0 else None

    def work_ns(self, thread: int, t_ns: int) -> int:
        """Return the work that a thread did by ``t_ns``, in nanoseconds at nominal speed."""
        position = self._position(thread, t_ns)
        runs = self._runs[thread]
        if position < 0:
            return runs.work_ns[0]
        return runs.work_ns[position] + self._work_in(runs.core[position], runs.row[position], t_ns)

    def slice_used_ns(self, thread: int, t_ns: int) -> int:
        """Return how long a thread that has a core at ``t_ns`` has run since its dispatch, its switch not counted."""
        position = self._position(thread, t_ns)
        return t_ns - self._runs[thread].began_ns[position] if position >= 0 else 0

    def rounding_ns(self, thread: int, t_ns: int) -> int:
        """Return by how much `work_ns` may be off: below a nanosecond of work for each change of the rate."""
        position = self._position(thread, t_ns)
        if position < 0:
            return 0
        runs = self._runs[thread]
        table = self.trace.runs[runs.core[position]]
        return (position + 1) * (1 + table.rate_of(runs.row[position]) // FULL_RATE_PPM) if table.rates else 0

    def queued_key(self, thread: int, t_ns: int) -> tuple[int, int, int, int]:
        """Return what orders the threads that are ready at ``t_ns``, in the order in which they became ready.

        Those that became ready at the same moment queue as the engine handles a moment: arrivals, then what was
        scheduled earlier first; a device started before a dispatch at the same time; dispatches by core. Where
        the end of an interval was planned anew in its middle, by another burst or another instruction, this order
        within a moment is a guess.
        """
        trace = self.trace
        since, key = trace.ready_from[thread], (-1, -1, thread)
        waits = trace.waits[thread]
        row = bisect_right(waits.time, t_ns) - 1
        if row >= 0 and since <= waits.until[row] <= t_ns:
            since, key = waits.until[row], (waits.time[row], 0, thread)
        run = self._last(thread, t_ns)
        if run is not None and since < run.end_ns <= t_ns:
            since, key = run.end_ns, (run.planned_ns, 1, run.core)
        requeued = self._requeued.get(thread)
        if requeued is not None:
            index = bisect_right(requeued, t_ns) - 1
            if index >= 0 and requeued[index] > since:
                since, key = requeued[index], (requeued[index], 2, thread)
        return since, *key

    def switches(self, core: int, t_ns: int) -> int:
        """Return how often a core took on another thread than it had before, by ``t_ns``."""
        self._extend()
        row = bisect_right(self.trace.runs[core].start, t_ns) - 1
        counted = self._switches[core]
        return counted[min(row, len(counted) - 1)] if row >= 0 and counted else self.trace.forgotten.switches[core]

    def changes(self, thread: int) -> list[Change]:
        """Return all changes of a thread's state up to what is known, in order."""
        trace, known = self.trace, self.trace.known_until_ns
        self._extend()
        arrival, ready, ended = trace.threads[thread].arrival_ns, trace.ready_from[thread], trace.ended[thread]
        found = [Change(time_ns=arrival, state=ThreadState.NEW)] if arrival <= known else []
        waited = self.trace.waits[thread].time
        if ready <= known and not (waited and waited[0] == ready and not self._runs[thread].start):
            found.append(Change(time_ns=ready, state=ThreadState.READY))
        end, before = ready, _NOWHERE
        for start, stop, core, cause in merge(self._spans(thread), self._waits(thread), key=_order):
            waits, at_once = cause >= 0, start == end
            if waits or not at_once or core != before:  # else it runs on: picked again, or its switch is over
                if before != _NOWHERE and not (waits and at_once):
                    found.append(Change(time_ns=end, state=ThreadState.READY))
                state = ThreadState.WAITING if waits else ThreadState.RUNNING
                found.append(Change(time_ns=start, state=state, core=core, cause=cause))
            end, before = stop, core
        if before != _NOWHERE and end <= known and end < ended:
            found.append(Change(time_ns=end, state=ThreadState.READY))
        if ended <= known:
            found.append(Change(time_ns=ended, state=ThreadState.TERMINATED))
        return found

    def _spans(self, thread: int) -> list[tuple[int, int, int, int]]:
        runs = self._runs[thread]
        return [
            (start, self.trace.runs[core].end[row], core, -1)
            for start, core, row in zip(runs.start, runs.core, runs.row, strict=True)
        ]

    def _waits(self, thread: int) -> list[tuple[int, int, int, int]]:
        waits = self.trace.waits[thread]
        count = bisect_right(waits.time, self.trace.known_until_ns)
        return list(zip(waits.time[:count], waits.until, [-1] * count, waits.cause, strict=False))

    def _position(self, thread: int, t_ns: int) -> int:
        if t_ns > self._extended_ns or self._begin_ns != self.trace.begin_ns:
            self._extend()
        return bisect_right(self._runs[thread].start, t_ns) - 1

    def _last(self, thread: int, t_ns: int) -> LastRun | None:
        """Return the last interval of a thread that started by ``t_ns``, those that were forgotten included."""
        position = self._position(thread, t_ns)
        if position < 0:
            return self.trace.forgotten.last_run.get(thread)
        runs = self._runs[thread]
        core, row = runs.core[position], runs.row[position]
        table = self.trace.runs[core]
        before = None
        if row and table.thread[row - 1] == thread:
            before = last_run(table, row - 1, core, None)
        elif not row:
            before = self.trace.forgotten.last_run.get(thread)
        return last_run(table, row, core, before)

    def _work_in(self, core: int, row: int, until_ns: int) -> int:
        table = self.trace.runs[core]
        if table.kind[row] != RunKind.RUN:
            return 0
        return (min(until_ns, table.end[row]) - table.start[row]) * table.rate_of(row) // FULL_RATE_PPM

    def _start_anew(self) -> None:
        trace = self.trace
        self._begin_ns = trace.begin_ns
        self._extended_ns = -1
        self._runs = [_Runs(work_ns) for work_ns in trace.forgotten.work_ns]
        self._switches = [array("i") for _ in trace.runs]
        self._requeued: dict[int, array[int]] = {}
        self._events_seen = 0
        self._last_thread = list(trace.forgotten.last_thread)

    def _extend(self) -> None:
        """Take over the intervals that began since the last time; those that are yet to begin may still change."""
        trace = self.trace
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        if self._extended_ns == trace.known_until_ns:
            return
        self._extended_ns = trace.known_until_ns
        self._extend_events()
        new: list[tuple[int, bool, int, int]] = []
        for core, table in enumerate(trace.runs):
            first, last = len(self._switches[core]), bisect_right(table.start, trace.known_until_ns)
            new += [(table.start[row], table.end[row] > table.start[row], core, row) for row in range(first, last)]
        # Of intervals that start together, empty ones come first: a thread that blocked on one core may have gone
        # on with another one at the same moment.
        new.sort()
        for start, _, core, row in new:
            self._append(start, core, row)

    def _extend_events(self) -> None:
        """Take over when threads had to queue anew."""
        events = self.trace.events
        count = len(events.until(self.trace.known_until_ns))
        for row in range(self._events_seen, count):
            if events.kind[row] in _REQUEUED:
                self._requeued.setdefault(events.thread[row], array("q")).append(events.time[row])
        self._events_seen = count

    def _append(self, start: int, core: int, row: int) -> None:
        table = self.trace.runs[core]
        thread = table.thread[row]
        counted = self._switches[core]
        before = counted[-1] if counted else self.trace.forgotten.switches[core]
        counted.append(before + (thread != self._last_thread[core]))
        self._last_thread[core] = thread
        runs = self._runs[thread]
        began = start
        if runs.start:
            runs.work_ns[-1] = runs.work_ns[-2] + self._work_in(runs.core[-1], runs.row[-1], OPEN)
            same = runs.core[-1] == core and runs.row[-1] == row - 1 and table.end[row - 1] == start
            if same and table.cause[row - 1] == RunEnd.RATE:
                began = runs.began_ns[-1]
        elif thread in self.trace.forgotten.last_run:
            began = last_run(table, row, core, self.trace.forgotten.last_run[thread]).began_ns
        runs.start.append(start)
        runs.core.append(core)
        runs.row.append(row)
        runs.began_ns.append(began)
        runs.work_ns.append(0)


def last_run(table: RunTable, row: int, core: int, before: LastRun | None) -> LastRun:
    """Return what a row says of its thread, given the row before it when that is the same thread's."""
    start = began = planned = table.start[row]
    if before is not None and before.core == core and before.end_ns == start:
        if before.cause == RunEnd.SWITCHED:
            planned = before.start_ns
        elif before.cause == RunEnd.RATE:
            began = before.began_ns
    return LastRun(
        start_ns=start, end_ns=table.end[row], core=core, cause=table.cause[row], began_ns=began, planned_ns=planned
    )


def _order(span: tuple[int, int, int, int]) -> tuple[int, bool]:
    """Order intervals by start, empty ones first."""
    return span[0], span[1] > span[0]
