"""The threads' rows: a solid bar runs, a dotted one is ready, a hollow one waits, a hatched one is switched to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from desktop_app.trace.tables import OPEN
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.density import Style, thread_styles
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.layout import TEXT, Layout
from desktop_app.views.timeline.marks import tr
from desktop_app.views.timeline.materials import (
    Materials,
    bar_gap_px,
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
    for number, thread, style in zip(layout.visible, threads, styles, strict=True):
        process = index.trace.threads[thread].process % processes
        row = _Row(painter, frame, used, layout.row(number), thread, process)
        _paint_track(row)
        if seen_until_ns <= begin_ns or not frame.columns:
            continue
        if style is Style.BARS:
            _paint_segments(row, index.threads.segments(thread, begin_ns, seen_until_ns))
        else:
            _paint_columns(row)
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
    frame, place = row.frame, row.place
    layout, window, columns = frame.layout, frame.window, frame.columns
    scale = place.width() / window.span_ns
    left = np.rint((segments.start_ns - window.start_ns) * scale)
    right = np.rint((segments.end_ns - window.start_ns) * scale)
    seen = slice(int(np.searchsorted(right, columns.start - 1)), int(np.searchsorted(left, columns.stop, "right")))
    text_room = place.height() >= layout.px(TEXT * 1.1)
    lists = (left.astype(int), right.astype(int), segments.activity, segments.detail)
    for x, after, activity, detail in zip(*(values[seen].tolist() for values in lists), strict=True):
        if activity == Activity.NONE:
            continue
        width = after - x
        bar = QRect(place.left() + x, place.top(), max(1, width - bar_gap_px(width, layout)), place.height())
        _paint_segment(row, bar, Activity(activity))
        if text_room and bar.width() > layout.px(8 + TEXT):
            _paint_label(row, bar, Activity(activity), detail)


def _paint_segment(row: _Row, bar: QRect, activity: Activity) -> None:
    layout, used, process = row.frame.layout, row.used, row.process
    inset = max(1, bar.height() // 6)
    lower = bar.adjusted(0, inset, 0, -inset)
    if activity is Activity.RUNNING:
        paint_bar(row.painter, layout, bar, used.processes[process])
    elif activity is Activity.SWITCHING:
        paint_bar(row.painter, layout, bar, used.hatch if bar.width() >= layout.px(5) else used.switch)
    elif activity is Activity.READY:
        paint_bar(row.painter, layout, lower, used.ready[process])
    elif bar.width() >= layout.px(5):
        paint_bar(row.painter, layout, bar, used.hollow, used.outlines[process])
    else:
        _paint_thin_wait(row, bar)


def _paint_thin_wait(row: _Row, bar: QRect) -> None:
    """Paint a wait that has no room for a hollow bar: its upper and lower edge."""
    outline = row.used.outlines[row.process]
    line = max(1, round(outline.widthF()))
    row.painter.fillRect(bar, row.used.hollow)
    row.painter.fillRect(QRect(bar.left(), bar.top(), bar.width(), line), outline.color())
    row.painter.fillRect(QRect(bar.left(), bar.bottom() + 1 - line, bar.width(), line), outline.color())


def _paint_label(row: _Row, bar: QRect, activity: Activity, detail: int) -> None:
    """Say where a thread runs, or what it waits for, where there is room."""
    if activity is Activity.RUNNING:
        texts = [tr("Core {number}").format(number=detail), str(detail)]
    elif activity is Activity.WAITING:
        texts = [row.frame.index.trace.causes[detail].text]
    else:
        return
    row.painter.setPen(row.used.on_process if activity is Activity.RUNNING else QColor(row.frame.theme.muted))
    for text in texts:
        shown = label(text, row.used.font)
        if shown.width_px + row.frame.layout.px(10) <= bar.width():
            shown.paint(row.painter, bar)
            return


def _paint_columns(row: _Row) -> None:
    """Paint a row that is too dense for bars: each pixel column shows one moment within it, by colour and texture."""
    frame, thread = row.frame, row.thread
    layout, window, columns, index = frame.layout, frame.window, frame.columns, frame.index
    width = layout.area.width()
    level = cell_level(window.span_ns, width)
    cells = column_cells(window, width, columns, level)
    moments = cell_moments(cells, level)
    first = int(np.searchsorted(moments, index.trace.begin_ns))
    cells = cells[first : int(np.searchsorted(moments, frame.t_ns))]
    if not len(cells):
        return
    sampler = partial(index.threads.sample, thread)
    found = index.tiles.at(thread, level, cells, sampler, index.intervals.known_until_ns)[0]
    height = row.place.height()
    textures = _textures(layout.scale, height, frame.theme, row.process)
    left = columns.start + first
    repeat = textures.shape[1] // len(Activity)
    within = np.arange(left, left + len(found), dtype=np.int32) % repeat
    pixels = textures.take(found * repeat + within, axis=1)
    image = QImage(pixels.data, len(found), height, len(found) * 4, QImage.Format.Format_ARGB32_Premultiplied)
    row.painter.drawImage(layout.area.left() + left, row.place.top(), image)


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
