"""Strokes, and what is left of them where an eraser comes by. Points are shares of a picture, lengths of its height."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

#: Most circles that a way of the eraser is made of.
_MOST_CIRCLES = 200
#: A piece shorter than this part of its stroke's width is not left over.
_LEAST_PIECE = 0.5


class Point(NamedTuple):
    """A point of the picture, from (0, 0) at its top left to (1, 1)."""

    x: float
    y: float

    @staticmethod
    def within(x: float, y: float) -> Point:
        """Return the point of the picture that is nearest to a place, which may be anywhere, or nowhere."""
        return Point(*(min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0 for value in (x, y)))

    def apart(self, other: Point, aspect: float) -> float:
        """Return the distance to another point, as a share of the picture's height."""
        return math.hypot((self.x - other.x) * aspect, self.y - other.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line that was drawn.

    Attributes:
        points: Where the pen came by, at least one.
        colour: Which of the pen's colours.
        width: Its width.
        extent: The least and the greatest x and y of its points.
    """

    points: tuple[Point, ...]
    colour: int = 0
    width: float = 0.005
    extent: tuple[float, float, float, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        xs, ys = zip(*self.points, strict=True)
        object.__setattr__(self, "extent", (min(xs), max(xs), min(ys), max(ys)))


def erased_along(
    strokes: tuple[Stroke, ...], begin: Point, end: Point, radius: float, aspect: float, *, whole_strokes: bool
) -> tuple[Stroke, ...]:
    """Return what is left of strokes where an eraser went straight from one point to another.

    Args:
        strokes: The strokes.
        begin: Where it came from.
        end: Where it is.
        radius: How far it reaches.
        aspect: Width of the picture over its height.
        whole_strokes: Whether all of a stroke goes that is touched anywhere.
    """
    if whole_strokes:
        left = tuple(one for one in strokes if not _touched(one, (begin, end), radius, aspect))
        return strokes if len(left) == len(strokes) else left
    count = min(_MOST_CIRCLES, 1 + math.ceil(begin.apart(end, aspect) / (radius / 2)))
    for number in range(1, count + 1):
        share = number / count
        centre = Point(begin.x + (end.x - begin.x) * share, begin.y + (end.y - begin.y) * share)
        left = tuple(piece for stroke in strokes for piece in _pieces(stroke, centre, radius, aspect))
        strokes = strokes if left == strokes else left
    return strokes


def _segments(stroke: Stroke) -> Iterator[tuple[Point, Point]]:
    points = stroke.points
    return zip(points, points[1:] or points, strict=False)


def _touched(stroke: Stroke, way: tuple[Point, Point], radius: float, aspect: float) -> bool:
    reach = radius + stroke.width / 2
    left, right, top, bottom = stroke.extent
    xs, ys = (way[0].x, way[1].x), (way[0].y, way[1].y)
    if min(xs) > right + reach / aspect or max(xs) < left - reach / aspect:
        return False
    if min(ys) > bottom + reach or max(ys) < top - reach:
        return False
    return any(_gap(segment, way, aspect) <= reach for segment in _segments(stroke))


def _gap(one: tuple[Point, Point], other: tuple[Point, Point], aspect: float) -> float:
    """Return the distance between two straight lines."""
    if _crosses(one, other):
        return 0.0
    ends = (*((point, other) for point in one), *((point, one) for point in other))
    return min(_to_line(point, line, aspect) for point, line in ends)


def _crosses(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    def side(line: tuple[Point, Point], point: Point) -> float:
        (a, b), c = line, point
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

    return side(one, other[0]) * side(one, other[1]) < 0 and side(other, one[0]) * side(other, one[1]) < 0


def _to_line(point: Point, line: tuple[Point, Point], aspect: float) -> float:
    a, b = line
    dx, dy = (b.x - a.x) * aspect, b.y - a.y
    px, py = (point.x - a.x) * aspect, point.y - a.y
    length = dx * dx + dy * dy
    share = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
    return math.hypot(px - dx * share, py - dy * share)


def _pieces(stroke: Stroke, centre: Point, radius: float, aspect: float) -> Iterator[Stroke]:
    """Yield what of a stroke lies outside a circle; the stroke itself where all of it does."""
    if not _touched(stroke, (centre, centre), radius - stroke.width / 2, aspect):
        yield stroke
        return
    run: list[Point] = []
    for a, b in _segments(stroke):
        for begin, end in _outside(a, b, centre, radius, aspect):
            if run and run[-1] != begin:
                yield from _piece(stroke, run, aspect)
                run = []
            run = run or [begin]
            if end != begin:
                run.append(end)
    yield from _piece(stroke, run, aspect)


def _piece(stroke: Stroke, points: list[Point], aspect: float) -> Iterator[Stroke]:
    long = sum(a.apart(b, aspect) for a, b in pairwise(points))
    if long > stroke.width * _LEAST_PIECE:
        yield replace(stroke, points=tuple(points))


def _outside(a: Point, b: Point, centre: Point, radius: float, aspect: float) -> Iterator[tuple[Point, Point]]:
    """Yield the parts of a straight line that lie outside a circle."""
    dx, dy = (b.x - a.x) * aspect, b.y - a.y
    px, py = (a.x - centre.x) * aspect, a.y - centre.y
    square, half = dx * dx + dy * dy, px * dx + py * dy
    rest = px * px + py * py - radius * radius
    root = half * half - square * rest
    if not square or root <= 0:
        if rest > 0:
            yield a, b
        return
    first, last = (-half - math.sqrt(root)) / square, (-half + math.sqrt(root)) / square
    if first >= 1 or last <= 0:
        yield a, b
        return

    def at(share: float) -> Point:
        return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)

    if first > 0:
        yield a, at(first)
    if last < 1:
        yield at(last), b
