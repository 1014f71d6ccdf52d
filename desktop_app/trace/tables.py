"""The columns of a trace. Each table is sorted by time, grows at its end, and is searched by bisection.

Times are integer nanoseconds, intervals are half-open: [start, end).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from enum import IntEnum

#: The end of an interval that the engine has not closed yet.
OPEN = 2**63 - 1


class RunKind(IntEnum):
    """What a core does during an interval in which it is not idle."""

    SWITCH = 0
    RUN = 1


class RunEnd(IntEnum):
    """Why an interval of a core ended."""

    OPEN = 0
    RAN_ON = 1
    """The switch was over and the thread runs, or the scheduler picked the same thread again."""
    PREEMPTED = 2
    BLOCKED = 3
    TERMINATED = 4


class RunTable:
    """What one core did: intervals that never overlap; between them the core is idle.

    ``switches`` counts how often the core took on another thread than it had before, this interval included;
    ``burst`` and ``left`` say which burst the thread is in, and what was left of it when the interval started.
    """

    __slots__ = (
        "burst",
        "cause",
        "end",
        "kind",
        "last_thread",
        "left",
        "start",
        "switched_before",
        "switches",
        "thread",
    )

    def __init__(self) -> None:
        self.start = array("q")
        self.end = array("q")
        self.thread = array("i")
        self.kind = array("b")
        self.cause = array("b")
        self.switches = array("i")
        self.burst = array("i")
        self.left = array("q")
        #: Context switches in the intervals that were forgotten.
        self.switched_before = 0
        #: The thread that had the core last.
        self.last_thread = -1

    def __len__(self) -> int:
        return len(self.start)

    def begin(self, start_ns: int, thread: int, kind: RunKind, *, burst: int = -1, left_ns: int = 0) -> None:
        """Open an interval.

        Args:
            start_ns: When it starts.
            thread: Who has the core.
            kind: What the core does.
            burst: Position of the burst the thread is in, or -1 when it executes bytecode.
            left_ns: What is left of that burst.
        """
        before = self.switches[-1] if self.switches else self.switched_before
        self.switches.append(before + (thread != self.last_thread))
        self.last_thread = thread
        self.burst.append(burst)
        self.left.append(left_ns)
        self.start.append(start_ns)
        self.end.append(OPEN)
        self.thread.append(thread)
        self.kind.append(kind)
        self.cause.append(RunEnd.OPEN)

    def finish(self, end_ns: int, cause: RunEnd) -> None:
        """Close the interval opened last."""
        self.end[-1] = end_ns
        self.cause[-1] = cause

    def at(self, t_ns: int) -> int:
        """Return the row of the interval that contains ``t_ns``, or -1 when the core is idle then."""
        row = bisect_right(self.start, t_ns) - 1
        return row if row >= 0 and t_ns < self.end[row] else -1

    def drop_before(self, t_ns: int) -> None:
        """Forget the intervals that ended at ``t_ns`` or earlier."""
        count = bisect_right(self.end, t_ns)
        if count:
            self.switched_before = self.switches[count - 1]
        for column in self.columns():
            del column[:count]

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (
            self.start, self.end, self.thread, self.kind, self.cause, self.switches, self.burst, self.left,
        )  # fmt: skip


class StateTable:
    """The states of one thread; each lasts until the next row."""

    __slots__ = ("cause", "core", "order", "state", "time", "until")

    def __init__(self) -> None:
        self.time = array("q")
        self.state = array("b")
        self.order = array("q")
        self.cause = array("i")
        self.until = array("q")
        self.core = array("h")

    def __len__(self) -> int:
        return len(self.time)

    def append(
        self, time_ns: int, state: int, order: int, *, cause: int = -1, until_ns: int = OPEN, core: int = -1
    ) -> None:
        """Add a change of state.

        Args:
            time_ns: When.
            state: A ThreadState.
            order: Number of the change in the whole trace, which orders changes at the same time.
            cause: For WAITING, the index of what it waits for in the trace's causes.
            until_ns: For WAITING on a device, when the device is done.
            core: For RUNNING, the core.
        """
        self.time.append(time_ns)
        self.state.append(state)
        self.order.append(order)
        self.cause.append(cause)
        self.until.append(until_ns)
        self.core.append(core)

    def at(self, t_ns: int) -> int:
        """Return the row in force at ``t_ns``, or -1 before the thread exists."""
        return bisect_right(self.time, t_ns) - 1

    def drop_before(self, t_ns: int) -> None:
        """Forget what was over by ``t_ns``; the row in force then stays."""
        count = max(0, self.at(t_ns))
        for column in (self.time, self.state, self.order, self.cause, self.until, self.core):
            del column[:count]


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
        for column in (self.start, self.end, self.line, self.node, self.done):
            del column[:count]
        self.dropped += count


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

    def last(self, t_ns: int, pieces: int) -> str:
        """Return the last ``pieces`` of what was printed by ``t_ns``, that moment included."""
        count = bisect_right(self.time, t_ns)
        return "".join(self.text[max(0, count - pieces) : count])

    def until(self, t_ns: int) -> str:
        """Return everything printed by ``t_ns``, that moment included."""
        return "".join(self.text[: bisect_right(self.time, t_ns)])
