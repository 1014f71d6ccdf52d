"""Highest response ratio next."""

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
from desktop_app.policies.queues import may_run


class HighestResponseRatioNext(Policy):
    """The ready thread with the largest (waiting + service) / service runs until it blocks or ends.

    Source: Stallings, chapter on uniprocessor scheduling. Service is the length of the next CPU burst, waiting the
    time since it became ready for it. Ratios are compared exactly, by cross multiplication.
    Free choices: equal ratios go by arrival, then by the scenario's order; a program's service is guessed, as by
    `ShortestJobFirst`; a thread that something else than this policy preempts counts as ready for the rest of its
    burst. Every ratio changes with time, so that a decision takes time in proportion to the ready threads.
    """

    accounts = True
    told = True
    queueing = Queueing(key=QueueKey.RATIO)

    def __init__(self, expectation: Expectation) -> None:
        self._expectation = expectation
        #: Thread, since when it is ready, and its service, by index.
        self._waiting: dict[int, tuple[Schedulable, int, int]] = {}

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - they wait alike
        """Begin to wait."""
        self._waiting[thread.index] = (thread, now_ns, max(1, self._expectation.left_ns(thread)))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the thread with the highest response ratio."""
        best: Schedulable | None = None
        best_waited, best_service = 0, 1
        for thread, since_ns, service in self._waiting.values():
            if not may_run(thread, core):
                continue
            waited = now_ns - since_ns
            # (waited + service) / service is larger where waited / service is.
            difference = waited * best_service - best_waited * service
            if best is None or difference > 0 or (difference == 0 and _order(thread) < _order(best)):
                best, best_waited, best_service = thread, waited, service
        if best is not None:
            del self._waiting[best.index]
        return best

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        del self._waiting[thread.index]
        self._expectation.removed(thread)

    def forget(self, thread: Schedulable) -> None:
        """Forget how long its bursts were."""
        self._expectation.forget(thread)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads in the order in which they became ready: their ratios depend on the time."""
        return (thread for thread, _, _ in self._waiting.values())

    def __len__(self) -> int:
        return len(self._waiting)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing:
        """Return since when it waits, and its service."""
        _, since_ns, service = self._waiting.get(thread.index, (thread, now_ns, self._expectation.left_ns(thread)))
        return Standing(key=since_ns, tie=thread.arrival_ns, extra=max(1, service))

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Learn from the burst."""
        self._expectation.stopped(thread, ran_ns, reason)


def _order(thread: Schedulable) -> tuple[int, int]:
    return (thread.arrival_ns, thread.index)


def _make(setting: Setting, options: Options) -> HighestResponseRatioNext:  # noqa: ARG001 - the machine does not matter
    return HighestResponseRatioNext(make_expectation(options))


HRRN = PolicyInfo(
    name="hrrn",
    title="Highest response ratio next",
    summary="The thread with the largest (waiting + service) / service runs until it blocks or ends.",
    source="Stallings: Operating Systems, chapter on uniprocessor scheduling.",
    options=EXPECTATION_OPTIONS,
    make=_make,
)
