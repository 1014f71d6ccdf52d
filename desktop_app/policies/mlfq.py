"""The multi-level feedback queue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.model.durations import format_duration
from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.errors import OptionError
from desktop_app.policies.given import duration_or_none, per_queue, truth, whole
from desktop_app.policies.protocol import (
    OptionKind,
    Options,
    Policy,
    PolicyInfo,
    PolicyOption,
    ReadyReason,
    Schedulable,
    Setting,
    StopReason,
)
from desktop_app.policies.queues import RankedQueue, giving_way
from desktop_app.policies.records import Records

_QUEUES = 3
_MAX_QUEUES = 64
#: Who comes first of those that join a queue at the same moment: quantum over, boosted, new or woken.
_EXPIRED, _BOOSTED, _FRESH = 0, 1, 2
#: Stands for the time of joining, before all others: the front of the queue.
_FRONT = -1
#: Where who comes first at a moment stands in the tie of a `Standing`, above the number of joinings.
_ORDER_BITS = 56


@dataclass(slots=True)
class _Standing:
    """Where a thread stands.

    Attributes:
        left_ns: What is left of its quantum, as of when it last stopped.
        quanta: How many quanta of its allotment are left, the current one included.
        boosted_ns: The boost that these take into account.
        level: Its queue, 0 for the highest.
        rank: Its place: level, time of joining, and more; empty when it has none.
    """

    left_ns: int
    quanta: int
    boosted_ns: int
    level: int = 0
    rank: tuple[int, ...] = ()


class MultiLevelFeedbackQueue(Policy):
    """Threads start in the highest queue and sink by one when their allotment there is used up; higher queues go first.

    Source: Arpaci-Dusseau, Operating Systems: Three Easy Pieces, chapter on the multi-level feedback queue, rules 1
    to 5, in the reading of its homework simulator mlfq.py, whose finish times these are. From there: a running thread
    keeps its place at the head of its queue, so that the threads of the lowest (queue, place) run; one that a higher
    queue preempts goes on with the rest of its quantum, which survives I/O, too. At one moment a thread whose
    quantum is over queues first, then come those that a boost lifts, then new and woken ones. A boost comes at every
    multiple of its period, lifts the lowest queue first, and renews everybody's quantum and allotment, also of those
    that wait for I/O. An allotment that ends in the moment of an I/O request is used up even if I/O renews it.
    Free choices: of several cores each takes the next thread in that order; threads that become ready at the same
    moment queue as the engine sees them: arrivals in the scenario's order, then by when their I/O began. A thread
    that comes from another core's queue starts anew.
    """

    preemptive = True
    accounts = True
    told = True

    def __init__(
        self,
        quanta_ns: tuple[int, ...],
        allotments: tuple[int, ...],
        boost_ns: int | None = None,
        *,
        keep_on_io: bool = False,
        front_after_io: bool = False,
    ) -> None:
        self.timed = boost_ns is not None
        self._quanta_ns = quanta_ns
        self._allotments = allotments
        self._boost_ns = boost_ns
        self._keep_on_io = keep_on_io
        self._front_after_io = front_after_io
        self.queueing = Queueing(key=QueueKey.LEVEL, levels_ns=quanta_ns, boost_ns=boost_ns)
        self.restood: list[int] = []
        self._queue = RankedQueue()
        self._standings: Records[_Standing] = Records()
        #: Threads below the highest queue: those whose place a boost changes.
        self._lowered: set[int] = set()
        self._boosted_ns = 0
        self._joined = 0

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Join the tail of the thread's queue, or where it stood when it was preempted."""
        self._boost_before(now_ns)
        standing = self._standing(thread)
        if standing.level:
            self._lowered.add(thread.index)
        if not standing.rank or standing.rank[0] != standing.level:
            fresh = reason in {ReadyReason.ARRIVED, ReadyReason.WOKEN, ReadyReason.MOVED}
            self._joined += 1
            if self._front_after_io and reason is ReadyReason.WOKEN:
                standing.rank = (standing.level, _FRONT, -now_ns, -self._joined)
            else:
                standing.rank = (standing.level, now_ns, _FRESH if fresh else _EXPIRED, self._joined)
        self._queue.push(thread, standing.rank)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the head of the highest queue."""
        self._boost_before(now_ns + 1)
        return self._queue.take(core)

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave the queue."""
        self._boost_before(now_ns)
        self._queue.remove(thread)
        self._standings.set_aside(thread.index)
        self._lowered.discard(thread.index)

    def forget(self, thread: Schedulable) -> None:
        """Forget its standing."""
        self._standings.forget(thread.index)
        self._lowered.discard(thread.index)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads, the highest queue first."""
        return iter(self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:
        """Return what is left of the quantum; below the highest queue the next boost ends it, for a new one."""
        standing = self._standing(thread)
        if self._boost_ns is None or not standing.level:
            return standing.left_ns
        return min(standing.left_ns, self._boost_ns - now_ns % self._boost_ns)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread of the lowest place, if a ready one stands before it."""
        self._boost_before(now_ns + 1)
        return giving_way(self._queue, running, lambda thread: self._standings[thread.index].rank)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:  # noqa: ARG002 - boosts are made up for
        """Return its queue, its place there, and what is left of its quantum."""
        if thread.index not in self._standings:
            return None
        standing = self._standing(thread)
        if not standing.rank:
            return None
        _, joined_ns, order, number = standing.rank
        if joined_ns == _FRONT:
            return Standing(standing.level, order - 1, number, standing.left_ns)
        return Standing(standing.level, joined_ns, order << _ORDER_BITS | number, standing.left_ns)

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:
        """Count the quantum and the allotment, and let the thread sink."""
        self._boost_before(now_ns)
        if reason is StopReason.TERMINATED:
            self._standings.pop(thread.index, None)
            self._lowered.discard(thread.index)
            return
        standing = self._standing(thread)
        standing.left_ns -= min(ran_ns, now_ns - standing.boosted_ns)
        is_used_up = standing.left_ns <= 0
        if reason is StopReason.BLOCKED and self._keep_on_io:
            standing.left_ns, standing.quanta = self._quanta_ns[standing.level], self._allotments[standing.level]
        if is_used_up:
            self._begin_quantum(thread, standing)
        if is_used_up or reason is StopReason.BLOCKED:
            standing.rank = ()

    def due_ns(self, now_ns: int) -> int | None:
        """Return when the next boost is, if it may change who runs: otherwise it is made up for at the next event."""
        self._boost_before(now_ns + 1)
        if self._boost_ns is None or not self._lowered or not self._queue:
            return None
        return (now_ns // self._boost_ns + 1) * self._boost_ns

    def on_timer(self, now_ns: int) -> None:
        """Leave the boost to the decisions that follow: quanta that end at this moment come before it."""

    def _standing(self, thread: Schedulable) -> _Standing:
        standing = self._standings.recall(thread.index)
        if standing is None:
            standing = _Standing(self._quanta_ns[0], self._allotments[0], self._boosted_ns)
            self._standings[thread.index] = standing
        elif standing.boosted_ns < self._boosted_ns:
            standing.left_ns, standing.quanta = self._quanta_ns[0], self._allotments[0]
            standing.level, standing.boosted_ns = 0, self._boosted_ns
        return standing

    def _begin_quantum(self, thread: Schedulable, standing: _Standing) -> None:
        standing.quanta -= 1
        if standing.quanta <= 0:
            if standing.level < len(self._quanta_ns) - 1:
                standing.level += 1
                self._lowered.add(thread.index)
            standing.quanta = self._allotments[standing.level]
        standing.left_ns = self._quanta_ns[standing.level]

    def _boost_before(self, end_ns: int) -> None:
        """Make up for the last boost before ``end_ns``; a thread's quantum and allotment wait until it is asked for."""
        if self._boost_ns is None:
            return
        at_ns = (end_ns - 1) // self._boost_ns * self._boost_ns
        if at_ns <= self._boosted_ns:
            return
        self._boosted_ns = at_ns
        if not self._lowered:
            return
        lowered = [self._standings[index] for index in self._lowered]
        self.restood += sorted(self._lowered)
        self._lowered.clear()
        lowered.sort(key=lambda standing: (-standing.level, standing.rank))
        for standing in lowered:
            standing.level = 0
            if standing.rank:
                self._joined += 1
                # New and woken threads of this very moment stand behind, or in front, as if they had come after it.
                is_fresh = standing.rank[1:3] in {(at_ns, _FRESH), (_FRONT, -at_ns)}
                standing.rank = (0, *standing.rank[1:]) if is_fresh else (0, at_ns, _BOOSTED, self._joined)
        waiting, self._queue = self._queue, RankedQueue()
        for thread in waiting:
            self._queue.push(thread, self._standings[thread.index].rank)


def _make(setting: Setting, options: Options) -> MultiLevelFeedbackQueue:
    quanta_ns = per_queue(options, "quantum", setting.machine.quantum_ns)
    allotments = per_queue(options, "allotment", 1)
    listed = next((values for values in (quanta_ns, allotments) if isinstance(values, tuple)), None)
    queues = whole(options, "queues", _QUEUES if listed is None else len(listed))
    if isinstance(quanta_ns, tuple) and len(quanta_ns) != queues:
        texts = [format_duration(quantum_ns) for quantum_ns in quanta_ns]
        raise OptionError("quantum", repr(texts), f"one duration, or a list of {queues}, one for each queue")
    if isinstance(allotments, tuple) and len(allotments) != queues:
        expected = f"one whole number, or a list of {queues}, one for each queue"
        raise OptionError("allotment", repr([*allotments]), expected)
    boost_ns = duration_or_none(options, "boost")
    if boost_ns is not None and boost_ns < MIN_QUANTUM_NS:
        expected = f"0 for no boost, or a duration from {format_duration(MIN_QUANTUM_NS)}"
        raise OptionError("boost", repr(format_duration(boost_ns)), expected)
    return MultiLevelFeedbackQueue(
        (quanta_ns,) * queues if isinstance(quanta_ns, int) else quanta_ns,
        (allotments,) * queues if isinstance(allotments, int) else allotments,
        boost_ns,
        keep_on_io=truth(options, "keep_on_io", default=False),
        front_after_io=truth(options, "front_after_io", default=False),
    )


MLFQ = PolicyInfo(
    name="mlfq",
    title="Multi-level feedback queue",
    summary="Threads start in the highest queue, which goes first, and sink when they have used up their allotment.",
    source="Arpaci-Dusseau: Operating Systems: Three Easy Pieces, chapter on the multi-level feedback queue.",
    options=(
        PolicyOption(
            name="queues",
            kind=OptionKind.INTEGER,
            default=str(_QUEUES),
            minimum=1,
            maximum=_MAX_QUEUES,
            meaning="How many queues there are; as many as quanta or allotments when these are a list.",
        ),
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATIONS,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="The quantum of every queue, or a list, the highest queue's first; the machine's when absent.",
        ),
        PolicyOption(
            name="allotment",
            kind=OptionKind.INTEGERS,
            default="1",
            minimum=1,
            maximum=1_000_000,
            meaning="How many quanta a thread uses up in a queue before it sinks; or a list, the highest first.",
        ),
        PolicyOption(
            name="boost",
            kind=OptionKind.DURATION,
            default="",
            maximum=MAX_QUANTUM_NS,
            meaning="How often all threads are lifted to the highest queue; never when absent or 0.",
        ),
        PolicyOption(
            name="keep_on_io",
            kind=OptionKind.BOOLEAN,
            default="false",
            meaning="Whether I/O renews a thread's quantum and allotment: the rule that can be gamed.",
        ),
        PolicyOption(
            name="front_after_io",
            kind=OptionKind.BOOLEAN,
            default="false",
            meaning="Whether a thread that comes back from I/O goes to the front of its queue, not to the tail.",
        ),
    ),
    make=_make,
)
