"""The picture of the stage as an item of a graphics scene."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.drawing import colour, prepare
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.painting import draw_live, layers_of
from desktop_app.views.theme import DARK

#: The line around the stage while keys go to it.
_FOCUS_PX = 2.0
#: So many times larger than the window's own pixels, what stands still is drawn anew.
_LARGER = 1.05


class StageItem(QGraphicsItem):
    """The picture, which covers the whole scene: all that stands still as one image, and over it what moves."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self.ground = DARK.window
        #: The colour of the line around it while keys go to it; None while they do not.
        self.focus: str | None = None
        self._backdrop = Backdrop()
        self._rect = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return what it covers."""
        return self._rect

    def fill(self, rect: QRectF) -> None:
        """Cover ``rect``, in pixels."""
        self.prepareGeometryChange()
        self._rect = rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the frame that is shown now."""
        frame, seen = self.frame, option.exposedRect
        if frame is None or widget is None:
            painter.fillRect(self._rect, colour(self.ground))
            return
        size, dpr = self._rect.size().toSize(), widget.devicePixelRatioF()
        # A magnifier draws it larger than the window does: then no pixels of the window's size are any good.
        magnified = painter.deviceTransform().m11() > dpr * _LARGER
        if magnified:
            painter.fillRect(self._rect, colour(self.ground))
        else:
            painter.drawPixmap(0, 0, self._backdrop.image(frame, layers_of(frame), size, dpr))
        prepare(painter)
        painter.save()
        painter.scale(frame.layout.scale, frame.layout.scale)
        for layer in layers_of(frame) if magnified else ():
            if QRectF(*(value * frame.layout.scale for value in layer.rect)).intersects(seen):
                layer.paint(painter)
        draw_live(painter, frame)
        painter.restore()
        if self.focus is not None:
            painter.setPen(QPen(colour(self.focus), _FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = _FOCUS_PX / 2
            painter.drawRect(self._rect.adjusted(half, half, -half, -half))
