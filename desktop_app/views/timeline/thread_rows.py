"""The threads' rows: a solid bar runs, a dotted one is ready, a hollow one waits, a hatched one is switched to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from desktop_app.trace.tables import OPEN
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.density import Style, thread_styles
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.intervals import Times
from desktop_app.views.timeline.layout import TEXT, Layout
from desktop_app.views.timeline.marks import tr
from desktop_app.views.timeline.materials import (
    Materials,
    bar_gaps,
    hatch_tile,
    label,
    materials,
    mixed,
    paint_bar,
    ready_tile,
)
from desktop_app.views.timeline.sampling import cell_level, cell_moments, column_cells
from desktop_app.views.timeline.threads import Activity, Segments

Pixels = NDArray[np.uint32]
#: Textures of dense rows repeat after so many pixels at a scale of 1: a multiple of the sizes of both tiles.
_REPEAT_PX = 12
_READY_PX, _HATCH_PX = 4, 6


@dataclass(frozen=True, slots=True)
class _Row:
    """One thread's row in a picture, and what to paint it with."""

    painter: QPainter
    frame: Frame
    used: Materials
    place: QRect
    thread: int
    #: The process's place among the theme's colours.
    process: int


def paint_thread_rows(painter: QPainter, frame: Frame) -> None:
    """Paint what every thread in view did from the window's start up to the frame's moment."""
    layout, window, index = frame.layout, frame.window, frame.index
    used = materials(layout, frame.theme)
    index.threads.refresh()
    painter.save()
    painter.setClipRect(layout.area, Qt.ClipOperation.IntersectClip)
    painter.setFont(used.font)
    seen_until_ns = min(frame.t_ns, window.end_ns)
    begin_ns = max(window.start_ns, index.trace.begin_ns)
    threads = [int(thread) for thread in frame.threads[layout.visible.start : layout.visible.stop]]
    styles = thread_styles(index, layout, window, seen_until_ns, threads)
    processes = len(frame.theme.processes)
    cells = _cells(frame) if Style.SCATTERED in styles and frame.columns else None
    for place, thread, style in zip(frame.rows, threads, styles, strict=True):
        process = index.trace.threads[thread].process % processes
        row = _Row(painter, frame, used, place, thread, process)
        _paint_track(row)
        if seen_until_ns <= begin_ns or not frame.columns:
            continue
        if style is Style.BARS:
            start_ns, end_ns = frame.span_seen
            start_ns, end_ns = max(begin_ns, start_ns), min(seen_until_ns, end_ns)
            if start_ns < end_ns:
                _paint_segments(row, index.threads.segments(thread, start_ns, end_ns))
        elif cells is not None:
            _paint_columns(row, cells)
    painter.restore()


def _paint_track(row: _Row) -> None:
    """Paint the time for which a thread exists, from its birth on to the end of the view or its own."""
    frame, thread = row.frame, row.thread
    layout, window, trace = frame.layout, frame.window, frame.index.trace
    born_ns = max(trace.threads[thread].arrival_ns, trace.begin_ns)
    over_ns = trace.ended[thread] if trace.ended[thread] <= frame.t_ns else OPEN
    if born_ns >= window.end_ns or over_ns <= window.start_ns:
        return
    left = layout.x(max(born_ns, window.start_ns), window)
    right = layout.x(min(over_ns, window.end_ns), window)
    height = max(1, row.place.height() // 4)
    track = QRect(left, row.place.center().y() - height // 2, right - left, height)
    row.painter.fillRect(track, row.used.track)


def _paint_segments(row: _Row, segments: Segments) -> None:
    """Paint each part of a thread's life as a bar."""
    frame, layout, place = row.frame, row.frame.layout, row.place
    columns, window = frame.columns, frame.window
    scale = place.width() / window.span_ns
    left = np.rint((segments.start_ns - window.start_ns) * scale).astype(np.int64)
    right = np.rint((segments.end_ns - window.start_ns) * scale).astype(np.int64)
    width = right - left
    width = np.maximum(1, width - bar_gaps(width, layout))
    seen = (right >= columns.start - 1) & (left <= columns.stop)
    for activity in (Activity.READY, Activity.WAITING, Activity.RUNNING, Activity.SWITCHING):
        chosen = seen & (segments.activity == activity)
        bars = zip((left[chosen] + place.left()).tolist(), width[chosen].tolist(), strict=True)
        _paint_bars(row, activity, bars)
    if place.height() >= row.used.least_text_px:
        texts = seen & (width > 3 * layout.px(8)) & (segments.detail >= 0)
        lists = (values[texts].tolist() for values in (left, width, segments.activity, segments.detail))
        for x, wide, activity, detail in zip(*lists, strict=True):
            _paint_label(row, QRect(place.left() + x, place.top(), wide, place.height()), activity, detail)


def _paint_bars(row: _Row, activity: Activity, bars: Iterable[tuple[int, int]]) -> None:
    """Paint the bars of one activity, each from a column on and so many columns wide."""
    painter, used, place = row.painter, row.used, row.place
    top, height = float(place.top()), float(place.height())
    brush, pen, inset = row.used.texture(activity, row.process)
    if activity is Activity.READY:
        top, height = top + max(1, place.height() // 6), height - 2 * max(1, place.height() // 6)
    painter.setBrush(brush)
    painter.setPen(pen)
    narrow, radius = used.narrow_px + (inset > 0), min(used.radius_px, height / 2)
    for x, wide in bars:
        if wide >= narrow:
            painter.drawRoundedRect(
                QRectF(x + inset, top + inset, wide - 2 * inset, height - 2 * inset), min(radius, wide / 2), radius
            )
        elif activity is Activity.WAITING:
            _paint_thin_wait(row, QRect(x, place.top(), wide, place.height()), pen)
        else:
            painter.fillRect(QRectF(x, top, wide, height), used.switch if activity is Activity.SWITCHING else brush)


def _paint_thin_wait(row: _Row, bar: QRect, pen: QPen) -> None:
    """Paint a wait that has no room for a hollow bar: its upper and lower edge."""
    line = max(1, round(pen.widthF()))
    row.painter.fillRect(bar, row.used.hollow)
    row.painter.fillRect(QRect(bar.left(), bar.top(), bar.width(), line), pen.color())
    row.painter.fillRect(QRect(bar.left(), bar.bottom() + 1 - line, bar.width(), line), pen.color())


def _paint_label(row: _Row, bar: QRect, activity: int, detail: int) -> None:
    """Say where a thread runs, or what it waits for, where there is room."""
    if activity == Activity.RUNNING:
        texts = [tr("Core {number}").format(number=detail), str(detail)]
    elif activity == Activity.WAITING:
        texts = [row.frame.index.trace.causes[detail].text]
    else:
        return
    row.painter.setPen(row.used.on_process if activity == Activity.RUNNING else row.used.muted)
    for text in texts:
        shown = label(text, row.used.font)
        if shown.width_px + row.frame.layout.px(10) <= bar.width():
            shown.paint(row.painter, bar.left(), bar.top(), bar.width(), bar.height())
            return


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells that the columns of dense rows look at."""

    level: int
    numbers: Times
    #: The pixel column of the first one, from the left of the rows.
    left: int


def _cells(frame: Frame) -> _Cells:
    """Return the cells of what is painted, as far as it is remembered, and over at the frame's moment."""
    columns, width = frame.columns, frame.layout.area.width()
    level = cell_level(frame.window.span_ns, width)
    cells = column_cells(frame.window, width, columns, level)
    moments = cell_moments(cells, level)
    first = int(moments.searchsorted(frame.index.trace.begin_ns))
    return _Cells(level, cells[first : int(moments.searchsorted(frame.t_ns))], columns.start + first)


def _paint_columns(row: _Row, cells: _Cells) -> None:
    """Paint a row that is too dense for bars: each pixel column shows one moment within it, by colour and texture."""
    frame, index, numbers = row.frame, row.frame.index, cells.numbers
    if not len(numbers):
        return
    sampler = partial(index.threads.sample, row.thread)
    found = index.tiles.at(row.thread, cells.level, numbers, sampler, index.intervals.known_until_ns)[0]
    height = row.place.height()
    textures = _textures(frame.layout.scale, height, frame.theme, row.process)
    repeat = textures.shape[1] // len(Activity)
    within = np.arange(cells.left, cells.left + len(found), dtype=np.int32) % repeat
    pixels = textures.take(found * repeat + within, axis=1)
    image = QImage(pixels.data, len(found), height, len(found) * 4, QImage.Format.Format_ARGB32_Premultiplied)
    row.painter.drawImage(frame.layout.area.left() + cells.left, row.place.top(), image)


@lru_cache(maxsize=64)
def _textures(scale: float, height: int, theme: Theme, process: int) -> Pixels:
    """Return the pixels of a row of each activity, side by side: a dense row is put together from their columns."""
    factor = max(1, round(scale))
    repeat = _REPEAT_PX * factor
    sheet = QImage(len(Activity) * repeat, height, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    colour = theme.process(process)
    painter = QPainter(sheet)
    inset = max(1, height // 6)
    low = height - 2 * inset

    def place(activity: Activity, top: int = 0, lines: int = height) -> QRect:
        return QRect(activity * repeat, top, repeat, lines)

    painter.fillRect(place(Activity.RUNNING), colour)
    painter.fillRect(place(Activity.READY, inset, low), QBrush(ready_tile(colour, theme, _READY_PX * factor)))
    painter.fillRect(
        place(Activity.SWITCHING), QBrush(hatch_tile(QColor(theme.faint), theme.panel, _HATCH_PX * factor))
    )
    line = max(1, round(1.5 * scale))
    painter.fillRect(place(Activity.WAITING), QColor(theme.panel))
    painter.fillRect(place(Activity.WAITING, 0, line), mixed(colour.name(), 0.8, theme.panel))
    painter.fillRect(place(Activity.WAITING, height - line, line), mixed(colour.name(), 0.8, theme.panel))
    painter.end()
    data = np.frombuffer(sheet.constBits(), np.uint32).reshape(height, sheet.bytesPerLine() // 4)
    return data[:, : len(Activity) * repeat].copy()


def paint_legend(painter: QPainter, layout: Layout, theme: Theme, at: QPoint, right_px: int) -> None:
    """Say beside the heading what the textures mean, from ``at`` on its base line on, as far as there is room."""
    words = (
        (Activity.RUNNING, tr("runs")),
        (Activity.SWITCHING, tr("is switched to")),
        (Activity.READY, tr("ready")),
        (Activity.WAITING, tr("waits")),
    )
    left, font = at.x(), ui_font(layout.px(TEXT))
    painter.setFont(font)
    for activity, text in words:
        width = layout.px(28) + round(label(text, font).width_px)
        if left + width > right_px:
            return
        _paint_sample(painter, layout, theme, QPoint(left, at.y()), activity)
        painter.setPen(QColor(theme.muted))
        painter.drawText(left + layout.px(28), at.y(), text)
        left += width + layout.px(18)


def _paint_sample(painter: QPainter, layout: Layout, theme: Theme, at: QPoint, activity: Activity) -> None:
    ink = QColor(theme.muted)
    brush = {
        Activity.RUNNING: QBrush(ink),
        Activity.SWITCHING: materials(layout, theme).hatch,
        Activity.READY: QBrush(ready_tile(ink, theme, layout.px(5))),
    }.get(activity, QBrush(QColor(theme.panel)))
    outline = QPen(ink, layout.px(1.5)) if activity is Activity.WAITING else None
    paint_bar(painter, layout, QRect(at.x(), at.y() - layout.px(12), layout.px(22), layout.px(13)), brush, outline)
