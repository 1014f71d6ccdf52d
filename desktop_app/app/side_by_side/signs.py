"""Small signs beside words: which run a figure is of, and whether it is better or worse; drawn, for any font."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop_app.analysis.comparison import Verdict
from desktop_app.views.theme import Theme, ui_font

#: Which of the theme's colours stand for better and worse: bluish green and vermilion of Okabe and Ito.
_BETTER, _WORSE = 2, 5
_CHECK: Final = ((0.12, 0.55), (0.4, 0.82), (0.9, 0.2))
_CROSS: Final = (((0.2, 0.2), (0.82, 0.82)), ((0.82, 0.2), (0.2, 0.82)))
_EQUALS: Final = (((0.15, 0.37), (0.85, 0.37)), ((0.15, 0.65), (0.85, 0.65)))


def verdict_colour(verdict: Verdict, theme: Theme) -> QColor:
    """Return the colour of a difference."""
    if verdict is Verdict.BETTER:
        return QColor(theme.processes[_BETTER])
    return QColor(theme.processes[_WORSE] if verdict is Verdict.WORSE else theme.muted)


def paint_verdict(painter: QPainter, place: QRectF, verdict: Verdict, theme: Theme) -> None:
    """Paint a check mark for better, a cross for worse and an equals sign for the same; nothing for what is neither."""
    if verdict is Verdict.BETTER:
        paint_check(painter, place, verdict_colour(verdict, theme))
    elif verdict is Verdict.WORSE:
        _lines(painter, place, _CROSS, verdict_colour(verdict, theme))
    elif verdict is Verdict.SAME:
        _lines(painter, place, _EQUALS, QColor(theme.faint))


def paint_check(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """Paint a check mark."""
    _begin(painter, place, colour)
    painter.drawPolyline(QPolygonF([_point(place, at) for at in _CHECK]))
    painter.restore()


def _lines(
    painter: QPainter,
    place: QRectF,
    lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...],
    colour: QColor,
) -> None:
    _begin(painter, place, colour)
    for start, end in lines:
        painter.drawLine(_point(place, start), _point(place, end))
    painter.restore()


def _begin(painter: QPainter, place: QRectF, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    pen = QPen(colour, max(1.4, place.width() * 0.16))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _point(place: QRectF, at: tuple[float, float]) -> QPointF:
    return QPointF(place.x() + at[0] * place.width(), place.y() + at[1] * place.height())


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
