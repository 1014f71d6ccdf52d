"""How places of the stage are seen from a camera. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from desktop_app.model.camera import LEAST_ZOOM, MOST_ZOOM, Camera
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import ChipSize, CorePlace, Rail, StageLayout

#: Text grows this much before all that comes nearer is given to more detail instead, and again once there is this much
#: more room, as then there is no more detail.
_MOST_MAGNIFIED = 1.6
_MAGNIFIED_POWER = 0.4
_MOST_ROOM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What is seen of the stage and how large: `seen` fills `area`.

    What comes nearer grows in two ways: text and lines are magnified a little, and the rest of the way panels get more
    room, in which they show more. So there are two kinds of units: those of the whole stage, and those seen through the
    lens, which are `magnification` times larger on the screen.

    Attributes:
        area: The part of the stage that the lens covers: all but its title, in units of the whole stage.
        seen: What is seen there, in units of the whole stage.
        zoom: How many times nearer than the whole stage.
        magnification: How many times larger text is.
    """

    area: Rect
    seen: Rect
    zoom: float
    magnification: float

    @property
    def room(self) -> float:
        """How many times more room there is, measured in lines of text."""
        return self.zoom / self.magnification

    @property
    def window(self) -> Rect:
        """The area, in units as seen through the lens."""
        part = 1 / self.magnification
        return Rect(self.area.x * part, self.area.y * part, self.area.w * part, self.area.h * part)

    def x(self, x: float) -> float:
        """Return where a place across the whole stage is seen."""
        return (self.area.x + (x - self.seen.x) * self.zoom) / self.magnification

    def y(self, y: float) -> float:
        """Return where a place down the whole stage is seen."""
        return (self.area.y + (y - self.seen.y) * self.zoom) / self.magnification

    def rect(self, rect: Rect) -> Rect:
        """Return where a rectangle of the whole stage is seen."""
        return Rect(self.x(rect.x), self.y(rect.y), rect.w * self.room, rect.h * self.room)

    def layout(self, whole: StageLayout) -> StageLayout:
        """Return where everything is seen; its title stands still above, and is not part of it."""
        part, room = 1 / self.magnification, self.room
        header = whole.header
        return replace(
            whole,
            scale=whole.scale * self.magnification,
            size=self.rect(whole.size),
            header=Rect(header.x * part, header.y * part, header.w * part, header.h * part),
            ram=self.rect(whole.ram),
            trunk=self.rect(whole.trunk),
            port=self.rect(whole.port),
            disk=self.rect(whole.disk),
            scheduler=self.rect(whole.scheduler),
            rails=tuple(self._rail(rail) for rail in whole.rails),
            cores=tuple(
                CorePlace(card=self.rect(place.card), row=place.row, column=place.column) for place in whole.cores
            ),
            chip=ChipSize(w=whole.chip.w * room, h=whole.chip.h * room, text_px=whole.chip.text_px),
        )

    def _rail(self, rail: Rail) -> Rail:
        return Rail(
            rect=self.rect(rail.rect),
            result_y=self.y(rail.result_y),
            divider_y=self.y(rail.divider_y),
            operand_y=self.y(rail.operand_y),
            operand_divider_y=self.y(rail.operand_divider_y),
            fetch_y=self.y(rail.fetch_y),
        )

    @property
    def camera(self) -> Camera:
        """The place that is seen, to six decimals."""
        x = (self.seen.cx - self.area.x) / self.area.w
        y = (self.seen.cy - self.area.y) / self.area.h
        return Camera(stop=None, x=round(x, 6), y=round(y, 6), zoom=round(self.zoom, 6))


def magnification(zoom: float) -> float:
    """Return how much larger text is at a zoom: first it grows, then only the room for it, and it again in the end."""
    return max(min(_MOST_MAGNIFIED, math.pow(zoom, _MAGNIFIED_POWER)), zoom / _MOST_ROOM)


def looking(area: Rect, cx: float, cy: float, zoom: float) -> Lens:
    """Return the lens whose middle is nearest to a point of the stage, with nothing but the stage in sight."""
    zoom = min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
    wide, high = area.w / zoom, area.h / zoom
    x = min(area.right - wide, max(area.x, cx - wide / 2))
    y = min(area.bottom - high, max(area.y, cy - high / 2))
    return Lens(area=area, seen=Rect(x, y, wide, high), zoom=zoom, magnification=magnification(zoom))


def at_place(area: Rect, camera: Camera) -> Lens:
    """Return the lens of a camera without a stop."""
    return looking(area, area.x + camera.x * area.w, area.y + camera.y * area.h, camera.zoom)


def fitting(area: Rect, target: Rect, share: float = 0.94) -> Lens:
    """Return the lens that shows all of a rectangle as large as possible, in this share of the area."""
    zoom = share * min(area.w / max(target.w, 1e-6), area.h / max(target.h, 1e-6))
    return looking(area, target.cx, target.cy, zoom)


def nearer(lens: Lens, factor: float, x: float, y: float) -> Lens:
    """Return a lens ``factor`` times nearer that shows a point where it was, as far as the edges of the stage allow.

    Args:
        lens: From where.
        factor: More than 1 is nearer.
        x: The point that stays, in units of the whole stage.
        y: The same, down.
    """
    zoom = min(MOST_ZOOM, max(LEAST_ZOOM, lens.zoom * factor))
    shrunk = lens.zoom / zoom
    return looking(lens.area, x + (lens.seen.cx - x) * shrunk, y + (lens.seen.cy - y) * shrunk, zoom)


def between(begin: Lens, end: Lens, share: float) -> Lens:
    """Return the lens on the way from one to another, ``share`` from 0 to 1: straight, at an even rate of zoom."""
    if share >= 1:
        return end
    if begin.area != end.area:
        begin = at_place(end.area, begin.camera)
    zoom = math.exp(math.log(begin.zoom) * (1 - share) + math.log(end.zoom) * share)
    wide_a, wide_b = 1 / begin.zoom, 1 / end.zoom
    # Where the zoom changes, one point stands still on the way; where it does not, all move alike.
    still = abs(math.log(begin.zoom / end.zoom)) > 0.05  # noqa: PLR2004
    part = (1 / zoom - wide_a) / (wide_b - wide_a) if still else share
    cx = begin.seen.cx + (end.seen.cx - begin.seen.cx) * part
    cy = begin.seen.cy + (end.seen.cy - begin.seen.cy) * part
    return looking(end.area, cx, cy, zoom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A camera on its way to where it is to look from; whose way it is, is the viewer's and not the trace's.

    Attributes:
        begin: What was seen when it left.
        share: How much of the way it has gone, 0 to 1.
    """

    begin: Lens
    share: float


def zoom_for(room: float) -> float:
    """Return the zoom at which there is this many times more room; the most zoom where there is never so much."""
    low, high = LEAST_ZOOM, MOST_ZOOM
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if middle / magnification(middle) < room else (low, middle)
    return high
