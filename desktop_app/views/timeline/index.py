"""All that the timeline keeps of one trace to find things in it quickly; the picture is the same without."""

from __future__ import annotations

from collections.abc import Hashable
from enum import IntEnum

import numpy as np

from desktop_app.trace.trace import Trace
from desktop_app.views.timeline.intervals import IntervalIndex, Numbers
from desktop_app.views.timeline.marks import MarkIndex
from desktop_app.views.timeline.threads import ThreadIndex
from desktop_app.views.timeline.tiles import TileCache


class Style(IntEnum):
    """How a row is painted."""

    BARS = 0
    EVEN = 1
    """Column by column: what was in the middle of each."""
    SCATTERED = 2
    """Column by column: what was at one moment somewhere in each."""


class TimelineIndex:
    """The indexes of one trace.

    Attributes:
        trace: The trace.
        intervals: What every core did.
        threads: What every thread did.
        marks: What happened at one moment.
        tiles: What was looked up for dense rows.
        styles: How rows were found to be painted.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.intervals = IntervalIndex(trace)
        self.threads = ThreadIndex(self.intervals)
        self.marks = MarkIndex(trace)
        self.tiles = TileCache()
        self.styles: dict[Hashable, list[Style]] = {}
        self._known = (-1, -1)
        self._order = np.empty(0, np.int32)
        self._arrival_ns = np.empty(0, np.int64)

    def refresh(self, until_ns: int | None = None) -> None:
        """Take over what the trace has learnt; if only what was done by ``until_ns`` is asked for, up to there."""
        before = self.intervals.generation
        self.intervals.refresh(until_ns)
        if before != self.intervals.generation:
            self.styles.clear()
        self.tiles.start_anew_at(self.intervals.generation)

    def rows_at(self, t_ns: int, process: int | None = None) -> Numbers:
        """Return the threads that exist or existed by ``t_ns``, by process and number; those of one process only."""
        trace = self.trace
        known = (len(trace.processes), len(trace.ended))
        if self._known != known:
            self._known = known
            order = [thread for info in trace.processes for thread in info.threads]
            threads = trace.threads
            self._order = np.array(order, np.int32)
            self._arrival_ns = np.array([threads[thread].arrival_ns for thread in order], np.int64)
        rows = self._order[self._arrival_ns <= t_ns]
        return rows if process is None else rows[self.intervals.processes[rows] == process]
