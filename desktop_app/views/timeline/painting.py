"""The timeline's picture: a pure function of (trace, t, window, theme), for windows and files alike.

Everything is painted in whole pixels of the device, whatever scale the painter comes with, so that edges are
crisp on every screen and in every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme, mono_font, ui_font
from desktop_app.views.timeline.axis import TimeWindow, axis_unit, tick_step_ns, tick_text, ticks_ns
from desktop_app.views.timeline.display import PLAIN, Display, RowMode
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import TEXT, Layout, natural_scale, panel_layout, thread_layout
from desktop_app.views.timeline.mark_painting import paint_bookmarks, paint_lane, paint_loop, paint_thread_marks
from desktop_app.views.timeline.rows import paint_core_rows, paint_core_tracks
from desktop_app.views.timeline.thread_rows import paint_legend, paint_thread_rows

_NO_THREADS = np.empty(0, np.int32)


class Part(Enum):
    """What of a picture is painted; its two parts, one over the other, are all of it."""

    ALL = auto()
    STILL = auto()
    """What is the same at all moments, as long as `changes.changed_columns` does not say otherwise, where a row is a
    core."""
    MOVING = auto()
    """The rest."""


def paint_timeline(  # noqa: PLR0917 - what it is a function of
    painter: QPainter,
    rect: QRectF,
    trace: Trace,
    t_ns: int,
    window: TimeWindow,
    theme: Theme,
    *,
    index: TimelineIndex | None = None,
    scale: float | None = None,
    display: Display = PLAIN,
    first_row: int = 0,
    clip: QRectF | None = None,
    aside_px: float = 0.0,
    part: Part = Part.ALL,
) -> None:
    """Paint the timeline's panel as it is at ``t_ns``; what lies after ``t_ns`` is not drawn.

    Args:
        painter: On any device; its state is left as it was.
        rect: The panel's place, in the painter's coordinates.
        trace: What happened.
        t_ns: The playhead, in nanoseconds.
        window: The stretch of time from the panel's left to its right.
        theme: The colours.
        index: The trace's indexes, where the caller keeps them between calls; the picture is the same without.
        scale: Size of the design's unit in the painter's coordinates; by default what fits the rect.
        display: What somebody chose to see.
        first_row: The uppermost row in view where a row is a thread.
        clip: The part that is painted, in the painter's coordinates; by default all of it.
        aside_px: The width at the right of the heading that is left free for what lies over it.
        part: What of it is painted.
    """
    index = TimelineIndex(trace) if index is None else index
    index.refresh(min(t_ns, window.end_ns))
    known_ns = min(t_ns, trace.known_until_ns)
    with device_pixels(painter) as device:
        panel = device.mapRect(rect).toAlignedRect()
        unit = natural_scale(rect.width(), rect.height()) if scale is None else scale
        threads = index.rows_at(known_ns, display.process) if display.mode is RowMode.THREADS else _NO_THREADS
        size = unit * device.m11()
        if display.mode is RowMode.THREADS:
            layout = thread_layout(panel, len(threads), size, first_row, headed=display.headed)
        else:
            layout = panel_layout(panel, trace.header.cores, size, headed=display.headed)
        frame = Frame(
            layout=layout,
            index=index,
            t_ns=known_ns,
            window=window,
            theme=theme,
            clip=panel if clip is None else device.mapRect(clip).toAlignedRect() & panel,
            threads=threads,
            display=display,
        )
        if part is not Part.MOVING:
            _paint_still(painter, frame, round(aside_px * device.m11()))
        if part is not Part.STILL:
            _paint_moving(painter, frame, t_ns)


def _paint_still(painter: QPainter, frame: Frame, aside_px: int) -> None:
    layout = frame.layout
    _paint_panel(painter, layout, frame.theme)
    if frame.display.headed and frame.clip.top() < layout.area.top():
        _paint_heading(painter, frame, aside_px)
    if frame.clip.left() < layout.names_right:
        _paint_names(painter, frame)
    if not frame.by_thread:
        paint_core_tracks(painter, frame)
    if frame.clip.bottom() > layout.area.bottom():
        _paint_axis(painter, frame)


def _paint_moving(painter: QPainter, frame: Frame, t_ns: int) -> None:
    if frame.by_thread:
        paint_thread_rows(painter, frame)
        paint_thread_marks(painter, frame)
    else:
        paint_core_rows(painter, frame)
    paint_lane(painter, frame)
    paint_loop(painter, frame)
    paint_bookmarks(painter, frame)
    _paint_playhead(painter, frame.layout, t_ns, frame.window, frame.theme)


@contextmanager
def device_pixels(painter: QPainter) -> Iterator[QTransform]:
    """Let a painter count in device pixels for a while, and say how its own coordinates map to them.

    A painter that is turned or mirrored keeps its own coordinates: whole pixels mean nothing there.
    """
    painter.save()
    device = painter.deviceTransform()
    upright = device.isAffine() and not device.isRotating() and device.m11() > 0 and device.m22() > 0
    if upright:
        inverse, _ = device.inverted()
        painter.setWorldTransform(inverse * painter.worldTransform())
    else:
        device = QTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    try:
        yield device
    finally:
        painter.restore()


def _paint_panel(painter: QPainter, layout: Layout, theme: Theme) -> None:
    line = layout.px(1)
    half = line / 2
    painter.setPen(QPen(QColor(theme.border), line))
    painter.setBrush(QColor(theme.panel))
    radius = layout.px(14)
    painter.drawRoundedRect(QRectF(layout.panel).adjusted(half, half, -half, -half), radius, radius)


def _paint_heading(painter: QPainter, frame: Frame, aside_px: int) -> None:
    layout, theme = frame.layout, frame.theme
    painter.setPen(QColor(theme.muted))
    font = ui_font(layout.px(TEXT), 700, 1.4 * layout.scale)
    painter.setFont(font)
    title = QCoreApplication.translate("Timeline", "TIMELINE")
    left, baseline = layout.panel.left() + layout.px(20), layout.heading_y
    painter.drawText(QPointF(left, baseline), title)
    left += round(QFontMetricsF(font).horizontalAdvance(title)) + layout.px(24)
    right_px = layout.panel.right() - layout.px(20) - aside_px
    rows = _rows_text(frame)
    if rows:
        plain = ui_font(layout.px(TEXT))
        painter.setFont(plain)
        painter.drawText(QPointF(left, baseline), rows)
        left += round(QFontMetricsF(plain).horizontalAdvance(rows)) + layout.px(24)
    if frame.by_thread:
        paint_legend(painter, layout, theme, QPoint(left, baseline), right_px)


def _rows_text(frame: Frame) -> str:
    """Return how many rows there are, where they are not all named."""
    layout = frame.layout
    if frame.by_thread:
        if not layout.last_first:
            return ""
        visible = layout.visible
        text = QCoreApplication.translate("Timeline", "threads {first} to {last} of {count}")
        return text.format(first=visible.start + 1, last=visible.stop, count=f"{layout.rows:,}")
    if layout.label_every > 1:
        return QCoreApplication.translate("Timeline", "{count} rows, one per core").format(count=layout.rows)
    return ""


def _paint_names(painter: QPainter, frame: Frame) -> None:
    layout, theme = frame.layout, frame.theme
    painter.save()
    painter.setClipRect(
        QRect(layout.panel.left(), layout.panel.top(), layout.names_right - layout.panel.left(), layout.panel.height()),
        Qt.ClipOperation.IntersectClip,
    )
    painter.setPen(QColor(theme.muted))
    plain, bold = ui_font(layout.px(TEXT), 600), ui_font(layout.px(TEXT), 800)
    painter.setFont(plain)
    template = QCoreApplication.translate("Timeline", "Core {number}")
    height = layout.px(TEXT * 1.2)
    width = layout.area.left() - layout.panel.left() - layout.px(28)
    rows = layout.visible
    for number in range(rows.start, rows.stop, layout.label_every):
        row = frame.rows[number - rows.start]
        place = QRect(layout.panel.left() + layout.px(20), row.center().y() - height // 2, width, height)
        name = template.format(number=number)
        if frame.by_thread:
            thread = int(frame.threads[number])
            info, followed = frame.index.trace.threads[thread], thread == frame.display.followed
            _paint_thread_sign(painter, frame, row, info.process, followed=followed)
            painter.setFont(bold if followed else plain)
            painter.setPen(QColor(theme.text if followed else theme.muted))
            place.setLeft(place.left() + layout.px(10))
            name = info.label
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flags | Qt.TextFlag.TextDontClip, name)
    painter.restore()


def _paint_thread_sign(painter: QPainter, frame: Frame, row: QRect, process: int, *, followed: bool) -> None:
    """Paint the colour of a thread's process before its name, as a pointer where the thread is followed."""
    layout, colour = frame.layout, frame.theme.process(process)
    left, pitch = layout.panel.left() + layout.px(18), layout.pitch_px
    top = row.center().y() - pitch // 2
    if not followed:
        painter.fillRect(QRect(left, top, layout.px(4), pitch), colour)
        return
    painter.fillRect(
        QRect(
            layout.panel.left() + layout.px(12),
            row.top(),
            layout.area.left() - layout.panel.left() - layout.px(20),
            row.height(),
        ),
        QColor(frame.theme.track),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    middle = row.center().y()
    half = layout.px(6)
    painter.drawPolygon(
        QPolygonF([QPointF(left, middle - half), QPointF(left + half, middle), QPointF(left, middle + half)])
    )
    painter.setPen(QColor(frame.theme.text))


def _paint_axis(painter: QPainter, frame: Frame) -> None:
    layout, window, clip = frame.layout, frame.window, frame.clip
    unit, _ = axis_unit(window)
    baseline = layout.panel.bottom() + 1 - layout.px(10)
    painter.setPen(QColor(frame.theme.faint))
    if clip.left() < layout.times_left:
        painter.setFont(ui_font(layout.px(TEXT), 600))
        painter.drawText(QPointF(layout.panel.left() + layout.px(20), baseline), unit)
    font = _tick_font(layout.px(TEXT))
    painter.setFont(font)
    # A glyph may reach a little beyond its text's width.
    first, last = clip.left() - layout.px(4), clip.right() + layout.px(4)
    for left, width, text in _tick_labels(layout.panel.getRect(), layout.area.getRect(), layout.scale, window):
        if first <= left + width and left <= last:
            painter.drawText(QPointF(left, baseline), text)


@lru_cache(maxsize=16)
def _tick_font(size_px: int) -> QFont:
    return mono_font(size_px)


@lru_cache(maxsize=16)
def _tick_labels(
    panel: tuple[int, int, int, int], area: tuple[int, int, int, int], scale: float, window: TimeWindow
) -> tuple[tuple[float, float, str], ...]:
    """Return where each label of the axis begins, how wide it is, and its text; the same from frame to frame."""
    layout = Layout(panel=QRect(*panel), area=QRect(*area), rows=1, scale=scale)
    _, unit_ns = axis_unit(window)
    metrics = QFontMetricsF(_tick_font(layout.px(TEXT)))
    step_ns = _tick_step(layout, window, metrics)
    right_edge = layout.panel.right() - layout.px(10)
    occupied = float(layout.times_left)
    found = []
    for time_ns in ticks_ns(window, step_ns):
        text = tick_text(time_ns, step_ns, unit_ns)
        width = metrics.horizontalAdvance(text)
        left = max(layout.times_left, min(layout.x(time_ns, window) - width / 2, right_edge - width))
        if left < occupied:
            continue
        found.append((left, width, text))
        occupied = left + width + layout.px(8)
    return tuple(found)


def _tick_step(layout: Layout, window: TimeWindow, metrics: QFontMetricsF) -> int:
    """Return the smallest nice step whose labels all fit beside each other."""
    _, unit_ns = axis_unit(window)
    step_ns = tick_step_ns(window, max(1, layout.area.width() // layout.px(40)))
    while True:
        widest = metrics.horizontalAdvance(tick_text(window.end_ns // step_ns * step_ns, step_ns, unit_ns))
        room = step_ns * layout.area.width() / window.span_ns
        if room >= widest + layout.px(28) or step_ns >= window.span_ns:
            return step_ns
        step_ns = tick_step_ns(TimeWindow(start_ns=0, end_ns=step_ns + 1), 1)


def _paint_playhead(painter: QPainter, layout: Layout, t_ns: int, window: TimeWindow, theme: Theme) -> None:
    if not window.start_ns <= t_ns <= window.end_ns:
        return
    x = layout.x(t_ns, window)
    top = layout.area.top() - layout.px(12)
    bottom = layout.area.bottom() + 1 + layout.px(12)
    width = layout.px(2)
    painter.fillRect(QRect(x - width // 2, top + layout.px(4), width, bottom - top - layout.px(4)), QColor(theme.text))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text))
    centre = x - width // 2 + width / 2
    half, height = layout.px(7), layout.px(9)
    tip = QPointF(centre, top + height)
    painter.drawPolygon(QPolygonF([QPointF(centre - half, top), QPointF(centre + half, top), tip]))
