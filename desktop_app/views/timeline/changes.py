"""Which part of the picture changes when the playhead moves: a few columns, most of the time."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.density import core_styles, thread_styles
from desktop_app.views.timeline.index import Style, TimelineIndex
from desktop_app.views.timeline.layout import Layout

#: Marks reach so far to the sides of their moment, in units of the design.
_MARK_REACH = 12


def changed_columns(
    index: TimelineIndex,
    layout: Layout,
    window: TimeWindow,
    *,
    from_ns: int,
    to_ns: int,
    threads: Sequence[int] | None,
) -> tuple[int, int] | None:
    """Return the pixel columns [left, right) outside of which the pictures at two moments are the same.

    None where they may differ anywhere, because a row became so dense that it is painted another way, or has no track
    from then on: a thread ended, or a core went off line.

    Bars that were under way grow as wholes, their labels and ends included, so it starts where the first of them does.

    Args:
        index: The trace's indexes, up to date.
        layout: Where the picture's parts are.
        window: What both show.
        from_ns: One moment.
        to_ns: The other one.
        threads: The threads that have a row in view, or None where a row is a core.
    """
    low_ns, high_ns = min(from_ns, to_ns), max(from_ns, to_ns)
    if threads is not None:
        index.threads.refresh()
    if _tracks_change(index, low_ns, high_ns, threads):
        return None
    styles = _styles(index, layout, window, high_ns, threads)
    if styles != _styles(index, layout, window, low_ns, threads):
        return None
    begin_of = index.intervals.begin_of if threads is None else index.threads.begin_of
    rows = range(len(index.trace.runs)) if threads is None else threads
    begun = [begin_of(row, low_ns) for row, style in zip(rows, styles, strict=True) if style is Style.BARS]
    start_ns = min([low_ns, *begun])
    reach = layout.px(_MARK_REACH)
    left = layout.x(max(window.start_ns, min(start_ns, window.end_ns)), window)
    right = layout.x(max(window.start_ns, min(high_ns, window.end_ns)), window)
    return left - reach, right + reach + 1


def _tracks_change(index: TimelineIndex, low_ns: int, high_ns: int, threads: Sequence[int] | None) -> bool:
    if threads is None:
        return index.marks.cores_change_in(low_ns, high_ns)
    ended = index.trace.ended
    return any(low_ns < ended[thread] <= high_ns for thread in threads)


def _styles(
    index: TimelineIndex, layout: Layout, window: TimeWindow, t_ns: int, threads: Sequence[int] | None
) -> list[Style]:
    if threads is None:
        return core_styles(index, layout, window, t_ns)
    return thread_styles(index, layout, window, t_ns, threads)
