"""I/O devices: who is served, and who queues."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop_app.engine.threads import SimThread


class Request(NamedTuple):
    """What a thread asks of a device.

    Attributes:
        thread: The thread that waits for it.
        duration_ns: How long it takes once it is served.
    """

    thread: SimThread
    duration_ns: int


class Device:
    """A device that serves so many requests at the same time; the others queue, first come, first served.

    A thread has one request at a time, since it waits for it.

    Attributes:
        name: Its name in the scenario.
        servers: How many requests it serves at the same time, or None for all of them.
    """

    def __init__(self, name: str, servers: int | None) -> None:
        self.name = name
        self.servers = servers
        # Whether the thread still waits for it; a killed one does not.
        self._served: dict[SimThread, bool] = {}
        self._queue: deque[Request] = deque()

    @property
    def busy(self) -> int:
        """How many requests are served now."""
        return len(self._served)

    @property
    def depth(self) -> int:
        """How many requests queue behind them."""
        return len(self._queue)

    def request(self, thread: SimThread, duration_ns: int) -> bool:
        """Begin to serve a request, or queue it, and return whether it is served from now on."""
        assert thread not in self._served, f"a thread has two requests at device {self.name!r}"
        if self.servers is None or len(self._served) < self.servers:
            self._served[thread] = True
            return True
        self._queue.append(Request(thread, duration_ns))
        return False

    def wakes(self, thread: SimThread) -> bool:
        """Return whether a thread's request is served and it is to be woken when that is done."""
        return self._served.get(thread, False)

    def done(self, thread: SimThread) -> Request | None:
        """End the request of a thread that was served, and return the one that is served from now on, if any.

        Who is to be woken must be asked before, by `wakes`.
        """
        del self._served[thread]
        if not self._queue:
            return None
        following = self._queue.popleft()
        self._served[following.thread] = True
        return following

    def abandon(self, thread: SimThread) -> bool:
        """Take note that a thread was killed: its queued request disappears.

        Returns:
            Whether its request is being served. The device cannot take that back: it is busy with it until its
            time is over, and `done` must still be called; it just wakes nobody.
        """
        if thread in self._served:
            self._served[thread] = False
            return True
        self._queue = deque(request for request in self._queue if request.thread is not thread)
        return False

    def in_service(self) -> tuple[SimThread, ...]:
        """Return whose requests are served, longest first; killed threads are among them."""
        return tuple(self._served)

    def waiters(self) -> tuple[SimThread, ...]:
        """Return whose requests queue, longest first."""
        return tuple(request.thread for request in self._queue)
