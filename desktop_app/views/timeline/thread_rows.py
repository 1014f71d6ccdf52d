"""The threads' rows: a solid bar runs, a dotted one is ready, a hollow one waits, a hatched one is switched to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import OPEN
from desktop_app.views.marks import state_name
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.density import thread_styles
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.index import Style
from desktop_app.views.timeline.intervals import Numbers, Times
from desktop_app.views.timeline.layout import TEXT, Layout
from desktop_app.views.timeline.marks import shown, tr
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
from desktop_app.views.timeline.threads import Activity

Pixels = NDArray[np.uint32]
Places = NDArray[np.int64]
#: Textures of dense rows repeat after so many pixels at a scale of 1: a multiple of the sizes of both tiles.
_REPEAT_PX = 12
_READY_PX, _HATCH_PX = 4, 6


@dataclass(frozen=True, slots=True)
class _Row:
    """One thread's row in a picture."""

    place: QRect
    thread: int
    #: The process's place among the theme's colours.
    process: int


@dataclass(frozen=True, slots=True)
class _Bars:
    """The bars of all rows that have room for them: an array of each, in pixels where nothing else is said."""

    x: Places
    width: Places
    top: Places
    process: Places
    activity: Numbers
    detail: Numbers


def paint_thread_rows(painter: QPainter, frame: Frame) -> None:
    """Paint what every thread in view did from the window's start up to the frame's moment."""
    layout, window, index = frame.layout, frame.window, frame.index
    used = materials(layout, frame.theme)
    index.threads.refresh()
    painter.save()
    painter.setClipRect(layout.area, Qt.ClipOperation.IntersectClip)
    rows = [
        _Row(place, int(thread), index.trace.threads[thread].process % len(used.processes))
        for place, thread in zip(
            frame.rows, frame.threads[layout.visible.start : layout.visible.stop].tolist(), strict=True
        )
    ]
    for row in rows:
        _paint_track(painter, frame, used, row)
    seen_until_ns = min(frame.t_ns, window.end_ns)
    if max(window.start_ns, index.trace.begin_ns) < seen_until_ns and frame.columns and rows:
        styles = thread_styles(index, layout, window, seen_until_ns, [row.thread for row in rows])
        cells = _cells(frame) if Style.SCATTERED in styles else None
        for row, style in zip(rows, styles, strict=True):
            if style is Style.SCATTERED and cells is not None:
                _paint_columns(painter, frame, row, cells)
        bars = _gathered(frame, [row for row, style in zip(rows, styles, strict=True) if style is Style.BARS])
        if bars is not None:
            _paint_bars(painter, used, bars, rows[0].place.height())
            _paint_labels(painter, frame, used, bars, rows[0].place.height())
    painter.restore()


def _paint_track(painter: QPainter, frame: Frame, used: Materials, row: _Row) -> None:
    """Paint the time for which a thread exists, from its birth on to the end of the view or its own."""
    layout, window, trace = frame.layout, frame.window, frame.index.trace
    born_ns = max(trace.threads[row.thread].arrival_ns, trace.begin_ns)
    over_ns = trace.ended[row.thread] if trace.ended[row.thread] <= frame.t_ns else OPEN
    if born_ns >= window.end_ns or over_ns <= window.start_ns:
        return
    left = layout.x(max(born_ns, window.start_ns), window)
    right = layout.x(min(over_ns, window.end_ns), window)
    height = max(1, row.place.height() // 4)
    painter.fillRect(QRect(left, row.place.center().y() - height // 2, right - left, height), used.track)


def _gathered(frame: Frame, rows: list[_Row]) -> _Bars | None:
    """Return the bars of some rows that reach into what is painted, or None where there are none."""
    layout, window, columns = frame.layout, frame.window, frame.columns
    start_ns, end_ns = max(window.start_ns, frame.index.trace.begin_ns), min(frame.t_ns, window.end_ns)
    found = [frame.index.threads.segments(row.thread, start_ns, end_ns) for row in rows]
    if not found:
        return None
    lengths = [len(segments) for segments in found]
    scale = layout.area.width() / window.span_ns
    left = np.rint((np.concatenate([part.start_ns for part in found]) - window.start_ns) * scale).astype(np.int64)
    right = np.rint((np.concatenate([part.end_ns for part in found]) - window.start_ns) * scale).astype(np.int64)
    activity = np.concatenate([part.activity for part in found])
    seen = (right >= columns.start - 1) & (left <= columns.stop) & (activity != Activity.NONE)
    width = right - left
    return _Bars(
        left[seen] + layout.area.left(),
        np.maximum(1, width - bar_gaps(width, layout))[seen],
        np.repeat([row.place.top() for row in rows], lengths)[seen],
        np.repeat([row.process for row in rows], lengths)[seen],
        activity[seen],
        np.concatenate([part.detail for part in found])[seen],
    )


def _paint_bars(painter: QPainter, used: Materials, bars: _Bars, height: int) -> None:
    """Paint what threads did, all of one look after the other."""
    looks = bars.activity.astype(np.int64) * len(used.processes) + bars.process
    for look in np.unique(looks).tolist():
        activity, process = Activity(look // len(used.processes)), look % len(used.processes)
        brush, pen, inset = used.texture(activity, process)
        painter.setBrush(brush)
        painter.setPen(pen)
        lower = max(1, height // 6) if activity is Activity.READY else 0
        high = height - 2 * (lower + inset)
        radius = min(used.radius_px, high / 2)
        chosen = looks == look
        for x, top, wide in zip(*(each[chosen].tolist() for each in (bars.x, bars.top, bars.width)), strict=True):
            if wide > used.narrow_px:
                place = QRectF(x + inset, top + lower + inset, wide - 2 * inset, high)
                painter.drawRoundedRect(place, min(radius, wide / 2), radius)
            elif activity is Activity.WAITING:
                _paint_thin_wait(painter, used, QRect(x, top, wide, height), pen)
            else:
                plain = used.switch if activity is Activity.SWITCHING else brush
                painter.fillRect(QRect(x, top + lower, wide, height - 2 * lower), plain)


def _paint_thin_wait(painter: QPainter, used: Materials, bar: QRect, pen: QPen) -> None:
    """Paint a wait that has no room for a hollow bar: its upper and lower edge."""
    line = max(1, round(pen.widthF()))
    painter.fillRect(bar, used.hollow)
    painter.fillRect(QRect(bar.left(), bar.top(), bar.width(), line), pen.color())
    painter.fillRect(QRect(bar.left(), bar.bottom() + 1 - line, bar.width(), line), pen.color())


def _paint_labels(painter: QPainter, frame: Frame, used: Materials, bars: _Bars, height: int) -> None:
    """Say where threads run, and what they wait for, where there is room."""
    if height < used.least_text_px:
        return
    room = frame.layout.px(10)
    painter.setFont(used.font)
    for activity, pen in ((Activity.RUNNING, used.on_process), (Activity.WAITING, used.muted)):
        painter.setPen(pen)
        chosen = (bars.activity == activity) & (bars.width > 2 * room)
        lists = (each[chosen].tolist() for each in (bars.x, bars.top, bars.width, bars.detail))
        for x, top, wide, detail in zip(*lists, strict=True):
            for text in _label_texts(frame, activity, detail):
                written = label(text, used.font)
                if written.width_px + room <= wide:
                    written.paint(painter, x, top, wide, height)
                    break


def _label_texts(frame: Frame, activity: Activity, detail: int) -> tuple[str, ...]:
    """Return what may stand in a bar, the longest first."""
    if activity is Activity.RUNNING:
        return tr("Core {number}").format(number=detail), str(detail)
    return (shown(frame.index.trace.causes[detail].text),)


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


def _paint_columns(painter: QPainter, frame: Frame, row: _Row, cells: _Cells) -> None:
    """Paint a row that is too dense for bars: each pixel column shows one moment within it, by colour and texture."""
    index, numbers = frame.index, cells.numbers
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
    painter.drawImage(frame.layout.area.left() + cells.left, row.place.top(), image)


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
        (Activity.RUNNING, state_name(ThreadState.RUNNING)),
        (Activity.SWITCHING, tr("switching")),
        (Activity.READY, state_name(ThreadState.READY)),
        (Activity.WAITING, state_name(ThreadState.WAITING)),
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
