"""Counting semaphores, barriers and bounded queues: by which threads wait for what other threads do."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from desktop_app.engine.waiting import BLOCKED, DONE, Outcome, Resource

if TYPE_CHECKING:
    from desktop_app.engine.threads import SimThread


class Semaphore(Resource):
    """A counting semaphore. Anybody may release it, and a release goes to the longest waiter.

    Nobody owns a permit. Yet who took one and did not give it back is worth showing, so it counts as a holder;
    a release by a thread that has none counts for the one that has held longest. So `holders` is a hint at who
    could release it, not a proof that others wait for just them.

    Attributes:
        count: How many may acquire it without waiting, 0 or more.
    """

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name)
        self.count = count
        self._queue: deque[SimThread] = deque()
        self._held: dict[SimThread, int] = {}

    def acquire(self, thread: SimThread) -> Outcome:
        """Take a permit, or wait for one."""
        if not self.count:
            self._queue.append(thread)
            return BLOCKED
        self.count -= 1
        self._note_taken(thread)
        return DONE

    def release(self, thread: SimThread) -> Outcome:
        """Give a permit to the longest waiter, or add one to the count."""
        self._note_given(thread)
        if not self._queue:
            self.count += 1
            return DONE
        woken = self._queue.popleft()
        self._note_taken(woken)
        return Outcome(blocked=False, woken=(woken,))

    def _note_taken(self, thread: SimThread) -> None:
        self._held[thread] = self._held.get(thread, 0) + 1

    def _note_given(self, thread: SimThread) -> None:
        if not self._held:
            return
        holder = thread if thread in self._held else next(iter(self._held))
        self._held[holder] -= 1
        if not self._held[holder]:
            del self._held[holder]

    def holders(self) -> tuple[SimThread, ...]:
        """Return who took a permit and did not give it back, as far as one can say."""
        return tuple(self._held)

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits for a permit, longest first."""
        return tuple(self._queue)

    def held_by(self, thread: SimThread) -> bool:
        """Return whether a thread took a permit and did not give it back."""
        return thread in self._held

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of the queue; nobody is woken."""
        if thread in self._queue:
            self._queue.remove(thread)
        return ()


class Barrier(Resource):
    """A barrier that opens whenever enough threads wait at it, and closes behind them.

    A killed thread counts no longer, so those who wait may wait for ever, as with POSIX and CPython.

    Attributes:
        parties: How many threads must come, 1 or more.
        openings: How often it has opened.
    """

    def __init__(self, name: str, parties: int) -> None:
        super().__init__(name)
        self.parties = parties
        self.openings = 0
        self._queue: deque[SimThread] = deque()

    def wait(self, thread: SimThread) -> Outcome:
        """Wait for the others, or wake them all as the last one."""
        if len(self._queue) + 1 < self.parties:
            self._queue.append(thread)
            return BLOCKED
        woken = tuple(self._queue)
        self._queue.clear()
        self.openings += 1
        return Outcome(blocked=False, woken=woken)

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits at it, longest first."""
        return tuple(self._queue)

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out; nobody is woken."""
        if thread in self._queue:
            self._queue.remove(thread)
        return ()


class BoundedQueue(Resource):
    """A queue of items that has room for so many; items are alike, so it counts them.

    An item that is put while somebody waits for one goes to the longest waiter. An item that is taken from a full
    queue makes room for the item of the longest waiting putter, which is woken.

    Attributes:
        capacity: How many items it has room for, 1 or more.
        items: How many items are in it.
    """

    def __init__(self, name: str, capacity: int) -> None:
        super().__init__(name)
        self.capacity = capacity
        self.items = 0
        # With room for an item at the least, there is never a getter and a putter waiting at the same time.
        self._getters: deque[SimThread] = deque()
        self._putters: deque[SimThread] = deque()

    def put(self, thread: SimThread) -> Outcome:
        """Put an item in, or wait for room."""
        if self._getters:
            return Outcome(blocked=False, woken=(self._getters.popleft(),))
        if self.items == self.capacity:
            self._putters.append(thread)
            return BLOCKED
        self.items += 1
        return DONE

    def get(self, thread: SimThread) -> Outcome:
        """Take an item out, or wait for one."""
        if not self.items:
            self._getters.append(thread)
            return BLOCKED
        if self._putters:
            return Outcome(blocked=False, woken=(self._putters.popleft(),))
        self.items -= 1
        return DONE

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits for an item, or for room, longest first."""
        return (*self._getters, *self._putters)

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of the queues, with the item it wanted to put; nobody is woken."""
        for queue in (self._getters, self._putters):
            if thread in queue:
                queue.remove(thread)
        return ()
