"""Small signs beside words: which run a figure is of, and whether it is better or worse; drawn, for any font."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.analysis.comparison import Verdict
from desktop_app.views.caption.shapes import paint_sign, right_colour
from desktop_app.views.theme import Theme, ui_font

#: Which of the theme's colours stands for worse: vermilion of Okabe and Ito.
_WORSE: Final = 5
_EQUALS: Final = (0.37, 0.65)


def verdict_colour(verdict: Verdict, theme: Theme) -> QColor:
    """Return the colour of a difference."""
    if verdict is Verdict.BETTER:
        return QColor(right_colour(theme))
    return QColor(theme.processes[_WORSE] if verdict is Verdict.WORSE else theme.muted)


def paint_verdict(painter: QPainter, place: QRectF, verdict: Verdict, theme: Theme) -> None:
    """Paint a check mark for better, a cross for worse and an equals sign for the same; nothing for what is neither."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if verdict in {Verdict.BETTER, Verdict.WORSE}:
        paint_sign(painter, place, verdict_colour(verdict, theme).name(), right=verdict is Verdict.BETTER)
    elif verdict is Verdict.SAME:
        pen = QPen(QColor(theme.faint), place.width() * 0.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, right = (place.x() + share * place.width() for share in (0.15, 0.85))
        for share in _EQUALS:
            y = place.y() + share * place.height()
            painter.drawLine(QPointF(left, y), QPointF(right, y))
    painter.restore()


def paint_check(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Paint a check mark for a run that has come to its end."""
    paint_verdict(painter, place, Verdict.BETTER, theme)


def paint_number(painter: QPainter, place: QRectF, number: int, theme: Theme) -> None:
    """Paint the number of a run, from 1, in a frame; not a letter, which the choices of a question have."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(theme.faint), 1.4))
    painter.setBrush(QColor(theme.inset))
    radius = place.height() * 0.25
    painter.drawRoundedRect(place, radius, radius)
    painter.setFont(ui_font(place.height() * 0.68, 700))
    painter.setPen(QColor(theme.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number + 1))
    painter.restore()
