"""A list of cards with pictures, beside each other in as many rows as they need."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPixmap
from PySide6.QtWidgets import QListView, QWidget

from desktop_app.views.theme import Theme

#: The radius of a picture's corners, in logical pixels.
_CORNER_PX = 6


class CardList(QListView):
    """Shows the cards, all of one size, which its delegate paints.

    Args:
        model: The cards.
        theme: The colours.
        name: What they are, for those who hear it.
        parent: What it stands in.
    """

    def __init__(self, model: QAbstractItemModel, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.window))
        self.setPalette(palette)
        self.setAccessibleName(name)


def paint_picture(painter: QPainter, place: QRectF, picture: object, theme: Theme) -> None:
    """Paint a card's picture so that it fills its place; the ground only, where there is none yet."""
    path = QPainterPath()
    path.addRoundedRect(place, _CORNER_PX, _CORNER_PX)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(place, QColor(theme.window))
    if isinstance(picture, QPixmap):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
    painter.restore()
