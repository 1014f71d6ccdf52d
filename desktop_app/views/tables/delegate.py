"""Cells that are marks: a thread's chip and the pill of its state; all others are text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.analysis.figures import NOTHING
from desktop_app.analysis.thread_rows import ProcessRow, ThreadRow
from desktop_app.model.states import ThreadState
from desktop_app.views.marks import chip, chip_width, state_pill, state_pill_width, state_shape
from desktop_app.views.tables.model import NAME_ROLE, ROW_ROLE
from desktop_app.views.theme import Theme, ui_font

_PAD_PX = 8
#: Room for the mark of the thread that is followed, left of its chip.
_MARK_PX = 12
_COUNT_PX = 12
_TEXT_PX = 14
_TEXT_PAD_PX = 4


class MarkDelegate(QStyledItemDelegate):
    """Draws chips, pills and counts of states.

    Attributes:
        theme: The colours.
        followed: The thread that is followed, or None.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.followed: int | None = None
        self._font = ui_font(_TEXT_PX)
        self._metrics = QFontMetricsF(self._font)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        name, row = index.data(NAME_ROLE), index.data(ROW_ROLE)
        painter.save()
        self._ground(painter, option)
        rect = QRectF(option.rect).adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        if name not in {"thread", "state", "process", "threads"}:
            self._text(painter, rect, index)
            painter.restore()
            return
        painter.setClipRect(rect.adjusted(-_PAD_PX, 0, 0, 0))
        if isinstance(row, ThreadRow) and name == "state":
            state_pill(painter, rect, row.state, self.theme)
        elif isinstance(row, ThreadRow):
            self._thread(painter, rect, row)
        elif isinstance(row, ProcessRow) and name == "threads":
            self._counts(painter, rect, row)
        elif isinstance(row, ProcessRow):
            chip(painter, rect, row.label, row.process, self.theme, filled=row.ended_ns is None)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell needs."""
        name, row = index.data(NAME_ROLE), index.data(ROW_ROLE)
        height = 30
        if name == "thread" and isinstance(row, ThreadRow):
            return QSize(round(chip_width(row.label)) + 2 * _PAD_PX + _MARK_PX, height)
        if name == "state":
            return QSize(round(state_pill_width(ThreadState.TERMINATED)) + 2 * _PAD_PX, height)
        return super().sizeHint(option, index).expandedTo(QSize(0, height))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self.theme.track))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.process(0), 2))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))

    def _text(self, painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw a text itself: a style sheet's way takes several times as long, for each cell of each refresh."""
        text, side = str(index.data()), Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.setPen(QColor(self.theme.faint if text == NOTHING else self.theme.text))
        painter.setFont(self._font)
        place = rect.adjusted(_TEXT_PAD_PX, 0, -_TEXT_PAD_PX, 0)
        painter.drawText(place, side, self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width()))

    def _thread(self, painter: QPainter, rect: QRectF, row: ThreadRow) -> None:
        if row.thread == self.followed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.text))
            x, y = rect.left() - 2, rect.center().y()
            painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + 8, y), QPointF(x, y + 5)]))
        place = rect.adjusted(_MARK_PX, 0, _PAD_PX, 0)
        active = row.state in {ThreadState.RUNNING, ThreadState.READY}
        chip(painter, place, row.label, row.process, self.theme, filled=active)

    def _counts(self, painter: QPainter, rect: QRectF, row: ProcessRow) -> None:
        """Draw the shape of each state that there are threads in, and how many."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = ui_font(_COUNT_PX, 600)
        x = rect.left() + 5
        for state in ThreadState:
            if not row.counts[state]:
                continue
            text = str(row.counts[state])
            ink = QColor(self.theme.muted if state is ThreadState.TERMINATED else self.theme.text)
            state_shape(painter, QPointF(x, rect.center().y()), 9, state, ink)
            painter.setPen(ink)
            painter.setFont(font)
            painter.drawText(QPointF(x + 10, rect.center().y() + 4.4), text)
            x += 10 + painter.fontMetrics().horizontalAdvance(text) + 14
