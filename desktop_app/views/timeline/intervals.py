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


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreIntervals:
    """A stretch of one core's intervals, sorted by time; views of the index, good until it is refreshed.

    In a short stretch none is empty, and a thread that only changed its rate has one interval, not several.

    Attributes:
        start_ns: When each starts.
        end_ns: When each ends, or until when it is known.
        thread: Whose each is, an index in the trace.
        kind: A RunKind each.
    """

    start_ns: Times
    end_ns: Times
    thread: Numbers
    kind: Kinds

    def __len__(self) -> int:
        return len(self.start_ns)


#: In a longer stretch nobody could see an empty interval, or that one is in two parts; looking for them takes time.
_MOST_CLEANED = 4_096


class _CoreColumns:
    """One core's columns with room to grow: a refresh copies the new rows, and those that may have changed."""

    def __init__(self) -> None:
        self._count = 0
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
        each = 1 + table.cost  # rows of a dispatch
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
        low = int(np.searchsorted(self._end[: self._count], start_ns, "right"))
        high = max(low, int(np.searchsorted(self._start[: self._count], end_ns, "left")))
        start, end = self._start[low:high], self._end[low:high]
        thread, kind = self._thread[low:high], self._kind[low:high]
        if 0 < high - low <= _MOST_CLEANED:
            full = end > start
            cause = self._cause[low:high][full]
            start, end, thread, kind = start[full], end[full], thread[full], kind[full]
            goes_on = (cause[:-1] == RunEnd.RATE) & (thread[:-1] == thread[1:]) & (end[:-1] == start[1:])
            if goes_on.any():
                first, last = np.append(True, ~goes_on), np.append(~goes_on, True)
                start, end, thread, kind = start[first], end[last], thread[first], kind[first]
        return CoreIntervals(start_ns=start, end_ns=end, thread=thread, kind=kind)

    def _grow(self, count: int, known: int) -> None:
        room = max(256, count * 2)
        for name in ("_start", "_end", "_thread", "_kind", "_cause"):
            old = getattr(self, name)
            new = np.empty(room, old.dtype)
            new[:known] = old[:known]
            setattr(self, name, new)


def _copied(rows: array[int]) -> Times:
    # `rows` is a slice and so a copy of its own: viewing it does not lock the table.
    return np.frombuffer(rows, np.int64) if rows else np.empty(0, np.int64)


class IntervalIndex:
    """All cores' intervals of one trace, ready to be culled and sampled."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._begin_ns = trace.begin_ns
        self._known_until_ns = -1
        self._cores = [_CoreColumns() for _ in trace.runs]
        self._process = np.empty(0, np.int32)
        self.refresh()

    def refresh(self) -> None:
        """Take over what the trace has learnt, or forgotten, since the last time."""
        trace = self.trace
        before_ns = (self._begin_ns, self._known_until_ns)
        if before_ns == (trace.begin_ns, trace.known_until_ns):
            return  # what is known is final
        # A trace that knows less than before was taken back to an earlier moment.
        rebuild = trace.begin_ns != self._begin_ns or trace.known_until_ns < self._known_until_ns
        self._begin_ns, self._known_until_ns = trace.begin_ns, trace.known_until_ns
        if len(self._process) != len(trace.ended):
            self._process = np.array([thread.process for thread in trace.threads], np.int32)
        for columns, table in zip(self._cores, trace.runs, strict=True):
            columns.refresh(table, trace.known_until_ns, rebuild=rebuild)

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
