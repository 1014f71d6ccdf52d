"""Ready queues that policies are made of: first in, first out, and by rank. Both honour affinity."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush

from desktop_app.model.queueing import Queueing
from desktop_app.policies.protocol import NEVER, Policy, ReadyReason, Schedulable


def may_run(thread: Schedulable, core: int) -> bool:
    """Return whether a thread's affinity allows a core."""
    return thread.affinity is None or core in thread.affinity


def take_first(queue: deque[Schedulable], core: int) -> Schedulable | None:
    """Take the first thread of a FIFO queue that may run on ``core``; None when there is none."""
    for position, thread in enumerate(queue):
        if thread.affinity is None or core in thread.affinity:
            del queue[position]
            return thread
    return None


class RankedQueue:
    """Threads by rank, the lowest first; each rank is a tuple of integers that does not change in the queue."""

    def __init__(self) -> None:
        self._heap: list[tuple[tuple[int, ...], int, Schedulable]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def __iter__(self) -> Iterator[Schedulable]:
        return (entry[2] for entry in sorted(self._heap, key=lambda entry: entry[:2]))

    def push(self, thread: Schedulable, rank: tuple[int, ...]) -> None:
        """Put a thread in; equal ranks leave in the order of the threads' indexes."""
        heappush(self._heap, (rank, thread.index, thread))

    def first(self) -> tuple[tuple[int, ...], Schedulable] | None:
        """Return the rank and the thread that is first, or None when the queue is empty."""
        return (self._heap[0][0], self._heap[0][2]) if self._heap else None

    def take(self, core: int) -> Schedulable | None:
        """Take the first thread that may run on ``core``; None when there is none."""
        heap = self._heap
        if not heap:
            return None
        if may_run(heap[0][2], core):
            return heappop(heap)[2]
        fitting = [entry for entry in heap if may_run(entry[2], core)]
        if not fitting:
            return None
        thread = min(fitting, key=lambda entry: entry[:2])[2]
        self.remove(thread)
        return thread

    def remove(self, thread: Schedulable) -> None:
        """Take out one thread, wherever it stands."""
        self._heap = [entry for entry in self._heap if entry[2] is not thread]
        heapify(self._heap)

    def ranked(self) -> Iterator[tuple[tuple[int, ...], Schedulable]]:
        """Return the ranks and the threads, the lowest rank first."""
        return ((rank, thread) for rank, _, thread in sorted(self._heap, key=lambda entry: entry[:2]))


def giving_way(
    queue: RankedQueue, running: Sequence[Schedulable], rank_of: Callable[[Schedulable], tuple[int, ...]]
) -> Schedulable | None:
    """Return the running thread of the highest rank that has to leave its core to a ready one of a lower rank.

    Args:
        queue: The ready threads.
        running: The running ones.
        rank_of: Returns a running thread's rank, comparable with those in the queue.
    """
    head = queue.first()
    if head is None or not running:
        return None
    ranks = [(rank_of(thread), thread) for thread in running]
    worst_rank, worst = max(ranks, key=lambda entry: entry[0])
    if head[0] >= worst_rank:
        return None
    if may_run(head[1], worst.core):
        return worst
    ranks.sort(key=lambda entry: entry[0], reverse=True)
    for rank, thread in queue.ranked():
        if rank >= worst_rank:
            break
        for running_rank, candidate in ranks:
            if running_rank <= rank:
                break
            if may_run(thread, candidate.core):
                return candidate
    return None


class FifoPolicy(Policy):
    """A FIFO ready queue in which nobody keeps a core longer than a slice.

    Threads that become ready at the same moment queue in the order of the scenario (arrivals first), then in
    the order in which the engine saw them become ready.
    """

    def __init__(self, slice_ns: int = NEVER) -> None:
        self.fifo: deque[Schedulable] = deque()
        self.fifo_slice_ns = slice_ns
        self.queueing = Queueing(quantum_ns=None if slice_ns == NEVER else slice_ns)

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - a FIFO needs neither
        """Join the tail of the queue."""
        self.fifo.append(thread)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Take the head of the queue, or the first thread that may run on the core."""
        return take_first(self.fifo, core)

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        self.fifo.remove(thread)

    def ready(self) -> Iterator[Schedulable]:
        """Return the queue, head first."""
        return iter(self.fifo)

    def __len__(self) -> int:
        return len(self.fifo)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int | None:  # noqa: ARG002 - the same for every thread
        """Return the slice, the same for every thread."""
        return None if self.fifo_slice_ns == NEVER else self.fifo_slice_ns
