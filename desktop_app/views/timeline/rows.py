"""The cores' rows: bars with labels where there is room, one colour per pixel column where there is none."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop_app.trace.tables import RunEnd, RunKind
from desktop_app.views.timeline.density import Style, core_styles
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.intervals import IDLE, SWITCHING, CoreIntervals, IntervalIndex, Numbers, Times
from desktop_app.views.timeline.layout import TEXT
from desktop_app.views.timeline.materials import (
    LOWEST_BAR,
    Materials,
    bar_gap_px,
    label,
    materials,
    paint_bar,
)
from desktop_app.views.timeline.sampling import cell_level, cell_moments, column_cells, column_middles

Pixels = NDArray[np.uint32]
#: The tiles of all cores together.
CORES = "cores"


def paint_core_rows(painter: QPainter, frame: Frame) -> None:
    """Paint every core's track and what it did from the window's start up to the frame's moment."""
    layout, window = frame.layout, frame.window
    used = materials(layout, frame.theme)
    _paint_tracks(painter, frame, used)
    if min(frame.t_ns, window.end_ns) <= window.start_ns or not frame.columns:
        return  # the view is ahead of the playhead
    painter.save()
    painter.setClipRect(layout.area, Qt.ClipOperation.IntersectClip)
    painter.setFont(used.font)
    dense: dict[int, Style] = {}
    for core, style in enumerate(core_styles(frame.index, layout, window, frame.t_ns)):
        if style is Style.BARS:
            _paint_bars(painter, frame, used, core)
        else:
            dense[core] = style
    if dense:
        _paint_columns(painter, frame, dense)
    painter.restore()


def core_sampler(intervals: IntervalIndex, times_ns: Times) -> Numbers:
    """Return who has each core at each of the sorted times, an array of cores by times."""
    start_ns, end_ns = int(times_ns[0]), int(times_ns[-1]) + 1
    found = np.empty((len(intervals.cores), len(times_ns)), np.int32)
    for core in range(len(intervals.cores)):
        found[core] = intervals.sample(intervals.between(core, start_ns, end_ns), times_ns)
    return found


def _paint_tracks(painter: QPainter, frame: Frame, used: Materials) -> None:
    """Paint the rows' empty tracks; time that the trace has forgotten has none."""
    layout, begin_ns = frame.layout, frame.index.trace.begin_ns
    left = min(layout.area.right(), max(layout.area.left(), layout.x(begin_ns, frame.window)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(used.track)
    for core in range(layout.rows):
        row = layout.row(core)
        row.setLeft(left)
        if row.height() >= layout.px(LOWEST_BAR):
            radius = min(layout.px(5), row.height() / 2)
            painter.drawRoundedRect(row, radius, radius)
        else:
            painter.fillRect(row, used.track)


def _in_clip(frame: Frame, core: int) -> CoreIntervals:
    """Return the intervals of a row of bars that reach into what is painted, each of them whole."""
    intervals, window = frame.index.intervals, frame.window
    start_ns, end_ns = window.start_ns, min(frame.t_ns, window.end_ns)
    if not frame.index.trace.runs[core].rates:
        # Else an interval is put together from several, some of which may lie outside.
        clip_start_ns, clip_end_ns = frame.span_seen
        start_ns = max(start_ns, min(clip_start_ns, intervals.begin_of(core, clip_start_ns)))
        end_ns = min(end_ns, clip_end_ns)
    return intervals.between(core, start_ns, end_ns)


def _paint_bars(painter: QPainter, frame: Frame, used: Materials, core: int) -> None:
    """Paint each interval in the clip as a rounded bar with its thread's label."""
    layout, window = frame.layout, frame.window
    row, runs = layout.row(core), _in_clip(frame, core)
    left = np.rint((np.maximum(runs.start_ns, window.start_ns) - window.start_ns) * (row.width() / window.span_ns))
    until_ns = np.minimum(runs.end_ns, min(frame.t_ns, window.end_ns))
    right = np.rint((until_ns - window.start_ns) * (row.width() / window.span_ns))
    threads = frame.index.trace.threads
    labelled = row.height() >= layout.px(TEXT * 1.1)
    over_by = np.where(runs.cause == RunEnd.TERMINATED, runs.end_ns, window.end_ns + 1)
    lists = (left.astype(int), right.astype(int), runs.thread, runs.kind, over_by)
    for x, after, thread, kind, over_ns in zip(*(values.tolist() for values in lists), strict=True):
        width = after - x
        bar = QRect(row.left() + x, row.top(), max(1, width - bar_gap_px(width, layout)), row.height())
        if kind == RunKind.SWITCH:
            # Hatching needs room; in less it would be a dotted line.
            paint_bar(painter, layout, bar, used.hatch if bar.width() >= layout.px(5) else used.switch)
            continue
        info = threads[thread]
        outline = QPen(QColor(frame.theme.text), layout.px(2)) if thread == frame.display.followed else None
        paint_bar(painter, layout, bar, used.processes[info.process % len(used.processes)], outline)
        if over_ns <= frame.t_ns and bar.width() >= layout.px(6):
            _paint_end(painter, frame, bar)
        if labelled and bar.width() > layout.px(8 + TEXT):
            text = label(info.label, used.font)
            if text.width_px + layout.px(8) <= bar.width():
                painter.setPen(used.on_process)
                text.paint(painter, bar)


def _paint_end(painter: QPainter, frame: Frame, bar: QRect) -> None:
    """Mark that the thread ended with this bar: a bar of its own at the right edge."""
    width = frame.layout.px(3)
    place = QRect(bar.right() + 1 - width, bar.top(), width, bar.height())
    painter.fillRect(place, QColor(frame.theme.text))


def _paint_columns(painter: QPainter, frame: Frame, dense: dict[int, Style]) -> None:
    """Paint rows that are too dense or too low for bars: each pixel column shows one moment within it."""
    layout, columns = frame.layout, frame.columns
    width = layout.area.width()
    pixels = np.zeros((layout.area.height(), len(columns)), np.uint32)
    palette = _palette(frame)
    followed = None if frame.display.followed is None else np.int32(frame.display.followed)
    ink = QColor(frame.theme.text).rgb()
    for core, found in _sampled(frame, dense, width, columns):
        row = layout.row(core)
        top = row.top() - layout.area.top()
        pixels[top : top + row.height(), : len(found)] = palette[found]
        if followed is not None:
            strip = pixels[top + row.height() * 3 // 4 : top + row.height(), : len(found)]
            strip[:, found == followed] = ink
    image = QImage(
        pixels.data, len(columns), layout.area.height(), len(columns) * 4, QImage.Format.Format_ARGB32_Premultiplied
    )
    painter.drawImage(layout.area.left() + columns.start, layout.area.top(), image)


def _sampled(frame: Frame, dense: dict[int, Style], width: int, columns: range) -> list[tuple[int, Numbers]]:
    """Return for each dense row who has the core at each column that is over by the frame's moment."""
    intervals, window = frame.index.intervals, frame.window
    scattered = [core for core, style in dense.items() if style is Style.SCATTERED]
    even = [core for core, style in dense.items() if style is Style.EVEN]
    found: list[tuple[int, Numbers]] = []
    if scattered:
        level = cell_level(window.span_ns, width)
        cells = column_cells(window, width, columns, level)
        cells = cells[: int(np.searchsorted(cell_moments(cells, level), frame.t_ns))]
        if len(cells):
            sampler = partial(core_sampler, intervals)
            samples = frame.index.tiles.at(CORES, level, cells, sampler, intervals.known_until_ns)
            found += [(core, samples[core]) for core in scattered]
    if even:
        moments = column_middles(window, width, columns)
        moments = moments[: int(np.searchsorted(moments, frame.t_ns))]
        gap_ns = window.span_ns // width
        if len(moments):
            span = (int(moments[0]), int(moments[-1]) + 1)
            found += [(core, intervals.sample(intervals.between(core, *span), moments, gap_ns)) for core in even]
    return found


def _palette(frame: Frame) -> Pixels:
    """Return the pixel of each thread, then of SWITCHING and, last, of IDLE, which count from the end."""
    theme, processes = frame.theme, frame.index.intervals.processes
    colours = np.array([theme.process(number).rgb() for number in range(len(theme.processes))], np.uint32)
    rows = np.zeros(len(processes) + 2, np.uint32)
    rows[: len(processes)] = colours[processes % len(colours)]
    rows[SWITCHING] = QColor(theme.faint).rgb()
    rows[IDLE] = 0
    return rows
