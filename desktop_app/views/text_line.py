"""One line of text in a place that may be too narrow for all of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter


def paint_line(painter: QPainter, place: QRectF, text: str, font: QFont, colour: str, *, right: bool = False) -> float:
    """Paint a line, in the middle of the height of its place and shortened to its width.

    Args:
        painter: Where to; it keeps the font and the pen.
        place: Where, in logical pixels.
        text: The line.
        font: Its font.
        colour: As ``#RRGGBB``.
        right: Whether it stands at the right end.

    Returns:
        How wide it is, in logical pixels.
    """
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, place.width()))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
