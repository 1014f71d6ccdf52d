"""A list of cards with pictures, beside each other in as many rows as they need."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.views.theme import Theme

#: Between a card's edge and its picture, in logical pixels.
CARD_PAD_PX = 10
#: Around a card, and the radius of its corners and of its picture's, in logical pixels.
CARD_AROUND_PX, _RADIUS_PX, _CORNER_PX = 4, 12, 6

#: Which card it is.
CardIndex = QModelIndex | QPersistentModelIndex


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


class CardPainter(QStyledItemDelegate):
    """Paints cards: an edge around a picture, and below that what a kind of cards says in words.

    Args:
        theme: The colours.
        shape: The shape of the pictures.
        card: The size of a card with what is around it, in logical pixels.
        parent: What it stands in.
    """

    def __init__(self, theme: Theme, shape: QSize, card: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shape = shape
        self.card = card

    def sizeHint(self, option: QStyleOptionViewItem, index: CardIndex) -> QSize:
        """Return the size of every card."""
        del option, index
        return self.card

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: CardIndex) -> None:
        """Paint a card."""
        around = CARD_AROUND_PX
        card = QRectF(option.rect).adjusted(around, around, -around, -around)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.edge(option.state))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(card, _RADIUS_PX, _RADIUS_PX)
        place = QRectF(card.x() + CARD_PAD_PX, card.y() + CARD_PAD_PX, card.width() - 2 * CARD_PAD_PX, 0)
        place.setHeight(place.width() * self.shape.height() / self.shape.width())
        paint_picture(painter, place, index.data(Qt.ItemDataRole.DecorationRole), self.theme)
        self.paint_words(painter, card, place, index)
        painter.restore()

    def edge(self, state: QStyle.StateFlag) -> QPen:
        """Return how a card's edge is drawn: the chosen one's is stronger."""
        raise NotImplementedError

    def paint_words(self, painter: QPainter, card: QRectF, place: QRectF, index: CardIndex) -> None:
        """Paint what is said on a card, and below the place of its picture."""
        raise NotImplementedError


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
