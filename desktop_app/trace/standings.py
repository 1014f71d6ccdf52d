"""Where threads stand in the ready queues, as the policies tell it: columns as in `tables`."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from desktop_app.model.queueing import Standing


class StandingTable:
    """One row for each time a thread joined a ready queue, or was given another place there without having left it.

    It is in force until the thread's next one: also while the thread runs, whose key grows from it. Policies whose
    order the rest of a trace says write none, unless each core has a queue of its own.
    """

    __slots__ = ("extra", "key", "level", "queue", "thread", "tie", "time")

    def __init__(self) -> None:
        self.time = array("q")
        self.thread = array("i")
        self.queue = array("h")
        self.level = array("h")
        self.key = array("q")
        self.tie = array("q")
        self.extra = array("q")

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, thread: int, queue: int, standing: Standing) -> None:
        """Add where a thread stands from now on.

        Args:
            time_ns: Since when.
            thread: Who.
            queue: The core whose queue it is, or 0 where all share one.
            standing: Where in it.
        """
        self.time.append(time_ns)
        self.thread.append(thread)
        self.queue.append(queue)
        self.level.append(standing.level)
        self.key.append(standing.key)
        self.tie.append(standing.tie)
        self.extra.append(standing.extra)

    def standing(self, row: int) -> Standing:
        """Return what a row says."""
        return Standing(self.level[row], self.key[row], self.tie[row], self.extra[row])

    def drop_before(self, t_ns: int, ended: Sequence[int]) -> None:
        """Forget the rows before ``t_ns``, but the last one of each thread that had not ended by then."""
        count = bisect_left(self.time, t_ns)
        last = {self.thread[row]: row for row in range(count)}
        kept = sorted(row for thread, row in last.items() if ended[thread] > t_ns)
        for column in self.columns():
            column[:count] = array(column.typecode, (column[row] for row in kept))

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.time, self.thread, self.queue, self.level, self.key, self.tie, self.extra)


class ClockTable:
    """What the keys of a queue were compared with at the end of each moment that changed it: `Policy.clock`."""

    __slots__ = ("load", "queue", "time", "value")

    def __init__(self) -> None:
        self.time = array("q")
        self.queue = array("h")
        self.value = array("q")
        self.load = array("q")

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, queue: int, value: int, load: int) -> None:
        """Add what a queue's clock shows at ``time_ns``, and the weight of all threads that are there."""
        self.time.append(time_ns)
        self.queue.append(queue)
        self.value.append(value)
        self.load.append(load)

    def drop_before(self, t_ns: int) -> None:
        """Forget the rows before ``t_ns``, but the last one of each queue."""
        count = bisect_left(self.time, t_ns)
        kept = sorted({self.queue[row]: row for row in range(count)}.values())
        for column in self.columns():
            column[:count] = array(column.typecode, (column[row] for row in kept))

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.time, self.queue, self.value, self.load)
