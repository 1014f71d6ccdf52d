"""The events of a trace in order, read from any moment on, forwards or backwards, a bounded number at a time."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from desktop_app.analysis.event_sources import (
    LogEvent,
    LogGroup,
    Source,
    core_sources,
    job_sources,
    life_sources,
    output_source,
    process_sources,
    recorded_sources,
    stay_sources,
    wait_sources,
)
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.trace.lives import Lives
from desktop_app.trace.trace import Trace

#: For each event that is asked for, so many rows are looked at, at the most: most rows of a table may be no events.
_LOOKS = 40
_LEAST_LOOKS = 4_000


class Place(NamedTuple):
    """Where an event stands in the order: by its time, the rank and the entity of its source, and its row there."""

    time_ns: int
    rank: int
    entity: int
    row: int


class Entry(NamedTuple):
    """An event and its place."""

    place: Place
    event: LogEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which events are wanted.

    Attributes:
        groups: Of these kinds.
        process: About this process and its threads only; -1 for all.
        thread: About this thread only; -1 for all.
    """

    groups: frozenset[LogGroup] = frozenset(LogGroup)
    process: int = -1
    thread: int = -1


class EventLog:
    """The log of one trace under one filter. It grows with the trace; places are good until history is forgotten."""

    def __init__(self, lives: Lives, wanted: LogFilter, lines: OutputLines | None = None) -> None:
        self._lives = lives
        self._wanted = wanted
        self._lines = lines if lines is not None else OutputLines(lives.trace)
        self._known_ns, self._begin_ns = -2, lives.trace.begin_ns
        self._sources: list[Source] = []
        self._rows = array("i")
        self._seen = 0

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self._lives.trace

    @property
    def limit_ns(self) -> int:
        """The last moment of which everything is known."""
        trace = self.trace
        return trace.known_until_ns if trace.finished else trace.known_until_ns - 1

    def until(self, t_ns: int, count: int) -> list[Entry]:
        """Return the last events by ``t_ns``, that moment included: at most ``count``, in order."""
        self._refresh()
        until = min(t_ns, self.limit_ns)
        return self._backwards([bisect_right(source.times, until) for source in self._sources], count)

    def after(self, t_ns: int, count: int) -> list[Entry]:
        """Return the first events after ``t_ns``: at most ``count``, in order."""
        self._refresh()
        return self._forwards([bisect_right(source.times, t_ns) for source in self._sources], count)

    def before_place(self, place: Place, count: int) -> list[Entry]:
        """Return the last events before a place: at most ``count``, in order."""
        self._refresh()
        return self._backwards(self._rows_at(place, passed=False), count)

    def after_place(self, place: Place, count: int) -> list[Entry]:
        """Return the first events behind a place: at most ``count``, in order."""
        self._refresh()
        return self._forwards(self._rows_at(place, passed=True), count)

    def _rows_at(self, place: Place, *, passed: bool) -> list[int]:
        """Return the first row of each source that does not stand before a place, or that stands behind it."""
        found = []
        for source in self._sources:
            if (source.rank, source.entity) == (place.rank, place.entity):
                found.append(place.row + passed)
            elif (source.rank, source.entity) < (place.rank, place.entity):
                found.append(bisect_right(source.times, place.time_ns))
            else:
                found.append(bisect_left(source.times, place.time_ns))
        return found

    def _backwards(self, rows: Iterable[int], count: int) -> list[Entry]:
        sources = self._sources
        heap = [
            _last(source, row - 1, number)
            for number, (source, row) in enumerate(zip(sources, rows, strict=True))
            if row > 0
        ]
        heapify(heap)
        found: list[Entry] = []
        for _ in range(max(_LEAST_LOOKS, _LOOKS * count)):
            if not heap or len(found) >= count:
                break
            number, row = heap[0][4], -heap[0][3]
            source = sources[number]
            event = source.event(row)
            if event is not None:
                found.append(Entry(Place(-heap[0][0], source.rank, source.entity, row), event))
            if row > 0:
                heapreplace(heap, _last(source, row - 1, number))
            else:
                heappop(heap)
        found.reverse()
        return found

    def _forwards(self, rows: Iterable[int], count: int) -> list[Entry]:
        sources, limit = self._sources, self.limit_ns
        heap = [
            (source.times[row], source.rank, source.entity, row, number)
            for number, (source, row) in enumerate(zip(sources, rows, strict=True))
            if row < len(source.times)
        ]
        heapify(heap)
        found: list[Entry] = []
        for _ in range(max(_LEAST_LOOKS, _LOOKS * count)):
            if not heap or len(found) >= count or heap[0][0] > limit:
                break
            *place, number = heap[0]
            source, row = sources[number], heap[0][3]
            event = source.event(row)
            if event is not None:
                found.append(Entry(Place(*place), event))
            if row + 1 < len(source.times):
                heapreplace(heap, (source.times[row + 1], source.rank, source.entity, row + 1, number))
            else:
                heappop(heap)
        return found

    # -- the sources ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Make the sources anew when the trace has grown: there may be more threads, and the order of all stays."""
        trace = self.trace
        if (self._known_ns, self._begin_ns) == (trace.known_until_ns, trace.begin_ns):
            return
        if self._begin_ns != trace.begin_ns:
            self._rows, self._seen = array("i"), 0
        self._known_ns, self._begin_ns = trace.known_until_ns, trace.begin_ns
        groups = self._wanted.groups
        self._sources = [source for source in self._all() if source.group in groups and len(source.times)]

    def _all(self) -> Iterable[Source]:
        trace, wanted = self.trace, self._wanted
        threads, processes = self._about()
        whole = wanted.thread < 0 and wanted.process < 0
        yield from life_sources(trace, threads)
        if wanted.thread < 0:
            yield from process_sources(trace, processes)
        rows = None if whole else self._about_rows(set(threads), set(processes))
        yield from recorded_sources(self._lives, rows)
        if whole:
            for core in range(trace.header.cores):
                yield from core_sources(self._lives, core)
        for thread in threads:
            if not whole:
                yield from stay_sources(self._lives, thread)
            yield from wait_sources(self._lives, thread)
            yield from job_sources(trace, thread)
        for process in processes:
            if trace.processes[process].listing >= 0:
                yield output_source(self._lines, process, wanted.thread)

    def _about(self) -> tuple[list[int], list[int]]:
        """Return the threads and the processes that the filter is about."""
        trace, wanted = self.trace, self._wanted
        if wanted.thread >= 0:
            return [wanted.thread], [trace.threads[wanted.thread].process]
        if wanted.process >= 0:
            return list(trace.processes[wanted.process].threads), [wanted.process]
        return list(range(len(trace.threads))), list(range(len(trace.processes)))

    def _about_rows(self, threads: set[int], processes: set[int]) -> array[int]:
        """Return the rows of the trace's own events that are about these threads, or these processes as a whole."""
        events = self.trace.events
        for row in range(self._seen, len(events)):
            about_all = events.thread[row] < 0 and events.process[row] in processes and self._wanted.thread < 0
            if events.thread[row] in threads or about_all:
                self._rows.append(row)
        self._seen = len(events)
        return self._rows


def _last(source: Source, row: int, number: int) -> tuple[int, int, int, int, int]:
    """Return what orders a row of a source backwards."""
    return -source.times[row], -source.rank, -source.entity, -row, number
