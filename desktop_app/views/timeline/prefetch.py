"""Looking up, while the window has nothing else to do, what is likely to be seen next: neighbours and other zooms."""

from __future__ import annotations

from functools import partial

from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import Display, RowMode
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.rows import CORES, core_sampler
from desktop_app.views.timeline.sampling import cell_level
from desktop_app.views.timeline.tiles import CELLS

#: Zooms in and out of what is shown that are looked up: factors of 2, 4, ...
_LEVELS = (0, 1, -1, 2, -2)
#: So many at most: of what is finer nobody knows where it will be looked at.
_MOST_TILES = 40


class Prefetch:
    """The tiles of dense rows that are to be made next, a tile at a time; rows of threads are left out."""

    def __init__(self) -> None:
        self._wanted: list[tuple[int, int]] = []
        self._planned: tuple[int, int, int] | None = None

    def plan(self, index: TimelineIndex, window: TimeWindow, width_px: int, display: Display) -> bool:
        """Plan what is next after a picture; return whether there is anything to do."""
        if display.mode is not RowMode.CORES or not len(index.trace.runs):
            self._wanted = []
            return False
        level = cell_level(window.span_ns, width_px)
        place = window.start_ns >> level
        planned = (level, place // CELLS, index.intervals.known_until_ns // CELLS >> level)
        if planned == self._planned:
            return bool(self._wanted)
        self._planned = planned
        count = max(columns.count(window.start_ns, window.end_ns) for columns in index.intervals.cores)
        self._wanted = [
            (each, number)
            for each in (level + step for step in _LEVELS)
            # Rows are sampled where dispatches are more than half as many as pixels.
            if each >= 0 and count << each > window.span_ns // 2
            for number in _numbers(window, each, index)
            if not index.tiles.has(CORES, each, number, index.intervals.known_until_ns)
        ][:_MOST_TILES]
        return bool(self._wanted)

    def step(self, index: TimelineIndex) -> bool:
        """Make one tile; return whether there are more."""
        if self._wanted:
            level, number = self._wanted.pop(0)
            sampler = partial(core_sampler, index.intervals)
            index.tiles.make(CORES, level, number, sampler, index.intervals.known_until_ns)
        return bool(self._wanted)


def _numbers(window: TimeWindow, level: int, index: TimelineIndex) -> range:
    """Return the tiles of what is shown, and one more at each side; while the run goes on only those it has passed."""
    tile_ns = CELLS << level
    first = max(index.trace.begin_ns, window.start_ns - tile_ns) // tile_ns
    last = (window.end_ns + tile_ns) // tile_ns
    known = index.intervals.known_until_ns
    passed = -(-known // tile_ns) if index.trace.finished else known // tile_ns
    return range(first, min(last + 1, passed))
