"""How much happens in a row, and so how it is painted: in bars, or column by column."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.index import Style, TimelineIndex
from desktop_app.views.timeline.layout import Layout
from desktop_app.views.timeline.materials import LOWEST_BAR

#: A bar for every so many pixels at most; a denser row is painted column by column.
PX_PER_BAR = 7
#: More bars than this in one picture take too long for a moving one: then all rows are columns, and look alike.
MOST_BARS = 1_200
#: With less than this many pixels for an interval, on average, columns sample scattered moments.
PX_PER_INTERVAL = 2
#: So many answers are kept: a moment is asked for when it is painted, and when the next one is.
_KEPT = 8


def core_styles(index: TimelineIndex, layout: Layout, window: TimeWindow, t_ns: int) -> list[Style]:
    """Return how each core's row is painted at ``t_ns``."""
    high_enough = layout.row(0).height() >= layout.px(LOWEST_BAR)
    key = (window, min(t_ns, window.end_ns), layout.area.width(), high_enough)
    styles = index.styles.get(key)
    if styles is None:
        if len(index.styles) > _KEPT:
            index.styles.clear()
        styles = index.styles[key] = _core_styles(index, *key)
    return styles


def _core_styles(index: TimelineIndex, window: TimeWindow, until_ns: int, width: int, high_enough: bool) -> list[Style]:  # noqa: FBT001
    counts = [columns.count(window.start_ns, until_ns) for columns in index.intervals.cores]
    bars = high_enough and _few_bars(counts, width // PX_PER_BAR)
    columns_of = [Style.SCATTERED if count * PX_PER_INTERVAL > width else Style.EVEN for count in counts]
    return [
        Style.BARS if bars and count * PX_PER_BAR <= width else style
        for count, style in zip(counts, columns_of, strict=True)
    ]


def _few_bars(counts: Sequence[int], most_in_row: int) -> bool:
    """Return whether the rows that have room for bars have few enough of them, all together."""
    return sum(count for count in counts if count <= most_in_row) <= MOST_BARS


def thread_styles(
    index: TimelineIndex, layout: Layout, window: TimeWindow, t_ns: int, threads: Sequence[int]
) -> list[Style]:
    """Return how the row of each of the threads in view is painted at ``t_ns``."""
    until_ns = min(t_ns, window.end_ns)
    counts = [index.threads.count(thread, window.start_ns, until_ns) for thread in threads]
    most = layout.area.width() // PX_PER_BAR
    bars = _few_bars(counts, most)
    return [Style.BARS if bars and count <= most else Style.SCATTERED for count in counts]
