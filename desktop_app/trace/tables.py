"""The columns of a trace. Each table is sorted by time, grows at its end, and is searched by bisection.

Times are integer nanoseconds, intervals are half-open: [start, end).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import overload

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


class Column(Sequence[int]):
    """One column of a run table as its readers see it, worked out from what is stored."""

    __slots__ = ("_at", "_table")

    def __init__(self, table: RunTable, at: Callable[[int], int]) -> None:
        self._table = table
        self._at = at

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> list[int]: ...
    def __getitem__(self, row: int | slice) -> int | list[int]:
        """Return the value in a row, counted from the end when negative, or the values in a slice."""
        if row.__class__ is int and row >= 0:
            return self._at(row)  # which raises the IndexError
        length = len(self._table)
        if isinstance(row, slice):
            return [self._at(number) for number in range(*row.indices(length))]
        if not -length <= row < length:
            raise IndexError(row)
        return self._at(row + length if row < 0 else row)


class RunTable:
    """What one core did: intervals that never overlap; between them the core is idle.

    It stores a dispatch as four integers: when the core was given to the thread, when the thread began to run,
    when it stopped, and who it was and why it stopped. Where dispatches cost nothing a row is such a stretch of
    running; where they ``cost`` something, each has two rows: the switch, which may be empty, and the run. A run
    that goes on at another rate is stored as one more dispatch, and has an empty switch then.

    The end of a row is written when it starts, as far as it is known by then, and corrected when something
    comes in between: final is what lies up to the trace's ``known_until_ns``.

    Attributes:
        cost: Whether dispatches may cost time.
        dispatched: When the core was given to the thread.
        began: When the thread began to run.
        ended: When it stopped; OPEN when nobody knows yet.
        whose: The thread's index, and in the lowest bits the RunEnd.
        rates: The rate of each, in millionths; empty where threads run at no other rate than 1.
        start: When each row starts.
        end: When it ends.
        thread: Who has the core.
        kind: A RunKind each.
        cause: A RunEnd each.
    """

    __slots__ = (
        "began",
        "cause",
        "cost",
        "dispatched",
        "end",
        "ended",
        "kind",
        "rates",
        "start",
        "thread",
        "whose",
    )

    #: By how many bits the thread's index is shifted in ``whose``.
    SHIFT = 4

    def __init__(self, *, cost: bool = False) -> None:
        self.cost = cost
        self.dispatched, self.began, self.ended, self.whose = array("q"), array("q"), array("q"), array("q")
        self.rates = array("q")  # a fast core with a warm cache may work 10,000 times as fast as nominal
        self.start = Column(self, self._start)
        self.end = Column(self, self._end)
        self.thread = Column(self, self._thread)
        self.kind = Column(self, self._kind)
        self.cause = Column(self, self._cause)

    def __len__(self) -> int:
        return len(self.whose) * (1 + self.cost)

    def append(self, dispatched_ns: int, start_ns: int, end_ns: int, thread: int, cause: int) -> None:
        """Add a dispatch.

        Args:
            dispatched_ns: When the core is given to the thread; ``start_ns`` where that costs nothing.
            start_ns: When the thread begins to run.
            end_ns: When it stops unless something comes in between; OPEN when nobody knows.
            thread: Who has the core.
            cause: The RunEnd it will have if nothing comes in between.
        """
        self.dispatched.append(dispatched_ns)
        self.began.append(start_ns)
        self.ended.append(end_ns)
        self.whose.append(thread << self.SHIFT | cause)

    def finish(self, end_ns: int, cause: int) -> None:
        """Say when and why the last dispatch ended, which may be during its switch."""
        self.ended[-1] = end_ns
        self.began[-1] = min(self.began[-1], end_ns)
        self.whose[-1] = self.whose[-1] >> self.SHIFT << self.SHIFT | cause

    def at(self, t_ns: int) -> int:
        """Return the row of the interval that contains ``t_ns``, or -1 when the core is idle then."""
        number = bisect_right(self.dispatched, t_ns) - 1
        if number < 0 or t_ns >= self.ended[number]:
            return -1
        return 2 * number + (t_ns >= self.began[number]) if self.cost else number

    def after(self, t_ns: int) -> int:
        """Return the first row that starts later than ``t_ns``, or their number when none does."""
        number = bisect_right(self.dispatched, t_ns)
        if not self.cost:
            return number
        return 2 * number - (number > 0 and self.began[number - 1] > t_ns)

    def rate_of(self, row: int) -> int:
        """Return the rate of an interval, in millionths of the nominal one."""
        return self.rates[row >> self.cost] if self.rates else FULL_RATE_PPM

    def drop_before(self, t_ns: int) -> None:
        """Forget the dispatches that were over at ``t_ns`` or earlier."""
        count = bisect_right(self.ended, t_ns)
        for column in self.columns():
            del column[:count]

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` dispatches."""
        for column in self.columns():
            del column[count:]

    def columns(self) -> tuple[array[int], ...]:
        """Return all that is stored."""
        return (self.dispatched, self.began, self.ended, self.whose, self.rates)

    def _start(self, row: int) -> int:
        if not self.cost:
            return self.began[row]
        return self.began[row >> 1] if row & 1 else self.dispatched[row >> 1]

    def _end(self, row: int) -> int:
        if not self.cost:
            return self.ended[row]
        return self.ended[row >> 1] if row & 1 else self.began[row >> 1]

    def _thread(self, row: int) -> int:
        return self.whose[row >> self.cost] >> self.SHIFT

    def _kind(self, row: int) -> int:
        if row >= len(self.whose) << self.cost:
            raise IndexError(row)
        return RunKind.RUN if not self.cost or row & 1 else RunKind.SWITCH

    def _cause(self, row: int) -> int:
        cause = self.whose[row >> self.cost] & (1 << self.SHIFT) - 1
        return RunEnd.SWITCHED if self.cost and not row & 1 else cause


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


class WaitLog:
    """All waits of a run in the order in which they began, as the engine writes them.

    One log instead of a table per thread: thousands of small tables cost the engine time and memory. Readers get
    a table per thread, made from the log when they ask.
    """

    __slots__ = ("_last", "_looked", "_read", "_tables", "_threads", "cause", "thread", "time", "until")

    def __init__(self, threads: int) -> None:
        self.time = array("q")
        self.until = array("q")
        self.thread = array("i")
        self.cause = array("i")
        self._threads = threads
        self._tables: list[WaitTable] = []
        self._read = 0
        self._last: dict[int, int] = {}
        self._looked = 0

    def __len__(self) -> int:
        return len(self.time)

    def add_thread(self) -> None:
        """Take note that there is one more thread."""
        self._threads += 1
        if self._tables:
            self._tables.append(WaitTable())

    def append(self, time_ns: int, until_ns: int, thread: int, cause: int) -> None:
        """Add a wait.

        Args:
            time_ns: Since when.
            until_ns: Until when; OPEN when nobody knows yet. It is corrected by `finish`.
            thread: Who waits.
            cause: Index of what the thread waits for in the trace's causes.
        """
        self.time.append(time_ns)
        self.until.append(until_ns)
        self.thread.append(thread)
        self.cause.append(cause)

    def finish(self, thread: int, until_ns: int) -> None:
        """Say when the last wait of a thread was over."""
        row = self.last(thread)
        self.until[row] = until_ns
        if row < self._read:
            self._tables[thread].finish(until_ns)

    def last(self, thread: int) -> int:
        """Return the row of the last wait of a thread, or -1."""
        for row in range(self._looked, len(self.thread)):
            self._last[self.thread[row]] = row
        self._looked = len(self.thread)
        return self._last.get(thread, -1)

    def tables(self) -> list[WaitTable]:
        """Return the waits of each thread, up to now; the same tables each time."""
        if not self._tables:
            self._tables = [WaitTable() for _ in range(self._threads)]
        for row in range(self._read, len(self.time)):
            self._tables[self.thread[row]].append(self.time[row], self.until[row], self.cause[row])
        self._read = len(self.time)
        return self._tables

    def drop_before(self, t_ns: int) -> None:
        """Forget the waits that were over by ``t_ns``, but the last of them of each thread: it may be ready since."""
        last = {self.thread[row]: row for row, until in enumerate(self.until) if until <= t_ns}
        kept = [row for row, until in enumerate(self.until) if until > t_ns or last[self.thread[row]] == row]
        for column in self.columns():
            column[:] = array(column.typecode, (column[row] for row in kept))
        self._start_anew()

    def keep(self, count: int) -> None:
        """Forget all but the first ``count`` waits."""
        for column in self.columns():
            del column[count:]
        self._start_anew()

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return (self.time, self.until, self.thread, self.cause)

    def _start_anew(self) -> None:
        self._tables = []
        self._read = 0
        self._last = {}
        self._looked = 0


class EventKind(IntEnum):
    """Things that happen at one moment and that the other tables do not say."""

    ACQUIRED = 0
    """``thread`` got resource ``value``."""
    RELEASED = 1
    """``thread`` gave resource ``value`` back."""
    SIGNALLED = 2
    """``process`` was sent signal number ``value``."""
    REFUSED = 3
    """Somebody tried to send signal ``value`` to ``thread`` alone, which no operating system lets one do; or, where
    ``value`` is 0, to bind it to cores that are off line; or, where ``thread`` is -1, to start one more thread in
    ``process``, where that is impossible."""
    NICE = 4
    PRIORITY = 5
    INHERITED = 6
    """``thread`` has the priority, period or deadline ``value`` for the sake of who waits for it, or its own again."""
    AFFINITY = 7
    """``thread`` may run on the cores in the bit mask ``value``, see `core_masks`; 0 for any."""
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

    def finished(self, t_ns: int) -> int:
        """Return how many jobs were finished by ``t_ns``, that moment included."""
        return bisect_right(self.finish, t_ns)

    def until(self, t_ns: int) -> JobTable:
        """Return a copy with the jobs that finished by ``t_ns``, that moment included."""
        copy = JobTable(self.first_ns)
        copy.finish = self.finish[: bisect_right(self.finish, t_ns)]
        return copy


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
