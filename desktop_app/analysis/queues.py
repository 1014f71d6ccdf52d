"""The ready queues at t as the policy in force has them: levels, virtual times, a queue per core, and what moved."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from desktop_app.analysis.census import Census
from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.ranks import NICE_0_WEIGHT, PASS_UNITS, Force, Place, Ranks, force_at
from desktop_app.analysis.snapshot import MoveView, QueueEntry, QueueView, SchedulerView
from desktop_app.analysis.standing_index import StandingIndex
from desktop_app.model.queueing import MOVES_NS, Queueing, QueueKey
from desktop_app.model.states import ThreadState
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind, RunKind

#: How many threads of all queues together are described one by one; the others are counted.
MOST_ENTRIES = 48
#: With more cores than this, or more queues, only counts are shown.
MOST_CORES = 16
#: The priority of the first level of Linux's real-time classes; the last level is everybody else's.
_FIRST_PRIORITY = 99
_CLOCKED = frozenset({QueueKey.VRUNTIME, QueueKey.VIRTUAL_DEADLINE, QueueKey.PASS})

_VIRTUAL = frozenset({QueueKey.VRUNTIME, QueueKey.VIRTUAL_DEADLINE})
#: Where a slice is a thread's own.
_OWN_SLICE = frozenset({QueueKey.LEVEL, QueueKey.CLASS, QueueKey.SERVER_DEADLINE, QueueKey.VIRTUAL_DEADLINE})
#: For how many of Linux's priorities there is room at a time.
_CLASS_LEVELS = 4

_Queue = tuple[int, int]


class ReadyQueues:
    """The ready queues of one trace. They follow its `Census`, and so cost what changed and what is shown."""

    def __init__(self, lives: Lives, events: EventIndex, census: Census) -> None:
        self._lives, self._events, self._census = lives, events, census
        self._index = StandingIndex(lives.trace)
        self._ranks = Ranks(lives, events, census, self._index)
        self._places: dict[int, tuple[_Queue, Place]] = {}
        self._queues: dict[_Queue, list[Place]] = {}
        self._number = -1

    def at(self, t_ns: int, online: int) -> SchedulerView:
        """Return the queues at ``t_ns``, to which the census has gone, when so many cores are on line."""
        self._index.extend()
        force = force_at(self._events, t_ns)
        self._follow(force)
        key, header = force.queueing.key, self._lives.trace.header
        clock = None if force.per_core else self._clock(0, force, range(header.cores))
        boost_ns = force.queueing.boost_ns
        return SchedulerView(
            key=key,
            ordered=key is not QueueKey.TICKETS,
            queues=tuple(self._shown(force, online, clock)),
            running=tuple(self._running(force)) if header.cores <= MOST_CORES else (),
            clock_ns=_shown_clock(clock, force),
            boost_in_ns=None if boost_ns is None else boost_ns - t_ns % boost_ns,
            moves=self._moves(t_ns),
            steals=header.placement == "stealing",
            per_core=force.per_core,
            levels=max((_levels(queueing) for queueing in self._lives.trace.queueing), default=1),
            virtual=any(queueing.key in _VIRTUAL for queueing in self._lives.trace.queueing),
        )

    def slices_ns(self, t_ns: int) -> list[int | None]:
        """Return how long the thread that each core runs at ``t_ns`` may do so in all, or None.

        Of an idle core it is what every thread gets. CFS' slices are not told: they change while a thread runs.
        """
        force, cores = force_at(self._events, t_ns), range(self._lives.trace.header.cores)
        if force.queueing.key not in _OWN_SLICE:
            return [force.queueing.quantum_ns for _ in cores]
        return [self._slice_ns(core, force) for core in cores]

    def _slice_ns(self, core: int, force: Force) -> int | None:
        runs, t_ns = self._lives.trace.runs[core], force.t_ns
        row = runs.at(t_ns)
        if row < 0:
            return force.queueing.quantum_ns
        thread = runs.thread[row]
        told = self._ranks.row(thread, force)
        if told < 0:
            return None
        standing, told_ns = self._lives.trace.standings.standing(told), self._lives.trace.standings.time[told]
        began_ns = t_ns - self._lives.slice_used_ns(thread, t_ns)
        if force.queueing.key is QueueKey.VIRTUAL_DEADLINE:
            left_ns = -(-(standing.key - standing.tie) * standing.extra // NICE_0_WEIGHT)
        elif standing.extra < 0:
            return None
        else:
            left_ns = standing.extra
        boost_ns = force.queueing.boost_ns
        if boost_ns is not None and standing.level:
            dispatched_ns = runs.start[row - 1] if runs.kind[row] == RunKind.RUN and runs.cost else runs.start[row]
            left_ns = min(left_ns, boost_ns - dispatched_ns % boost_ns)
        return left_ns + max(0, told_ns - began_ns)

    # -- who is where ---------------------------------------------------------------------------------------

    def _follow(self, force: Force) -> None:
        """Take over what the census found to have changed."""
        changed: Iterable[int] | None = self._census.changed
        if changed is None or force.number != self._number:
            self._places, self._queues, self._number = {}, {}, force.number
            self._ranks.forget(None)
            changed = [thread for _, thread in self._census.ready]
        else:
            self._ranks.forget(changed)
        states = self._census.states
        for thread in changed:
            known = self._places.pop(thread, None)
            if known is not None:
                queue = self._queues[known[0]]
                del queue[bisect_left(queue, known[1])]
            if states[thread] is ThreadState.READY:
                where, place = self._places[thread] = self._ranks.place(thread, force)
                insort(self._queues.setdefault(where, []), place)

    # -- queues ---------------------------------------------------------------------------------------------

    def _shown(self, force: Force, online: int, clock: int | None) -> Iterable[QueueView]:
        levels_ns, trace = force.queueing.levels_ns, self._lives.trace
        if force.per_core:
            beyond = [queue for queue, _ in self._queues if queue >= online and self._queues[queue, 0]]
            numbers: Iterable[_Queue] = [(core, 0) for core in (*range(online), *sorted(beyond))]
        elif force.queueing.key is QueueKey.CLASS:
            numbers = sorted(where for where, places in self._queues.items() if places) or [(0, _FIRST_PRIORITY)]
        else:
            numbers = [(0, level) for level in range(max(1, len(levels_ns)))]
        taken = sum(bool(self._queues.get(where)) for where in numbers)
        few = trace.header.cores <= MOST_CORES
        most = (MOST_ENTRIES if few else MOST_ENTRIES // 2) // max(1, taken) if few or not force.per_core else 0
        for where in numbers:
            places = self._queues.get(where, [])
            if force.per_core and most and force.queueing.key is QueueKey.VIRTUAL_DEADLINE:
                clock = self._clock(where[0], force, where[:1])
            first = self._ranks.first(places, most, force, clock) if places and most else []
            entries = tuple([self._entry(thread, force, clock) for thread in first])
            yield _queue(where, force, entries, len(places))

    def _entry(self, thread: int, force: Force, clock: int | None = None, core: int = -1) -> QueueEntry:
        """Return a ready thread, or the one that a core runs."""
        key, virtual_ns = force.queueing.key, None
        ran_ns = self._ran_ns(thread, force) if core >= 0 else 0
        if key in _VIRTUAL:
            virtual_ns = self._ranks.virtual_ns(thread, ran_ns, force)
        too_much = clock is not None and virtual_ns is not None and virtual_ns > clock
        return QueueEntry(
            thread=self._census.ref(thread),
            key=self._ranks.value(thread, ran_ns, force),
            virtual_ns=virtual_ns,
            eligible=not (key is QueueKey.VIRTUAL_DEADLINE and too_much),
            core=core,
            level=self._level(thread, force),
        )

    def _level(self, thread: int, force: Force) -> int:
        if force.queueing.key not in {QueueKey.LEVEL, QueueKey.CLASS}:
            return -1
        row = self._ranks.row(thread, force)
        return self._lives.trace.standings.level[row] if row >= 0 else -1

    # -- what runs ------------------------------------------------------------------------------------------

    def _running(self, force: Force) -> Iterable[QueueEntry]:
        for core, runs in enumerate(self._lives.trace.runs):
            row = runs.at(force.t_ns)
            if row >= 0:
                yield self._entry(runs.thread[row], force, core=core)

    def _ran_ns(self, thread: int, force: Force) -> int:
        """Return how long a thread that has a core has run since its standing was told."""
        row = self._ranks.row(thread, force)
        told_ns = self._lives.trace.standings.time[row] if row >= 0 else 0
        return self._ran_since(thread, told_ns, force)

    def _ran_since(self, thread: int, time_ns: int, force: Force) -> int:
        """Return how long a thread that has a core has run since its dispatch, but not before ``time_ns``."""
        return max(0, min(self._lives.slice_used_ns(thread, force.t_ns), force.t_ns - time_ns))

    def _clock(self, queue: int, force: Force, cores: Iterable[int]) -> int | None:
        """Return what keys are compared with: what was told last, and what has run on the queue's cores since then."""
        if force.queueing.key not in _CLOCKED:
            return None
        trace, row = self._lives.trace, self._index.clock(queue, force.t_ns)
        if row < 0 or trace.clocks.time[row] < force.since_ns:
            return None
        value, told_ns, load = trace.clocks.value[row], trace.clocks.time[row], trace.clocks.load[row]
        if force.queueing.key is QueueKey.PASS:
            return value
        running = [trace.runs[core].thread[at] for core in cores if (at := trace.runs[core].at(force.t_ns)) >= 0]
        if force.queueing.key is QueueKey.VIRTUAL_DEADLINE:
            ran_ns = sum(self._ran_since(thread, told_ns, force) for thread in running)
            return value + ran_ns * NICE_0_WEIGHT // load if load else value
        least = [place[1] for place in self._queues.get((queue, 0), [])[:1]]
        for thread in running:
            had_ns = self._ranks.virtual_ns(thread, 0, force)
            # Time adds to what it had, so that it need not be counted where that is too much already.
            if had_ns is not None and not (least and had_ns >= least[0]):
                had_ns += self._ran_ns(thread, force) * NICE_0_WEIGHT // self._ranks.weight(thread, force)
                least = [min([had_ns, *least])]
        return max([value, *least])

    def _moves(self, t_ns: int) -> tuple[MoveView, ...]:
        events = self._lives.trace.events
        return tuple(
            MoveView(
                thread=self._census.ref(events.thread[row]),
                source=events.value[row],
                target=events.core[row],
                at_ns=events.time[row],
            )
            for row in self._events.rows(EventKind.MOVED, t_ns - MOVES_NS, t_ns)
        )


def _queue(where: _Queue, force: Force, entries: tuple[QueueEntry, ...], count: int) -> QueueView:
    """Return the queue of a core, or a level of the only queue."""
    core, level = where
    if force.per_core:
        return QueueView(entries=entries, count=count, core=core)
    levels_ns, is_class = force.queueing.levels_ns, force.queueing.key is QueueKey.CLASS
    return QueueView(
        entries=entries,
        count=count,
        level=level if levels_ns or is_class else -1,
        priority=_FIRST_PRIORITY - level if is_class else -1,
        quantum_ns=levels_ns[level] if level < len(levels_ns) else None,
    )


def _levels(queueing: Queueing) -> int:
    return _CLASS_LEVELS if queueing.key is QueueKey.CLASS else max(1, len(queueing.levels_ns))


def _shown_clock(clock: int | None, force: Force) -> float | None:
    if clock is None or force.queueing.key is not QueueKey.PASS:
        return clock
    return clock * PASS_UNITS / (force.queueing.quantum_ns or 1)
