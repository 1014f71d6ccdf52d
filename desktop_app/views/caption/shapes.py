"""What questions are drawn of, in whatever size: boxes, signs, a few letters, the colour of what is right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop_app.views.theme import Theme, ui_font


def right_colour(theme: Theme) -> str:
    """Return the colour of what is right, the bluish green of the palette; a sign says the same."""
    return theme.processes[2]


def paint_sign(painter: QPainter, rect: QRectF, ink: str, *, right: bool) -> None:
    """Draw a check mark, or a cross."""
    pen = QPen(QColor(ink), rect.width() * 0.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def point(x: float, y: float) -> QPointF:
        return QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())

    if right:
        painter.drawPolyline(QPolygonF([point(0.1, 0.55), point(0.4, 0.85), point(0.92, 0.18)]))
    else:
        painter.drawLine(point(0.15, 0.15), point(0.85, 0.85))
        painter.drawLine(point(0.15, 0.85), point(0.85, 0.15))


def paint_centred(painter: QPainter, rect: QRectF, text: str, px: float, weight: int, ink: QColor) -> None:  # noqa: PLR0917 - as PLR0913
    """Draw one line of text in the middle of a place."""
    font = ui_font(px, weight)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(ink)
    x = rect.center().x() - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(x, rect.center().y() + metrics.capHeight() / 2), text)


def paint_badge(painter: QPainter, rect: QRectF, letter: str, px: float, fill: str, ink: str) -> None:  # noqa: PLR0917 - as PLR0913
    """Draw the letter of a choice on a disc."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawEllipse(rect)
    paint_centred(painter, rect, letter, px * 0.78, 750, QColor(ink))


def paint_ground(painter: QPainter, band: QRectF, panel: QRectF, theme: Theme, px: float) -> None:
    """Set a painter up for a band, of which nothing is drawn outside, and draw the ground of its panel."""
    painter.setClipRect(band, Qt.ClipOperation.IntersectClip)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint_box(painter, panel, theme.panel, theme.border, px * 0.36, max(1.0, px / 32))


def paint_box(painter: QPainter, rect: QRectF, fill: str | None, edge: str | None, radius: float, line: float) -> None:  # noqa: PLR0917 - as PLR0913
    """Draw a box with round corners; None for no ground or no edge."""
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(edge), line) if edge is not None else Qt.PenStyle.NoPen)
    half = line / 2 if edge is not None else 0.0
    inner = rect.adjusted(half, half, -half, -half)
    radius = max(0.0, min(radius, inner.width() / 2, inner.height() / 2))
    painter.drawRoundedRect(inner, radius, radius)
