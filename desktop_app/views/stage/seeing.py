"""How the parts of the stage are drawn through a lens: some are magnified, some stand still, some get more room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desktop_app.views.stage.drawing import colour, cover
from desktop_app.views.stage.frame import Frame, Hit, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lens import Lens

Fixed = Callable[[Frame], tuple[Layer, ...]]
Live = Callable[[QPainter, Frame], None]
Hits = Callable[[Frame], list[Hit]]


def magnified(fixed: Fixed) -> Fixed:
    """Return layers that show through a lens what they show on the whole stage, larger."""

    def seen(frame: Frame) -> tuple[Layer, ...]:
        lens, whole = frame.lens, frame.whole
        if lens is None or whole is None:
            return fixed(frame)
        return tuple(_larger(layer, lens) for layer in fixed(whole))

    return seen


def magnified_live(live: Live) -> Live:
    """Return the same for what changes with every moment; it is cut off at the lens's edge."""

    def seen(painter: QPainter, frame: Frame) -> None:
        lens, whole = frame.lens, frame.whole
        if lens is None or whole is None:
            live(painter, frame)
            return
        painter.save()
        painter.setClipRect(QRectF(*lens.window), Qt.ClipOperation.IntersectClip)
        _look_through(painter, lens)
        live(painter, whole)
        painter.restore()

    return seen


def magnified_hits(hits: Hits) -> Hits:
    """Return the same for where threads can be clicked."""

    def seen(frame: Frame) -> list[Hit]:
        lens, whole = frame.lens, frame.whole
        if lens is None or whole is None:
            return hits(frame)
        return [Hit(rect=lens.rect(hit.rect), thread=hit.thread) for hit in hits(whole)]

    return seen


def roomy_live(live: Live) -> Live:
    """Return what changes with every moment of a part that gets more room, cut off at the lens's edge."""

    def seen(painter: QPainter, frame: Frame) -> None:
        if frame.lens is None:
            live(painter, frame)
            return
        painter.save()
        painter.setClipRect(QRectF(*frame.lens.window), Qt.ClipOperation.IntersectClip)
        live(painter, frame)
        painter.restore()

    return seen


def still(fixed: Fixed) -> Fixed:
    """Return layers that stay where they are on the whole stage, above all that is seen through a lens."""

    def seen(frame: Frame) -> tuple[Layer, ...]:
        lens, whole = frame.lens, frame.whole
        if lens is None or whole is None:
            return fixed(frame)
        return tuple(_above(layer, frame, lens) for layer in fixed(whole))

    return seen


def still_live(live: Live) -> Live:
    """Return the same for what changes with every moment."""

    def seen(painter: QPainter, frame: Frame) -> None:
        lens, whole = frame.lens, frame.whole
        if lens is None or whole is None:
            live(painter, frame)
            return
        painter.save()
        painter.scale(1 / lens.magnification, 1 / lens.magnification)
        live(painter, whole)
        painter.restore()

    return seen


def _larger(layer: Layer, lens: Lens) -> Layer:
    def paint(painter: QPainter) -> None:
        painter.save()
        _look_through(painter, lens)
        layer.paint(painter)
        painter.restore()

    return replace(layer, rect=lens.rect(layer.rect), paint=paint)


def _look_through(painter: QPainter, lens: Lens) -> None:
    painter.scale(1 / lens.magnification, 1 / lens.magnification)
    painter.translate(lens.area.x, lens.area.y)
    painter.scale(lens.zoom, lens.zoom)
    painter.translate(-lens.seen.x, -lens.seen.y)


def _above(layer: Layer, frame: Frame, lens: Lens) -> Layer:
    part = 1 / lens.magnification
    strip = Rect(0.0, 0.0, (lens.area.x + lens.area.w) * part, lens.area.y * part)

    def paint(painter: QPainter) -> None:
        painter.save()
        cover(painter, QRectF(*strip), colour(frame.theme.window))
        painter.scale(part, part)
        layer.paint(painter)
        painter.restore()

    return replace(layer, rect=strip, paint=paint)
