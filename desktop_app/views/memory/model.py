"""The memory tree as an item model: what is not unfolded is not worked out, and what stays keeps its place."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from desktop_app.analysis.figures import duration_text
from desktop_app.analysis.memory_tree import Item, MemoryTree, Part
from desktop_app.views.blending import blend
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
#: In front of what the last instruction changed.
FRESH: Final = "● "
#: Groups whose names are words of ours.
_WORDS: Final = {Part.GLOBALS, Part.STACK, Part.OBJECTS}
_ROW: Final = QSize(0, 24)
_GROUPS: Final = {Part.PROCESS, Part.GLOBALS, Part.THREAD, Part.CALL, Part.STACK, Part.OBJECTS}


class Columns(IntEnum):
    """The columns."""

    NAME = 0
    VALUE = 1
    BEFORE = 2
    CHANGED = 3


class _Node:
    """An item with the place that it has in the model; its children are there once they were asked for."""

    __slots__ = ("children", "item", "parent", "row")

    def __init__(self, item: Item, parent: _Node | None, row: int) -> None:
        self.item = item
        self.parent = parent
        self.row = row
        self.children: list[_Node] | None = None


class MemoryModel(QAbstractItemModel):
    """Shows one memory tree after another; rows whose key is the same stay."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.followed: int | None = None
        self._tree: MemoryTree | None = None
        self._root = _Node(Item(key=(), part=Part.PROCESS, name=""), None, 0)
        self._root.children = []
        role = Qt.ItemDataRole
        self._answers: dict[int, Callable[[Item, int], object]] = {
            int(role.DisplayRole): self._text,
            int(role.ToolTipRole): self._tip,
            int(role.AccessibleTextRole): self._spoken,
            int(role.FontRole): lambda item, column: self._bold if self._is_bold(item, column) else None,
            int(role.SizeHintRole): lambda _item, _column: _ROW,
            int(role.ForegroundRole): self._ink,
            int(role.BackgroundRole): lambda item, _column: self._ground(item),
        }
        self._bold = QFont()
        self._bold.setBold(True)

    def show_tree(self, tree: MemoryTree | None) -> None:
        """Show another tree."""
        self._tree = tree
        self._match(self._root, tree.roots() if tree is not None else [])

    # -- what changes ---------------------------------------------------------------------------------------

    def _match(self, node: _Node, items: list[Item]) -> None:
        """Give a node these children: rows at both ends that stay are kept, those between are exchanged."""
        nodes = node.children
        assert nodes is not None
        before, after = [one.item.key for one in nodes], [item.key for item in items]
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        index = self._index_of(node)
        if len(before) > head + tail:
            self.beginRemoveRows(index, head, len(before) - tail - 1)
            del nodes[head : len(nodes) - tail]
            self._number(nodes)
            self.endRemoveRows()
        if len(after) > head + tail:
            self.beginInsertRows(index, head, len(after) - tail - 1)
            nodes[head:head] = [_Node(item, node, 0) for item in items[head : len(items) - tail]]
            self._number(nodes)
            self.endInsertRows()
        for one, item in zip(nodes, items, strict=True):
            self._update(one, item)

    @staticmethod
    def _number(nodes: list[_Node]) -> None:
        for row, one in enumerate(nodes):
            one.row = row

    def _update(self, node: _Node, item: Item) -> None:
        if node.item != item:
            node.item = item
            index = self._index_of(node)
            self.dataChanged.emit(index, index.siblingAtColumn(Columns.CHANGED))
        if node.children is not None and self._tree is not None:
            children = self._tree.children(item) if item.full else []
            self._match(node, children)
            if not item.full:
                node.children = None

    def set_look(self, theme: Theme, followed: int | None) -> None:
        """Draw in other colours, and mark the thread that is followed."""
        self.theme, self.followed = theme, followed
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, Columns.CHANGED))

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def item(self, index: AnyIndex) -> Item | None:
        """Return the item at an index."""
        return self._node(index).item if index.isValid() else None

    def index_at(self, *keys: tuple[object, ...]) -> QModelIndex:
        """Return the index to which keys lead from the top, unfolding on the way; an invalid one where none does."""
        index = QModelIndex()
        for key in keys:
            if self.canFetchMore(index):
                self.fetchMore(index)
            found = [one for one in self._node(index).children or () if one.item.key == key]
            if not found:
                return QModelIndex()
            index = self._index_of(found[0])
        return index

    def _node(self, index: AnyIndex) -> _Node:
        found = index.internalPointer() if index.isValid() else self._root
        assert isinstance(found, _Node)
        return found

    def _index_of(self, node: _Node) -> QModelIndex:
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: AnyIndex = _NO_PARENT) -> QModelIndex:
        """Return the index of a child."""
        nodes = self._node(parent).children or []
        if not 0 <= row < len(nodes):
            return QModelIndex()
        return self.createIndex(row, column, nodes[row])

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override] # QObject has another one
        """Return the index of the parent."""
        above = self._node(index).parent if index.isValid() else None
        return QModelIndex() if above is None else self._index_of(above)

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """As many as are unfolded."""
        return 0 if parent.column() > 0 else len(self._node(parent).children or ())

    def columnCount(self, _parent: AnyIndex = _NO_PARENT) -> int:
        """Always the same."""
        return len(Columns)

    def hasChildren(self, parent: AnyIndex = _NO_PARENT) -> bool:
        """Whether there is something to unfold."""
        return not parent.isValid() or (parent.column() == 0 and self._node(parent).item.full)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether it was not unfolded yet."""
        return parent.isValid() and self._node(parent).children is None and self._node(parent).item.full

    def fetchMore(self, parent: AnyIndex) -> None:
        """Work out what lies within."""
        node = self._node(parent)
        if self._tree is not None and node.children is None:
            node.children = []
            self._match(node, self._tree.children(node.item))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' titles."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Name"), self.tr("Value"), self.tr("Before"), self.tr("Changed"))[section]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell; what the last instruction changed is bold, has a dot, and a ground in its process's colour."""
        answer = self._answers.get(role)  # Qt asks for many roles: most are none of ours
        return answer(self._node(index).item, index.column()) if answer is not None and index.isValid() else None

    def _text(self, item: Item, column: int) -> str:
        if column == Columns.NAME and item.part in _WORDS:
            return QCoreApplication.translate("memory", item.name)
        if column == Columns.NAME:
            return f"{FRESH}{item.name}" if item.fresh else item.name
        if column == Columns.CHANGED:
            return self._changed(item)
        return item.value if column == Columns.VALUE else item.before

    def _changed(self, item: Item) -> str:
        if item.changed_ns is None:
            return ""
        when = duration_text(item.changed_ns)
        return self.tr("{when} by {writer}").format(when=when, writer=item.writer) if item.writer else when

    def _tip(self, item: Item, column: int) -> str | None:
        if column == Columns.CHANGED and item.changed_ns is not None:
            return self.tr("Click: go to this change")
        return plain_tip(self._text(item, column)) or None

    def _spoken(self, item: Item, column: int) -> str:
        if column == Columns.NAME and item.fresh:
            return self.tr("{}, just changed").format(item.name)
        return self._text(item, column)

    def _is_bold(self, item: Item, column: int) -> bool:
        marked = item.part is Part.THREAD and item.thread == self.followed
        return marked or item.part is Part.PROCESS or (item.fresh and column in {Columns.NAME, Columns.VALUE})

    def _ink(self, item: Item, column: int) -> QBrush:
        quiet = column in {Columns.BEFORE, Columns.CHANGED} or (item.part in _GROUPS and item.part is not Part.PROCESS)
        return QBrush(QColor(self.theme.muted if quiet else self.theme.text))

    def _ground(self, item: Item) -> QBrush | None:
        if not item.fresh:
            return None
        return QBrush(blend(self.theme.process(item.process).name(), self.theme.panel, self.theme.lit))
