"""Rate monotonic."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush

from desktop_app.policies.protocol import NEVER, Options, PolicyInfo, ReadyReason, Schedulable, Setting
from desktop_app.policies.ranked import RankedPolicy


class RateMonotonic(RankedPolicy):
    """Ranks by the period, a fixed priority for each task; with several cores this is global RM.

    Threads without a period are the background of `RankedPolicy` and keep a core until they block, end or are
    preempted.
    """

    # The rank is read in place in `add` and `preempt`: through a method, a look at 64 cores takes four times as long.

    def _rank(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        return thread.period_ns

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Queue by period."""
        rank = thread.period_ns
        if rank != NEVER:
            heappush(self._heap, (rank, thread.release_ns, thread.index, thread))
        else:
            self._wait_in_background(thread, first=reason is ReadyReason.PREEMPTED)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread with the longest period when a ready one that may displace it has a shorter one."""
        heap = self._heap
        if heap:
            rank = heap[0][0]
            for thread in running:
                if thread.period_ns > rank:
                    return self._victim(running, now_ns)
        return None


def _make(setting: Setting, options: Options) -> RateMonotonic:  # noqa: ARG001 - it has no options
    return RateMonotonic()


RATE_MONOTONIC = PolicyInfo(
    name="rate-monotonic",
    title="Rate monotonic",
    summary="The task with the shortest period runs, and preempts one with a longer period.",
    source="Liu and Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, 1973 "
    "(rate-monotonic priorities). Free choices: of equal periods the running one keeps its core, then the earlier "
    "release, then the order of launch; threads without a period run when no task wants to, first come, first served.",
    options=(),
    make=_make,
)
