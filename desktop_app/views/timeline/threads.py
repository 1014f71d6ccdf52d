"""What each thread does over time: the same dispatches and waits, looked up by thread instead of by core.

A thread's dispatches are gathered when it is first asked for, and extended by what is new from then on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from desktop_app.trace.tables import RunEnd
from desktop_app.trace.trace import Trace
from desktop_app.views.timeline.intervals import IntervalIndex, Numbers, Times

#: The dispatches behind those that are sorted by thread are looked through one by one; more than this share of all of
#: them, and more than so many, are sorted in.
_UNSORTED_SHARE = 0.25
_FEW_DISPATCHES = 8_192
#: With at most so many dispatches and waits in a stretch, arrays take longer than lists.
_FEW_PARTS = 32
#: Rows of `_Runs`: the time of the dispatch, when the thread began to run, when it stopped, why, and where.
_START, _BEGAN, _END, _CAUSE, _CORE = range(5)


#: One dispatch, as in `_Runs`.
_Row = tuple[int, ...]
#: A part of a life: from when and until when it did what, and where or why.
_Part = tuple[int, int, int, int]


class Activity(IntEnum):
    """What a thread's row shows at a moment."""

    NONE = 0
    """It does not exist yet, is not admitted yet, or has ended."""
    READY = 1
    RUNNING = 2
    SWITCHING = 3
    """It has a core, which is still busy with the dispatch."""
    WAITING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """A stretch of one thread's life, in parts that lie end to end.

    Attributes:
        start_ns: When each starts.
        end_ns: When each ends.
        activity: An Activity each.
        detail: The core of RUNNING and SWITCHING, the index of the trace's cause of WAITING; -1 otherwise.
    """

    start_ns: Times
    end_ns: Times
    activity: Numbers
    detail: Numbers

    def __len__(self) -> int:
        return len(self.start_ns)


class _Runs:
    """The dispatches of one thread that are final, in order of time, with room to grow."""

    def __init__(self, rows: Times) -> None:
        self._rows = rows
        self._count = rows.shape[1]

    @property
    def rows(self) -> Times:
        """All of them."""
        return self._rows[:, : self._count]

    def append(self, rows: Times) -> None:
        """Add later ones."""
        count = self._count + rows.shape[1]
        if count > self._rows.shape[1]:
            grown = np.empty((5, 2 * count), np.int64)
            grown[:, : self._count] = self.rows
            self._rows = grown
        self._rows[:, self._count : count] = rows
        self._count = count


class _ByThread:
    """The first dispatches of one core, sorted by thread."""

    def __init__(self, threads: Numbers) -> None:
        # Sixteen bits are sorted in linear time, and few runs have more threads than that.
        short = threads.astype(np.uint16) if not len(threads) or int(threads.max()) < 2**16 else threads
        self._order = np.argsort(short, kind="stable").astype(np.int32)
        self._sorted = short[self._order]
        self.count = len(threads)

    def of(self, thread: int) -> NDArray[np.int32]:
        """Return the numbers of a thread's dispatches, in order."""
        if thread > np.iinfo(self._sorted.dtype).max:
            return self._order[:0]
        wanted = self._sorted.dtype.type(thread)
        return self._order[
            np.searchsorted(self._sorted, wanted, "left") : np.searchsorted(self._sorted, wanted, "right")
        ]


class ThreadIndex:
    """What every thread of one trace does."""

    def __init__(self, index: IntervalIndex) -> None:
        self._index = index
        self._generation = -1
        self._known_until_ns = -1
        #: How many dispatches of each core are looked through.
        self._taken: list[int] = []
        self._by_thread: list[_ByThread] = []
        self._runs: dict[int, _Runs] = {}
        #: The dispatches that may still change, by thread.
        self._open: dict[int, list[_Row]] = {}
        self._start_anew()

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self._index.trace

    def refresh(self) -> None:
        """Take over what the index has learnt since the last time."""
        index = self._index
        if self._generation != index.generation:
            self._start_anew()
        if self._known_until_ns == index.known_until_ns:
            return
        self._known_until_ns = index.known_until_ns
        if self._runs:
            self._extend()
        self._taken = [columns.settled for columns in index.cores]
        self._open = {}
        for core, columns in enumerate(index.cores):
            open_ones = slice(columns.settled, columns.dispatches)
            rows = columns.look_up(open_ones)
            for thread, row in zip(columns.threads_of(open_ones).tolist(), rows.T.tolist(), strict=True):
                self._open.setdefault(thread, []).append((*row, core))

    def count(self, thread: int, start_ns: int, end_ns: int) -> int:
        """Return about how many segments there are in [start_ns, end_ns): those of dispatches and waits, as stored."""
        runs = self._settled(thread)
        low, high = _met(runs[_START], runs[_END], start_ns, end_ns)
        waits = self.trace.waits[thread]
        first, last = _met_waits(waits.time, waits.until, start_ns, end_ns)
        switches = 2 if self.trace.runs and self.trace.runs[0].cost else 1
        # Between two of them the thread is ready.
        return (switches + 1) * (high - low) + last - first

    def segments(self, thread: int, start_ns: int, end_ns: int) -> Segments:
        """Return what a thread did in [start_ns, end_ns), which is not empty; nothing before it exists.

        A thread that only changed its rate has one segment, not several.
        """
        runs = self._settled(thread)
        low, high = _met(runs[_START], runs[_END], start_ns, end_ns)
        waits = self.trace.waits[thread]
        first, last = _met_waits(waits.time, waits.until, start_ns, end_ns)
        if high - low + last - first <= _FEW_PARTS:
            return self._few_segments(
                thread, [tuple(row) for row in runs[:, low:high].T.tolist()], range(first, last), start_ns, end_ns
            )
        kept = runs[:, low:high]
        if thread in self._open:
            kept = np.concatenate([kept, np.array(self._open[thread], np.int64).T], axis=1)
        goes_on = (kept[_CAUSE, :-1] == RunEnd.RATE) & (kept[_END, :-1] == kept[_START, 1:])
        fresh, over = np.append(True, ~goes_on), np.append(~goes_on, True)
        times = [kept[_START], kept[_BEGAN], kept[_END]]
        if kept.shape[1]:
            times = [kept[_START][fresh], kept[_BEGAN][fresh], kept[_END][over]]
        times += [np.array(column[first:last], np.int64) for column in (waits.time, waits.until)]
        trace = self.trace
        times.append(np.array([start_ns, trace.ready_from[thread], trace.ended[thread]], np.int64))
        start = np.unique(np.concatenate(times))
        start = start[(start >= start_ns) & (start < end_ns)]
        activity, detail = self.look(thread, start)
        # An empty dispatch, or one that begins where another at once goes on, is no boundary to who was ready.
        same = (activity[1:] == activity[:-1]) & (activity[1:] != Activity.RUNNING) & (detail[1:] == detail[:-1])
        kept_ones = np.append(True, ~same)
        start, activity, detail = start[kept_ones], activity[kept_ones], detail[kept_ones]
        return Segments(start_ns=start, end_ns=np.append(start[1:], end_ns), activity=activity, detail=detail)

    def _few_segments(self, thread: int, runs: list[_Row], waits: range, start_ns: int, end_ns: int) -> Segments:
        """Return the same from the dispatches and waits that meet the stretch; arrays would take longer for a few."""
        table = self.trace.waits[thread]
        parts = [
            (table.time[row], table.until[row], int(Activity.WAITING), table.cause[row])
            for row in waits
            if table.until[row] > table.time[row]
        ]
        parts += _parts([*runs, *self._open.get(thread, ())])
        return self._filled(thread, sorted(parts), start_ns, end_ns)

    def _filled(self, thread: int, parts: list[_Part], start_ns: int, end_ns: int) -> Segments:
        """Return parts of a life, in order, with what lies between them: the thread is ready, or not there."""
        ready_ns, ended_ns = self.trace.ready_from[thread], self.trace.ended[thread]
        found: list[tuple[int, int, int]] = []
        at = start_ns
        for start, end, activity, detail in (*parts, (end_ns, end_ns, int(Activity.NONE), -1)):
            for until, between in ((ready_ns, Activity.NONE), (ended_ns, Activity.READY), (end_ns, Activity.NONE)):
                if at < min(until, start, end_ns):
                    found.append((at, int(between), -1))
                    at = min(until, start, end_ns)
            if at < min(end, end_ns):
                found.append((at, activity, detail))
                at = min(end, end_ns)
        starts, activities, details = zip(*found, strict=True)
        return Segments(
            start_ns=np.array(starts, np.int64),
            end_ns=np.array([*starts[1:], end_ns], np.int64),
            activity=np.array(activities, np.int32),
            detail=np.array(details, np.int32),
        )

    def look(self, thread: int, times_ns: Times) -> tuple[Numbers, Numbers]:
        """Return the Activity of a thread at each of the sorted times, and the core or cause that goes with it."""
        trace = self.trace
        ready_ns, ended_ns = trace.ready_from[thread], trace.ended[thread]
        exists = (times_ns >= ready_ns) & (times_ns < ended_ns)
        activity = np.where(exists, np.int32(Activity.READY), np.int32(Activity.NONE))
        detail = np.full(len(times_ns), -1, np.int32)
        if len(times_ns):
            self._mark_waits(thread, times_ns, activity, detail)
            self._mark_runs(self._settled(thread), times_ns, activity, detail)
            for row in self._open.get(thread, ()):
                self._mark_runs(np.array(row, np.int64)[:, np.newaxis], times_ns, activity, detail)
        return activity, detail

    def sample(self, thread: int, times_ns: Times) -> Numbers:
        """Return the Activity of a thread at each of the sorted times, as the one row of a tile."""
        return self.look(thread, times_ns)[0][np.newaxis]

    def begin_of(self, thread: int, t_ns: int) -> int:
        """Return since when a thread does what it does at ``t_ns``; ``t_ns`` where nothing tells."""
        trace = self.trace
        times = [trace.threads[thread].arrival_ns, trace.ready_from[thread], trace.ended[thread]]
        runs = self._settled(thread)
        row = int(np.searchsorted(runs[_START], t_ns, "right")) - 1
        if row >= 0:
            times.append(int(runs[_END, row]))
            # What the thread does at another rate is one with what it did before.
            while row > 0 and runs[_CAUSE, row - 1] == RunEnd.RATE and runs[_END, row - 1] == runs[_START, row]:
                row -= 1
            times += runs[:2, row].tolist()
        for began in self._open.get(thread, ()):
            times += began[:3]
        waits = trace.waits[thread]
        row = bisect_right(waits.time, t_ns) - 1
        if row >= 0:
            times += [waits.time[row], waits.until[row]]
        return max((time for time in times if time <= t_ns), default=t_ns)

    def _mark_waits(self, thread: int, times_ns: Times, activity: Numbers, detail: Numbers) -> None:
        waits = self.trace.waits[thread]
        first, last = _met_waits(waits.time, waits.until, int(times_ns[0]), int(times_ns[-1]) + 1)
        if first == last:
            return
        row = np.searchsorted(np.array(waits.time[first:last], np.int64), times_ns, "right") - 1
        inside = row >= 0
        np.maximum(row, 0, out=row)
        inside &= times_ns < np.array(waits.until[first:last], np.int64).take(row)
        activity[inside] = Activity.WAITING
        detail[inside] = np.array(waits.cause[first:last], np.int32).take(row)[inside]

    @staticmethod
    def _mark_runs(runs: Times, times_ns: Times, activity: Numbers, detail: Numbers) -> None:
        if not runs.shape[1]:
            return
        row = np.searchsorted(runs[_START], times_ns, "right") - 1
        inside = row >= 0
        np.maximum(row, 0, out=row)
        inside &= times_ns < runs[_END].take(row)
        begun = times_ns >= runs[_BEGAN].take(row)
        activity[inside] = np.where(begun, np.int32(Activity.RUNNING), np.int32(Activity.SWITCHING))[inside]
        detail[inside] = runs[_CORE].take(row)[inside]

    def _settled(self, thread: int) -> Times:
        """Return the dispatches of a thread that are final."""
        runs = self._runs.get(thread)
        if runs is None:
            runs = self._runs[thread] = _Runs(self._gathered(thread))
        return runs.rows

    def _gathered(self, thread: int) -> Times:
        found = []
        for core, columns in enumerate(self._index.cores):
            taken = self._taken[core]
            sorted_ones = self._by_thread[core]
            if taken - sorted_ones.count > max(_FEW_DISPATCHES, _UNSORTED_SHARE * taken):
                sorted_ones = self._by_thread[core] = _ByThread(columns.threads_of(slice(0, taken)))
            rest = np.flatnonzero(columns.threads_of(slice(sorted_ones.count, taken)) == thread) + sorted_ones.count
            numbers = np.concatenate([sorted_ones.of(thread), rest])
            if len(numbers):
                found.append(_with_core(columns.look_up(numbers), core))
        return _in_order(found)

    def _extend(self) -> None:
        """Give the threads that were asked for before the dispatches that have become final since."""
        found, threads = [], []
        for core, columns in enumerate(self._index.cores):
            new = slice(self._taken[core], columns.settled)
            if new.start < new.stop:
                found.append(_with_core(columns.look_up(new), core))
                threads.append(columns.threads_of(new))
        if not found:
            return
        rows, whose = np.concatenate(found, axis=1), np.concatenate(threads)
        order = np.argsort(whose, kind="stable")
        rows, whose = rows[:, order], whose[order]
        numbers, first = np.unique(whose, return_index=True)
        for thread, low, high in zip(numbers.tolist(), first, [*first[1:], len(whose)], strict=True):
            runs = self._runs.get(thread)
            if runs is not None:
                runs.append(_in_order([rows[:, low:high]]))

    def _start_anew(self) -> None:
        self._generation = self._index.generation
        self._known_until_ns = -1
        self._taken = [0 for _ in self._index.cores]
        self._by_thread = [_ByThread(np.empty(0, np.int32)) for _ in self._index.cores]
        self._runs = {}
        self._open = {}


def _parts(dispatches: list[_Row]) -> list[_Part]:
    """Return the switch and the run of each dispatch; a run that goes on at another rate is one with the one before."""
    parts: list[_Part] = []
    for number, (start, began, end, _, core) in enumerate(dispatches):
        ahead = dispatches[number - 1] if number else None
        if parts and ahead is not None and ahead[_CAUSE] == RunEnd.RATE and ahead[_END] == start:
            first, _, activity, _ = parts.pop()
            parts.append((first, end, activity, core))
            continue
        if start < began:
            parts.append((start, began, int(Activity.SWITCHING), core))
        if began < end:
            parts.append((began, end, int(Activity.RUNNING), core))
    return parts


def _with_core(rows: Times, core: int) -> Times:
    return np.concatenate([rows, np.full((1, rows.shape[1]), core, np.int64)])


def _in_order(found: list[Times]) -> Times:
    if not found:
        return np.empty((5, 0), np.int64)
    rows = found[0] if len(found) == 1 else np.concatenate(found, axis=1)
    # Of those that start together an empty one comes first: it blocked at once, and went on elsewhere.
    return rows[:, np.lexsort((rows[_END], rows[_START]))]


def _met(start: Times, end: Times, start_ns: int, end_ns: int) -> tuple[int, int]:
    low = int(np.searchsorted(end, start_ns, "right"))
    return low, max(low, int(np.searchsorted(start, end_ns, "left")))


def _met_waits(time: object, until: object, start_ns: int, end_ns: int) -> tuple[int, int]:
    low = bisect_right(until, start_ns)  # type: ignore[call-overload]
    return low, max(low, bisect_left(time, end_ns))  # type: ignore[call-overload]
