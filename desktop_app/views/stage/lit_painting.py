"""Draws what is lit: a veil over all else, and a soft line around it.

Nothing is drawn where nothing is lit, or nothing of it is in sight. What is lit stands at whole pixels of the device,
so that edges are sharp and the veil is made of rectangles, which takes less time than a path does.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRegion

from desktop_app.views.stage.device_grid import Grid
from desktop_app.views.stage.drawing import colour
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lit import Place, lit_places, window_of
from desktop_app.views.stage.soft_line import reach_px, soft_line
from desktop_app.views.theme import Theme

#: How much of the ground lies over what is dimmed.
VEIL = 0.6

#: Where something is and the radius of its corners.
_Shape = tuple[Rect, float]


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the veil and the lines around what is lit, with a painter in units."""
    if not frame.options.lit:
        return
    targets = lit_places(frame)
    if not targets:
        return
    grid, window, ground = Grid(painter), window_of(frame), frame.theme.shade
    every = [_snapped(grid, place) for places in targets for place in places]
    strongest = max(place.strength for place in every)
    painter.save()
    painter.setClipRect(QRectF(*window), Qt.ClipOperation.IntersectClip)
    if frame.theme.see_through:
        # There is no ground to lie over it: what is dimmed lets more of what is behind it through.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    _veil(painter, grid, window, _shapes(every), colour(ground, _step(VEIL * strongest)))
    for place in every:
        if place.strength < strongest:
            shade = colour(ground, _step(VEIL * (strongest - place.strength)))
            painter.fillPath(_joined(((place.rect, place.radius),)), shade)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for place in every:
        _outline(painter, grid, frame.theme, place, every)
    painter.restore()


def accent(theme: Theme) -> str:
    """Return the colour of the line around what is lit."""
    return theme.processes[0]


def _snapped(grid: Grid, place: Place) -> Place:
    rect = grid.snapped(place.rect)
    return place._replace(rect=rect, radius=grid.whole(min(place.radius, rect.w / 2, rect.h / 2)))


def _step(opacity: float) -> float:
    """Return an opacity in steps, so that few colours are made."""
    return round(min(1.0, max(0.0, opacity)), 2)


def _shapes(places: Iterable[Place]) -> tuple[_Shape, ...]:
    return tuple((place.rect, place.radius) for place in places)


def _veil(painter: QPainter, grid: Grid, window: Rect, shapes: tuple[_Shape, ...], shade: QColor) -> None:
    """Draw all of a window but the shapes."""
    if not grid.raster:
        path = QPainterPath(_joined(shapes))
        path.addRect(QRectF(*window))
        painter.fillPath(path, shade)
        return
    painter.fillPath(_corners(shapes), shade)
    region = QRegion(grid.pixels(window))
    for rect, _ in shapes:
        region -= QRegion(grid.pixels(rect))
    before = grid.count_pixels(painter)
    for part in cast("Iterable[QRect]", region):
        painter.fillRect(part, shade)
    painter.setWorldTransform(before)


def _outline(painter: QPainter, grid: Grid, theme: Theme, place: Place, every: Iterable[Place]) -> None:
    """Draw the line around a place; one line goes around all places that meet, unless one lies in the other."""
    painter.save()
    meeting = [other.rect for other in every if _meet(place.rect, other.rect)]
    if meeting and grid.raster:
        _stay_outside(painter, grid, place.rect, meeting)
    soft_line(painter, grid, place.rect, place.radius, accent(theme), _step(place.strength))
    painter.restore()


def _meet(one: Rect, other: Rect) -> bool:
    return one.gap_to(other) < 0 and not one.holds(other) and not other.holds(one)


def _stay_outside(painter: QPainter, grid: Grid, rect: Rect, others: Iterable[Rect]) -> None:
    """Let the line around a rectangle end where it meets others, so that one line goes around all of them."""
    reach = reach_px(grid)
    region = QRegion(grid.pixels(rect).adjusted(-reach, -reach, reach, reach))
    for other in others:
        region -= QRegion(grid.pixels(other))
    before = grid.count_pixels(painter)
    painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
    painter.setWorldTransform(before)


@lru_cache(maxsize=64)
def _corners(shapes: tuple[_Shape, ...]) -> QPainterPath:
    """Return what lies between the shapes and rectangles without round corners around them."""
    path = QPainterPath(_joined(shapes))
    path.addPath(_joined(tuple((rect, 0.0) for rect, _ in shapes)))
    return path


@lru_cache(maxsize=64)
def _joined(shapes: tuple[_Shape, ...]) -> QPainterPath:
    """Return the outline of all shapes together, which is filled by the odd-even rule."""
    found = list[tuple[QRectF, QPainterPath]]()
    for rect, radius in shapes:
        place, path = QRectF(*rect), QPainterPath()
        path.addRoundedRect(place, radius, radius)
        # Boolean operations take long: only what meets is joined.
        meeting = [one for one in found if one[0].intersects(place)]
        for one in meeting:
            found.remove(one)
            path, place = path.united(one[1]), place.united(one[0])
        found.append((place, path))
    whole = QPainterPath()
    for _, path in found:
        whole.addPath(path)
    return whole
