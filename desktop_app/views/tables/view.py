"""A panel with a table: a line to filter by above it, and what would be there while it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.thread_rows import Rows
from desktop_app.model.durations import NS_PER_MS
from desktop_app.views.panel import Panel
from desktop_app.views.row_table import show_rows
from desktop_app.views.tables.columns import Column, Row
from desktop_app.views.tables.delegate import MarkDelegate
from desktop_app.views.tables.model import RowModel
from desktop_app.views.theme import Theme

_ROW_PX = 30
_WIDE_PX = 580
_LEAST_PX = 260


class RowTable(QTableView):
    """A table whose rows are chosen as a whole, sorted by a click on a heading, and copied with the usual keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.marks = MarkDelegate(theme, self)
        self.setItemDelegate(self.marks)
        show_rows(self, _ROW_PX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def copy(self) -> None:
        """Copy the chosen rows, or all that are shown where none is, as cells that a spreadsheet takes."""
        model, selection = self.model(), self.selectionModel()
        rows = [index.row() for index in selection.selectedRows()] or list(range(model.rowCount()))
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        shown = [column for column in order if not header.isSectionHidden(column)]
        lines = ["\t".join(str(model.headerData(column, Qt.Orientation.Horizontal)) for column in shown)]
        lines += ["\t".join(str(model.index(row, column).data()) for column in shown) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def columns_menu(self) -> QMenu:
        """Return a menu that shows and hides columns."""
        menu, header, model = QMenu(self), self.horizontalHeader(), self.model()
        for column in range(1, header.count()):  # the first one says what a row is about
            action = menu.addAction(str(model.headerData(column, Qt.Orientation.Horizontal)))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.toggled.connect(lambda shown, column=column: header.setSectionHidden(column, not shown))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _choose_columns(self, at: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().viewport().mapToGlobal(at))


class TablePanel(Panel, Generic[Row]):
    """Shows the rows of a trace at t.

    Attributes:
        model: The rows that the filter lets through, in the order of the table.
        table: The table.
        search: The line to filter by.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        columns: Sequence[Column[Row]],
        number: Callable[[Row], int],
        words: Callable[[Row], str],
    ) -> None:
        super().__init__(theme, parent)
        self.rows: Rows | None = None
        self.t_ns = 0
        self._preparing = QTimer(self)
        self._preparing.setSingleShot(True)
        self._preparing.timeout.connect(lambda: self.show_at(self.t_ns))
        self.model: RowModel[Row] = RowModel(columns, number, words, self)
        self.table = RowTable(theme, self)
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        for number_of, column in enumerate(columns):
            self.table.setColumnWidth(number_of, column.width)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "hint")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(24, 12, 24, 12)
        self.note = QLabel(self)
        self.note.setProperty("role", "hint")
        self.note.setWordWrap(True)
        self.note.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.choices = QHBoxLayout()
        self.choices.setSpacing(4)
        self.tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.tools.setSpacing(6)
        self.tools.addWidget(self.search, 1)
        self.tools.addLayout(self.choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(self.tools)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.note)
        self.setMinimumWidth(_LEAST_PX)  # the layout's own, while it is wide, would not let it become narrow

    def order_focus(self, *choices: QWidget) -> None:
        """Let Tab go from the filter over these to the table, as they stand."""
        controls = (self.search, *choices, self.table)
        for before, control in pairwise(controls):
            QWidget.setTabOrder(before, control)

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self._preparing.stop()
        self.rows = Rows(moments)
        self.model.show((), 1)

    def read(self, rows: Rows, t_ns: int) -> list[Row]:
        """Return the rows at ``t_ns``."""
        raise NotImplementedError

    def show_at(self, t_ns: int) -> None:
        """Show the rows at ``t_ns``; what is chosen and how far the table is scrolled stays.

        Where a long run has to be gone through for them, what was shown before stays until that is done.
        """
        self.t_ns = t_ns
        if self.rows is None:
            return
        if not self.rows.prepare(t_ns):
            if not self.model.rows:
                self.empty.setText(self.tr("Adding up what the threads have used…"))
                self.stack.setCurrentWidget(self.empty)
            self._preparing.start()
            return
        self._preparing.stop()
        trace = self.rows.trace
        self.model.show(self.read(self.rows, t_ns), trace.header.instruction_ns)
        self.note.setVisible(trace.begin_ns > 0)
        if trace.begin_ns > 0:
            self.note.setText(
                self.tr("Times and counts begin at {} ms: what was before is forgotten.").format(
                    f"{trace.begin_ns / NS_PER_MS:,.0f}"
                )
            )
        self.show_arranged()

    def show_arranged(self) -> None:
        """Show what the filter left, and when it left nothing, say what would be there."""
        shown = self.model.rowCount() > 0
        if not shown:
            self.empty.setText(self.empty_text(filtered=bool(self.model.rows)))
        self.stack.setCurrentWidget(self.table if shown else self.empty)

    def empty_text(self, *, filtered: bool) -> str:
        """Return what to say in place of a table without rows; ``filtered`` when the filter lets none through."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.table.marks.theme = theme
        self.table.viewport().update()

    def set_wide(self, *, wide: bool) -> None:
        """Put what one can choose beside the filter, or below it where the panel is narrow."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self.tools.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spell out what there is room for."""
        super().resizeEvent(event)
        self.set_wide(wide=event.size().width() >= _WIDE_PX)

    def _filter(self, text: str) -> None:
        self.model.set_text(text)
        self.show_arranged()
