"""Scheduling by priority."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.given import duration_or_none, truth
from desktop_app.policies.protocol import (
    NEVER,
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
from desktop_app.policies.queues import RankedQueue, giving_way, may_run
from desktop_app.policies.records import Records


@dataclass(slots=True)
class _Turn:
    """A ready or running thread's place among its equals.

    Attributes:
        order: When it joined the tail, whether it was cut off there, its arrival; empty when it has to join.
        since_ns: Since when it waits.
        steps: By how many steps waiting has raised it, fixed when it was picked.
    """

    order: tuple[int, ...] = ()
    since_ns: int = 0
    steps: int = 0


class PriorityPolicy(Policy):
    """The most urgent threads run; equals queue first come, first served, or round robin.

    Source: Silberschatz, Galvin, Gagne, chapter on CPU scheduling, with its ageing and its round robin among equals.
    Free choices: equals that become ready at the same moment go by arrival, then by the scenario's order, and before
    one whose quantum ends at that moment; a running thread keeps its core against equals, and of several equal
    ones the last to queue gives way. A preempted thread keeps its place among its equals; with a quantum it goes to
    the end of the queue and gets a new one, as in Silberschatz' exercises (POSIX' SCHED_RR, that keeps place and rest,
    is the policy ``linux-rt``). Ageing raises a waiting thread by one step for each ``ageing_ns``, without a limit, so
    that nobody starves; the thread keeps what it has gained until it stops running (else the thread that it preempts
    would at once preempt it) and then falls back to its own priority. A changed priority counts at once; the waiting
    time stays. With ageing, a decision takes time in proportion to the ready threads, each of which ages by itself.
    """

    accounts = True
    told = True
    reads = frozenset({"priority"})
    lends = "priority"

    def __init__(
        self,
        *,
        preemptive: bool = True,
        lowest_first: bool = True,
        ageing_ns: int | None = None,
        quantum_ns: int | None = None,
    ) -> None:
        self.preemptive = preemptive
        self.timed = preemptive and ageing_ns is not None
        self._sign = 1 if lowest_first else -1
        self._ageing_ns = ageing_ns
        self._quantum_ns = quantum_ns
        self.queueing = Queueing(
            key=QueueKey.PRIORITY, quantum_ns=quantum_ns, ageing_ns=ageing_ns, lowest_first=lowest_first
        )
        self._queue = RankedQueue()
        self._ranked_ns = 0
        self._turns: Records[_Turn] = Records()
        self._running: dict[int, Schedulable] = {}

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Queue behind the equals, or where the thread was when it was preempted."""
        turn = self._turns.recall(thread.index)
        is_known = turn is not None
        if turn is None:
            turn = self._turns[thread.index] = _Turn()
        if not turn.order:
            cut_off = reason in {ReadyReason.EXPIRED, ReadyReason.PREEMPTED}
            turn.order = (now_ns, int(cut_off), thread.arrival_ns)
        if not (is_known and reason is ReadyReason.MOVED):
            turn.since_ns = now_ns
        self._queue.push(thread, self._rank(thread, now_ns))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the most urgent thread."""
        self._age(now_ns)
        thread = self._queue.take(core)
        if thread is not None:
            turn = self._turns[thread.index]
            turn.steps = self._steps(turn, now_ns)
            self._running[thread.index] = thread
        return thread

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        self._queue.remove(thread)
        self._turns.set_aside(thread.index)

    def forget(self, thread: Schedulable) -> None:
        """Forget its place."""
        self._turns.forget(thread.index)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads, the most urgent first, as of the last decision."""
        return iter(self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int | None:  # noqa: ARG002 - the same for every thread
        """Return the quantum."""
        return self._quantum_ns

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the least urgent running thread, if a ready one is more urgent."""
        self._age(now_ns)
        return giving_way(self._queue, running, self._running_rank)

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Forget the place of a thread that has to queue anew."""
        self._running.pop(thread.index, None)
        if reason in {StopReason.BLOCKED, StopReason.TERMINATED}:
            self._turns.pop(thread.index, None)
            return
        turn = self._turns[thread.index]
        if self._quantum_ns is not None:
            turn.order = ()

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:  # noqa: ARG002 - who reads lets it age
        """Return its own urgency, its turn among equals, and since when it waits."""
        turn = self._turns.recall(thread.index)
        if turn is None or not turn.order:
            return None
        joined_ns, cut_off, _ = turn.order
        return Standing(key=self._sign * thread.priority, tie=2 * joined_ns + cut_off, extra=turn.since_ns)

    def due_ns(self, now_ns: int) -> int | None:
        """Return when waiting will have raised a ready thread above a running one, if nothing else happens before."""
        if self._ageing_ns is None or not self._running:
            return None
        urgencies = {index: self._running_rank(thread)[0] for index, thread in self._running.items()}
        worst = max(urgencies.values())
        first = NEVER
        for thread in self._queue:
            target = worst
            if thread.affinity is not None:
                mine = [urgencies[index] for index, other in self._running.items() if may_run(thread, other.core)]
                if not mine:
                    continue
                target = max(mine)
            steps = self._sign * thread.priority - target + 1
            at_ns = self._turns[thread.index].since_ns + steps * self._ageing_ns
            if now_ns < at_ns < first:
                first = at_ns
        return None if first == NEVER else first

    def on_timer(self, now_ns: int) -> None:
        """Rank by the new ages."""
        self._age(now_ns)

    def more_urgent(self, first: int, second: int) -> int:
        """Return the more urgent of two priorities."""
        return min(first, second) if self._sign == 1 else max(first, second)

    def _steps(self, turn: _Turn, now_ns: int) -> int:
        return 0 if self._ageing_ns is None else (now_ns - turn.since_ns) // self._ageing_ns

    def _rank(self, thread: Schedulable, now_ns: int) -> tuple[int, ...]:
        turn = self._turns[thread.index]
        return (self._sign * thread.priority - self._steps(turn, now_ns), *turn.order)

    def _running_rank(self, thread: Schedulable) -> tuple[int, ...]:
        """Return a rank before that of every equal that is ready, whose second number is a time."""
        turn = self._turns[thread.index]
        return (self._sign * thread.priority - turn.steps, -1, *turn.order, thread.index)

    def _age(self, now_ns: int) -> None:
        """Rank the ready threads anew, as of now: each ages at moments of its own, so that no order lasts."""
        if self._ageing_ns is None or now_ns == self._ranked_ns:
            return
        self._ranked_ns = now_ns
        waiting, self._queue = self._queue, RankedQueue()
        for thread in waiting:
            self._queue.push(thread, self._rank(thread, now_ns))


def _make(setting: Setting, options: Options) -> PriorityPolicy:  # noqa: ARG001 - the machine does not matter
    return PriorityPolicy(
        preemptive=truth(options, "preemptive", default=True),
        lowest_first=truth(options, "lowest_first", default=True),
        ageing_ns=duration_or_none(options, "ageing"),
        quantum_ns=duration_or_none(options, "quantum"),
    )


PRIORITY = PolicyInfo(
    name="priority",
    title="Priority",
    summary="The most urgent threads run, by the priority that the scenario gives them.",
    source="Silberschatz, Galvin, Gagne: Operating System Concepts, chapter on CPU scheduling.",
    options=(
        PolicyOption(
            name="preemptive",
            kind=OptionKind.BOOLEAN,
            default="true",
            meaning="Whether a more urgent thread that becomes ready takes the core at once.",
        ),
        PolicyOption(
            name="lowest_first",
            kind=OptionKind.BOOLEAN,
            default="true",
            meaning="Whether the lowest number is the most urgent.",
        ),
        PolicyOption(
            name="ageing",
            kind=OptionKind.DURATION,
            default="",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="For each such time of waiting a thread becomes more urgent by one, until it has run.",
        ),
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long a thread may keep a core while equals wait; without one, until it blocks or ends.",
        ),
    ),
    make=_make,
)
