"""The outline as a tree one can walk through; it changes line by line, so that a reader's place is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.views.outline.content import Node, outline
from desktop_app.views.panel import Panel
from desktop_app.views.theme import Theme

_THREAD = Qt.ItemDataRole.UserRole


def synchronise(parent: QStandardItem, nodes: Sequence[Node]) -> None:
    """Make the lines below ``parent`` say what ``nodes`` do, and touch only what differs."""
    if parent.rowCount() > len(nodes):
        parent.removeRows(len(nodes), parent.rowCount() - len(nodes))
    for row, node in enumerate(nodes):
        if row == parent.rowCount():
            parent.appendRow(QStandardItem())
        item = parent.child(row)
        if item.text() != node.text:
            item.setText(node.text)
        if item.data(_THREAD) != node.thread:
            item.setData(node.thread, _THREAD)
        synchronise(item, node.below)


class OutlinePanel(Panel):
    """Shows what the stage does, in words. Enter on a thread follows it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.model = QStandardItemModel(self)
        self.tree = QTreeView(self)
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setAccessibleName(self.tr("Outline of the stage"))
        self.tree.setAccessibleDescription(self.tr("What the stage shows, line by line; Enter follows a thread."))
        self.tree.activated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.addWidget(self.tree)
        self._expanded = False

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self.model.clear()
        self._expanded = False

    def show_at(self, t_ns: int) -> None:
        """Say what is so at ``t_ns``."""
        if self.moments is None:
            return
        synchronise(self.model.invisibleRootItem(), outline(self.moments.at(t_ns)))
        if not self._expanded:
            self._expanded = True
            self.tree.expandToDepth(0)

    def _choose(self, index: QModelIndex) -> None:
        thread = index.data(_THREAD)
        if thread is not None:
            self.thread_chosen.emit(thread)
