"""What the timeline's rows are painted with: colours, textures and the shape of a bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QStaticText,
    QTransform,
)

from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.layout import TEXT, Layout
from desktop_app.views.timeline.threads import Activity

#: Rows lower than this, in units of the design, have no rounded bars.
LOWEST_BAR = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """What a picture's rows are painted with; shared, so not to be changed.

    Attributes:
        processes: The brush of running threads, by process modulo their number.
        ready: The brush of ready threads: dots on a pale ground.
        hollow: The ground of waiting threads.
        outlines: The pen around waiting threads.
        muted: Text on no colour.
        on_process: Text on a process's colour.
        track: Where nothing happens.
        switch: The plain colour of a switch.
        hatch: The brush of a switch that has room for it.
        hatch_px: The distance of its lines, in pixels.
        hatch_ground: The brush of what is behind them.
        font: The face of labels in bars.
        radius_px: Radius of a bar's corners.
        narrow_px: Bars that are narrower have no round corners.
        least_hatch_px: Bars that are narrower are not hatched.
        least_text_px: Bars that are lower have no labels.
    """

    processes: tuple[QBrush, ...]
    ready: tuple[QBrush, ...]
    hollow: QBrush
    outlines: tuple[QPen, ...]
    muted: QColor
    on_process: QColor
    track: QColor
    switch: QBrush
    hatch: QBrush
    hatch_px: int
    hatch_ground: QBrush
    font: QFont
    radius_px: int
    narrow_px: int
    least_hatch_px: int
    least_text_px: int

    @property
    def brushes(self) -> tuple[QBrush, ...]:
        """The brushes of running threads, then the plain and the hatched one of switches."""
        return (*self.processes, self.switch, self.hatch)

    @property
    def drawn_brushes(self) -> tuple[QBrush, ...]:
        """The same where there are no pixels for a tile: `draw_hatch` draws the lines of the last one."""
        return (*self.processes, self.switch, self.hatch_ground)

    def texture(self, activity: Activity, process: int) -> tuple[QBrush, QPen, float]:
        """Return the brush and the pen of what a thread does, and by how much the pen reaches out of an edge."""
        none = QPen(Qt.PenStyle.NoPen)
        if activity is Activity.WAITING:
            return self.hollow, self.outlines[process], self.outlines[process].widthF() / 2
        if activity is Activity.READY:
            return self.ready[process], none, 0.0
        return (self.hatch if activity is Activity.SWITCHING else self.processes[process]), none, 0.0


def materials(layout: Layout, theme: Theme) -> Materials:
    """Return what a picture of this scale and theme is painted with."""
    return _materials(layout.scale, theme)


@lru_cache(maxsize=16)
def _materials(scale: float, theme: Theme) -> Materials:
    def px(units: float) -> int:
        return max(1, round(units * scale))

    switch = QColor(theme.faint)
    colours = [QColor(value) for value in theme.processes]
    return Materials(
        processes=tuple(QBrush(colour) for colour in colours),
        ready=tuple(QBrush(ready_tile(colour, theme, px(5))) for colour in colours),
        hollow=QBrush(QColor(theme.panel)),
        outlines=tuple(QPen(colour, px(1.5)) for colour in colours),
        muted=QColor(theme.muted),
        on_process=QColor(theme.on_process),
        track=mixed(theme.track, 0.6, theme.panel),
        switch=QBrush(switch),
        hatch=QBrush(hatch_tile(switch, theme.panel, px(6))),
        hatch_px=px(6),
        hatch_ground=QBrush(_hatch_ground(switch, theme.panel)),
        font=ui_font(px(TEXT), 700),
        radius_px=px(4),
        narrow_px=px(4),
        least_hatch_px=px(5),
        least_text_px=px(TEXT * 1.1),
    )


def mixed(colour: str, share: float, base: str) -> QColor:
    """Return ``share`` of a colour on another one, opaque: a picture of full rows has no time to blend."""
    over, under = QColor(colour), QColor(base)
    channels = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(share * upper + (1 - share) * lower) for upper, lower in channels))


def hatch_tile(colour: QColor, base: str, size_px: int) -> QImage:
    """Return diagonal lines as a tile of our own: Qt's patterns do not grow with the picture."""
    tile = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(_hatch_ground(colour, base))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(_hatch_pen(colour, size_px))
    for shift in (-size_px, 0, size_px):
        painter.drawLine(QPointF(shift - 1, size_px + 1), QPointF(shift + size_px + 1, -1))
    painter.end()
    return tile


def draw_hatch(painter: QPainter, used: Materials, bar: QRect, radius: float) -> None:
    """Draw the lines of a hatched bar where a tile of them would have them, for devices without pixels."""
    painter.save()
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(bar), radius, radius)
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    step, high = used.hatch_px, bar.height()
    painter.setPen(_hatch_pen(used.switch.color(), step))
    first, last = (bar.x() + bar.y()) // step, (bar.x() + bar.width() + bar.y() + high) // step
    for line in range(first, last + 1):
        # On it, x and y add up to the same.
        left = line * step - bar.y() - high
        painter.drawLine(QPointF(left - 1, bar.y() + high + 1), QPointF(left + high + 1, bar.y() - 1))
    painter.restore()


def _hatch_ground(colour: QColor, base: str) -> QColor:
    return mixed(colour.name(), 0.3, base)


def _hatch_pen(colour: QColor, size_px: int) -> QPen:
    return QPen(colour, max(1.0, size_px / 5))


def ready_tile(colour: QColor, theme: Theme, size_px: int) -> QImage:
    """Return dots on a pale ground as a tile."""
    tile = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(mixed(colour.name(), 0.22, theme.panel))
    painter = QPainter(tile)
    dot = max(1, round(size_px * 0.35))
    at = (size_px - dot) // 2
    painter.fillRect(at, at, dot, dot, mixed(colour.name(), 0.85, theme.panel))
    painter.end()
    return tile


def bar_gaps(width_px: NDArray[np.int64], layout: Layout) -> NDArray[np.int64]:
    """Return the space left free behind bars of these widths, so that two of one process stay two."""
    small = (width_px >= layout.px(4)).astype(np.int64)
    return np.where(width_px >= layout.px(12), layout.px(2.5), small)


def paint_bar(painter: QPainter, layout: Layout, bar: QRect, brush: QBrush, outline: QPen | None = None) -> None:
    """Paint a rounded bar, filled and, with a pen, outlined inside its edges."""
    if bar.width() < layout.px(4):
        painter.fillRect(bar, brush if outline is None else QBrush(outline.color()))
        return
    place = QRectF(bar)
    if outline is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(outline)
        half = outline.widthF() / 2
        place.adjust(half, half, -half, -half)
    painter.setBrush(brush)
    radius = min(layout.px(4), place.width() / 2, place.height() / 2)
    painter.drawRoundedRect(place, radius, radius)


@dataclass(frozen=True, slots=True)
class Label:
    """A short text ready to be painted.

    Attributes:
        text: It.
        width_px: Its width in device pixels.
        height_px: Its height.
    """

    text: QStaticText
    width_px: float
    height_px: float

    def paint(self, painter: QPainter, x: int, y: int, width: int, height: int) -> None:
        """Paint it into the middle of a place, with the painter's own font and pen."""
        left, top = x + round((width - self.width_px) / 2), y + round((height - self.height_px) / 2)
        painter.drawStaticText(left, top, self.text)


@lru_cache(maxsize=4_096)
def label(text: str, font: QFont) -> Label:
    """Return a text in a font. Laying it out takes three times as long as painting it, so it is kept."""
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(QTransform(), font)
    return Label(static, QFontMetricsF(font).horizontalAdvance(text), static.size().height())
