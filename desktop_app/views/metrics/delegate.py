"""A cell with two values: the one at t above the one at the end of the run."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.views.metrics.model import Role
from desktop_app.views.theme import Theme, ui_font

_LINE_PX = 18
_PAD_PX = 10


class TwoValues(QStyledItemDelegate):
    """Draws a row's cells; where a cell has a value at the end, in quieter colours below the other one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for both values."""
        texts = [str(index.data()), str(index.data(Role.AT_END) or "")]
        width = max(QFontMetrics(option.font).horizontalAdvance(text) for text in texts)
        return QSize(width + 2 * _PAD_PX + 6, _LINE_PX * (2 if texts[1] else 1) + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        end = index.data(Role.AT_END)
        if end is None:
            super().paint(painter, option, index)
            return
        # The ground, selection and focus as the style has them; the texts are drawn here.
        self.initStyleOption(option, index)
        text, option.text = str(index.data()), ""
        option.widget.style().drawControl(
            option.widget.style().ControlElement.CE_ItemViewItem,
            option,
            painter,
            option.widget,
        )
        place: QRect = option.rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        side = (
            Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole))) & Qt.AlignmentFlag.AlignHorizontal_Mask
        )
        middle = place.center().y()
        painter.setFont(ui_font(14))
        painter.setPen(QColor(self.theme.text))
        painter.drawText(QRect(place.left(), middle - _LINE_PX, place.width(), _LINE_PX), side, text)
        painter.setFont(ui_font(13))
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QRect(place.left(), middle + 1, place.width(), _LINE_PX), side, str(end))
