"""The window's icons, drawn in the palette's colours at whatever size and pixel ratio is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from desktop_app.views.theme import Theme

_Draw = Callable[[QPainter], None]


def _play(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(7, 4, 20, 12))


def _pause(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(6, 4.5, 4, 15), 1.2, 1.2)
    painter.drawRoundedRect(QRectF(14, 4.5, 4, 15), 1.2, 1.2)


def _forward(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(6, 5, 15, 12))
    painter.drawRoundedRect(QRectF(16, 5, 2.6, 14), 1, 1)


def _back(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(18, 5, 9, 12))
    painter.drawRoundedRect(QRectF(5.4, 5, 2.6, 14), 1, 1)


def _start(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(13, 5, 5.6, 12))
    painter.drawPolygon(_triangle(20.5, 5, 13, 12))
    painter.drawRoundedRect(QRectF(3, 5, 2.2, 14), 1, 1)


def _end(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(11, 5, 18.4, 12))
    painter.drawPolygon(_triangle(3.5, 5, 11, 12))
    painter.drawRoundedRect(QRectF(18.8, 5, 2.2, 14), 1, 1)


def _triangle(base_x: float, top_y: float, tip_x: float, tip_y: float) -> QPolygonF:
    return QPolygonF([QPointF(base_x, top_y), QPointF(tip_x, tip_y), QPointF(base_x, 2 * tip_y - top_y)])


def _close(painter: QPainter) -> None:
    _strokes(painter, (QPointF(6, 6), QPointF(18, 18)), (QPointF(18, 6), QPointF(6, 18)))


def _float(painter: QPainter) -> None:
    corners = [QPointF(8, 4), QPointF(20, 4), QPointF(20, 16)]
    _strokes(painter, corners, [QPointF(4, 9), QPointF(15, 9), QPointF(15, 20), QPointF(4, 20), QPointF(4, 9)])


def _sharing(painter: QPainter) -> None:
    """Two that have hold of one."""
    painter.drawEllipse(QPointF(5.5, 6), 3, 3)
    painter.drawEllipse(QPointF(18.5, 6), 3, 3)
    painter.drawRoundedRect(QRectF(6.5, 14, 11, 7), 1.8, 1.8)
    _strokes(painter, (QPointF(5.5, 6), QPointF(9.5, 15)), (QPointF(18.5, 6), QPointF(14.5, 15)))


def _footprint(painter: QPainter) -> None:
    """A large part of memory and a small one."""
    painter.drawRoundedRect(QRectF(4, 4, 9, 16), 1.5, 1.5)
    painter.drawRoundedRect(QRectF(16, 15, 4, 5), 1.2, 1.2)


def _fit(painter: QPainter) -> None:
    """Work that is done at once, and work that is done in turns."""
    painter.drawRoundedRect(QRectF(3, 5, 12, 4), 1.2, 1.2)
    painter.drawRoundedRect(QRectF(3, 11, 12, 4), 1.2, 1.2)
    painter.drawRoundedRect(QRectF(3, 17, 5, 4), 1.2, 1.2)
    painter.drawRoundedRect(QRectF(16, 17, 5, 4), 1.2, 1.2)


def _starting(painter: QPainter) -> None:
    """A stop watch."""
    colour = painter.brush().color()
    painter.setPen(QPen(colour, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(12, 13.5), 7, 7)
    painter.drawLine(QPointF(12, 13.5), QPointF(12, 9.5))
    painter.drawLine(QPointF(10, 3), QPointF(14, 3))


def _ending(painter: QPainter) -> None:
    """A stop sign."""
    corners = [(8, 3), (16, 3), (21, 8), (21, 16), (16, 21), (8, 21), (3, 16), (3, 8)]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    path.addRect(QRectF(8, 8, 8, 8))
    painter.drawPath(path)


def _side_by_side(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 5, 8, 14), 1.5, 1.5)
    painter.drawRoundedRect(QRectF(13, 5, 8, 14), 1.5, 1.5)


def _asks(painter: QPainter) -> None:
    """A question mark."""
    hook = QPainterPath(QPointF(7.5, 8))
    hook.cubicTo(QPointF(7.5, 2.5), QPointF(16.5, 2.5), QPointF(16.5, 8))
    hook.cubicTo(QPointF(16.5, 11.5), QPointF(12, 11), QPointF(12, 15))
    painter.drawEllipse(QPointF(12, 19.8), 1.5, 1.5)
    painter.setPen(QPen(painter.brush(), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(hook)


def _strokes(painter: QPainter, *lines: Sequence[QPointF]) -> None:
    """Draw lines in the colour that shapes are filled with."""
    painter.setPen(QPen(painter.brush(), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for line in lines:
        painter.drawPolyline(QPolygonF(line))


_SHAPES: dict[str, _Draw] = {
    "asks": _asks,
    "play": _play,
    "pause": _pause,
    "forward": _forward,
    "back": _back,
    "start": _start,
    "end": _end,
    "close": _close,
    "float": _float,
    "sharing": _sharing,
    "footprint": _footprint,
    "fit": _fit,
    "starting": _starting,
    "ending": _ending,
    "side_by_side": _side_by_side,
}
_GRID = 24


class _ShapeEngine(QIconEngine):
    def __init__(self, draw: _Draw, theme: Theme) -> None:
        super().__init__()
        self._draw = draw
        self._theme = theme

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colour = self._theme.faint if mode is QIcon.Mode.Disabled else self._theme.text
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / _GRID, rect.height() / _GRID)
        self._draw(painter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _ShapeEngine(self._draw, self._theme)


def icon(name: str, theme: Theme) -> QIcon:
    """Return the icon ``name``, one of the table above."""
    return QIcon(_ShapeEngine(_SHAPES[name], theme))
