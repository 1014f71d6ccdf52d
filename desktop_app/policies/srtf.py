"""Shortest remaining time first."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.policies.expectation import EXPECTATION_OPTIONS, make_expectation
from desktop_app.policies.protocol import Options, PolicyInfo, ReadyReason, Schedulable, Setting
from desktop_app.policies.queues import giving_way
from desktop_app.policies.sjf import ShortestJobFirst


class ShortestRemainingTimeFirst(ShortestJobFirst):
    """The threads with the least left of their CPU bursts run; a shorter one that becomes ready preempts.

    Source: Silberschatz, Galvin, Gagne (preemptive SJF); Stallings calls it shortest remaining time.
    Free choices: with as much left, the one that arrived first runs, then by the scenario's order, whether it runs
    already or comes back from I/O (as in OSTEP's figure of STCF with I/O); what a program needs is guessed, as by
    `ShortestJobFirst`.
    """

    preemptive = True

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - what is left decides
        """Join the queue by what is left of the burst."""
        self._queue.push(thread, (self._expectation.left_ns(thread), thread.arrival_ns, thread.index))

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread with the most left, if a ready one has less."""

        def rank(thread: Schedulable) -> tuple[int, ...]:
            # It begins in the future while its context switch is under way.
            had_ns = max(0, now_ns - thread.since_ns)
            return (max(0, self._expectation.left_ns(thread) - had_ns), thread.arrival_ns, thread.index)

        return giving_way(self._queue, running, rank)


def _make(setting: Setting, options: Options) -> ShortestRemainingTimeFirst:  # noqa: ARG001 - the machine does not matter
    return ShortestRemainingTimeFirst(make_expectation(options))


SRTF = PolicyInfo(
    name="srtf",
    title="Shortest remaining time first",
    summary="The thread with the least left of its CPU burst runs; a shorter one that becomes ready preempts it.",
    source="Silberschatz, Galvin, Gagne: Operating System Concepts, chapter on CPU scheduling.",
    options=EXPECTATION_OPTIONS,
    make=_make,
)
