"""What policies have in common that run the ready thread with the lowest rank and preempt for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from operator import attrgetter

from desktop_app.model.queueing import UNRANKED, Standing
from desktop_app.policies.protocol import NEVER, Policy, ReadyReason, Schedulable
from desktop_app.policies.queues import may_run


class RankedPolicy(Policy):
    """Preemptive scheduling by an integer rank, the lowest first, on all cores that share the queue.

    A running thread gives way only to a strictly lower rank. Equal ranks leave the queue by an earlier release,
    then by index. Threads whose rank is NEVER are the *background*: they run when no other can, first in, first
    out, and one that was preempted goes back to the head.

    Where several running threads may have to give way, it is the one with the highest rank; of equal ones, the
    one released last, then the one with the highest index. Affinity: the first ready thread that can displace
    somebody on one of its own cores does; those before it that cannot go on waiting.
    """

    preemptive = True

    def __init__(self) -> None:
        # (rank, release or turn, index, thread): one flat tuple is compared and built faster than a nested one,
        # and the index is unique, so that threads themselves are never compared.
        self._heap: list[tuple[int, int, int, Schedulable]] = []
        self._turns = 0
        self._told = 0

    def _rank(self, thread: Schedulable, now_ns: int) -> int:
        """Return the rank of a running thread."""
        raise NotImplementedError

    def _wait_in_background(self, thread: Schedulable, *, first: bool) -> None:
        """Queue behind everything that has a rank: as the first, or as the last of the background."""
        self._turns += 1
        turn = -self._turns if first else self._turns
        heappush(self._heap, (NEVER, turn, thread.index, thread))

    def _unranked(self, *, first: bool) -> Standing:
        """Return where a thread of the background stands that joined last of those that were asked for."""
        self._told += 1
        return Standing(key=UNRANKED, tie=-self._told if first else self._told)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the thread with the lowest rank that may run on the core."""
        heap = self._heap
        if not heap:
            return None
        affinity = heap[0][3].affinity
        if affinity is None or core in affinity:
            return heappop(heap)[3]
        best = min((entry for entry in heap if may_run(entry[3], core)), default=None)
        if best is None:
            return None
        self.remove(best[3], now_ns)
        return best[3]

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        self._heap[:] = [entry for entry in self._heap if entry[3] is not thread]
        heapify(self._heap)

    def ready(self) -> Iterator[Schedulable]:
        """Return the queue, the lowest rank first."""
        return (entry[3] for entry in sorted(self._heap))

    def __len__(self) -> int:
        return len(self._heap)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread that must give way, if any."""
        heap = self._heap
        if heap:
            rank = heap[0][0]
            for thread in running:
                if self._rank(thread, now_ns) > rank:
                    return self._victim(running, now_ns)
        return None

    def _victim(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return who gives way, once it is known that somebody's rank is higher than the first ready thread's."""
        if self._heap[0][3].affinity is not None:
            return self._victim_of_the_bound(running, now_ns)
        # A loop, as this takes a third of the time of sorting; affinities are rare and may take theirs.
        worst, worst_rank = running[0], -1
        for thread in running:
            rank = self._rank(thread, now_ns)
            if rank > worst_rank or (
                rank == worst_rank and (thread.release_ns, thread.index) > (worst.release_ns, worst.index)
            ):
                worst, worst_rank = thread, rank
        return worst

    def _victim_of_the_bound(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        worst_first = sorted(
            ((self._rank(thread, now_ns), thread.release_ns, thread.index, thread) for thread in running), reverse=True
        )
        for rank, _, _, ready in sorted(self._heap):
            if rank >= worst_first[0][0]:
                break
            for entry in worst_first:
                if entry[0] > rank and may_run(ready, entry[3].core):
                    return entry[3]
        return None


class FixedRankPolicy(RankedPolicy):
    """Ranks by one of a thread's attributes, which does not change while the thread is ready."""

    rank_of: attrgetter[int]

    def __init__(self) -> None:
        super().__init__()
        self.ranked = self._heap

    def _rank(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        return self.rank_of(thread)

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Queue by rank; a thread without one joins the background."""
        rank = self.rank_of(thread)
        if rank != NEVER:
            heappush(self._heap, (rank, thread.release_ns, thread.index, thread))
        else:
            self._wait_in_background(thread, first=reason is ReadyReason.PREEMPTED)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the running thread with the highest rank when a ready one that may displace it has a lower one."""
        heap = self._heap
        if heap and running and max(map(self.rank_of, running)) > heap[0][0]:
            return self._victim(running, now_ns)
        return None
