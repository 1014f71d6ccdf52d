"""A line around a rounded rectangle that fades outwards, from small pictures of its corners that are kept.

Where there are pixels, it stands at whole ones; on what has none, such as a page of vectors, it is drawn as paths.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from desktop_app.views.stage.device_grid import Grid
from desktop_app.views.stage.drawing import colour, prepare
from desktop_app.views.stage.geometry import Rect

#: Rings around a rectangle: from where to where beyond it, in units, and how strong.
RINGS = ((0.0, 2.2, 1.0), (2.2, 5.0, 0.4), (5.0, 9.0, 0.18), (9.0, 14.0, 0.08))
_REACH = RINGS[-1][1]


def reach_px(grid: Grid) -> int:
    """Return how far the line reaches, in the device's pixels."""
    return ceil(_REACH * grid.scale)


def soft_line(painter: QPainter, grid: Grid, rect: Rect, radius: float, ink: str, strength: float) -> None:  # noqa: PLR0917 - as PLR0913
    """Draw the line.

    Args:
        painter: Where to, in units.
        grid: Its device's.
        rect: What the line is around, in units.
        radius: Of its corners, in units.
        ink: The colour, as ``#RRGGBB``.
        strength: 0 to 1.
    """
    painter.save()
    painter.setOpacity(painter.opacity() * strength)
    if grid.raster:
        place = grid.pixels(rect)
        corner = min(round(radius * grid.scale), place.width() // 2, place.height() // 2)
        grid.count_pixels(painter)
        _from_corners(painter, place, corner, reach_px(grid), _corners(ink, corner, grid.scale))
    else:
        _as_paths(painter, QRectF(*rect), radius, ink, 1.0)
    painter.restore()


def _from_corners(painter: QPainter, place: QRect, corner: int, reach: int, picture: QPixmap) -> None:
    """Draw the four corners of a picture where they belong, and between them its middle lines, stretched."""
    size = reach + corner
    left, top = place.x() - reach, place.y() - reach
    inner_x, inner_y = place.x() + corner, place.y() + corner
    wide, high = place.width() - 2 * corner, place.height() - 2 * corner
    after_x, after_y = inner_x + wide, inner_y + high
    for x, from_x in ((left, 0), (after_x, size + 1)):
        for y, from_y in ((top, 0), (after_y, size + 1)):
            painter.drawPixmap(QRect(x, y, size, size), picture, QRect(from_x, from_y, size, size))
    if wide > 0:
        for y, from_y in ((top, 0), (place.y() + place.height(), size + 1 + corner)):
            painter.drawPixmap(QRect(inner_x, y, wide, reach), picture, QRect(size, from_y, 1, reach))
    if high > 0:
        for x, from_x in ((left, 0), (place.x() + place.width(), size + 1 + corner)):
            painter.drawPixmap(QRect(x, inner_y, reach, high), picture, QRect(from_x, size, reach, 1))


@lru_cache(maxsize=64)
def _corners(ink: str, corner: int, scale: float) -> QPixmap:
    """Return the line around as small a rectangle as has such corners, in pixels: a pixel between them."""
    reach = ceil(_REACH * scale)
    side = 2 * (reach + corner) + 1
    picture = QPixmap(side, side)
    picture.fill(colour(ink, 0.0))
    painter = QPainter(picture)
    prepare(painter)
    inner = 2 * corner + 1
    _as_paths(painter, QRectF(reach, reach, inner, inner), corner, ink, scale)
    painter.end()
    return picture


def _as_paths(painter: QPainter, rect: QRectF, radius: float, ink: str, scale: float) -> None:
    for begin, end, opacity in RINGS:
        path = QPainterPath()
        for distance in (begin * scale, end * scale):
            place = rect.adjusted(-distance, -distance, distance, distance)
            path.addRoundedRect(place, radius + distance, radius + distance)
        painter.fillPath(path, colour(ink, opacity))
