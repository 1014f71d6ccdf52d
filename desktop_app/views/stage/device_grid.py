"""The pixels of the device that a painter draws on: what stands at whole ones has sharp edges."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEngine, QPainter, QTransform

from desktop_app.views.stage.geometry import Rect


class Grid:
    """The whole pixels of the device that a painter draws on."""

    def __init__(self, painter: QPainter) -> None:
        way = self._way = painter.deviceTransform()
        self.scale, self.dx, self.dy = way.m11(), way.dx(), way.dy()
        upright = way.isAffine() and not way.m12() and not way.m21() and way.m11() == way.m22() > 0
        #: Whether there are pixels to stand at.
        self.raster = upright and painter.paintEngine().type() is QPaintEngine.Type.Raster

    def pixels(self, rect: Rect) -> QRect:
        """Return the device's pixels of a rectangle in units, at least one."""
        left, top = floor(rect.x * self.scale + self.dx + 0.5), floor(rect.y * self.scale + self.dy + 0.5)
        right, bottom = (
            floor(rect.right * self.scale + self.dx + 0.5),
            floor(rect.bottom * self.scale + self.dy + 0.5),
        )
        return QRect(left, top, max(1, right - left), max(1, bottom - top))

    def snapped(self, rect: Rect) -> Rect:
        """Return a rectangle in units, at whole pixels."""
        if not self.raster:
            return rect
        one = self.pixels(rect)
        scale = self.scale
        x, y = (one.x() - self.dx) / scale, (one.y() - self.dy) / scale
        return Rect(x, y, one.width() / scale, one.height() / scale)

    def count_pixels(self, painter: QPainter) -> QTransform:
        """Let a painter that counts as this grid's does count the device's pixels; return what it had for units."""
        before = painter.worldTransform()
        inverse, _ = self._way.inverted()
        painter.setWorldTransform(inverse * before)
        return before

    def whole(self, length: float) -> float:
        """Return a length in units, of whole pixels."""
        return floor(length * self.scale + 0.5) / self.scale if self.raster else length
