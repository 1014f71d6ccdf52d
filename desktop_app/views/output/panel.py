"""What programs printed by t: lines with their moments, of one process or of all."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.views.output.chips import ProcessChips
from desktop_app.views.output.delegate import ROW_PX, LineDelegate
from desktop_app.views.output.model import TEXT, TIME, WHO, OutputModel
from desktop_app.views.panel import Panel
from desktop_app.views.row_table import show_rows
from desktop_app.views.theme import DARK, Theme

_WHO_PX = 58
#: In less width, the times give way to the text; a click still goes to them.
_WIDE_PX = 420
_LEAST_PX = 240


class LineTable(QTableView):
    """The lines; a plain click goes to a line's moment, and others choose lines to copy."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = LineDelegate(theme, self)
        self.setItemDelegate(self.lines)
        show_rows(self, ROW_PX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.pressed_at: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a plain click began."""
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        self.pressed_at = event.position().toPoint() if plain else None
        super().mousePressEvent(event)

    def is_plain_click(self, row: int) -> bool:
        """Return whether the click that is over now began in this row, with no key held."""
        return self.pressed_at is not None and self.rowAt(self.pressed_at.y()) == row


class OutputPanel(Panel):
    """What programs printed by t.

    Attributes:
        model: The lines.
        table: The lines as they are shown.
        chips: The processes to choose from.
        search: What to look for.
    """

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._lines: OutputLines | None = None
        self.model = OutputModel(self)
        self.table = LineTable(theme, self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Output of the programs"))
        self.table.setToolTip(self.tr("A click goes to the moment at which a line was printed"))
        self.table.clicked.connect(self._clicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: self.line_menu(self.table.indexAt(at)).popup(self.table.viewport().mapToGlobal(at))
        )
        self.table.verticalScrollBar().valueChanged.connect(self._fit)
        QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy, context=Qt.ShortcutContext.WidgetShortcut)
        self.chips = ProcessChips(theme, self)
        self.chips.chosen.connect(self._choose)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Find in the output"))
        self.search.setToolTip(self.tr("Find in the output: Enter for the next, Shift+Enter for the one before"))
        self.search.textChanged.connect(self._mark)
        self.found = QLabel(self.tr("not found"), self)
        self.found.hide()
        self.found.setProperty("role", "hint")
        self.empty = QLabel(self)
        self.empty.setProperty("role", "hint")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(24, 12, 24, 12)
        self._arrange()

    def _arrange(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        tools = QHBoxLayout()
        tools.addWidget(self.search, 1)
        tools.addWidget(self.found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(tools)
        layout.addWidget(self.chips)
        layout.addWidget(self.stack, 1)
        self.setMinimumWidth(_LEAST_PX)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self._lines = OutputLines(moments.trace)
        self.model.set_lines(self._lines)
        self.chips.show_processes([])

    def show_at(self, t_ns: int) -> None:
        """Show what was printed by ``t_ns``; who looks at the last line sees the next ones come."""
        if self._lines is None:
            return
        bar = self.table.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self.model.show(t_ns)
        trace = self._lines.trace
        printed = self._lines.printed(t_ns)
        if self.model.process >= 0 and self.model.process not in printed:
            printed = sorted([*printed, self.model.process])  # it stays chosen when time goes back
        several = len(printed) > 1
        self.chips.show_processes([(one, trace.processes[one].label) for one in printed] if several else [])
        self.chips.setVisible(several)
        self._say_when_empty()
        if at_end:
            self.table.scrollToBottom()
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.chips.set_theme(theme)
        self.table.lines.theme = theme
        self.table.viewport().update()

    def _say_when_empty(self) -> None:
        empty = self.model.rowCount() == 0
        self.stack.setCurrentWidget(self.empty if empty else self.table)
        if empty and self._lines is not None:
            programs = any(info.listing >= 0 for info in self._lines.trace.processes)
            text = self.tr("What programs print stands here. Nothing has been printed yet.")
            if not programs:
                text = self.tr(
                    "What programs print stands here. These processes have CPU and I/O bursts, and no program."
                )
            self.empty.setText(text)

    def _fit(self) -> None:
        """Give the columns their widths: the text as much as its longest line in sight needs."""
        wide = self.width() >= _WIDE_PX
        self.table.setColumnHidden(TIME, not wide)
        self.table.setColumnHidden(WHO, self.chips.isHidden() or self.model.process >= 0)
        last = self.model.rowCount() - 1
        if last < 0:
            return
        latest = str(self.model.index(last, TIME).data())
        self.table.setColumnWidth(TIME, self.table.lines.text_width(latest) + 8)
        self.table.setColumnWidth(WHO, _WHO_PX)
        top = max(0, self.table.rowAt(0))
        rows = range(top, min(last, top + self.table.viewport().height() // ROW_PX + 1) + 1)
        widest = max((self.table.lines.text_width(str(self.model.index(row, TEXT).data())) for row in rows), default=0)
        taken = sum(self.table.columnWidth(one) for one in (TIME, WHO) if not self.table.isColumnHidden(one))
        self.table.setColumnWidth(TEXT, max(widest, self.table.viewport().width() - taken))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the times where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    # -- what the user does ---------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the chosen lines, or all where none is."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows(TEXT)})
        chosen = rows or range(self.model.rowCount())
        QGuiApplication.clipboard().setText("".join(f"{self.model.line(row).text}\n" for row in chosen))

    def line_menu(self, index: QModelIndex) -> QMenu:
        """Return what one can do with a line."""
        menu = QMenu(self)
        if index.isValid():
            time_ns = self.model.line(index.row()).time_ns
            menu.addAction(self.tr("Go to when it was printed"), lambda: self.time_requested.emit(time_ns))
        menu.addAction(self.tr("Copy"), self.copy)
        menu.addAction(self.tr("Choose all"), self.table.selectAll)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find the next or the one before, or go to the moment of the line that has the focus."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.search.hasFocus():
                self.find_text(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            elif self.table.currentIndex().isValid():
                self.time_requested.emit(self.model.line(self.table.currentIndex().row()).time_ns)
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
            self.search.selectAll()
        else:
            super().keyPressEvent(event)

    def find_text(self, step: int) -> None:
        """Choose the next line with what is searched for, or the one before it; the search goes round."""
        wanted = self.search.text()
        if not wanted or not self.model.rowCount():
            return
        current = self.table.currentIndex()
        start = current.row() + step if current.isValid() else (0 if step > 0 else -1)
        row = self.model.find(wanted, start, step)
        self.found.setVisible(row < 0)
        if row >= 0:
            index = self.model.index(row, TEXT)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def _mark(self, text: str) -> None:
        self.table.lines.wanted = text.lower()
        self.found.hide()
        self.table.viewport().update()

    def _choose(self, process: int) -> None:
        self.model.set_process(process)
        self._say_when_empty()
        self.table.scrollToBottom()
        self._fit()

    def _clicked(self, index: QModelIndex) -> None:
        if self.table.is_plain_click(index.row()):
            self.time_requested.emit(self.model.line(index.row()).time_ns)
