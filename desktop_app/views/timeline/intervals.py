"""The trace's intervals as numpy arrays: kept up to date by copying what is new, culled by bisection.

The trace's own buffers are never shared with numpy: a buffer that is exported cannot grow.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.trace.tables import RunKind, RunTable
from desktop_app.trace.trace import Trace

Times = NDArray[np.int64]
Numbers = NDArray[np.int32]
Kinds = NDArray[np.int8]

#: What a core does at a sampled moment when no process's thread runs on it.
IDLE = -1
SWITCHING = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreIntervals:
    """A stretch of one core's intervals, sorted by time; views of the index, good until it is refreshed.

    Attributes:
        start_ns: When each starts.
        end_ns: When each ends; OPEN for the last one of a run that goes on.
        thread: Whose each is, an index in the trace.
        kind: A RunKind each.
    """

    start_ns: Times
    end_ns: Times
    thread: Numbers
    kind: Kinds

    def __len__(self) -> int:
        return len(self.start_ns)


class _CoreColumns:
    """One core's columns with room to grow: a refresh copies the new rows only."""

    def __init__(self) -> None:
        self._count = 0
        self._start = np.empty(0, np.int64)
        self._end = np.empty(0, np.int64)
        self._thread = np.empty(0, np.int32)
        self._kind = np.empty(0, np.int8)

    def refresh(self, table: RunTable, *, rebuild: bool) -> None:
        """Copy what the table has and the columns lack; everything when history was dropped."""
        count = len(table)
        # The row that was last may have been open then: it is copied again.
        known = 0 if rebuild or count < self._count else max(0, self._count - 1)
        if count > len(self._start):
            self._grow(count, known)
        self._start[known:count] = _copied(table.start[known:count], np.int64)
        self._end[known:count] = _copied(table.end[known:count], np.int64)
        self._thread[known:count] = _copied(table.thread[known:count], np.int32)
        self._kind[known:count] = _copied(table.kind[known:count], np.int8)
        self._count = count

    def is_current(self, table: RunTable) -> bool:
        """Whether a refresh would change nothing."""
        count = len(table)
        return count == self._count and (count == 0 or table.end[-1] == self._end[count - 1])

    def between(self, start_ns: int, end_ns: int) -> CoreIntervals:
        """Return the intervals that meet [start_ns, end_ns)."""
        low = int(np.searchsorted(self._end[: self._count], start_ns, "right"))
        high = max(low, int(np.searchsorted(self._start[: self._count], end_ns, "left")))
        return CoreIntervals(
            start_ns=self._start[low:high],
            end_ns=self._end[low:high],
            thread=self._thread[low:high],
            kind=self._kind[low:high],
        )

    def _grow(self, count: int, known: int) -> None:
        room = max(256, count * 2)
        for name in ("_start", "_end", "_thread", "_kind"):
            old = getattr(self, name)
            new = np.empty(room, old.dtype)
            new[:known] = old[:known]
            setattr(self, name, new)


def _copied(rows: array[int], kind: type[np.signedinteger]) -> NDArray[np.signedinteger]:
    # `rows` is a slice and so a copy of its own: viewing it does not lock the table.
    return np.frombuffer(rows, kind) if rows else np.empty(0, kind)


class IntervalIndex:
    """All cores' intervals of one trace, ready to be culled and sampled."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._begin_ns = trace.begin_ns
        self._cores = [_CoreColumns() for _ in trace.runs]
        self._process = np.array([thread.process for thread in trace.threads], np.int32)
        self.refresh()

    def refresh(self) -> None:
        """Take over what the trace has learnt, or forgotten, since the last time."""
        rebuild = self._begin_ns != self.trace.begin_ns
        self._begin_ns = self.trace.begin_ns
        for columns, table in zip(self._cores, self.trace.runs, strict=True):
            if rebuild or not columns.is_current(table):
                columns.refresh(table, rebuild=rebuild)

    def between(self, core: int, start_ns: int, end_ns: int) -> CoreIntervals:
        """Return the intervals of ``core`` that meet [start_ns, end_ns)."""
        return self._cores[core].between(start_ns, end_ns)

    def sample(self, runs: CoreIntervals, times_ns: Times, gap_ns: int = 0) -> Numbers:
        """Return what the core does at each of the sorted times: a process's index, IDLE or SWITCHING.

        Args:
            runs: The core's intervals around those times.
            times_ns: When.
            gap_ns: How much earlier an interval seems to end that is at least four times as long; this keeps
                neighbours apart on a screen.
        """
        if not len(runs):
            return np.full(len(times_ns), IDLE, np.int32)
        row = np.searchsorted(runs.start_ns, times_ns, "right") - 1
        inside = row >= 0
        row = np.maximum(row, 0)
        start_ns, end_ns = runs.start_ns[row], runs.end_ns[row]
        if gap_ns:
            end_ns = end_ns - np.where(end_ns - start_ns >= 4 * gap_ns, gap_ns, 0)
        inside &= times_ns < end_ns
        found = self._process[runs.thread[row]]
        found[runs.kind[row] == RunKind.SWITCH] = SWITCHING
        found[~inside] = IDLE
        return found


def sample_times(start_ns: int, span_ns: int, columns: int, *, scattered: bool) -> Times:
    """Return one moment in each of ``columns`` equal cells of time.

    Args:
        start_ns: Where the first cell starts.
        span_ns: Length of all cells together.
        columns: How many, 1 or more.
        scattered: The moment is a cell's middle, or, when scattered, somewhere in it. When many intervals share a
            cell, middles would beat with a periodic schedule and could show one thread where many take turns; at
            scattered moments each thread shows as often as it ran. Where in the cell depends on the cell's own
            number on a grid from 0, so the picture stands still while it is panned.
    """
    cell = span_ns / columns
    first = round(start_ns / cell) if scattered else 0
    number = np.arange(first, first + columns, dtype=np.int64)
    if not scattered:
        return (start_ns + (number + 0.5) * cell).astype(np.int64)
    # Weyl's sequence on the golden ratio: equally spread over any stretch, and the same on every machine.
    share = (number * 0.6180339887498949) % 1.0
    return np.clip(((number + share) * cell).astype(np.int64), start_ns, start_ns + span_ns)
