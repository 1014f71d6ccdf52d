"""Earliest deadline first."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush

from desktop_app.policies.protocol import NEVER, Options, PolicyInfo, ReadyReason, Schedulable, Setting
from desktop_app.policies.ranked import RankedPolicy


class EarliestDeadlineFirst(RankedPolicy):
    """Ranks by the absolute deadline of the current job; with several cores this is global EDF.

    A job that has missed its deadline keeps it, and is therefore the most urgent. The holder of a mutex with priority
    inheritance inherits the earliest deadline of those who wait for it. Threads without a deadline are
    the background of `RankedPolicy` and keep a core until they block, end or are preempted.
    """

    reads = frozenset({"deadline_ns"})
    lends = "deadline_ns"

    # What FixedRankPolicy does, with the rank read in place: a release of W3 (tests/benchmarks) then takes a twentieth
    # less time.

    def _rank(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        return thread.deadline_ns

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Queue by deadline."""
        rank = thread.deadline_ns
        if rank != NEVER:
            heappush(self._heap, (rank, thread.release_ns, thread.index, thread))
        else:
            self._wait_in_background(thread, first=reason is ReadyReason.PREEMPTED)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread with the latest deadline when a ready one that may displace it is due earlier."""
        heap = self._heap
        if heap:
            rank = heap[0][0]
            for thread in running:
                if thread.deadline_ns > rank:
                    return self._victim(running, now_ns)
        return None


def _make(setting: Setting, options: Options) -> EarliestDeadlineFirst:  # noqa: ARG001 - it has no options
    return EarliestDeadlineFirst()


EDF = PolicyInfo(
    name="edf",
    title="Earliest deadline first",
    summary="The job that is due first runs, and preempts one that is due later.",
    source="Liu and Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, 1973 "
    "(deadline driven scheduling). Free choices: of equal deadlines the running one keeps its core, then the earlier "
    "release, then the order of launch; threads without a deadline run when no job wants to, first come, first served.",
    options=(),
    make=_make,
)
