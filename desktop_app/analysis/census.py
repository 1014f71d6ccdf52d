"""Who is ready, who waits and who has just come or gone at t: found again from what changed since the last moment."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.snapshot import PASSING_SLOTS, Passing, ThreadRef, WaitingView
from desktop_app.model.states import ThreadState
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN, EventKind, WaitTable

_READY, _WAITING, _TERMINATED = ThreadState.READY, ThreadState.WAITING, ThreadState.TERMINATED
#: Events that may change where a ready thread stands.
_RANKS = (EventKind.NICE, EventKind.PRIORITY, EventKind.INHERITED, EventKind.MOVED)
#: When more rows than this for each thread lie between two moments, all threads are asked instead.
_FEW = 2

Queued = tuple[int, int, int, int]


class Census:
    """The threads of one trace at one moment, which `go_to` moves.

    What it says depends on the moment only. Going on by a little costs what happened meanwhile, and a glance at those
    that wait, instead of a search for each of a thousand threads.

    Attributes:
        states: The state of every thread, None before it exists.
        ready: The ready threads in the order in which they became ready, each behind what orders them.
        changed: The threads about which something may have happened since the moment before; None when that was not
            looked at, and all of them may be elsewhere.
    """

    def __init__(self, lives: Lives, events: EventIndex) -> None:
        self._lives, self._events = lives, events
        self._refs: list[ThreadRef] = []
        self._ready_refs: tuple[ThreadRef, ...] | None = None
        self._t_ns = -1
        self._forget()

    def go_to(self, t_ns: int) -> None:
        """Look at ``t_ns``, which the trace must know."""
        trace = self._lives.trace
        tables = trace.waits
        near = bool(self.states) and trace.begin_ns <= self._t_ns <= t_ns
        self.changed = self._happened(self._t_ns, t_ns) if near else None
        if self.changed is None:
            self._forget()
        self.states += [None] * (len(trace.threads) - len(self.states))
        for thread in range(len(trace.threads)) if self.changed is None else self.changed:
            self._leave(thread)
            self._enter(thread, t_ns, tables)
        self._let_pass(t_ns)
        self._t_ns = t_ns

    def ref(self, thread: int) -> ThreadRef:
        """Return a thread's label and process."""
        known = self._refs
        known += [thread_ref(self._lives.trace, other) for other in range(len(known), thread + 1)]
        return known[thread]

    def queued(self, thread: int) -> Queued:
        """Return what orders a ready thread among those that became ready."""
        return self._queued[thread]

    def ready_refs(self) -> tuple[ThreadRef, ...]:
        """Return the ready threads in the order in which they became ready."""
        if self._ready_refs is None:
            self._ready_refs = tuple([self._refs[thread] for _, thread in self.ready])
        return self._ready_refs

    def waiting(self) -> tuple[WaitingView, ...]:
        """Return the waiting threads, the longest first."""
        return tuple([self._waits[thread] for _, thread in self._waiting])

    def born(self) -> tuple[Passing, ...]:
        """Return who came to exist just now."""
        return self._passing(self._born)

    def gone(self) -> tuple[Passing, ...]:
        """Return who terminated just now."""
        return self._passing(self._gone)

    def _passing(self, found: list[tuple[int, int]]) -> tuple[Passing, ...]:
        return tuple(Passing(thread=self.ref(thread), age_ns=self._t_ns - time_ns) for time_ns, thread in found)

    # -- what happened --------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self.states: list[ThreadState | None] = []
        self.ready: list[tuple[Queued, int]] = []
        self._ready_refs = None
        self._queued: dict[int, Queued] = {}
        self._waiting: list[tuple[int, int]] = []
        self._waits: dict[int, WaitingView] = {}
        self._rows: dict[int, tuple[array[int], int]] = {}
        self._open: set[int] = set()
        self._unborn: dict[int, None] = {}
        self._born: list[tuple[int, int]] = []
        self._gone: list[tuple[int, int]] = []

    def _happened(self, after_ns: int, t_ns: int) -> set[int] | None:
        """Return the threads about which something happened in (after_ns, t_ns]; None when that is too much."""
        trace = self._lives.trace
        found = self._untold(t_ns)
        most = _FEW * len(trace.threads)
        for runs in trace.runs:
            last = bisect_right(runs.dispatched, t_ns)
            begun = bisect_right(runs.dispatched, after_ns, 0, last)
            first = max(0, begun - 1)
            if last > begun or (begun and after_ns < runs.ended[first] <= t_ns):
                most -= last - first
                if most < 0:
                    return None
                found.update([whose >> runs.SHIFT for whose in runs.whose[first:last]])
        for log in (trace.wait_log, trace.standings):
            last = bisect_right(log.time, t_ns)
            first = bisect_right(log.time, after_ns, 0, last)
            most -= last - first
            if most < 0:
                return None
            found.update(log.thread[first:last])
        if self._events.rows(EventKind.POLICY, after_ns, t_ns):
            return None
        for kind in _RANKS:
            found.update([trace.events.thread[row] for row in self._events.rows(kind, after_ns, t_ns)])
        return found

    def _untold(self, t_ns: int) -> set[int]:
        """Return whose wait is over by ``t_ns``, who is born, and who was ended while it had no core."""
        trace = self._lives.trace
        ended, ready_from, threads = trace.ended, trace.ready_from, trace.threads
        found = {thread for thread, (until, row) in self._rows.items() if until[row] <= t_ns or ended[thread] <= t_ns}
        found.update([thread for _, thread in self.ready if ended[thread] <= t_ns])
        for thread in self._unborn:
            if ready_from[thread] <= t_ns or ended[thread] <= t_ns or threads[thread].arrival_ns <= t_ns:
                found.add(thread)
        found.update(range(len(self.states), len(threads)))
        for thread in self._open:
            until, row = self._rows[thread]
            if until[row] != OPEN:
                found.add(thread)  # a device has begun with it since, and says when it will be done
        return found

    def _leave(self, thread: int) -> None:
        """Take a thread out of the list that it is in."""
        state = self.states[thread]
        if state is _READY:
            key = self._queued.pop(thread)
            del self.ready[bisect_left(self.ready, (key, thread))]
            self._ready_refs = None
        elif state is _WAITING:
            since_ns = self._waits.pop(thread).since_ns
            del self._waiting[bisect_left(self._waiting, (since_ns, thread))]
            del self._rows[thread]
            self._open.discard(thread)

    def _enter(self, thread: int, t_ns: int, tables: list[WaitTable]) -> None:
        """Look what a thread does now, and put it into the list that it belongs to."""
        lives, before = self._lives, self.states[thread]
        state = self.states[thread] = lives.state(thread, t_ns)
        if state is _READY:
            key = self._queued[thread] = lives.queued_key(thread, t_ns)
            insort(self.ready, (key, thread))
            self._ready_refs = None
            self.ref(thread)
        elif state is _WAITING:
            waits = tables[thread]
            row = waits.at(t_ns)
            self._rows[thread] = waits.until, row
            if waits.until[row] == OPEN:
                self._open.add(thread)
            self._waits[thread] = self._wait(thread, waits, row)
            insort(self._waiting, (waits.time[row], thread))
        if state is None or state is ThreadState.NEW:
            self._unborn[thread] = None
        else:
            self._unborn.pop(thread, None)
        if before is None and state is not None:
            self._born.append((lives.trace.threads[thread].arrival_ns, thread))
        if state is _TERMINATED and before is not _TERMINATED:
            self._gone.append((lives.trace.ended[thread], thread))

    def _wait(self, thread: int, waits: WaitTable, row: int) -> WaitingView:
        cause, until_ns = self._lives.trace.causes[waits.cause[row]], waits.until[row]
        return WaitingView(
            thread=self.ref(thread),
            cause=cause.text,
            since_ns=waits.time[row],
            until_ns=until_ns if cause.timed and until_ns != OPEN else None,
        )

    def _let_pass(self, t_ns: int) -> None:
        """Forget who came or went longer ago than is told."""
        after_ns = t_ns - PASSING_SLOTS * self._lives.trace.header.instruction_ns
        self._born = sorted(entry for entry in self._born if entry[0] > after_ns)
        self._gone = sorted(entry for entry in self._gone if entry[0] > after_ns)
