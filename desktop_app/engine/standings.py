"""Records where the ready threads stand, at the end of each moment: what happened within it, nobody could see."""

from __future__ import annotations

from desktop_app.engine.threads import SimThread
from desktop_app.engine.world import World
from desktop_app.model.queueing import Standing
from desktop_app.trace.trace import Trace

_NOWHERE = Standing()
_ONLY = (0,)


class Standings:
    """Collects who joined a ready queue at a moment, and writes where they stand once it is over.

    Between two moments there is nothing collected, so that a checkpoint need not know of it.
    """

    def __init__(self, world: World, trace: Trace) -> None:
        self._world = world
        self._columns = tuple(column.append for column in trace.standings.columns())
        self._clocks = tuple(column.append for column in trace.clocks.columns())
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
        now, several = self._world.now_ns, len(queues) > 1
        if queues[0].restood is not None:
            self._find_restood()
        time, who, where, level, key, tie, extra = self._columns  # bound: it is done once for each decision
        for index, thread in joined.items():
            home = thread.home if several and thread.home > 0 else 0
            queue = queues[home]
            if queue.clocked:
                touched.add(home)
            if thread.alive and not thread.waits_for:
                standing = queue.standing(thread, now) if queue.told else _NOWHERE
                if standing is not None:
                    time(now)
                    who(index)
                    where(home)
                    level(standing[0])
                    key(standing[1])
                    tie(standing[2])
                    extra(standing[3])
        joined.clear()
        if touched:
            for number in sorted(touched) if several else _ONLY:
                self._tell_clock(number, now)
            touched.clear()

    def _find_restood(self) -> None:
        """Collect who stands elsewhere though nobody added it; one of another queue by now has joined that one, too."""
        for queue in self._world.queues:
            if queue.restood:
                self._joined.update((index, self._world.threads[index]) for index in queue.restood)
                queue.restood.clear()

    def _tell_clock(self, number: int, now_ns: int) -> None:
        queues = self._world.queues
        shown = queues[number].clock(now_ns) if number < len(queues) else None
        if shown is not None:
            time, queue, value, load = self._clocks
            time(now_ns)
            queue(number)
            value(shown[0])
            load(shown[1])
