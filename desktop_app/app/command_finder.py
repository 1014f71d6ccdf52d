"""The command palette: type a part of a command's name, and Enter does it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.actions import command_name, menu_path, translate
from desktop_app.app.key_map import shown_keys
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS

_SIZE_PX = QSize(640, 420)
_ROW_PX = 40
_Role = Qt.ItemDataRole
_NAME, _KEYS, _WHERE = _Role.UserRole, _Role.UserRole + 1, _Role.UserRole + 2


def score(words: str, text: str) -> int | None:
    """Return how well a command fits what was typed, lower is better; None when it does not.

    Each word must be in the text; or all letters, in their order. What begins a word of the text fits best.
    """
    typed, looked_at = words.casefold().split(), text.casefold()
    if all(word in looked_at for word in typed):
        return sum(0 if f" {looked_at}".find(f" {word}") >= 0 else 10 for word in typed) + looked_at.find(
            typed[0] if typed else ""
        )
    position, first = 0, -1
    for letter in "".join(typed):
        position = looked_at.find(letter, position) + 1
        if not position:
            return None
        first = position if first < 0 else first
    return 1000 + position - first


class _RowPainter(QStyledItemDelegate):
    """A command: its name left, its menu beside it, its keys right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        palette: QPalette = option.palette
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 8, 8)
        inner = rect.adjusted(16, 0, -16, 0)
        strong = palette.color(QPalette.ColorRole.Text if enabled else QPalette.ColorRole.PlaceholderText)
        weak = QColor(palette.color(QPalette.ColorRole.PlaceholderText))
        metrics = painter.fontMetrics()
        keys = str(index.data(_KEYS) or "")
        keys_px = metrics.horizontalAdvance(keys) + 20 if keys else 0
        painter.setPen(weak)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        name = metrics.elidedText(
            str(index.data(_Role.DisplayRole)), Qt.TextElideMode.ElideRight, inner.width() - keys_px
        )
        painter.setPen(strong)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        used = metrics.horizontalAdvance(name) + 12
        where = metrics.elidedText(str(index.data(_WHERE)), Qt.TextElideMode.ElideRight, inner.width() - keys_px - used)
        painter.setPen(weak)
        painter.drawText(
            inner.adjusted(used, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, where
        )
        painter.restore()


class CommandFinder(QDialog):
    """Finds a command by a part of its name.

    Args:
        actions: The window's actions by name.
        parent: The window.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWindowTitle(self.tr("Find a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE_PX.boundedTo(parent.size()))
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type a part of its name"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.setClearButtonEnabled(True)
        self.model = QStandardItemModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Commands"))
        self._nothing = QLabel(self.tr("No command is called so."), self)
        self._nothing.setProperty("role", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.field, self._nothing, self.list):
            layout.addWidget(widget)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.accept())
        self.accepted.connect(self._do)
        self._chosen = ""
        self._fill("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the field has the focus; Enter does what is chosen."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in rows:
                self._choose(self.list.currentIndex().row() + rows[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Close, and do what is chosen, unless it cannot be done now."""
        index = self.list.currentIndex()
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._chosen = str(index.data(_NAME))
            super().accept()

    def _do(self) -> None:
        self._actions[self._chosen].trigger()

    def _choose(self, row: int) -> None:
        row = min(max(row, 0), self.model.rowCount() - 1)
        # The view itself would stay where it is before a command that cannot be done now.
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _fill(self, words: str) -> None:
        found = []
        for place, spec in enumerate(spec for spec in ACTIONS if spec.place is not Place.SHOW):
            action = self._actions[spec.name]
            text = command_name(action.text())
            fits = score(words, f"{text} {translate(spec.tip)}") if spec.name != "find_command" else None
            if fits is not None:
                better = score(words, text)
                found.append((fits + 100 if better is None else better, place, text, spec, action))
        self.model.clear()
        for _, _, text, spec, action in sorted(found, key=lambda row: row[:2]):
            item = QStandardItem(text)
            item.setData(spec.name, _NAME)
            item.setData(shown_keys(action.shortcuts()[:1]), _KEYS)
            item.setData(menu_path(spec.menu), _WHERE)
            item.setToolTip(action.toolTip())
            item.setEnabled(action.isEnabled())
            self.model.appendRow(item)
        self._nothing.setVisible(not found)
        self._choose(0)
