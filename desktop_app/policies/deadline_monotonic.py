"""Deadline monotonic."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush

from desktop_app.policies.protocol import NEVER, Options, PolicyInfo, ReadyReason, Schedulable, Setting
from desktop_app.policies.ranked import RankedPolicy


class DeadlineMonotonic(RankedPolicy):
    """Ranks by the relative deadline, a fixed priority for each task; with several cores this is global DM.

    Threads without a deadline are the background of `RankedPolicy` and keep a core until they block, end or are
    preempted.
    """

    # The rank is read in place in `add` and `preempt`: through a method, a look at 64 cores takes four times as long.

    def _rank(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        return thread.relative_deadline_ns

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Queue by relative deadline."""
        rank = thread.relative_deadline_ns
        if rank != NEVER:
            heappush(self._heap, (rank, thread.release_ns, thread.index, thread))
        else:
            self._wait_in_background(thread, first=reason is ReadyReason.PREEMPTED)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread with the longest relative deadline when a ready one may displace it."""
        heap = self._heap
        if heap:
            rank = heap[0][0]
            for thread in running:
                if thread.relative_deadline_ns > rank:
                    return self._victim(running, now_ns)
        return None


def _make(setting: Setting, options: Options) -> DeadlineMonotonic:  # noqa: ARG001 - it has no options
    return DeadlineMonotonic()


DEADLINE_MONOTONIC = PolicyInfo(
    name="deadline-monotonic",
    title="Deadline monotonic",
    summary="The task with the shortest time from release to deadline runs, and preempts one with a longer time.",
    source="Leung and Whitehead: On the complexity of fixed-priority scheduling of periodic, real-time tasks, 1982. "
    "Free choices: of equal relative deadlines the running one keeps its core, then the earlier release, "
    "then the order of launch; threads without a deadline run when no task wants to, first come, first served.",
    options=(),
    make=_make,
)
