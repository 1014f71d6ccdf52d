"""The timeline's rows: bars with labels where there is room, one colour per pixel column where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from desktop_app.trace.tables import RunKind
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.intervals import IDLE, SWITCHING, CoreIntervals, IntervalIndex, sample_times
from desktop_app.views.timeline.layout import TEXT, Layout

#: Rows lower than this, in units of the design, have no rounded bars.
LOWEST_BAR = 9
#: A bar for every so many pixels at most; a denser row is painted column by column.
PX_PER_BAR = 7
#: More bars than this in one picture take too long for a moving one; the densest rows become columns first.
MOST_BARS = 1_200
#: With less than this many pixels for an interval, on average, columns sample scattered moments.
PX_PER_INTERVAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one picture shows.

    Attributes:
        layout: Where.
        index: The trace's intervals.
        t_ns: The moment up to which anything is drawn.
        window: The stretch of time from left to right.
        theme: The colours.
    """

    layout: Layout
    index: IntervalIndex
    t_ns: int
    window: TimeWindow
    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brushes:
    """What a picture's rows are painted with."""

    processes: tuple[QColor, ...]
    on_process: QColor
    track: QColor
    switch: QColor
    hatch: QBrush
    font: QFont


def paint_rows(painter: QPainter, frame: Frame) -> None:
    """Paint every core's track and what it did from the window's start up to the frame's moment."""
    layout, window = frame.layout, frame.window
    brushes = _brushes(layout, frame.theme)
    _paint_tracks(painter, frame, brushes)
    seen_until_ns = min(frame.t_ns, window.end_ns)
    if seen_until_ns <= window.start_ns:
        return  # the view is ahead of the playhead
    cores = range(layout.cores)
    rows = [(layout.row(core), frame.index.between(core, window.start_ns, seen_until_ns)) for core in cores]
    dense = []
    bars = 0
    painter.save()
    painter.setClipRect(layout.area)
    for row, runs in sorted(rows, key=lambda each: len(each[1])):
        bars += len(runs)
        high_enough = row.height() >= layout.px(LOWEST_BAR)
        if high_enough and bars <= MOST_BARS and len(runs) * PX_PER_BAR <= row.width():
            _paint_bars(painter, frame, brushes, row, runs)
        elif len(runs):
            dense.append((row, runs))
    if dense:
        _paint_columns(painter, frame, dense)
    painter.restore()


def _mixed(colour: str, share: float, base: str) -> QColor:
    """Return ``share`` of a colour on another one, opaque: a picture of full rows has no time to blend."""
    over, under = QColor(colour), QColor(base)
    channels = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(share * upper + (1 - share) * lower) for upper, lower in channels))


def _brushes(layout: Layout, theme: Theme) -> _Brushes:
    switch = QColor(theme.faint)
    return _Brushes(
        processes=tuple(theme.process(number) for number in range(len(theme.processes))),
        on_process=QColor(theme.on_process),
        track=_mixed(theme.track, 0.6, theme.panel),
        switch=switch,
        hatch=_hatch(switch, theme.panel, layout.px(6)),
        font=ui_font(layout.px(TEXT), 700),
    )


def _hatch(colour: QColor, base: str, size_px: int) -> QBrush:
    """Return diagonal lines as a tile of our own: Qt's patterns do not grow with the picture."""
    tile = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(_mixed(colour.name(), 0.3, base))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(colour, max(1.0, size_px / 5)))
    for shift in (-size_px, 0, size_px):
        painter.drawLine(QPointF(shift - 1, size_px + 1), QPointF(shift + size_px + 1, -1))
    painter.end()
    return QBrush(tile)


def _paint_tracks(painter: QPainter, frame: Frame, brushes: _Brushes) -> None:
    """Paint the rows' empty tracks; time that the trace has forgotten has none."""
    layout, begin_ns = frame.layout, frame.index.trace.begin_ns
    left = min(layout.area.right(), max(layout.area.left(), layout.x(begin_ns, frame.window)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.track)
    for core in range(layout.cores):
        row = layout.row(core)
        row.setLeft(left)
        if row.height() >= layout.px(LOWEST_BAR):
            radius = min(layout.px(5), row.height() / 2)
            painter.drawRoundedRect(row, radius, radius)
        else:
            painter.fillRect(row, brushes.track)


def _paint_bars(painter: QPainter, frame: Frame, brushes: _Brushes, row: QRect, runs: CoreIntervals) -> None:
    """Paint each interval as a rounded bar with its thread's label."""
    layout, window = frame.layout, frame.window
    left = np.rint((np.maximum(runs.start_ns, window.start_ns) - window.start_ns) * (row.width() / window.span_ns))
    until_ns = np.minimum(runs.end_ns, min(frame.t_ns, window.end_ns))
    right = np.rint((until_ns - window.start_ns) * (row.width() / window.span_ns))
    threads = frame.index.trace.threads
    metrics = QFontMetricsF(brushes.font)
    labelled = row.height() >= layout.px(TEXT * 1.1)
    painter.setFont(brushes.font)
    columns = (left.astype(int).tolist(), right.astype(int).tolist(), runs.thread.tolist(), runs.kind.tolist())
    for x, after, thread, kind in zip(*columns, strict=True):
        bar = QRect(row.left() + x, row.top(), max(1, after - x - _gap(after - x, layout)), row.height())
        if kind == RunKind.SWITCH:
            # Hatching needs room; in less it would be a dotted line.
            _paint_bar(painter, layout, bar, brushes.hatch if bar.width() >= layout.px(5) else QBrush(brushes.switch))
            continue
        info = threads[thread]
        _paint_bar(painter, layout, bar, QBrush(brushes.processes[info.process % len(brushes.processes)]))
        if labelled and metrics.horizontalAdvance(info.label) + layout.px(8) <= bar.width():
            painter.setPen(brushes.on_process)
            painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, info.label)


def _gap(width_px: int, layout: Layout) -> int:
    """Return the space left free behind a bar, so that two of one process stay two."""
    if width_px >= layout.px(12):
        return layout.px(2.5)
    return 1 if width_px >= layout.px(4) else 0


def _paint_bar(painter: QPainter, layout: Layout, bar: QRect, brush: QBrush) -> None:
    if bar.width() < layout.px(4):
        painter.fillRect(bar, brush)
        return
    radius = min(layout.px(4), bar.width() / 2, bar.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(bar), radius, radius)


def _paint_columns(painter: QPainter, frame: Frame, dense: list[tuple[QRect, CoreIntervals]]) -> None:
    """Paint rows that are too dense or too low for bars: each pixel column shows one moment within it."""
    layout, window = frame.layout, frame.window
    width = layout.area.width()
    palette = _palette(frame.theme, len(frame.index.trace.processes))
    pixels = np.zeros((layout.area.height(), width), np.uint32)
    times = {
        scattered: sample_times(window.start_ns, window.span_ns, width, scattered=scattered)
        for scattered in (False, True)
    }
    pixel_ns = window.span_ns // width
    for row, runs in dense:
        scattered = len(runs) * PX_PER_INTERVAL > width
        moments = times[scattered]
        found = frame.index.sample(runs, moments, 0 if scattered else pixel_ns)
        found[moments >= frame.t_ns] = IDLE
        top = row.top() - layout.area.top()
        pixels[top : top + row.height()] = palette[found]
    image = QImage(pixels.data, width, layout.area.height(), width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(layout.area.topLeft(), image)


def _palette(theme: Theme, processes: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return the pixel of each process, then of SWITCHING and, last, of IDLE, which count from the end."""
    colours = [theme.process(number).rgb() for number in range(len(theme.processes))]
    rows = np.resize(np.array(colours, np.uint32), processes + 2)
    rows[SWITCHING] = QColor(theme.faint).rgb()
    rows[IDLE] = 0
    return rows
