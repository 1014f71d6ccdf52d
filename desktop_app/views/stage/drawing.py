"""The few shapes that the whole stage is made of."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.text import Face
from desktop_app.views.theme import Theme


class Align(Enum):
    """Where a text stands from its x."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@lru_cache(maxsize=512)
def colour(value: str, opacity: float = 1.0) -> QColor:
    """Return the colour written as ``#RRGGBB``, or a see-through one as ``#00RRGGBB``; shared, so not to be changed."""
    result = QColor(value)
    result.setAlphaF(result.alphaF() * opacity)
    return result


def cover(painter: QPainter, rect: QRect | QRectF, ground: QColor) -> None:
    """Hide what has been drawn in a place behind the ground; where that is see-through nothing is left there."""
    if ground.alpha() == 255:  # noqa: PLR2004 - opaque: the same for devices without pixels
        painter.fillRect(rect, ground)
        return
    before = painter.compositionMode()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.fillRect(rect, ground)
    painter.setCompositionMode(before)


def mix(over: str, under: str, share: float) -> QColor:
    """Return the opaque colour of ``over`` laid on ``under`` with an opacity of ``share``, 0 to 1."""
    return _mix(over, under, round(min(1.0, max(0.0, share)) * 255))


@lru_cache(maxsize=2048)
def _mix(over: str, under: str, share: int) -> QColor:
    a, b = QColor(over), QColor(under)
    return QColor(
        *((x * share + y * (255 - share) + 127) // 255 for x, y in zip(_rgb(a), _rgb(b), strict=True)),
    )


def _rgb(value: QColor) -> tuple[int, int, int]:
    return value.red(), value.green(), value.blue()


def process_colour(theme: Theme, process: int) -> str:
    """Return the colour of a process as ``#RRGGBB``."""
    return theme.processes[process % len(theme.processes)]


def prepare(painter: QPainter) -> None:
    """Set a painter up for the stage's shapes."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)


def box(
    painter: QPainter,
    rect: Rect,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    radius: float = 6.0,
    line: float = 1.0,
    dashed: bool = False,
) -> None:
    """Draw a rounded rectangle; the border lies inside ``rect``."""
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        inner = QRectF(*rect)
    else:
        pen = QPen(border, line)
        if dashed:
            pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        inner = QRectF(rect.x + line / 2, rect.y + line / 2, max(0.0, rect.w - line), max(0.0, rect.h - line))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    radius = min(radius, inner.width() / 2, inner.height() / 2)
    painter.drawRoundedRect(inner, radius, radius)


def panel(painter: QPainter, rect: Rect, theme: Theme) -> None:
    """Draw the ground of a panel."""
    box(painter, rect, fill=colour(theme.panel), border=colour(theme.border), radius=14)


def label(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    x: float,
    middle_y: float,
    text: str,
    face: Face,
    ink: QColor,
    align: Align = Align.LEFT,
    room: float | None = None,
    *,
    keep_end: bool = False,
) -> float:
    """Draw one line of text whose capitals are centred on ``middle_y``, and return its width.

    Args:
        painter: Where to.
        x: Its left edge, middle or right edge, as ``align`` says.
        middle_y: The middle of its capitals.
        text: The text.
        face: Its typeface.
        ink: Its colour.
        align: What ``x`` means.
        room: The widest it may be, in units; what does not fit becomes an ellipsis.
        keep_end: Shorten at the beginning instead of the end.
    """
    shown = text if room is None else face.fitted(text, room, keep_end=keep_end)
    if not shown:
        return 0.0
    width = face.width(shown)
    painter.setFont(face.font)
    painter.setPen(ink)
    painter.drawText(QPointF(x - width * align.value, middle_y + face.cap / 2), shown)
    return width


def bar(painter: QPainter, rect: Rect, share: float, fill: QColor, track: QColor) -> None:
    """Draw a bar filled from the left by ``share``, 0 to 1."""
    box(painter, rect, fill=track, radius=rect.h / 2)
    filled = rect.w * min(1.0, max(0.0, share))
    if filled > 0:
        box(painter, Rect(rect.x, rect.y, filled, rect.h), fill=fill, radius=rect.h / 2)


def ring(painter: QPainter, rect: Rect, share: float, ink: QColor, track: QColor) -> None:
    """Draw a ring in a square, filled clockwise from the top by ``share``, 0 to 1."""
    cx, cy, radius = rect.cx, rect.cy, rect.w / 2
    line = radius * 0.34
    circle = QRectF(cx - radius, cy - radius, 2 * radius, 2 * radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, line))
    painter.drawEllipse(circle)
    if share > 0:
        pen = QPen(ink, line)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(circle, 90 * 16, -round(360 * 16 * min(1.0, share)))


THREAD_FACE = Face(15, 700)
_PILL_PAD = 14.0


def pill_width(text: str, *, least: float = 84.0, face: Face = THREAD_FACE) -> float:
    """Return the width of a thread's chip; equal for most labels, so that rows line up."""
    return max(least, face.width(text) + 2 * _PILL_PAD)


def pill(
    painter: QPainter,
    rect: Rect,
    text: str,
    tint: str,
    theme: Theme,
    *,
    hollow: bool = False,
    face: Face = THREAD_FACE,
) -> None:
    """Draw a thread's chip: filled with its process's colour, or only outlined while it does not own a place."""
    pill_ground(painter, rect, tint, theme, hollow=hollow)
    pill_words(painter, rect, text, tint, theme, hollow=hollow, face=face)


def pill_ground(painter: QPainter, rect: Rect, tint: str, theme: Theme, *, hollow: bool) -> None:
    """Draw a thread's chip without its label."""
    if hollow:
        box(painter, rect, fill=colour(theme.panel), border=colour(tint), radius=rect.h / 2, line=2)
    else:
        box(painter, rect, fill=colour(tint), radius=rect.h / 2)


def pill_words(painter: QPainter, rect: Rect, text: str, tint: str, theme: Theme, *, hollow: bool, face: Face) -> None:
    """Draw the label of a thread's chip."""
    ink = colour(tint) if hollow else colour(theme.on_process)
    label(painter, rect.cx, rect.cy, text, face, ink, Align.CENTRE, rect.w - 6)
