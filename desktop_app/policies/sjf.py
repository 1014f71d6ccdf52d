"""Shortest job first."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.expectation import EXPECTATION_OPTIONS, Expectation, make_expectation
from desktop_app.policies.protocol import (
    Options,
    Policy,
    PolicyInfo,
    ReadyReason,
    Schedulable,
    Setting,
    StopReason,
)
from desktop_app.policies.queues import RankedQueue


class ShortestJobFirst(Policy):
    """The ready thread with the shortest next CPU burst runs until it blocks or ends.

    Source: Silberschatz, Galvin, Gagne, chapter on CPU scheduling; Stallings calls it shortest process next.
    Free choices: equal bursts run in the order of arrival, then of the scenario (the books say first come, first
    served); a program, whose bursts nobody knows beforehand, is ranked by the exponential average of its earlier
    ones even where the others' are known.
    """

    accounts = True
    told = True
    queueing = Queueing(key=QueueKey.BURST)

    def __init__(self, expectation: Expectation) -> None:
        self._expectation = expectation
        self._queue = RankedQueue()

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - its burst decides
        """Join the queue by what is left of the burst."""
        self._queue.push(thread, (self._expectation.left_ns(thread), thread.arrival_ns))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Take the thread with the shortest burst."""
        return self._queue.take(core)

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        self._queue.remove(thread)
        self._expectation.removed(thread)

    def forget(self, thread: Schedulable) -> None:
        """Forget how long its bursts were."""
        self._expectation.forget(thread)

    def ready(self) -> Iterator[Schedulable]:
        """Return the queue, the shortest burst first."""
        return iter(self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing:  # noqa: ARG002 - nothing else counts
        """Return what is left of its burst."""
        return Standing(key=self._expectation.left_ns(thread), tie=thread.arrival_ns)

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Learn from the burst."""
        self._expectation.stopped(thread, ran_ns, reason)


def _make(setting: Setting, options: Options) -> ShortestJobFirst:  # noqa: ARG001 - the machine does not matter
    return ShortestJobFirst(make_expectation(options))


SJF = PolicyInfo(
    name="sjf",
    title="Shortest job first",
    summary="The thread with the shortest next CPU burst runs until it blocks or ends.",
    source="Silberschatz, Galvin, Gagne: Operating System Concepts, chapter on CPU scheduling.",
    options=EXPECTATION_OPTIONS,
    make=_make,
)
