"""A painter that takes note of where it has drawn, so that only that has to be put back for the next picture."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_double
from functools import lru_cache
from math import ceil, floor
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

#: Doubles in one of Qt's pixmap fragments: place of its middle, source, scale, rotation, opacity.
_FRAGMENT: Final = 10
#: Edges and glyphs are blended into so many pixels around what they cover.
_BLEED: Final = 2
#: Numbers that differ by no more than this mean the same.
_EXACT: Final = 1e-6

_Place = tuple[int, int, int, int]
#: Of a call: its arguments.
_Arguments = tuple[Any, ...]


class WatchedPainter(QPainter):
    """Knows which pixels of its image it may have changed.

    What it draws in a way that is not measured here counts as drawn everywhere. Each function that draws is that of
    QPainter, and measured after it.
    """

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self._drawn: list[_Place] = []
        self._everywhere = False

    def take_drawn(self) -> list[QRect] | None:
        """Return the pixels that were drawn on since this was asked last; None for any of them.

        The rectangles may overlap, and reach out of the image.
        """
        drawn = None if self._everywhere else [QRect(*place) for place in self._drawn]
        self._drawn, self._everywhere = [], False
        return drawn

    def note(self, rect: QRectF | None, line: float = 0.0) -> None:
        """Take note that something was drawn.

        Args:
            rect: Where, in the painter's own units; None for everywhere.
            line: The width of a line around it, in those units.
        """
        if rect is None:
            self._everywhere = True
            return
        if line:
            half = max(1.0, line) / 2
            rect = rect.adjusted(-half, -half, half, half)
        seen = self.deviceTransform().mapRect(rect)
        x, y = floor(seen.left()) - _BLEED, floor(seen.top()) - _BLEED
        self._drawn.append((x, y, ceil(seen.right()) + _BLEED - x, ceil(seen.bottom()) + _BLEED - y))

    def note_pixels(self, places: list[_Place]) -> None:
        """Take note of rectangles in pixels that were drawn on."""
        self._drawn.extend(places)

    @property
    def counts_pixels(self) -> bool:
        """Whether its units are the image's pixels, but for how exact numbers are."""
        way = self.deviceTransform()
        scales = abs(way.m11() - 1) < _EXACT and abs(way.m22() - 1) < _EXACT
        return way.isAffine() and scales and max(map(abs, (way.m12(), way.m21(), way.dx(), way.dy()))) < _EXACT


def _text(painter: WatchedPainter, arguments: _Arguments) -> None:
    """Measure a text; of one that is laid out in a rectangle nobody knows how far it reaches."""
    at = arguments[0]
    painter.note(_text_bounds(painter.font(), arguments[1]).translated(at) if isinstance(at, QPointF) else None)


@lru_cache(maxsize=4_096)
def _text_bounds(font: QFont, text: str) -> QRectF:
    """Return what a text covers around the point where its base line begins; glyphs may reach out of their places."""
    metrics = QFontMetricsF(font)
    line = QRectF(0, -metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
    return metrics.boundingRect(text).united(line)


def _outlined(painter: WatchedPainter, arguments: _Arguments) -> None:
    painter.note(_rect(arguments), painter.pen().widthF())


def _filled(painter: WatchedPainter, arguments: _Arguments) -> None:
    painter.note(_rect(arguments))


def _rect(arguments: _Arguments) -> QRectF | None:
    """Return the rectangle that is the first argument of a call, or the first four of them."""
    first = arguments[0]
    if isinstance(first, QRectF):
        return first
    if isinstance(first, QRect):
        return QRectF(first)
    return None if isinstance(first, QPointF) else QRectF(*arguments[:4])


def _line(painter: WatchedPainter, arguments: _Arguments) -> None:
    first = arguments[0]
    ends = (first.p1(), first.p2()) if isinstance(first, QLineF) else arguments[:2]
    rect = QRectF(*ends).normalized() if isinstance(ends[0], QPointF) else None
    # Its ends may be as square as it is wide.
    painter.note(rect, 2 * painter.pen().widthF())


def _shape(painter: WatchedPainter, arguments: _Arguments) -> None:
    """Measure a path or a polygon; corners reach out as far as Qt lets them, which is twice the width of the line."""
    painter.note(arguments[0].boundingRect(), 4 * max(1.0, painter.pen().widthF()))


def _filled_path(painter: WatchedPainter, arguments: _Arguments) -> None:
    painter.note(arguments[0].boundingRect())


def _fragments(painter: WatchedPainter, arguments: _Arguments) -> None:
    """Measure parts of a pixmap that are drawn at places in pixels and not turned."""
    first, count = arguments[0], arguments[1]
    numbers = (c_double * (count * _FRAGMENT)).from_address(shiboken6.getCppPointer(first)[0])
    if not painter.counts_pixels or any(numbers[8::_FRAGMENT]):
        painter.note(None)
        return
    columns = (numbers[start::_FRAGMENT] for start in (0, 1, 4, 5, 6, 7))
    painter.note_pixels(
        [
            (floor(x - w * a / 2) - 1, floor(y - h * b / 2) - 1, ceil(w * a) + 3, ceil(h * b) + 3)
            for x, y, w, h, a, b in zip(*columns, strict=True)
        ]
    )


def _anything(painter: WatchedPainter, _arguments: _Arguments) -> None:
    painter.note(None)


_MEASURES: Final[dict[str, Callable[[WatchedPainter, _Arguments], None]]] = {
    "drawArc": _outlined,
    "drawEllipse": _outlined,
    "drawLine": _line,
    "drawPath": _shape,
    "drawPixmapFragments": _fragments,
    "drawPolygon": _shape,
    "drawPolyline": _shape,
    "drawRect": _outlined,
    "drawRoundedRect": _outlined,
    "drawText": _text,
    "fillPath": _filled_path,
    "fillRect": _filled,
}


def _watched(name: str) -> Callable[..., object]:
    """Return a function of QPainter that is measured."""
    plain, measure = getattr(QPainter, name), _MEASURES.get(name, _anything)

    def draw(self: WatchedPainter, *arguments: object, **named: object) -> object:
        found = plain(self, *arguments, **named)
        measure(self, arguments)
        return found

    return draw


for _name in dir(QPainter):
    if _name.startswith(("draw", "fill", "stroke", "erase", "beginNative")):
        setattr(WatchedPainter, _name, _watched(_name))
