"""All steps of a lesson as pictures, to choose one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from desktop_app.app.card_list import CARD_AROUND_PX, CARD_PAD_PX, CardIndex, CardList, CardPainter
from desktop_app.app.show.pictures import StepPictures
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import Theme, mono_font, ui_font

_Role = Qt.ItemDataRole
_HERE = _Role.UserRole
#: The least width of a card, in logical pixels, and the most cards in a row.
_LEAST_CARD_PX, _MOST_COLUMNS = 300, 5
_EDGE_PX = 24


class _CardPainter(CardPainter):
    """One step: its picture, its number, its title."""

    def __init__(self, theme: Theme, shape: QSize, parent: QWidget) -> None:
        super().__init__(theme, shape, QSize(_LEAST_CARD_PX, _LEAST_CARD_PX), parent)

    def fit(self, wide_px: int) -> None:
        """Make cards this wide, and as high as that needs."""
        picture = (wide_px - 2 * CARD_PAD_PX - 2 * CARD_AROUND_PX) * self.shape.height() / self.shape.width()
        self.card = QSize(wide_px, round(picture + 2 * CARD_PAD_PX + 2 * CARD_AROUND_PX + self._text_px * 2))

    @property
    def _text_px(self) -> int:
        return max(14, self.card.width() // 22)

    def edge(self, state: QStyle.StateFlag) -> QPen:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        return QPen(QColor(self.theme.processes[0] if chosen else self.theme.border), 3.0 if chosen else 1.0)

    def paint_words(self, painter: QPainter, card: QRectF, place: QRectF, index: CardIndex) -> None:
        theme, px = self.theme, self._text_px
        top = round(place.bottom())
        line = QRect(round(place.x()), top, round(place.width()), round(card.bottom()) - top)
        here = bool(index.data(_HERE))
        number = f"{index.row() + 1}"
        painter.setFont(mono_font(px, 700))
        used = painter.fontMetrics().horizontalAdvance(number) + px
        middle = Qt.AlignmentFlag.AlignVCenter
        if here:
            badge = QRectF(line.x() - 2, line.center().y() - px * 0.8, used - px * 0.2, px * 1.7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.text))
            painter.drawRoundedRect(badge, px * 0.4, px * 0.4)
        painter.setPen(QColor(theme.window if here else theme.muted))
        painter.drawText(line.adjusted(round(px * 0.3), 0, 0, 0), Qt.AlignmentFlag.AlignLeft | middle, number)
        painter.setFont(ui_font(px, 600))
        painter.setPen(QColor(theme.text))
        room = line.adjusted(round(used), 0, 0, 0)
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, title)


class _Cards(CardList):
    """The grid; what is typed goes on to the presentation, which takes it for the number of a step."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is not None:  # what clickers send: with it, one goes through the steps, and not through pages of them
            row = min(max(self.currentIndex().row() + step, 0), self.model().rowCount() - 1)
            self.setCurrentIndex(self.model().index(row, 0))
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class Overview(QWidget):
    """A grid of the steps; pictures come as they are drawn.

    Args:
        pictures: Who draws them.
        here: The index of the step that is shown now.
        theme: The colours.
        parent: What it covers.

    Signals:
        chosen: The index of a step to go to.
    """

    chosen = Signal(int)

    def __init__(self, pictures: StepPictures, here: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._theme = theme
        self.setAccessibleName(self.tr("All steps"))
        self.model = QStandardItemModel(self)
        self.list = _Cards(self.model, theme, self.tr("All steps"), self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = _CardPainter(theme, pictures.look.screen, self.list)
        self.list.setItemDelegate(self._painter)
        for number, step in enumerate(pictures.lesson.steps):
            item = QStandardItem(step.title)
            item.setData(self.tr("Step {}: {}").format(number + 1, step.title), _Role.AccessibleTextRole)
            item.setData(number == here, _HERE)
            self.model.appendRow(item)
            self._show(number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.setCurrentIndex(self.model.index(here, 0))
        self.list.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.list.verticalScrollBar().valueChanged.connect(self._want)
        pictures.drawn.connect(self._show)

    @property
    def current(self) -> int:
        """The index of the step that is marked."""
        return self.list.currentIndex().row()

    def mark(self, index: int) -> None:
        """Mark a step, where there is one of this index."""
        if 0 <= index < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(index, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the cards as wide as fit beside each other."""
        super().resizeEvent(event)
        room = self.width() - 2 * _EDGE_PX - self.list.verticalScrollBar().sizeHint().width() - 4
        columns = max(1, min(_MOST_COLUMNS, room // _LEAST_CARD_PX))
        self._painter.fit(room // columns)
        self.list.scheduleDelayedItemsLayout()
        self._want()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Cover what is below."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.window))

    def _want(self) -> None:
        """Have the pictures drawn, those first that can be seen."""
        seen = self.list.viewport().rect()
        rows = range(self.model.rowCount())
        visible = [row for row in rows if self.list.visualRect(self.model.index(row, 0)).intersects(seen)]
        self._pictures.want([*visible, *(row for row in rows if row not in set(visible))])

    def _show(self, row: int) -> None:
        item = self.model.item(row)
        picture = self._pictures.picture(row)
        if picture is not None:
            item.setData(picture, _Role.DecorationRole)
        elif self._pictures.problem(row):
            item.setToolTip(plain_tip(self._pictures.problem(row)))
