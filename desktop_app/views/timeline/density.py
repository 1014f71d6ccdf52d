"""How much happens in a row, and so how it is painted: in bars, or column by column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.index import Style, TimelineIndex
from desktop_app.views.timeline.layout import Layout
from desktop_app.views.timeline.materials import LOWEST_BAR

#: A bar for every so many pixels at most; a denser row is painted column by column.
PX_PER_BAR = 7
#: More bars than this in one picture take too long for a moving one; the densest rows become columns first.
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
    order = sorted(range(len(counts)), key=counts.__getitem__)
    bars = dict(zip(order, accumulate(counts[core] for core in order), strict=True))
    styles = []
    for core, count in enumerate(counts):
        if high_enough and bars[core] <= MOST_BARS and count * PX_PER_BAR <= width:
            styles.append(Style.BARS)
        else:
            styles.append(Style.SCATTERED if count * PX_PER_INTERVAL > width else Style.EVEN)
    return styles


def thread_styles(
    index: TimelineIndex, layout: Layout, window: TimeWindow, t_ns: int, threads: Sequence[int]
) -> list[Style]:
    """Return how the row of each of the threads in view is painted at ``t_ns``."""
    until_ns = min(t_ns, window.end_ns)
    counts = [index.threads.count(thread, window.start_ns, until_ns) for thread in threads]
    most = layout.area.width() // PX_PER_BAR
    return [
        Style.BARS if count <= most and bars <= MOST_BARS else Style.SCATTERED
        for count, bars in zip(counts, accumulate(counts), strict=True)
    ]
