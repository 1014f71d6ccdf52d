"""The trace's intervals as numpy arrays: kept up to date by copying what is new, culled by bisection.

The trace's own buffers are never shared with numpy: a buffer that is exported cannot grow.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.trace.tables import RunEnd, RunKind, RunTable
from desktop_app.trace.trace import Trace

Times = NDArray[np.int64]
Numbers = NDArray[np.int32]
Kinds = NDArray[np.int8]

#: What a core does at a sampled moment when no process's thread runs on it.
IDLE = -1
SWITCHING = -2
# An enumeration is slow to look up.
_SWITCH, _RATE = int(RunKind.SWITCH), int(RunEnd.RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreIntervals:
    """A stretch of one core's intervals, sorted by time; views of the index, good until it is refreshed.

    In a short stretch none is empty, and a thread that only changed its rate has one interval, not several.

    Attributes:
        start_ns: When each starts.
        end_ns: When each ends, or until when it is known.
        thread: Whose each is, an index in the trace.
        kind: A RunKind each.
        cause: A RunEnd each.
    """

    start_ns: Times
    end_ns: Times
    thread: Numbers
    kind: Kinds
    cause: Kinds

    def __len__(self) -> int:
        return len(self.start_ns)


#: In a longer stretch nobody could see an empty interval, or that one is in two parts; looking for them takes time.
_MOST_CLEANED = 4_096


class CoreColumns:
    """One core's columns with room to grow: a refresh copies the new rows, and those that may have changed."""

    def __init__(self) -> None:
        self._count = 0
        #: Rows of a dispatch.
        self._each = 1
        #: Whether threads run at other rates than 1, so that an interval may be in several parts.
        self._rates = False
        #: Dispatches that were over by what was known, and so are final; a later one may be cut or taken back.
        self._settled = 0
        self._start = np.empty(0, np.int64)
        self._end = np.empty(0, np.int64)
        self._thread = np.empty(0, np.int32)
        self._kind = np.empty(0, np.int8)
        self._cause = np.empty(0, np.int8)

    def refresh(self, table: RunTable, known_until_ns: int, *, rebuild: bool) -> None:
        """Copy what the table has and the columns lack; everything when history was dropped.

        The end of an interval beyond ``known_until_ns`` is a plan that may still change: it is cut off there.
        """
        self._each = each = 1 + table.cost
        self._rates = self._rates or bool(table.rates)
        count = len(table)
        first = 0 if rebuild else self._settled
        known = first * each
        if count > len(self._start):
            self._grow(count, known)
        began, ended, whose = (_copied(column[first:]) for column in (table.began, table.ended, table.whose))
        start, end, kind, cause = [began], [ended], [RunKind.RUN], [whose & (1 << table.SHIFT) - 1]
        if table.cost:
            start.insert(0, _copied(table.dispatched[first:]))
            end.insert(0, began)
            kind.insert(0, RunKind.SWITCH)
            cause.insert(0, np.full_like(began, RunEnd.SWITCHED))
        self._start[known:count] = np.minimum(np.stack(start, axis=1).ravel(), known_until_ns)
        self._end[known:count] = np.minimum(np.stack(end, axis=1).ravel(), known_until_ns)
        self._thread[known:count] = np.repeat(whose >> table.SHIFT, each)
        self._kind[known:count] = np.tile(np.array(kind, np.int8), len(whose))
        self._cause[known:count] = np.stack(cause, axis=1).ravel()
        self._count = count
        self._settled = first + int(np.searchsorted(ended, known_until_ns, "right"))

    def between(self, start_ns: int, end_ns: int) -> CoreIntervals:
        """Return the intervals that meet [start_ns, end_ns)."""
        low = int(self._end[: self._count].searchsorted(start_ns, "right"))
        high = max(low, int(self._start[: self._count].searchsorted(end_ns, "left")))
        start, end = self._start[low:high], self._end[low:high]
        thread, kind, cause = self._thread[low:high], self._kind[low:high], self._cause[low:high]
        if 0 < high - low <= _MOST_CLEANED:
            full = end > start
            if not full.all():
                start, end, thread, kind, cause = start[full], end[full], thread[full], kind[full], cause[full]
            goes_on = cause[:-1] == _RATE if self._rates else None
            if goes_on is not None and goes_on.any():
                goes_on &= (thread[:-1] == thread[1:]) & (end[:-1] == start[1:])
                first, last = np.append(True, ~goes_on), np.append(~goes_on, True)
                start, end, thread, kind, cause = start[first], end[last], thread[first], kind[first], cause[last]
        return CoreIntervals(start_ns=start, end_ns=end, thread=thread, kind=kind, cause=cause)

    def count(self, start_ns: int, end_ns: int) -> int:
        """Return how many intervals meet [start_ns, end_ns), empty ones included."""
        low = int(self._end[: self._count].searchsorted(start_ns, "right"))
        return max(0, int(self._start[: self._count].searchsorted(end_ns, "left")) - low)

    def begin_of(self, t_ns: int) -> int:
        """Return since when the core does what it does at ``t_ns``, that moment excluded; ``t_ns`` when it is idle."""
        row = int(self._start[: self._count].searchsorted(t_ns, "left")) - 1
        if row < 0 or self._end[row] < t_ns:
            return t_ns
        before = self._full_before(row) if self._rates else -1
        while before >= 0 and self._is_one(before, row):
            row, before = before, self._full_before(before)
        return int(self._start[row])

    def _full_before(self, row: int) -> int:
        """Return the last interval before one that is not empty, or -1."""
        row -= 1
        while row >= 0 and self._start[row] == self._end[row]:
            row -= 1
        return row

    def _is_one(self, before: int, row: int) -> bool:
        """Whether the thread of an interval only went on at another rate."""
        same = self._thread[before] == self._thread[row] and self._end[before] == self._start[row]
        return bool(same and self._cause[before] == RunEnd.RATE)

    @property
    def dispatches(self) -> int:
        """How many dispatches there are."""
        return self._count // self._each

    @property
    def settled(self) -> int:
        """How many of them, the first ones, are final."""
        return self._settled

    def threads_of(self, dispatches: slice) -> Numbers:
        """Return whose some dispatches are."""
        return self._thread[: self._count : self._each][dispatches]

    def look_up(self, dispatches: NDArray[np.intp] | slice) -> Times:
        """Return of some dispatches when each began and when its thread began to run and stopped, and why: 4 rows."""
        each, count = self._each, self._count
        first, last = slice(0, count, each), slice(each - 1, count, each)
        columns = (self._start[first], self._start[last], self._end[last], self._cause[last])
        return np.stack([column[dispatches].astype(np.int64) for column in columns])

    def _grow(self, count: int, known: int) -> None:
        room = max(256, count + count // 4)
        for name in ("_start", "_end", "_thread", "_kind", "_cause"):
            old = getattr(self, name)
            new = np.empty(room, old.dtype)
            new[:known] = old[:known]
            setattr(self, name, new)


def _copied(rows: array[int]) -> Times:
    # `rows` is a slice and so a copy of its own: viewing it does not lock the table.
    return np.frombuffer(rows, np.int64) if rows else np.empty(0, np.int64)


class IntervalIndex:
    """All cores' intervals of one trace, ready to be culled and sampled.

    Attributes:
        trace: The trace.
        cores: The columns of each core.
        known_until_ns: Up to when the index knows what the trace does.
        generation: Changes whenever something that was known changed: history was forgotten, or taken back.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.known_until_ns = -1
        self.generation = 0
        self._begin_ns = trace.begin_ns
        self.cores = [CoreColumns() for _ in trace.runs]
        self._process = np.empty(0, np.int32)
        self.refresh()

    def refresh(self, until_ns: int | None = None) -> None:
        """Take over what the trace has learnt, or forgotten, since the last time.

        Args:
            until_ns: Where only what was done up to then is asked for, and that is known already, nothing is done: an
                engine that runs ahead would otherwise have every picture copy what nobody looks at yet.
        """
        trace = self.trace
        if (self._begin_ns, self.known_until_ns) == (trace.begin_ns, trace.known_until_ns):
            return  # what is known is final
        # A trace that knows less than before was taken back to an earlier moment.
        rebuild = trace.begin_ns != self._begin_ns or trace.known_until_ns < self.known_until_ns
        if not rebuild and until_ns is not None and until_ns <= self.known_until_ns:
            return
        self.generation += rebuild
        self._begin_ns, self.known_until_ns = trace.begin_ns, trace.known_until_ns
        for columns, table in zip(self.cores, trace.runs, strict=True):
            columns.refresh(table, trace.known_until_ns, rebuild=rebuild)

    @property
    def processes(self) -> Numbers:
        """The process of each thread, by index."""
        if len(self._process) != len(self.trace.ended):
            self._process = np.array([thread.process for thread in self.trace.threads], np.int32)
        return self._process

    def between(self, core: int, start_ns: int, end_ns: int) -> CoreIntervals:
        """Return the intervals of ``core`` that meet [start_ns, end_ns)."""
        return self.cores[core].between(start_ns, end_ns)

    def begin_of(self, core: int, t_ns: int) -> int:
        """Return since when ``core`` does what it does just before ``t_ns``; ``t_ns`` when it is idle."""
        return self.cores[core].begin_of(t_ns)

    def sample(self, runs: CoreIntervals, times_ns: Times) -> Numbers:
        """Return who has the core at each of the sorted times: a thread's index, IDLE or SWITCHING.

        Args:
            runs: The core's intervals around those times.
            times_ns: When.
        """
        if not len(runs):
            return np.full(len(times_ns), IDLE, np.int32)
        row = runs.start_ns.searchsorted(times_ns, "right") - 1
        before = row < 0
        np.maximum(row, 0, out=row)
        end_ns = runs.end_ns.take(row)
        found = runs.thread.take(row)
        found[runs.kind.take(row) == _SWITCH] = SWITCHING
        found[before | (times_ns >= end_ns)] = IDLE
        return found
