"""Draws what a lecturer points at and has drawn, over a picture in a rectangle.

``paint_ink(painter, rect, ink, theme, now_ms)`` draws all but the magnifier; ``paint_strokes`` only what is drawn, as
an export may want it; ``paint_lens`` the magnifier, from a picture of what is under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QRadialGradient, QTransform

from desktop_app.views.ink.erasing import Point, Stroke
from desktop_app.views.ink.ink import TRAIL_MS, Ink, Tool
from desktop_app.views.theme import Theme

#: The radius of the laser pointer's dot, and of the magnifier, as shares of the picture's height.
DOT_RADIUS = 0.0085
LENS_RADIUS = 0.17
#: How much larger the magnifier's shadow is than itself.
_LENS_SHADOW = 1.12
_HALO = 2.6
_LEAST_DOT_PX = 4.0
#: How wide the trail begins, as a share of the dot.
_TRAIL_SHARE = 0.9
#: How dark all but the spotlight is, and the share of its radius from which on it fades.
_SPOT_SHADE = 0.74
_SPOT_SOFT = 0.88


def pen_colours(theme: Theme) -> tuple[str, ...]:
    """Return the colours of the pen: the theme's red, orange, yellow, green and blue, and that of its text."""
    blue, orange, green, _, yellow = theme.processes[:5]
    return theme.error, orange, yellow, green, blue, theme.text


def laser_colour(theme: Theme) -> str:
    """Return the colour of the laser pointer."""
    return theme.error


def paint_ink(painter: QPainter, rect: QRectF, ink: Ink, theme: Theme, now_ms: int, *, trail: bool = True) -> None:
    """Draw all but the magnifier.

    Args:
        painter: Where to; left as it was found.
        rect: The picture that it lies on, in logical pixels.
        ink: What is shown.
        theme: The colours.
        now_ms: The time, by the clock by which the pointer was moved.
        trail: Whether the laser pointer has a trail.
    """
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_strokes(painter, rect, ink.shown, theme)
    paint_pointer(painter, rect, ink, theme, now_ms, trail=trail)
    painter.restore()


def paint_pointer(painter: QPainter, rect: QRectF, ink: Ink, theme: Theme, now_ms: int, *, trail: bool = True) -> None:
    """Draw where the pointer is: dot and trail, spotlight, the eraser's reach, or the pen's tip.

    The arguments are those of `paint_ink`.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if trail:
        _trail(painter, rect, ink, theme, now_ms)
    if ink.at is not None:
        at, high = place_of(rect, ink.at), rect.height()
        if ink.tool is Tool.LASER:
            _dot(painter, at, max(_LEAST_DOT_PX, DOT_RADIUS * high), laser_colour(theme))
        elif ink.tool is Tool.SPOTLIGHT:
            _spotlight(painter, rect, at, ink.spot_radius * high)
        elif ink.tool is Tool.ERASER:
            _circle(painter, at, ink.eraser_radius * high, theme)
        elif ink.tool is Tool.PEN:
            painter.setPen(QPen(QColor(theme.window), 1.0))
            painter.setBrush(QColor(pen_colours(theme)[ink.colour]))
            radius = max(2.5, ink.pen_width * high / 2)
            painter.drawEllipse(at, radius, radius)
    painter.restore()


def paint_strokes(painter: QPainter, rect: QRectF, strokes: Iterable[Stroke], theme: Theme) -> None:
    """Draw strokes, smoothed, over a picture in a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = pen_colours(theme)
    way = QTransform.fromTranslate(rect.x(), rect.y()).scale(rect.width(), rect.height())
    for stroke in strokes:
        pen = QPen(QColor(colours[stroke.colour % len(colours)]), max(1.5, stroke.width * rect.height()))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        # Lines stay as thick as they are when the picture is wider.
        painter.strokePath(way.map(_smooth(stroke.points)), pen)
    painter.restore()


def place_of(rect: QRectF, point: Point) -> QPointF:
    """Return where a point of the picture is in a rectangle."""
    return QPointF(rect.x() + point.x * rect.width(), rect.y() + point.y * rect.height())


def strokes_rect(rect: QRectF, strokes: Iterable[Stroke]) -> QRectF:
    """Return what strokes cover; empty without any."""
    found = QRectF()
    for stroke in strokes:
        left, right, top, bottom = stroke.extent
        one = QRectF(place_of(rect, Point(left, top)), place_of(rect, Point(right, bottom)))
        pad = max(1.5, stroke.width * rect.height()) / 2 + 2
        found = found.united(one.adjusted(-pad, -pad, pad, pad))
    return found


def pointer_rect(rect: QRectF, ink: Ink) -> QRectF:
    """Return what the pointer covers, its trail included; all of the picture for the spotlight; empty while away."""
    if ink.tool is Tool.SPOTLIGHT and ink.at is not None:
        return rect
    found, high = QRectF(), rect.height()
    points = [point for point, _ in ink.trail]
    reach = max(_LEAST_DOT_PX, DOT_RADIUS * high) * _HALO
    if ink.at is not None and ink.tool is not Tool.NONE:
        points.append(ink.at)
        sizes = {
            Tool.ERASER: ink.eraser_radius,
            Tool.MAGNIFIER: LENS_RADIUS * _LENS_SHADOW,
            Tool.PEN: ink.pen_width / 2,
        }
        reach = max(reach, sizes.get(ink.tool, 0.0) * high)
    for point in points:
        at = place_of(rect, point)
        found = found.united(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
    return found.adjusted(-3, -3, 3, 3) if points else found


def paint_lens(painter: QPainter, at: QPointF, radius: float, picture: QPixmap, theme: Theme) -> None:
    """Draw the magnifier.

    Args:
        painter: Where to; left as it was found.
        at: Its middle, in logical pixels.
        radius: Its radius.
        picture: What is seen in it: a square around its middle, of twice its radius.
        theme: The colours.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    shadow = QRadialGradient(at, radius * _LENS_SHADOW)
    shadow.setColorAt(0.86, QColor(0, 0, 0, 110))
    shadow.setColorAt(1.0, QColor(0, 0, 0, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shadow)
    painter.drawEllipse(at, radius * _LENS_SHADOW, radius * _LENS_SHADOW)
    # Its rim hides where it is cut off.
    painter.save()
    inside = QPainterPath()
    inside.addEllipse(at, radius, radius)
    painter.setClipPath(inside, Qt.ClipOperation.IntersectClip)
    square = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    painter.drawPixmap(square, picture, QRectF(picture.rect()))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, line in ((theme.window, 6.0), (theme.muted, 3.0)):
        painter.setPen(QPen(QColor(ink), line))
        painter.drawEllipse(at, radius, radius)
    painter.restore()


@lru_cache(maxsize=512)
def _smooth(points: tuple[Point, ...]) -> QPainterPath:
    """Return a line that bends gently from the middle between two points to the next, in shares of the picture."""
    path = QPainterPath(QPointF(*points[0]))
    for a, b in pairwise(points[1:]):
        path.quadTo(QPointF(*a), QPointF((a.x + b.x) / 2, (a.y + b.y) / 2))
    # A line of no length would not be drawn: a dot has a very small one.
    end = QPointF(*points[-1])
    path.lineTo(end if len(points) > 1 else end + QPointF(1e-5, 0))
    return path


def _trail(painter: QPainter, rect: QRectF, ink: Ink, theme: Theme, now_ms: int) -> None:
    """Draw where the dot came by as one shape, the thinner the longer ago that is."""
    fresh = [(place_of(rect, point), 1 - (now_ms - at_ms) / TRAIL_MS) for point, at_ms in ink.trail]
    fresh = [(at, min(1.0, left)) for at, left in fresh if left > 0]
    radius = max(_LEAST_DOT_PX, DOT_RADIUS * rect.height()) * _TRAIL_SHARE
    sides: tuple[list[QPointF], list[QPointF]] = ([], [])
    for number, (at, left) in enumerate(fresh):
        # Across the way between the points before and after.
        way = QLineF(fresh[max(0, number - 1)][0], fresh[min(len(fresh) - 1, number + 1)][0])
        if way.length() <= 0:
            continue
        across = QPointF(-way.dy(), way.dx()) * (radius * left / way.length())
        sides[0].append(at + across)
        sides[1].append(at - across)
    if len(sides[0]) < 2:  # noqa: PLR2004 - a shape has two ends
        return
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addPolygon(QPolygonF([*sides[0], *reversed(sides[1])]))
    path.closeSubpath()
    shade = QColor(laser_colour(theme))
    shade.setAlphaF(0.5)
    painter.fillPath(path, shade)


def _dot(painter: QPainter, at: QPointF, radius: float, ink: str) -> None:
    halo, clear = QColor(ink), QColor(ink)
    halo.setAlphaF(0.55)
    clear.setAlphaF(0.0)
    glow = QRadialGradient(at, radius * _HALO)
    glow.setColorAt(0.3, halo)
    glow.setColorAt(1.0, clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glow)
    painter.drawEllipse(at, radius * _HALO, radius * _HALO)
    painter.setBrush(QColor(ink))
    painter.drawEllipse(at, radius, radius)
    # A bright middle: the dot is seen on a ground of its own colour, too.
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawEllipse(at, radius * 0.45, radius * 0.45)


def _spotlight(painter: QPainter, rect: QRectF, at: QPointF, radius: float) -> None:
    """Draw the shade around the spotlight; only its edge is a gradient, which takes long to fill."""
    shade = QColor(0, 0, 0)
    shade.setAlphaF(_SPOT_SHADE)
    path = QPainterPath()
    path.addRect(rect)
    path.addEllipse(at, radius, radius)
    painter.fillPath(path, shade)
    soft = QRadialGradient(at, radius)
    soft.setColorAt(0.0, QColor(0, 0, 0, 0))
    soft.setColorAt(_SPOT_SOFT, QColor(0, 0, 0, 0))
    soft.setColorAt(1.0, shade)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawEllipse(at, radius, radius)


def _circle(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, line in ((theme.window, 4.0), (theme.text, 1.8)):
        painter.setPen(QPen(QColor(ink), line))
        painter.drawEllipse(at, radius, radius)
