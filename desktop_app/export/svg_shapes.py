"""Qt's paths, pens and brushes as elements and attributes of an SVG file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QTransform

from desktop_app.export.svg_text import element, number

#: What attributes hold: a text, a number, or None for what is left out.
Attributes = dict[str, str | float | None]

_CAPS: Final = {Qt.PenCapStyle.RoundCap: "round", Qt.PenCapStyle.SquareCap: "square"}
_JOINS: Final = {Qt.PenJoinStyle.RoundJoin: "round", Qt.PenJoinStyle.BevelJoin: "bevel"}
_OPAQUE: Final = 255
#: Elements in a path of a rectangle, and of one with round corners.
_RECTANGLE, _ROUNDED = 5, 17
_NEAR: Final = 1e-6


def fill_of(colour: QColor, opacity: float) -> Attributes:
    """Return how something is filled with a colour."""
    return {"fill": colour.name(), "fill-opacity": _opacity(colour, opacity)}


def stroke_of(pen: QPen, opacity: float) -> Attributes:
    """Return how something is outlined with a pen; nothing where the pen draws nothing."""
    if pen.style() == Qt.PenStyle.NoPen:
        return {}
    width, hairline = pen.widthF() or 1.0, pen.isCosmetic()
    dashes = None if pen.style() == Qt.PenStyle.SolidLine else " ".join(number(d * width) for d in pen.dashPattern())
    return {
        "stroke": pen.color().name(),
        "stroke-opacity": _opacity(pen.color(), opacity),
        "stroke-width": None if width == 1.0 else width,
        "stroke-dasharray": dashes,
        "stroke-linecap": _CAPS.get(pen.capStyle()),
        "stroke-linejoin": _JOINS.get(pen.joinStyle()),
        "vector-effect": "non-scaling-stroke" if hairline else None,
    }


def _opacity(colour: QColor, opacity: float) -> float | None:
    whole = colour.alphaF() * opacity
    return None if round(whole * _OPAQUE) == _OPAQUE else whole


def shape_of(path: QPainterPath, look: Attributes) -> str:
    """Return a path as an element: a rectangle, which one can go on editing as such, where it is one."""
    rect = path.boundingRect()
    if is_rectangle(path):
        return rect_of(rect, look)
    if path.elementCount() == _ROUNDED:
        radius = path.elementAt(0).y - rect.y()
        same = QPainterPath()
        same.addRoundedRect(rect, radius, radius)
        if _alike(path, same):
            return rect_of(rect, look, radius)
    rule = "evenodd" if path.fillRule() == Qt.FillRule.OddEvenFill else None
    return element("path", {"d": " ".join(_steps(path)), "fill-rule": rule, **look})


def rect_of(rect: QRectF, look: Attributes, radius: float | None = None) -> str:
    """Return a rectangle as an element, with round corners where a radius is given."""
    place: Attributes = {"x": rect.x(), "y": rect.y(), "width": rect.width(), "height": rect.height()}
    return element("rect", {**place, "rx": radius, **look})


def is_rectangle(path: QPainterPath) -> bool:
    """Return whether a path is an upright rectangle and nothing else."""
    if path.elementCount() != _RECTANGLE:
        return False
    same = QPainterPath()
    same.addRect(path.boundingRect())
    return _alike(path, same)


def _alike(one: QPainterPath, other: QPainterPath) -> bool:
    if one.elementCount() != other.elementCount():
        return False
    pairs = ((one.elementAt(i), other.elementAt(i)) for i in range(one.elementCount()))
    return all(a.type == b.type and abs(a.x - b.x) < _NEAR and abs(a.y - b.y) < _NEAR for a, b in pairs)


def _steps(path: QPainterPath) -> Iterator[str]:
    kinds = QPainterPath.ElementType
    start: tuple[float, float] | None = None
    at = (0.0, 0.0)
    for index in range(path.elementCount()):
        step = path.elementAt(index)
        x, y, kind = step.x, step.y, step.type
        if kind == kinds.MoveToElement:
            if start is not None and _meets(start, at):
                yield "Z"
            start = (x, y)
            yield f"M{number(x)},{number(y)}"
        elif kind == kinds.LineToElement:
            yield f"L{number(x)},{number(y)}"
        elif kind == kinds.CurveToElement:
            yield f"C{number(x)},{number(y)}"
        else:
            yield f"{number(x)},{number(y)}"
        at = (x, y)
    if start is not None and _meets(start, at) and path.elementCount() > 1:
        yield "Z"


def _meets(start: tuple[float, float], end: tuple[float, float]) -> bool:
    return abs(start[0] - end[0]) < _NEAR and abs(start[1] - end[1]) < _NEAR


def matrix_of(way: QTransform) -> str | None:
    """Return a transformation as an attribute's value; None where there is none."""
    if way.isIdentity():
        return None
    parts = (way.m11(), way.m12(), way.m21(), way.m22(), way.dx(), way.dy())
    # Scales need more digits than places: they are multiplied with these.
    return f"matrix({' '.join(f'{part:.6f}'.rstrip('0').rstrip('.') or '0' for part in parts)})"
