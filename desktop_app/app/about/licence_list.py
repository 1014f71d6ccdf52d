"""The list of what Coreloom is made of: a name and a version, and the licence below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.app.about.facts import tr
from desktop_app.app.styling import TEXT_PX
from desktop_app.storage.licences import Licensed
from desktop_app.views.theme import Theme, ui_font

_ROW_PX, _SIDE_PX, _TOP_PX = 48, 12, 6
_SMALL_PX = TEXT_PX - 1
_Role = Qt.ItemDataRole
_PART, _SOUGHT = _Role.UserRole, _Role.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


def titled(part: Licensed) -> str:
    """Return a part's name with its version, where that is known."""
    return f"{part.name} {part.version}".rstrip()


class _Look(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        part: Licensed = index.data(_PART)
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            focused = self._list.hasFocus()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.processes[0] if focused else theme.border), 2 if focused else 1))
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        inner = rect.adjusted(_SIDE_PX, _TOP_PX, -_SIDE_PX, -_TOP_PX)
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        bold = ui_font(TEXT_PX, 600)
        version_px = QFontMetrics(ui_font(_SMALL_PX)).horizontalAdvance(part.version) + 2
        room = max(upper.width() - version_px - 12, upper.width() // 2)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRect(upper.x(), upper.y(), room, half),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            QFontMetrics(bold).elidedText(part.name, Qt.TextElideMode.ElideRight, room),
        )
        painter.setFont(ui_font(_SMALL_PX))
        painter.setPen(QColor(theme.muted))
        small = painter.fontMetrics()
        painter.drawText(
            QRect(upper.x() + room + 12, upper.y(), upper.width() - room - 12, half),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            small.elidedText(part.version, Qt.TextElideMode.ElideRight, upper.width() - room - 12),
        )
        painter.drawText(
            QRect(inner.x(), inner.y() + half, inner.width(), half),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            small.elidedText(part.licence, Qt.TextElideMode.ElideRight, inner.width()),
        )
        painter.restore()


class LicenceList(QListView):
    """Shows the parts, all or those that have the words in their name, version, licence or what they came with.

    Args:
        parts: What there is.
        theme: The colours.
        parent: The page.
    """

    def __init__(self, parts: Sequence[Licensed], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        for part in parts:
            self._items.appendRow(_item(part))
        self._sought = _Sought(self)
        self._sought.setSourceModel(self._items)
        self.setModel(self._sought)
        self.setItemDelegate(_Look(theme, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(tr("Parts of Coreloom"))

    def seek(self, words: str) -> int:
        """Show those that have all of the words, choose one, and return how many they are.

        What was chosen stays so where it is called as was typed, or nothing is; else the first that is.
        """
        before = self.chosen()
        self._sought.seek(words)
        rows = range(self._sought.rowCount())
        parts = [self._sought.index(row, 0).data(_PART) for row in rows]
        called = [row for row in rows if parts[row].name.casefold().startswith(words.casefold().strip())]
        same = [row for row in called or rows if parts[row] is before]
        self.choose(next(iter(same or called), 0))
        return len(rows)

    def choose(self, row: int) -> None:
        """Choose a row, where there is one."""
        index = self._sought.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def chosen(self) -> Licensed | None:
        """Return what is chosen."""
        part = self.currentIndex().data(_PART)
        return part if isinstance(part, Licensed) else None


class _Sought(QSortFilterProxyModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[str] = []

    def seek(self, words: str) -> None:
        self._words = words.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        text = self.sourceModel().index(row, 0, parent).data(_SOUGHT)
        return all(word in text for word in self._words)


def _item(part: Licensed) -> QStandardItem:
    item = QStandardItem(part.name)
    item.setData(part, _PART)
    item.setData(f"{part.name} {part.version} {part.licence} {part.within}".casefold(), _SOUGHT)
    came = tr(", came with {}").format(part.within) if part.within else ""
    item.setData(f"{titled(part)}, {part.licence}{came}", _Role.AccessibleTextRole)
    return item
