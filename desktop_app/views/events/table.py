"""The rows of the log: the one at t is marked, those that are yet to come are faint."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.analysis.event_log import Entry
from desktop_app.views.events.model import ENTRY_ROLE, LATER_ROLE, NOW_ROLE, TIME
from desktop_app.views.row_table import show_rows
from desktop_app.views.theme import Theme, mono_font, ui_font

ROW_PX = 26
TWO_LINES_PX = 42
_PAD_PX = 8
_MARK_PX = 12
_DOT_PX = 8.0
_TIME_PX = 12
_TEXT_PX = 13
_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}


class EventDelegate(QStyledItemDelegate):
    """Draws events.

    Attributes:
        theme: The colours.
        followed: The thread that is followed, or None.
        two_lines: Whether a text may take two lines.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.followed: int | None = None
        self.two_lines = False
        self._time_font, self._font = mono_font(_TIME_PX, 450), ui_font(_TEXT_PX)
        self._bold = ui_font(_TEXT_PX, 650)
        self._metrics, self._bold_metrics = QFontMetricsF(self._font), QFontMetricsF(self._bold)

    def time_width(self, text: str) -> int:
        """Return the room that a time needs, in pixels."""
        return round(QFontMetricsF(self._time_font).horizontalAdvance(text)) + _MARK_PX + 2 * _PAD_PX

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(60, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, now = QRectF(option.rect), bool(index.data(NOW_ROLE))
        if option.state & QStyle.StateFlag.State_Selected or now:
            painter.fillRect(rect, QColor(self.theme.track))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.process(0), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        later = bool(index.data(LATER_ROLE))
        if index.column() == TIME:
            self._time(painter, rect, str(index.data()), now=now, later=later)
        else:
            self._text(painter, rect, entry, str(index.data()), later=later)
        painter.restore()

    def _time(self, painter: QPainter, rect: QRectF, text: str, *, now: bool, later: bool) -> None:
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.text))
            x, y = rect.left() + 5, rect.center().y()
            painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + 8, y), QPointF(x, y + 5)]))
        painter.setPen(QColor(self.theme.faint if later else self.theme.muted))
        painter.setFont(self._time_font)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(_MARK_PX, 0, -_PAD_PX, 0), side, text)

    def _text(self, painter: QPainter, rect: QRectF, entry: Entry, text: str, *, later: bool) -> None:
        event = entry.event
        if event.process >= 0:
            colour = self.theme.process(event.process)
            painter.setPen(QPen(colour, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush if later else colour)
            painter.drawEllipse(QPointF(rect.left() + _PAD_PX + 4, rect.center().y()), _DOT_PX / 2, _DOT_PX / 2)
        painter.setPen(QColor(self.theme.faint if later else self.theme.text))
        bold = event.thread >= 0 and event.thread == self.followed
        painter.setFont(self._bold if bold else self._font)
        metrics = self._bold_metrics if bold else self._metrics
        place = rect.adjusted(_PAD_PX + 16, 0, -4, 0)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self.two_lines:
            # So much that even badly broken it fits in two lines.
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 1.7 * place.width())
            painter.drawText(place, side | Qt.TextFlag.TextWordWrap, text)
        else:
            painter.drawText(place, side, metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width()))


class EventTable(QTableView):
    """The table of the log.

    Signals:
        scrolled_away: The user scrolled, or went to another row, with the wheel, the bar or the keys.
    """

    scrolled_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.events = EventDelegate(theme, self)
        self.setItemDelegate(self.events)
        show_rows(self, ROW_PX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self.scrolled_away.emit())

    def set_wide(self, *, wide: bool) -> None:
        """Give each event one line, or two where the table is narrow."""
        self.events.two_lines = not wide
        self.verticalHeader().setDefaultSectionSize(ROW_PX if wide else TWO_LINES_PX)

    def settle(self) -> None:
        """Take over at once what became of the rows, so that one can scroll to them."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and take note that it was the user."""
        super().wheelEvent(event)
        self.scrolled_away.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another row, and take note that it was the user."""
        super().keyPressEvent(event)
        if event.key() in _KEYS:
            self.scrolled_away.emit()
