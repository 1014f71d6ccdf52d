"""The columns of a trace. Each table is sorted by time, grows at its end, and is searched by bisection.

Times are integer nanoseconds, intervals are half-open: [start, end).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from enum import IntEnum

from desktop_app.model.machine import FULL_RATE_PPM

#: The end of an interval that the engine has not closed yet.
OPEN = 2**63 - 1


class RunKind(IntEnum):
    """What a core does during an interval in which it is not idle."""

    SWITCH = 0
    RUN = 1


class RunEnd(IntEnum):
    """Why an interval of a core ended."""

    OPEN = 0
    SWITCHED = 1
    """The switch was over and the thread runs."""
    EXPIRED = 2
    """The thread's slice was over."""
    PREEMPTED = 3
    """The thread gave way to another one in the middle of its slice."""
    BLOCKED = 4
    TERMINATED = 5
    RATE = 6
    """The thread runs on in the next interval, at another rate."""


class RunTable:
    """What one core did: intervals that never overlap; between them the core is idle.

    The end of an interval is written when it starts, as far as it is known by then, and corrected when something
    comes in between: final is what lies up to the trace's ``known_until_ns``. ``rate_ppm`` is empty unless
    threads run at other rates than 1: then it has the rate of each interval, in millionths.
    """

    __slots__ = ("cause", "end", "kind", "rate_ppm", "start", "thread")

    def __init__(self) -> None:
        self.start = array("q")
        self.end = array("q")
        self.thread = array("i")
        self.kind = array("b")
        self.cause = array("b")
        self.rate_ppm = array("i")

    def __len__(self) -> int:
        return len(self.start)

    def append(self, start_ns: int, end_ns: int, thread: int, kind: int, cause: int) -> None:
        """Add an interval.

        Args:
            start_ns: When it starts.
            end_ns: When it ends unless something comes in between; OPEN when nobody knows.
            thread: Who has the core.
            kind: A RunKind.
            cause: The RunEnd it will have if nothing comes in between.
        """
        self.start.append(start_ns)
        self.end.append(end_ns)
        self.thread.append(thread)
        self.kind.append(kind)
        self.cause.append(cause)

    def finish(self, end_ns: int, cause: int) -> None:
        """Say when and why the last interval ended."""
        self.end[-1] = end_ns
        self.cause[-1] = cause

    def drop_last(self) -> None:
        """Take back the last interval, which had not begun yet."""
        for column in self.columns():
            if column:
                del column[-1]

    def at(self, t_ns: int) -> int:
        """Return the row of the interval that contains ``t_ns``, or -1 when the core is idle then."""
        row = bisect_right(self.start, t_ns) - 1
        return row if row >= 0 and t_ns < self.end[row] else -1

    def rate_of(self, row: int) -> int:
        """Return the rate of an interval, in millionths of the nominal one."""
        return self.rate_ppm[row] if self.rate_ppm else FULL_RATE_PPM

    def drop_before(self, t_ns: int) -> int:
        """Forget the intervals that ended at ``t_ns`` or earlier, and return how many."""
        count = bisect_right(self.end, t_ns)
        for column in self.columns():
            del column[:count]
        return count

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` intervals."""
        for column in self.columns():
            del column[count:]

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.start, self.end, self.thread, self.kind, self.cause, self.rate_ppm)


class WaitTable:
    """The times at which one thread waited for something: rows that never overlap."""

    __slots__ = ("cause", "time", "until")

    def __init__(self) -> None:
        self.time = array("q")
        self.until = array("q")
        self.cause = array("i")

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, until_ns: int, cause: int) -> None:
        """Add a wait.

        Args:
            time_ns: Since when.
            until_ns: Until when; OPEN when nobody knows yet. It is corrected by `finish`.
            cause: Index of what the thread waits for in the trace's causes.
        """
        self.time.append(time_ns)
        self.until.append(until_ns)
        self.cause.append(cause)

    def finish(self, until_ns: int) -> None:
        """Say when the last wait was over."""
        self.until[-1] = until_ns

    def at(self, t_ns: int) -> int:
        """Return the row of the wait under way at ``t_ns``, or -1 when there is none."""
        row = bisect_right(self.time, t_ns) - 1
        return row if row >= 0 and t_ns < self.until[row] else -1

    def drop_before(self, t_ns: int) -> None:
        """Forget the waits that were over by ``t_ns``, but the last of them."""
        count = max(0, bisect_right(self.until, t_ns) - 1)
        for column in self.columns():
            del column[:count]

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` waits."""
        for column in self.columns():
            del column[count:]

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.time, self.until, self.cause)


class EventKind(IntEnum):
    """Things that happen at one moment and that the other tables do not say."""

    ACQUIRED = 0
    """``thread`` got resource ``value``."""
    RELEASED = 1
    """``thread`` gave resource ``value`` back."""
    SIGNALLED = 2
    """``process`` was sent signal number ``value``."""
    REFUSED = 3
    """Somebody tried to send signal ``value`` to ``thread`` alone, which no operating system lets one do."""
    NICE = 4
    PRIORITY = 5
    INHERITED = 6
    """``thread`` runs at priority ``value`` for the sake of who waits for it, or at its own again."""
    AFFINITY = 7
    """``thread`` may run on the cores in the bit mask ``value``; 0 for any."""
    CORES = 8
    """``value`` cores are on line."""
    POLICY = 9
    """Policy number ``value`` of the trace's policies is in force."""
    MOVED = 10
    """``thread`` was taken from the queue of core ``value`` to that of ``core``."""
    MEMORY = 12
    """``process`` has ``value`` bytes of RAM."""
    OUT_OF_MEMORY = 13
    """RAM was exceeded by ``value`` bytes, and ``process`` was killed for it."""
    MISUSED = 14
    """``thread`` did to resource ``value`` what only its holder may do, and failed."""
    WARM = 15
    """The working set of ``process`` is in the cache of ``core``."""


class JobTable:
    """The jobs of one periodic thread; job k is released at ``first_ns + k * period_ns``.

    Attributes:
        first_ns: Release of its first job.
        finish: When each job finished, in order.
    """

    __slots__ = ("finish", "first_ns")

    def __init__(self, first_ns: int) -> None:
        self.first_ns = first_ns
        self.finish = array("q")


class EventTable:
    """Rare events of the whole run."""

    __slots__ = ("core", "kind", "process", "thread", "time", "value")

    def __init__(self) -> None:
        self.time = array("q")
        self.kind = array("b")
        self.process = array("i")
        self.thread = array("i")
        self.core = array("h")
        self.value = array("q")

    def __len__(self) -> int:
        return len(self.time)

    def append(
        self, time_ns: int, kind: EventKind, *, process: int = -1, thread: int = -1, core: int = -1, value: int = 0
    ) -> None:
        """Add an event; see EventKind for what its values mean."""
        self.time.append(time_ns)
        self.kind.append(kind)
        self.process.append(process)
        self.thread.append(thread)
        self.core.append(core)
        self.value.append(value)

    def until(self, t_ns: int) -> range:
        """Return the rows of what happened by ``t_ns``, that moment included."""
        return range(bisect_right(self.time, t_ns))

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` events."""
        for column in self.columns():
            del column[count:]

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.time, self.kind, self.process, self.thread, self.core, self.value)


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
