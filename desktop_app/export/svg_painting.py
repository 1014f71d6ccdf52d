"""What Qt paints, written down as SVG: lines stay lines, text stays text, and rectangles can be edited as such.

Qt has a generator of SVG, too. It loses the space between letters, writes a group around each line, cuts text into
pieces, and names fonts that no other machine has. Source: SVG 1.1 (Second Edition), W3C, 2011.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextItem,
    QTransform,
)

from desktop_app.export.svg_pixels import picture_of
from desktop_app.export.svg_shapes import Attributes, fill_of, is_rectangle, matrix_of, rect_of, shape_of, stroke_of
from desktop_app.export.svg_text import content, element
from desktop_app.views.theme import families_elsewhere

#: Logical pixels per inch, as CSS has them.
_DPI: Final = 96
_MM_PER_INCH: Final = 25.4
#: How far a text may begin from the end of the one before that it goes on with.
_BESIDE: Final = 0.05
_REGULAR: Final = 400


@dataclass(slots=True)
class _Line:
    """The text that was written last: how it looks, where it begins and ends, and what it says."""

    look: Attributes
    x: float
    end_x: float
    text: str


class SvgDevice(QPaintDevice):
    """A page that is written down as SVG while a painter paints on it.

    Args:
        width: Of the page, in logical pixels.
        height: Of the page, in logical pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = width, height
        self._engine = _Engine(QRectF(0, 0, width, height))

    @property
    def body(self) -> str:
        """All that was painted, as elements; whole when the painter has ended."""
        engine = self._engine
        definitions = element("defs", {}, "\n".join(engine.definitions)) if engine.definitions else ""
        return "\n".join((definitions, *engine.elements))

    def paintEngine(self) -> QPaintEngine:
        """Return what writes."""
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """Say how large the page is."""
        metrics, (width, height) = QPaintDevice.PaintDeviceMetric, self._size
        known = {
            metrics.PdmWidth: width,
            metrics.PdmHeight: height,
            metrics.PdmDpiX: _DPI,
            metrics.PdmDpiY: _DPI,
            metrics.PdmPhysicalDpiX: _DPI,
            metrics.PdmPhysicalDpiY: _DPI,
            metrics.PdmWidthMM: round(width * _MM_PER_INCH / _DPI),
            metrics.PdmHeightMM: round(height * _MM_PER_INCH / _DPI),
            metrics.PdmNumColors: 2**31 - 1,
            metrics.PdmDepth: 32,
            metrics.PdmDevicePixelRatio: 1,
            metrics.PdmDevicePixelRatioScaled: round(QPaintDevice.devicePixelRatioFScale()),
        }
        # Newer versions of Qt ask for others, which follow from these.
        return known[metric] if metric in known else super().metric(metric)


class _Engine(QPaintEngine):
    """Writes down what is painted as elements."""

    def __init__(self, page: QRectF) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._page = page
        self.elements: list[str] = []
        self.definitions: list[str] = []
        self._names: dict[str, str] = {}
        self._line: _Line | None = None
        #: The groups that are open: what cuts off, and what transforms.
        self._groups: tuple[str | None, str | None] = None, None
        self._pen, self._brush, self._font = QPen(), QBrush(), QFont()
        self._opacity, self._way = 1.0, QTransform()
        #: Whether what is painted takes away from what was painted before.
        self._erases = False
        #: What is seen of the page; None for all of it.
        self._seen: QPainterPath | None = None
        self._cuts = False

    # Qt's virtual functions

    def begin(self, _device: QPaintDevice) -> bool:
        """Begin."""
        return True

    def end(self) -> bool:
        """Close what is open."""
        self._enter(None, None)
        return True

    def type(self) -> QPaintEngine.Type:
        """Say that there are no pixels."""
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        """Take note of what the next elements are painted with."""
        dirty, flag = state.state(), QPaintEngine.DirtyFlag
        if dirty & flag.DirtyPen:
            self._pen = QPen(state.pen())
        if dirty & flag.DirtyBrush:
            self._brush = QBrush(state.brush())
        if dirty & flag.DirtyFont:
            self._font = QFont(state.font())
        if dirty & flag.DirtyOpacity:
            self._opacity = state.opacity()
        if dirty & flag.DirtyCompositionMode:
            self._erases = state.compositionMode() == QPainter.CompositionMode.CompositionMode_DestinationOut
        if dirty & flag.DirtyTransform:
            self._way = QTransform(state.transform())
        if dirty & flag.DirtyClipEnabled:
            self._cuts = state.isClipEnabled()
        if dirty & flag.DirtyClipRegion:
            region = QPainterPath()
            region.addRegion(state.clipRegion())
            self._cut(state.clipOperation(), region.simplified())
        if dirty & flag.DirtyClipPath:
            self._cut(state.clipOperation(), state.clipPath())

    def drawPath(self, path: QPainterPath) -> None:
        """Write a path, or take what it covers away from all that was written before."""
        look = self._look()
        if look is not None and self._erases:
            self._erase(path, look)
        elif look is not None:
            self._write(shape_of(path, look))

    def drawRects(self, rects: Iterable[Any], *_count: int) -> None:
        """Write rectangles."""
        look = self._look()
        for rect in rects if look is not None else ():
            self._write(rect_of(QRectF(rect), look or {}))

    def drawLines(self, lines: Iterable[Any], *_count: int) -> None:
        """Write lines."""
        look = stroke_of(self._pen, self._opacity)
        for line in map(QLineF, lines) if look else ():
            self._write(element("line", {"x1": line.x1(), "y1": line.y1(), "x2": line.x2(), "y2": line.y2(), **look}))

    def drawEllipse(self, rect: Any) -> None:  # noqa: ANN401 - a QRect or a QRectF
        """Write an ellipse."""
        look, place = self._look(), QRectF(rect)
        if look is not None:
            middle, across, down = place.center(), place.width() / 2, place.height() / 2
            self._write(element("ellipse", {"cx": middle.x(), "cy": middle.y(), "rx": across, "ry": down, **look}))

    def drawPolygon(self, points: Iterable[Any], *how: Any) -> None:  # noqa: ANN401 - with their number, or without
        """Write a polygon, or lines that hang together."""
        path = QPainterPath()
        for index, point in enumerate(points):
            (path.lineTo if index else path.moveTo)(QPointF(point))
        modes = QPaintEngine.PolygonDrawMode
        if modes.PolylineMode in how:
            look = stroke_of(self._pen, self._opacity)
            if look:
                self._write(shape_of(path, {"fill": "none", **look}))
            return
        path.closeSubpath()
        path.setFillRule(Qt.FillRule.WindingFill if modes.WindingMode in how else Qt.FillRule.OddEvenFill)
        self.drawPath(path)

    def drawTextItem(self, p: QPointF | QPoint | QPainterPath.Element, item: QTextItem) -> None:
        """Write a text; what goes on with the one before becomes a part of it, so that one can edit all of it."""
        if self._hidden:
            return
        at = QPointF(p.x, p.y) if isinstance(p, QPainterPath.Element) else QPointF(p)
        look: Attributes = {"y": at.y(), **_font_look(item.font()), **fill_of(self._pen.color(), self._opacity)}
        line = self._line if self._place() else None
        if line is not None and line.look == look and abs(line.end_x - at.x()) < _BESIDE:
            self.elements.pop()
        else:
            line = _Line(look=look, x=at.x(), end_x=at.x(), text="")
        line.text += item.text()
        line.end_x = at.x() + item.width()
        self.elements.append(element("text", {"x": line.x, **look}, content(line.text)))
        self._line = line

    def drawPixmap(self, r: QRectF | QRect, pixmap: QPixmap | QImage, source: QRectF | QRect) -> None:
        """Write a picture."""
        self.drawImage(r, _image(pixmap), source)

    def drawImage(self, r: QRectF | QRect, image: QImage, source: QRectF | QRect, _flags: object = None) -> None:
        """Write a picture, as shapes if it has few colours."""
        place, part = QRectF(r), QRectF(source).toAlignedRect()
        if part.isEmpty() or place.isEmpty():
            return
        way = QTransform.fromTranslate(place.x(), place.y())
        way.scale(place.width() / part.width(), place.height() / part.height())
        opacity = None if self._opacity == 1.0 else self._opacity
        drawn = picture_of(image.copy(part))
        self._write(element("g", {"transform": matrix_of(way), "opacity": opacity}, drawn))

    def drawTiledPixmap(
        self, r: QRectF | QRect, pixmap: QPixmap | QImage, _s: QPointF | QPoint | QPainterPath.Element
    ) -> None:
        """Write a place that is filled with tiles."""
        self._write(rect_of(QRectF(r), {"fill": self._pattern(_image(pixmap))}))

    # How it works

    @property
    def _hidden(self) -> bool:
        return self._cuts and self._seen is not None and self._seen.isEmpty()

    def _look(self) -> Attributes | None:
        """Return how shapes are filled and outlined; None where nothing of them is seen."""
        brush, line = self._brush, stroke_of(self._pen, self._opacity)
        if brush.style() == Qt.BrushStyle.TexturePattern:
            return {"fill": self._pattern(brush.textureImage()), **line}
        if brush.style() == Qt.BrushStyle.NoBrush or brush.color().alpha() == 0:
            return {"fill": "none", **line} if line else None
        return {**fill_of(brush.color(), self._opacity), **line}

    def _pattern(self, tile: QImage) -> str:
        size: Attributes = {"width": tile.width(), "height": tile.height()}
        return self._defined("pattern", {"patternUnits": "userSpaceOnUse", **size}, picture_of(tile))

    def _defined(self, name: str, attributes: Attributes, inner: str) -> str:
        """Return a reference to an element that is written once, however often it is used."""
        key = element(name, attributes, inner)
        if key not in self._names:
            self._names[key] = f"{name}{len(self._names) + 1}"
            self.definitions.append(element(name, {"id": self._names[key], **attributes}, inner))
        return f"url(#{self._names[key]})"

    def _cut(self, operation: Qt.ClipOperation, path: QPainterPath) -> None:
        """Take note of what is seen from now on."""
        self._cuts = operation != Qt.ClipOperation.NoClip
        if not self._cuts:
            self._seen = None
            return
        seen = self._way.map(path)
        if operation == Qt.ClipOperation.IntersectClip and self._seen is not None:
            seen = _shared(self._seen, seen)
        self._seen = None if is_rectangle(seen) and seen.boundingRect().contains(self._page) else seen

    def _erase(self, path: QPainterPath, look: Attributes) -> None:
        """Let one see through all that was written, as far as a path covers it and its colour is opaque."""
        cut = self._cut_by
        hole = shape_of(self._way.map(path), {"fill": "black", "fill-opacity": look.get("fill-opacity")})
        hole = hole if cut is None else element("g", {"clip-path": cut}, hole)
        place: Attributes = {"x": 0.0, "y": 0.0, "width": self._page.width(), "height": self._page.height()}
        inner = rect_of(self._page, {"fill": "white"}) + hole
        mask = self._defined("mask", {"maskUnits": "userSpaceOnUse", **place}, inner)
        self._enter(None, None)
        self.elements = [f'<g mask="{mask}">', *self.elements, "</g>"]
        self._line = None

    @property
    def _cut_by(self) -> str | None:
        """What cuts the next element off; None where nothing does."""
        if not self._cuts or self._seen is None:
            return None
        return self._defined("clipPath", {}, shape_of(self._seen, {}))

    def _write(self, written: str) -> None:
        if not self._hidden:
            self._place()
            self.elements.append(written)
            self._line = None

    def _place(self) -> bool:
        """Open the groups that the next element belongs into; return whether it was open."""
        return self._enter(self._cut_by, matrix_of(self._way))

    def _enter(self, cut: str | None, way: str | None) -> bool:
        if self._groups == (cut, way):
            return True
        open_cut, open_way = self._groups
        if open_way is not None:
            self.elements.append("</g>")
        if open_cut != cut:
            if open_cut is not None:
                self.elements.append("</g>")
            if cut is not None:
                self.elements.append(f'<g clip-path="{cut}">')
        if way is not None:
            self.elements.append(f'<g transform="{way}">')
        self._groups = cut, way
        return False


def _shared(one: QPainterPath, other: QPainterPath) -> QPainterPath:
    """Return what lies in both of two paths."""
    if not (is_rectangle(one) and is_rectangle(other)):
        return one.intersected(other)
    shared, rect = QPainterPath(), one.boundingRect().intersected(other.boundingRect())
    if not rect.isEmpty():
        shared.addRect(rect)
    return shared


def _image(pixmap: QPixmap | QImage) -> QImage:
    return pixmap if isinstance(pixmap, QImage) else pixmap.toImage()


def _font_look(font: QFont) -> Attributes:
    size = float(font.pixelSize()) if font.pixelSize() > 0 else font.pointSizeF() * _DPI / 72
    return {
        "font-family": families_elsewhere(font.family()),
        "font-size": size,
        "font-weight": None if font.weight() == _REGULAR else int(font.weight()),
        "font-style": "italic" if font.italic() else None,
        "letter-spacing": font.letterSpacing() or None,
        "text-decoration": "underline" if font.underline() else None,
    }
