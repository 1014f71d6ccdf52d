"""What decides who of the ready threads is next, as the policy in force has it, at t."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from desktop_app.analysis.census import Census
from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.standing_index import StandingIndex
from desktop_app.model.queueing import UNRANKED, Queueing, QueueKey, Standing
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind, RunEnd
from desktop_app.trace.trace import Trace

#: A place in a queue: what orders it, and the thread as the last number, so that no two are the same.
Place = tuple[int, ...]

#: Keys that follow from the scenario and from rare events, and are never told.
_KNOWN = frozenset({QueueKey.DEADLINE, QueueKey.PERIOD, QueueKey.RELATIVE_DEADLINE})
#: What a pass is counted in: so many for each quantum and ticket (Arpaci-Dusseau).
PASS_UNITS = 10_000
_PARTS = 2**62
#: Where a thread stands of which nothing was told.
_UNTOLD = Standing(key=UNRANKED, extra=1)
#: Weight of nice 0: its virtual time runs at the speed of real time.
NICE_0_WEIGHT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The policy in force at a moment.

    Attributes:
        t_ns: The moment.
        number: Which of the trace's policies, from 0.
        since_ns: Since when.
        queueing: How its ready queue is ordered.
        per_core: Whether each core has one.
    """

    t_ns: int
    number: int
    since_ns: int
    queueing: Queueing
    per_core: bool


def force_at(events: EventIndex, t_ns: int) -> Force:
    """Return the policy in force at ``t_ns``."""
    trace = events.trace
    row = events.last_row(EventKind.POLICY, t_ns)
    number = trace.events.value[row] if row >= 0 else 0
    return Force(
        t_ns=t_ns,
        number=number,
        since_ns=trace.events.time[row] if row >= 0 else 0,
        queueing=trace.queueing[number] if number < len(trace.queueing) else Queueing(),
        per_core=trace.header.cores > 1 and trace.header.placement != "global",
    )


class Ranks:
    """Gives ready threads their places, and says what these depend on."""

    def __init__(self, lives: Lives, events: EventIndex, census: Census, index: StandingIndex) -> None:
        self._lives, self._events, self._census, self._index = lives, events, census, index
        self._rows: dict[int, int] = {}

    @property
    def _trace(self) -> Trace:
        return self._lives.trace

    def forget(self, changed: Iterable[int] | None) -> None:
        """Look the standings of these threads up anew; of all when None."""
        if changed is None:
            self._rows.clear()
            return
        for thread in changed:
            self._rows.pop(thread, None)

    def row(self, thread: int, force: Force) -> int:
        """Return the row of a thread's standing under the policy in force; -1 when none was told."""
        row = self._rows.get(thread)
        if row is None:
            row = self._index.row(thread, force.t_ns)
            row = row if row >= 0 and self._trace.standings.time[row] >= force.since_ns else -1
            self._rows[thread] = row
        return row

    def place(self, thread: int, force: Force) -> tuple[tuple[int, int], Place]:
        """Return the queue, or level, that a thread is in that is ready at ``t_ns``, and its place there.

        The lowest place is the next, but where time decides: see `first`.
        """
        row, key = self.row(thread, force), force.queueing.key
        standings = self._trace.standings
        queue = standings.queue[row] if row >= 0 and force.per_core else 0
        if key in {QueueKey.TURN, QueueKey.TICKETS}:
            return (queue, 0), (*self._turn(thread, row, force), thread)
        if key in _KNOWN:
            return (queue, 0), (*self._known_rank(thread, row, force), thread)
        standing = standings.standing(row) if row >= 0 else _UNTOLD
        if key is QueueKey.VIRTUAL_DEADLINE:
            return (queue, 0), (standing.key, thread, standing.tie, thread)
        if key is QueueKey.RATIO:
            return (queue, 0), (standing.key, standing.extra, standing.tie, thread)
        if key is QueueKey.PRIORITY:
            arrival_ns = self._trace.ready_from[thread]
            return (queue, 0), (standing.key, standing.tie, arrival_ns, thread, standing.extra, thread)
        level = standing.level if not force.per_core else 0
        return (queue, level), (standing.level, standing.key, standing.tie, thread)

    def first(self, places: Sequence[Place], most: int, force: Force, clock: int | None) -> list[int]:
        """Return the first ``most`` threads of a queue in the order in which they will be dispatched.

        Args:
            places: All places of the queue, sorted.
            most: How many are asked for.
            force: The policy in force.
            clock: What the queue's clock shows.
        """
        queueing = force.queueing
        if queueing.key is QueueKey.RATIO:
            # The ratio is 1 more.
            t_ns = force.t_ns
            ranked = [((since_ns - t_ns) / service_ns, tie, thread) for since_ns, service_ns, tie, thread in places]
            return [thread for _, _, thread in nsmallest(most, ranked)]
        if queueing.key is QueueKey.PRIORITY and queueing.ageing_ns is not None:
            t_ns, ageing_ns = force.t_ns, queueing.ageing_ns
            aged = [
                (own - (t_ns - since_ns) // ageing_ns, turn, arrival_ns, thread)
                for own, turn, arrival_ns, _, since_ns, thread in places
            ]
            return [thread for *_, thread in nsmallest(most, aged)]
        if queueing.key is QueueKey.VIRTUAL_DEADLINE and clock is not None:
            found = [thread for _, _, had_ns, thread in places if had_ns <= clock][:most]
            if len(found) == most:
                return found
            others = [(had_ns, thread) for _, _, had_ns, thread in places if had_ns > clock]
            return found + [thread for _, thread in nsmallest(most - len(found), others)]
        return [place[-1] for place in places[:most]]

    def value(self, thread: int, ran_ns: int, force: Force) -> float | None:
        """Return what the place of a thread depends on; see `QueueEntry.key`.

        Args:
            thread: A ready or running thread.
            ran_ns: How long it has run since its standing was told.
            force: The policy in force.
        """
        queueing = force.queueing
        key = queueing.key
        if key is QueueKey.TURN:
            return None
        if key is QueueKey.TICKETS:
            return self._tickets(thread)
        if key in _KNOWN:
            rank = self._own_rank(thread, force)
            return None if rank == UNRANKED else rank
        row = self.row(thread, force)
        if row < 0:
            return None
        standing = self._trace.standings.standing(row)
        if standing.key == UNRANKED:
            return None
        return self._told_value(thread, standing, ran_ns, force)

    def virtual_ns(self, thread: int, ran_ns: int, force: Force) -> int | None:
        """Return the virtual time of a ready or running thread under EEVDF, or its virtual runtime under CFS."""
        row = self.row(thread, force)
        if row < 0:
            return None
        standing = self._trace.standings.standing(row)
        had_ns = standing.key if force.queueing.key is QueueKey.VRUNTIME else standing.tie
        return had_ns + ran_ns * NICE_0_WEIGHT // max(1, standing.extra)

    def weight(self, thread: int, force: Force) -> int:
        """Return the weight of a thread under Linux's fair policies, 1 or more."""
        row = self.row(thread, force)
        return max(1, self._trace.standings.extra[row]) if row >= 0 else NICE_0_WEIGHT

    def _told_value(  # noqa: PLR0911 - one for each key
        self, thread: int, standing: Standing, ran_ns: int, force: Force
    ) -> float | None:
        match force.queueing.key:
            case QueueKey.LEVEL | QueueKey.CLASS:
                return None if standing.extra < 0 else max(0, standing.extra - ran_ns)
            case QueueKey.BURST:
                return max(0, standing.key - ran_ns)
            case QueueKey.RATIO:
                return None if ran_ns else self._ratio(thread, force)
            case QueueKey.PRIORITY:
                urgency = self._urgency(thread, force, ran_ns)
                return urgency if force.queueing.lowest_first else -urgency
            case QueueKey.PASS:
                quantum_ns = force.queueing.quantum_ns or 1
                had_ns = standing.key + standing.tie / _PARTS + ran_ns / self._tickets(thread)
                return had_ns * PASS_UNITS / quantum_ns
            case QueueKey.LAXITY:
                return standing.key - force.t_ns + ran_ns
            case QueueKey.VRUNTIME:
                return self.virtual_ns(thread, ran_ns, force)
            case _:
                return standing.key

    def _turn(self, thread: int, row: int, force: Force) -> Place:
        """Return the turn of a thread in a queue that is first in, first out."""
        queued = self._census.queued(thread)
        if force.per_core:
            return (row,)  # they are told in the order in which they join
        if row >= 0 and queued[0] <= force.since_ns:
            return (force.since_ns, -1, row)  # all queued anew when the policy changed, and were told in that order
        return queued

    def _known_rank(self, thread: int, row: int, force: Force) -> Place:
        """Return the rank of a thread that follows from its period or its job, then its release; see `RankedPolicy`."""
        rank = self._own_rank(thread, force)
        if rank != UNRANKED:
            return (rank, self._release_ns(thread, force.t_ns))
        queued, turn = self._census.queued(thread), self._turn(thread, row, force)
        if queued[0] <= force.since_ns and force.number:
            return (rank, 1, *turn)
        if self._lives.last_end(thread, force.t_ns) != (queued[0], RunEnd.PREEMPTED):
            return (rank, 1, *turn)
        # In the background, who was preempted goes on first; of several, who was released last gave way first.
        return (rank, -1, -row if force.per_core else -queued[0], self._release_ns(thread, force.t_ns))

    def _own_rank(self, thread: int, force: Force) -> int:
        trace, key, t_ns = self._trace, force.queueing.key, force.t_ns
        row = self._events.last_row(EventKind.INHERITED, t_ns, thread)
        periodic = trace.processes[trace.threads[thread].process].periodic
        by_job = key is QueueKey.DEADLINE and periodic is not None
        if row >= 0 and not (by_job and trace.events.time[row] < self._release_ns(thread, t_ns)):
            return trace.events.value[row]
        if periodic is None:
            return UNRANKED
        if key is QueueKey.PERIOD:
            return periodic.period_ns
        if key is QueueKey.RELATIVE_DEADLINE:
            return periodic.deadline_ns
        return self._release_ns(thread, t_ns) + periodic.deadline_ns

    def _release_ns(self, thread: int, t_ns: int) -> int:
        """Return when the current job of a thread was released, or when the thread arrived."""
        trace = self._trace
        jobs, periodic = trace.jobs.get(thread), trace.processes[trace.threads[thread].process].periodic
        if jobs is None or periodic is None:
            return trace.ready_from[thread]
        return jobs.first_ns + jobs.finished(t_ns) * periodic.period_ns

    def _ratio(self, thread: int, force: Force) -> float:
        row = self.row(thread, force)
        if row < 0:
            return 1.0
        since_ns, service_ns = self._trace.standings.key[row], self._trace.standings.extra[row]
        return 1 + (force.t_ns - since_ns) / service_ns

    def _urgency(self, thread: int, force: Force, ran_ns: int = 0) -> int:
        """Return a priority, the lower the more urgent, raised by the time that the thread waited until it ran."""
        row, ageing_ns = self.row(thread, force), force.queueing.ageing_ns
        if row < 0:
            return 0
        standings = self._trace.standings
        return standings.key[row] - (
            0 if ageing_ns is None else (force.t_ns - ran_ns - standings.extra[row]) // ageing_ns
        )

    def _tickets(self, thread: int) -> int:
        return self._trace.processes[self._trace.threads[thread].process].parameters.tickets
