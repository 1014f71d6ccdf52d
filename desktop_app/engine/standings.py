"""Records where the ready threads stand, at the end of each moment: what happened within it, nobody could see."""

from __future__ import annotations

from desktop_app.engine.threads import SimThread
from desktop_app.engine.world import World
from desktop_app.model.queueing import Standing
from desktop_app.trace.trace import Trace

_NOWHERE = Standing()


class Standings:
    """Collects who joined a ready queue at a moment, and writes where they stand once it is over.

    Between two moments there is nothing collected, so that a checkpoint need not know of it.
    """

    def __init__(self, world: World, trace: Trace) -> None:
        self._world = world
        self._table = trace.standings
        self._clocks = trace.clocks
        self._joined: dict[int, SimThread] = {}
        self._touched: set[int] = set()

    def joined(self, thread: SimThread) -> None:
        """Take note that a thread joined a queue, or that its standing there is another one."""
        self._joined.pop(thread.index, None)  # who joins once more stands behind who joined meanwhile
        self._joined[thread.index] = thread

    def left(self, thread: SimThread) -> None:
        """Take note that a running thread stopped, so that its queue's clock may be another one."""
        self._touched.add(max(0, thread.home))

    def touched(self, queue: int) -> None:
        """Take note that a thread left a queue for another one."""
        self._touched.add(queue)

    def record(self) -> None:
        """Write what was collected."""
        joined, touched, queues = self._joined, self._touched, self._world.queues
        if not (joined or touched):
            return
        now, single = self._world.now_ns, len(queues) == 1
        for number, queue in enumerate(queues):
            if queue.restood:
                # A thread of another queue by now has joined that one at this very moment.
                joined.update((index, self._world.threads[index]) for index in queue.restood)
                queue.restood.clear()
                touched.add(number)
        for index, thread in joined.items():
            home = 0 if single else max(0, thread.home)
            touched.add(home)
            if thread.alive and not thread.waits_for:
                standing = queues[home].standing(thread, now) if queues[home].told else _NOWHERE
                if standing is not None:
                    self._table.append(now, index, home, standing)
        for number in sorted(touched):
            self._tell_clock(number, now)
        joined.clear()
        touched.clear()

    def _tell_clock(self, number: int, now_ns: int) -> None:
        shown = self._world.queues[number].clock(now_ns) if number < len(self._world.queues) else None
        if shown is not None:
            self._clocks.append(now_ns, number, *shown)
