"""How a printed line is drawn: its text in a fixed font, what was searched for marked, tracebacks with a bar."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.analysis.output_lines import OutputLine
from desktop_app.views.marks import chip
from desktop_app.views.output.model import LINE_ROLE, TEXT, TIME
from desktop_app.views.theme import Theme, mono_font

ROW_PX = 24
_TEXT_PX = 13
_PAD_PX = 8
_BAR_PX = 3


class LineDelegate(QStyledItemDelegate):
    """Draws lines.

    Attributes:
        theme: The colours.
        wanted: What is searched for, in lower case; empty for nothing.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.wanted = ""
        self.font = mono_font(_TEXT_PX, 450)
        self.metrics = QFontMetricsF(self.font)

    def text_width(self, text: str) -> int:
        """Return the room that a text needs, in pixels."""
        return round(self.metrics.horizontalAdvance(text)) + 2 * _PAD_PX + _BAR_PX

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(60, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, OutputLine):
            return
        painter.save()
        rect, theme = QRectF(option.rect), self.theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.track))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.process(0), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        if index.column() == TEXT:
            self._text(painter, rect, line, str(index.data()))
        elif index.column() == TIME:
            painter.setPen(QColor(theme.muted))
            painter.setFont(self.font)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0), side, str(index.data()))
        else:
            place = rect.adjusted(_PAD_PX, 0, -2, 0)
            chip(painter, place, str(index.data()), line.process, theme, filled=False)
        painter.restore()

    def _text(self, painter: QPainter, rect: QRectF, line: OutputLine, text: str) -> None:
        if line.is_traceback:
            painter.fillRect(QRectF(rect.left() + 2, rect.top(), _BAR_PX, rect.height()), QColor(self.theme.error))
        place = rect.adjusted(_PAD_PX + _BAR_PX, 0, 0, 0)
        self._mark(painter, place, text)
        painter.setPen(QColor(self.theme.error if line.is_traceback else self.theme.text))
        painter.setFont(self.font)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _mark(self, painter: QPainter, place: QRectF, text: str) -> None:
        """Frame what was searched for; all letters have the same width."""
        lowered, at = text.lower(), 0
        while self.wanted and (at := lowered.find(self.wanted, at)) >= 0:
            left = place.left() + self.metrics.horizontalAdvance(text[:at])
            width = self.metrics.horizontalAdvance(text[at : at + len(self.wanted)])
            painter.setPen(QPen(self.theme.process(1), 1.4))
            painter.setBrush(QColor(self.theme.track))
            painter.drawRoundedRect(QRectF(left - 1, place.top() + 3, width + 2, place.height() - 6), 3, 3)
            at += len(self.wanted)
