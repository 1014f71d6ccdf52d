"""The memory panel: variables, stacks and objects of every process at t, with what they were before."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.memory_tree import MemoryTree, Part
from desktop_app.analysis.moment import Moments
from desktop_app.views.empty_state import ContentOrEmpty
from desktop_app.views.memory.model import Columns, MemoryModel
from desktop_app.views.panel import Panel
from desktop_app.views.theme import DARK, Theme

#: So many of a run's processes, and of a process's threads, are unfolded from the start.
_UNFOLDED = 6
#: After a key it is waited so long for the next one before the tree is filtered.
_FILTER_MS = 120
_WIDTHS = {Columns.NAME: 165, Columns.VALUE: 105, Columns.BEFORE: 80, Columns.CHANGED: 138}
_LEAST_COLUMN_PX = 60
_GROUPS = {Part.GLOBALS, Part.CALL, Part.STACK, Part.OBJECTS}


class MemoryPanel(Panel):
    """A tree of processes, and a field to look for a variable."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._t_ns = 0
        self.wanted = QLineEdit(self)
        self.wanted.setPlaceholderText(self.tr("Filter variables"))
        self.wanted.setAccessibleName(self.tr("Filter variables by name or value"))
        self.wanted.setClearButtonEnabled(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FILTER_MS)
        self._later.timeout.connect(lambda: self.show_at(self._t_ns))
        self.wanted.textChanged.connect(lambda _: self._later.start())
        self.model = MemoryModel(theme, self)
        self.tree = self._tree()
        self._body = ContentOrEmpty(self.tree, self)
        self._body.show_sentence(self._nothing())
        top = QHBoxLayout()
        top.setContentsMargins(14, 4, 10, 6)
        top.addWidget(self.wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)
        self.set_theme(theme)

    def _tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self.model)
        tree.setAccessibleName(self.tr("Memory"))
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setUniformRowHeights(True)
        tree.setIndentation(16)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setExpandsOnDoubleClick(True)
        tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for column, width in _WIDTHS.items():
            tree.setColumnWidth(column, width)
        # Values are what there is room for; the others are about as long as each other.
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(_LEAST_COLUMN_PX)
        header.setSectionResizeMode(Columns.VALUE, QHeaderView.ResizeMode.Stretch)
        self.model.rowsInserted.connect(self._unfold)
        tree.clicked.connect(self._go_to_change)
        tree.activated.connect(lambda index: self._go_to_change(index.siblingAtColumn(Columns.CHANGED)))
        return tree

    def sizeHint(self) -> QSize:
        """Wide enough for all columns."""
        return QSize(520, 480)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_moments(self, moments: Moments) -> None:
        """Show another trace, unfolded as at the start unless the same programs run another time."""
        before = self.moments.trace if self.moments is not None else None
        super().set_moments(moments)
        self._t_ns = moments.trace.begin_ns
        if before is None or before.listings != moments.trace.listings:
            self.model.show_tree(None)

    def show_at(self, t_ns: int) -> None:
        """Show memory at ``t_ns``."""
        self._t_ns = t_ns
        if self.moments is None:
            return
        trace, wanted = self.moments.trace, self.wanted.text().strip()
        self.model.show_tree(MemoryTree(trace, t_ns, wanted))
        if self.model.rowCount():
            self._body.show_content()
        elif not trace.listings:
            self._body.show_sentence(self._nothing())
        elif wanted:
            self._body.show_sentence(self.tr("No variable has “{}” in its name or value now.").format(wanted))
        else:
            self._body.show_sentence(self.tr("No process with a program is in memory now."))

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        colours = self.tree.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(theme.panel))
        colours.setColor(QPalette.ColorRole.Highlight, QColor(theme.track))
        colours.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.text))
        self.tree.setPalette(colours)
        self.tree.viewport().setPalette(colours)
        self.model.set_look(theme, self.followed)

    def set_followed(self, thread: int | None) -> None:
        """Mark the thread that is followed, and unfold it."""
        super().set_followed(thread)
        self.model.set_look(self.theme, thread)
        if thread is not None and self.moments is not None and thread < len(self.moments.trace.threads):
            process = self.moments.trace.threads[thread].process
            index = self.model.index_at((process,), ("thread", thread))
            if index.isValid():
                self.tree.expand(index.parent())
                self.tree.expand(index)
                self.tree.scrollTo(index)

    def _nothing(self) -> str:
        return self.tr("The variables, stacks and objects of the programs that run stand here.")

    def _unfold(self, parent: QModelIndex, first: int, last: int) -> None:
        """Unfold new rows: the first processes and threads, and the groups within them; objects are for the user."""
        for row in range(first, last + 1):
            index = self.model.index(row, 0, parent)
            item = self.model.item(index)
            if item is None:
                continue
            if item.part is Part.PROCESS:
                self.tree.setFirstColumnSpanned(row, parent, True)
            few = item.part in {Part.PROCESS, Part.THREAD} and row < _UNFOLDED
            if few or item.part in _GROUPS - {Part.OBJECTS} or self.wanted.text():
                self.tree.expand(index)

    # -- what the user does ---------------------------------------------------------------------------------

    def _go_to_change(self, index: QModelIndex) -> None:
        item = self.model.item(index)
        if item is not None and index.column() == Columns.CHANGED and item.changed_ns is not None:
            self.time_requested.emit(item.changed_ns)
        elif item is not None and item.part is Part.THREAD and index.column() == Columns.NAME:
            self.thread_chosen.emit(item.thread)
