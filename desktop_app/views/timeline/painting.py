"""The timeline's picture: a pure function of (trace, t, window, theme), for windows and files alike.

Everything is painted in whole pixels of the device, whatever scale the painter comes with, so that edges are
crisp on every screen and in every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme, mono_font, ui_font
from desktop_app.views.timeline.axis import TimeWindow, axis_unit, tick_step_ns, tick_text, ticks_ns
from desktop_app.views.timeline.intervals import IntervalIndex
from desktop_app.views.timeline.layout import TEXT, Layout, natural_scale, panel_layout
from desktop_app.views.timeline.rows import Frame, paint_rows


def paint_timeline(  # noqa: PLR0917 - what it is a function of
    painter: QPainter,
    rect: QRectF,
    trace: Trace,
    t_ns: int,
    window: TimeWindow,
    theme: Theme,
    *,
    index: IntervalIndex | None = None,
    scale: float | None = None,
) -> None:
    """Paint the timeline's panel as it is at ``t_ns``; what lies after ``t_ns`` is not drawn.

    Args:
        painter: On any device; its state is left as it was.
        rect: The panel's place, in the painter's coordinates.
        trace: What happened.
        t_ns: The playhead, in nanoseconds.
        window: The stretch of time from the panel's left to its right.
        theme: The colours.
        index: The trace's intervals, where the caller keeps them between calls; the picture is the same without.
        scale: Size of the design's unit in the painter's coordinates; by default what fits the rect.
    """
    index = IntervalIndex(trace) if index is None else index
    with device_pixels(painter) as device:
        panel = device.mapRect(rect).toAlignedRect()
        unit = natural_scale(rect.width(), rect.height()) if scale is None else scale
        layout = panel_layout(panel, trace.header.cores, unit * device.m11())
        known_ns = min(t_ns, trace.known_until_ns)
        frame = Frame(layout=layout, index=index, t_ns=known_ns, window=window, theme=theme)
        _paint_panel(painter, layout, theme)
        _paint_core_names(painter, layout, theme)
        paint_rows(painter, frame)
        _paint_arrivals(painter, frame)
        _paint_axis(painter, layout, window, theme)
        _paint_playhead(painter, layout, t_ns, window, theme)


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
    painter.setPen(QColor(theme.muted))
    font = ui_font(layout.px(TEXT), 700, 1.4 * layout.scale)
    painter.setFont(font)
    title = QCoreApplication.translate("Timeline", "TIMELINE")
    left, baseline = layout.panel.left() + layout.px(20), layout.panel.top() + layout.px(28)
    painter.drawText(QPointF(left, baseline), title)
    if layout.label_every > 1:
        left += round(QFontMetricsF(font).horizontalAdvance(title)) + layout.px(24)
        painter.setFont(ui_font(layout.px(TEXT)))
        rows = QCoreApplication.translate("Timeline", "{count} rows, one per core").format(count=layout.cores)
        painter.drawText(QPointF(left, baseline), rows)


def _paint_core_names(painter: QPainter, layout: Layout, theme: Theme) -> None:
    painter.setPen(QColor(theme.muted))
    painter.setFont(ui_font(layout.px(TEXT), 600))
    template = QCoreApplication.translate("Timeline", "Core {number}")
    height = layout.px(TEXT * 1.2)
    width = layout.area.left() - layout.panel.left() - layout.px(28)
    for core in range(0, layout.cores, layout.label_every):
        row = layout.row(core)
        top = row.top() + (row.height() - height) // 2
        place = QRect(layout.panel.left() + layout.px(20), top, width, height)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flags | Qt.TextFlag.TextDontClip, template.format(number=core))


def _paint_arrivals(painter: QPainter, frame: Frame) -> None:
    """A tick below the rows for each launch by t; launches at one place share the tick's height, four at most."""
    layout, window = frame.layout, frame.window
    most = 4
    places: dict[int, list[int]] = {}
    for number, process in enumerate(frame.index.trace.processes):
        if process.arrival_ns <= frame.t_ns and window.start_ns <= process.arrival_ns <= window.end_ns:
            colours = places.setdefault(layout.x(process.arrival_ns, window), [])
            if len(colours) < most:
                colours.append(number)
    width, height = layout.px(3), layout.px(8)
    top = layout.area.bottom() + 1 + layout.px(4)
    for x, colours in places.items():
        left = x - width // 2
        for slot, number in enumerate(colours):
            upper, lower = top + slot * height // len(colours), top + (slot + 1) * height // len(colours)
            painter.fillRect(QRect(left, upper, width, lower - upper), frame.theme.process(number))


def _paint_axis(painter: QPainter, layout: Layout, window: TimeWindow, theme: Theme) -> None:
    unit, unit_ns = axis_unit(window)
    baseline = layout.panel.bottom() + 1 - layout.px(10)
    painter.setPen(QColor(theme.faint))
    painter.setFont(ui_font(layout.px(TEXT), 600))
    painter.drawText(QPointF(layout.panel.left() + layout.px(20), baseline), unit)
    font = mono_font(layout.px(TEXT))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    step_ns = _tick_step(layout, window, metrics)
    right_edge = layout.panel.right() - layout.px(10)
    occupied = float(layout.panel.left() + layout.px(60))
    for time_ns in ticks_ns(window, step_ns):
        text = tick_text(time_ns, step_ns, unit_ns)
        width = metrics.horizontalAdvance(text)
        left = min(layout.x(time_ns, window) - width / 2, right_edge - width)
        if left < occupied:
            continue
        painter.drawText(QPointF(left, baseline), text)
        occupied = left + width + layout.px(8)


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
