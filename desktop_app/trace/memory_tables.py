"""The columns of a trace that say what threads executed, and what memory and output became of it.

Each table is sorted by time, grows at its end, and is searched by bisection. Times are integer nanoseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right


class InstructionTable:
    """The instructions that one thread executed, in order.

    An instruction that a preemption cuts in two has two rows; its effects belong to the end of the last,
    the only one whose ``done`` is 1.
    """

    __slots__ = ("done", "dropped", "end", "line", "node", "start")

    def __init__(self) -> None:
        self.start = array("q")
        self.end = array("q")
        self.line = array("i")
        self.node = array("i")
        self.done = array("b")
        #: Rows forgotten so far, so that row + dropped counts from the thread's first instruction.
        self.dropped = 0

    def __len__(self) -> int:
        return len(self.start)

    def append(self, start_ns: int, end_ns: int, line: int, node: int, done: int) -> None:
        """Add the execution of listing line ``line`` that leaves the stack at ``node``."""
        self.start.append(start_ns)
        self.end.append(end_ns)
        self.line.append(line)
        self.node.append(node)
        self.done.append(done)

    def at(self, t_ns: int) -> int:
        """Return the row under execution at ``t_ns``, or the last one before; -1 before the first."""
        return bisect_right(self.start, t_ns) - 1

    def retired(self, t_ns: int) -> int:
        """Return the last row whose end is at or before ``t_ns``, or -1."""
        return bisect_right(self.end, t_ns) - 1

    def drop_before(self, t_ns: int) -> None:
        """Forget what had ended before ``t_ns``; the last row retired by then stays, it holds the stack."""
        count = max(0, self.retired(t_ns))
        for column in self.columns():
            del column[:count]
        self.dropped += count

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.start, self.end, self.line, self.node, self.done)


class WriteTable:
    """The values that one global variable took, one row per write.

    ``value`` is an index into the trace's values, or -1 for a deletion.
    """

    __slots__ = ("size", "thread", "time", "value")

    def __init__(self) -> None:
        self.time = array("q")
        self.value = array("i")
        self.thread = array("i")
        self.size = array("q")

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, value: int, thread: int, size_bytes: int) -> None:
        """Add a write by ``thread`` that takes effect at ``time_ns``."""
        self.time.append(time_ns)
        self.value.append(value)
        self.thread.append(thread)
        self.size.append(size_bytes)

    def at(self, t_ns: int) -> int:
        """Return the row in force at ``t_ns``, or -1 when nothing was written by then."""
        return bisect_right(self.time, t_ns) - 1

    def drop_before(self, t_ns: int) -> None:
        """Forget what was overwritten by ``t_ns``."""
        count = max(0, self.at(t_ns))
        for column in (self.time, self.value, self.thread, self.size):
            del column[:count]

    def first(self, count: int) -> WriteTable:
        """Return a copy of the first ``count`` writes."""
        copy = WriteTable()
        copy.time, copy.value = self.time[:count], self.value[:count]
        copy.thread, copy.size = self.thread[:count], self.size[:count]
        return copy


class ObjectTable:
    """The contents of one mutable object over time.

    ``head`` holds the indexes of its first values (what a stage can show), ``length`` how many it has.
    """

    __slots__ = ("head", "length", "size", "time")

    def __init__(self) -> None:
        self.time = array("q")
        self.length = array("q")
        self.size = array("q")
        self.head: list[tuple[int, ...]] = []

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, head: tuple[int, ...], length: int, size_bytes: int) -> None:
        """Add a change that takes effect at ``time_ns``."""
        self.time.append(time_ns)
        self.length.append(length)
        self.size.append(size_bytes)
        self.head.append(head)

    def at(self, t_ns: int) -> int:
        """Return the row in force at ``t_ns``, or -1 before the object exists."""
        return bisect_right(self.time, t_ns) - 1

    def drop_before(self, t_ns: int) -> None:
        """Forget the contents that were replaced by ``t_ns``."""
        count = max(0, self.at(t_ns))
        del self.time[:count], self.length[:count], self.size[:count], self.head[:count]

    def first(self, count: int) -> ObjectTable:
        """Return a copy of the first ``count`` changes."""
        copy = ObjectTable()
        copy.time, copy.length, copy.size = self.time[:count], self.length[:count], self.size[:count]
        copy.head = self.head[:count]
        return copy


class OutputTable:
    """What one process printed, piece by piece."""

    __slots__ = ("text", "thread", "time")

    def __init__(self) -> None:
        self.time = array("q")
        self.thread = array("i")
        self.text: list[str] = []

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, thread: int, text: str) -> None:
        """Add what ``thread`` printed at ``time_ns``."""
        self.time.append(time_ns)
        self.thread.append(thread)
        self.text.append(text)

    def take(self, other: OutputTable, count: int) -> None:
        """Begin with the first ``count`` pieces of another process's output."""
        self.time, self.thread, self.text = other.time[:count], other.thread[:count], other.text[:count]

    def last(self, t_ns: int, pieces: int) -> str:
        """Return the last ``pieces`` of what was printed by ``t_ns``, that moment included."""
        count = bisect_right(self.time, t_ns)
        return "".join(self.text[max(0, count - pieces) : count])

    def until(self, t_ns: int) -> str:
        """Return everything printed by ``t_ns``, that moment included."""
        return "".join(self.text[: bisect_right(self.time, t_ns)])
