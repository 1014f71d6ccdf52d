"""Mutexes, reader-writer locks and condition variables: what a thread holds and gives back itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_app.engine.waiting import BLOCKED, DONE, Outcome, Resource, ResourceError

if TYPE_CHECKING:
    from desktop_app.engine.threads import SimThread


class Mutex(Resource):
    """A lock that is handed over: who unlocks it while others wait makes one of them the holder at once.

    POSIX and CPython leave open who gets it next, and let a running thread take it before a woken one does. Here
    it is the one that waits longest, so that nobody starves and a run is the same every time.

    As with ``threading.Lock``, a holder that locks it again waits for ever. Unlike there, only the holder may
    unlock it, as with POSIX's error-checking mutexes and ``threading.RLock``.

    Attributes:
        holder: Who holds it, or None.
        queue: Who waits for it, longest first.
        most_urgent: Chooses who gets it next out of those who wait, longest first; None for the first one.
    """

    def __init__(self, name: str, *, most_urgent: Callable[[Sequence[SimThread]], SimThread] | None = None) -> None:
        super().__init__(name)
        self.holder: SimThread | None = None
        self.queue: deque[SimThread] = deque()
        self.most_urgent = most_urgent

    def lock(self, thread: SimThread) -> Outcome:
        """Take it, or wait for it."""
        if self.holder is None:
            self.holder = thread
            return DONE
        self.queue.append(thread)
        return BLOCKED

    def unlock(self, thread: SimThread) -> Outcome:
        """Give it to the next one.

        Raises:
            ResourceError: If the thread does not hold it.
        """
        if self.holder is not thread:
            raise ResourceError(f"cannot unlock mutex {self.name!r}: {self.whose()}")
        return Outcome(blocked=False, woken=self._hand_over())

    def release_to_wait(self) -> tuple[SimThread, ...]:
        """Give it to the next one because its holder waits on a condition, and return that one, if any."""
        return self._hand_over()

    def _hand_over(self) -> tuple[SimThread, ...]:
        if not self.queue:
            self.holder = None
            return ()
        if self.most_urgent is None:
            chosen = self.queue.popleft()
        else:
            chosen = self.most_urgent(self.queue)
            self.queue.remove(chosen)
        self.holder = chosen
        return (chosen,)

    def whose(self) -> str:
        """Return why a thread that is not the holder does not hold it, for an error's text."""
        return "it is not locked" if self.holder is None else "another thread holds it"

    def holders(self) -> tuple[SimThread, ...]:
        """Return its holder, if it has one."""
        return () if self.holder is None else (self.holder,)

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits for it, longest first; a holder that locked it again is one of them."""
        return tuple(self.queue)

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of the queue; nobody is woken."""
        if thread in self.queue:
            self.queue.remove(thread)
        return ()


class RwLock(Resource):
    """A lock that readers share and a writer has alone.

    First come, first served: a reader that comes after a waiting writer waits behind it, so that writers do not
    starve, and readers that wait next to each other enter together. POSIX leaves this order open.

    A reader may lock it for reading several times, and unlocks it as often. One that asks for more than it has
    while it holds it (a reader for writing, a writer for anything) waits for itself, for ever.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._writer: SimThread | None = None
        # How often each reader has it; a dict because sets of objects have no order of their own.
        self._readers: dict[SimThread, int] = {}
        self._queue: deque[tuple[SimThread, bool]] = deque()

    def read_lock(self, thread: SimThread) -> Outcome:
        """Take it for reading, or wait."""
        return self._ask(thread, writes=False)

    def write_lock(self, thread: SimThread) -> Outcome:
        """Take it for writing, or wait."""
        return self._ask(thread, writes=True)

    def unlock(self, thread: SimThread) -> Outcome:
        """Give it back, whichever way it was taken.

        Raises:
            ResourceError: If the thread does not hold it.
        """
        if self._writer is thread:
            self._writer = None
        elif thread in self._readers:
            self._readers[thread] -= 1
            if not self._readers[thread]:
                del self._readers[thread]
        else:
            held = self._writer is not None or self._readers
            whose = "other threads hold it" if held else "it is not locked"
            raise ResourceError(f"cannot unlock rw-lock {self.name!r}: {whose}")
        return Outcome(blocked=False, woken=self._admit())

    def _ask(self, thread: SimThread, *, writes: bool) -> Outcome:
        if self._queue or not self._free(writes=writes):
            self._queue.append((thread, writes))
            return BLOCKED
        self._grant(thread, writes=writes)
        return DONE

    def _free(self, *, writes: bool) -> bool:
        return self._writer is None and not (writes and self._readers)

    def _grant(self, thread: SimThread, *, writes: bool) -> None:
        if writes:
            self._writer = thread
        else:
            self._readers[thread] = self._readers.get(thread, 0) + 1

    def _admit(self) -> tuple[SimThread, ...]:
        """Let in who may enter from the head of the queue: one writer, or the readers up to the next writer."""
        woken = []
        while self._queue and self._free(writes=self._queue[0][1]):
            thread, writes = self._queue.popleft()
            self._grant(thread, writes=writes)
            woken.append(thread)
        return tuple(woken)

    def holders(self) -> tuple[SimThread, ...]:
        """Return the writer, or the readers, that have it."""
        return tuple(self._readers) if self._writer is None else (self._writer,)

    def waiters(self) -> tuple[SimThread, ...]:
        """Return the readers and writers that wait, longest first."""
        return tuple(thread for thread, _ in self._queue)

    def held_by(self, thread: SimThread) -> bool:
        """Return whether a thread has it for reading or writing."""
        return self._writer is thread or thread in self._readers

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of the queue, and return the readers that waited only for it."""
        self._queue = deque(entry for entry in self._queue if entry[0] is not thread)
        return self._admit()


class Condition(Resource):
    """A condition variable with Mesa semantics: who is notified goes on when it has the mutex again.

    As with ``threading.Condition``, whoever waits or notifies must hold the mutex, a notification that nobody
    waits for is lost, and the longest waiter is notified first. Nobody wakes up without being notified, which
    POSIX would allow. A notification dies with the thread that was notified.

    Attributes:
        mutex: The mutex it belongs to.
    """

    def __init__(self, name: str, mutex: Mutex) -> None:
        super().__init__(name)
        self.mutex = mutex
        self._queue: deque[SimThread] = deque()

    def wait(self, thread: SimThread) -> Outcome:
        """Give the mutex to the next one, and wait for a notification and then for the mutex.

        Raises:
            ResourceError: If the thread does not hold the mutex.
        """
        self._check(thread, "wait on")
        self._queue.append(thread)
        return Outcome(blocked=True, woken=self.mutex.release_to_wait())

    def notify(self, thread: SimThread) -> Outcome:
        """Let the longest waiter, if any, queue for the mutex.

        Raises:
            ResourceError: If the thread that notifies does not hold the mutex.
        """
        self._check(thread, "notify")
        return self._queue_for_mutex(1)

    def notify_all(self, thread: SimThread) -> Outcome:
        """Let all waiters queue for the mutex, longest first.

        Raises:
            ResourceError: If the thread that notifies does not hold the mutex.
        """
        self._check(thread, "notify")
        return self._queue_for_mutex(len(self._queue))

    def _queue_for_mutex(self, most: int) -> Outcome:
        notified = tuple(self._queue.popleft() for _ in range(min(most, len(self._queue))))
        for waiter in notified:
            self.mutex.lock(waiter)
        return Outcome(blocked=False, woken=(), notified=notified)

    def _check(self, thread: SimThread, doing: str) -> None:
        if self.mutex.holder is not thread:
            mutex = self.mutex
            raise ResourceError(
                f"cannot {doing} condition {self.name!r} without holding mutex {mutex.name!r}: {mutex.whose()}"
            )

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits for a notification, longest first; who was notified waits for the mutex."""
        return tuple(self._queue)

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of the queue; nobody is woken. One that was notified waits for the mutex."""
        if thread in self._queue:
            self._queue.remove(thread)
        return ()
