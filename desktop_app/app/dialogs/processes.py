"""The dialog for the workload: which processes there are, what they run and when they arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDropEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.dialogs.consistency import problem_of
from desktop_app.app.dialogs.draft import NEW_BURSTS, PARAMETER_COLUMNS, Column, Draft, columns_of
from desktop_app.app.dialogs.entry_numbers import EntryNumbers
from desktop_app.app.dialogs.form import (
    CheckedEdit,
    ChoiceBox,
    CountBox,
    Fields,
    SetupDialog,
    set_role,
)
from desktop_app.app.dialogs.process_model import Index, ProcessModel
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import Program
from desktop_app.program.bursts import parse_bursts
from desktop_app.storage import limits
from desktop_app.views.plain_tip import plain_tip

#: Room for a path beside its button; a longer one is cut in its middle.
PATH_PX = 400

ReadProgram = Callable[[Path], Program]
ChooseFile = Callable[[QWidget], Path | None]


def choose_python_file(parent: QWidget) -> Path | None:
    """Ask for a Python file; None when the user thinks better of it."""
    title, kinds = parent.tr("Choose a Python program"), parent.tr("Python programs (*.py);;All files (*)")
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


class ProcessesDialog(SetupDialog):
    """Shows a scenario's processes; `scenario` returns a new one with what was entered."""

    def __init__(
        self,
        scenario: Scenario,
        read_program: ReadProgram,
        parent: QWidget | None = None,
        *,
        choose_file: ChooseFile = choose_python_file,
    ) -> None:
        super().__init__(
            self.tr("Processes"),
            self.tr("A program is like a class, its processes are like objects: each launch has memory of its own."),
            parent,
        )
        self._scenario = scenario
        self._read_program = read_program
        self._choose_file = choose_file
        self._read = columns_of(scenario.scheduler.policy)
        self.model = ProcessModel(scenario.processes)
        self.table = self._make_table()
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        self.content.addWidget(Scroller(inside), 1)
        self._make_buttons()
        self._make_fields()
        self.model.dataChanged.connect(self._refresh)
        self.model.rowsInserted.connect(self._refresh)
        self.model.rowsRemoved.connect(self._refresh)
        self.model.rowsMoved.connect(self._refresh)
        self.table.selectionModel().currentRowChanged.connect(self._refresh)
        self.setMinimumWidth(960)
        self._select(0)
        self._refresh()
        self.table.setFocus()

    def scenario(self) -> Scenario:
        """Return the scenario with these processes.

        Raises:
            ValueError: While something is wrong, which is while OK is disabled.
        """
        renamed = self.model.renamed()
        actions = tuple(
            replace(action, process=renamed.get(action.process, action.process)) for action in self._scenario.actions
        )
        return replace(self._scenario, processes=self.model.processes(), actions=actions)

    @property
    def row(self) -> int:
        """The selected entry, or -1."""
        return self.table.currentIndex().row()

    # The table and its buttons

    def _make_table(self) -> QTableView:
        table = _Rows(self._move_to)
        table.setModel(self.model)
        table.setItemDelegate(_Cells(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)  # Tab goes on to the buttons; the arrows walk the table
        table.setMinimumHeight(140)
        table.verticalHeader().setDefaultSectionSize(36)
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        table.verticalHeader().setMinimumWidth(36)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column in Column:
            header.resizeSection(column, 160 if column is Column.NAME else 92)
        header.setSectionResizeMode(Column.RUNS, QHeaderView.ResizeMode.Stretch)
        table.setAccessibleName(self.tr("Processes"))
        table.setAccessibleDescription(self.tr("One row for each entry of the workload; F2 edits a cell."))
        return table

    def _make_buttons(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)

        def button(text: str, tip: str, keys: str, act: Callable[[], None]) -> QPushButton:
            made = QPushButton(text)
            made.setToolTip(f"{tip} ({keys})" if keys else tip)
            made.setAccessibleDescription(tip)
            made.setAutoDefault(False)
            made.clicked.connect(lambda *_: act())
            if keys:
                short = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
                short.activated.connect(act)
            below.addWidget(made)
            return made

        self.add_program = button(self.tr("Add &program…"), self.tr("Add a Python file"), "Ins", self._add_program)
        self.add_bursts = button(
            self.tr("Add &bursts"), self.tr("Add CPU and I/O bursts without a program"), "", self._add_bursts
        )
        self.duplicate = button(
            self.tr("&Duplicate"), self.tr("Add a copy of the selected entry"), "Ctrl+D", self._duplicate
        )
        self.remove = button(self.tr("&Remove"), self.tr("Take the selected entry out"), "Del", self._remove)
        self.move_up = button(
            self.tr("Move &up"), self.tr("Launch it before the entry above when both arrive at once"), "Alt+Up",
            lambda: self._move(-1),
        )  # fmt: skip
        self.move_down = button(
            self.tr("Move do&wn"), self.tr("Launch it after the entry below when both arrive at once"), "Alt+Down",
            lambda: self._move(1),
        )  # fmt: skip
        below.addStretch(1)
        frame = QFrame()
        set_role(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(6, 4, 6, 6)
        inside.addWidget(self.table)
        self._body.addWidget(frame, 1)
        self._body.addLayout(below)

    def _add_program(self) -> None:
        program = self._ask_for_program()
        if program is not None:
            name = self.model.unused_name(program.name)
            self._insert(Draft(name=name, runs_program=True, program=program, bursts=NEW_BURSTS))

    def _add_bursts(self) -> None:
        name = self.model.unused_name(self.tr("bursts"))
        self._insert(Draft(name=name, runs_program=False, program=None, bursts=NEW_BURSTS))

    def _duplicate(self) -> None:
        if self.row >= 0:
            draft = self.model.draft(self.row)
            self._insert(replace(draft, name=self.model.unused_name(draft.name)))

    def _remove(self) -> None:
        row = self.row
        if row >= 0:
            self.model.remove(row)
            self._select(min(row, self.model.rowCount() - 1))

    def _move(self, by: int) -> None:
        row, to_row = self.row, self.row + by
        if row >= 0 and 0 <= to_row < self.model.rowCount():
            self._move_to(row, to_row)

    def _move_to(self, row: int, to_row: int) -> None:
        if row != to_row:
            self.model.move(row, to_row)
            self._select(to_row)

    def _insert(self, draft: Draft) -> None:
        """Put an entry below the selected one, and select it."""
        row = self.row + 1 if self.row >= 0 else self.model.rowCount()
        self.model.insert(row, draft)
        self._select(row)

    def _select(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            column = max(0, self.table.currentIndex().column())
            self.table.setCurrentIndex(self.model.index(row, column))

    def _ask_for_program(self) -> Program | None:
        path = self._choose_file(self)
        if path is None:
            return None
        try:
            return self._read_program(path)
        except CoreloomError as error:
            title = self.tr("The program cannot be read")
            box = QMessageBox(QMessageBox.Icon.Warning, title, str(error), parent=self)
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.exec()
            return None

    # The fields of the selected entry

    def _make_fields(self) -> None:
        self._fields = Fields(self.tr("Selected process"))
        self.name = CheckedEdit("-", _check_name)
        self.kind = ChoiceBox()
        self.kind.addItem(self.tr("A Python program"), True)
        self.kind.addItem(self.tr("CPU and I/O bursts"), False)
        self.choose = QPushButton(self.tr("Choose file…"))
        self.choose.setAutoDefault(False)
        self.bursts = CheckedEdit(NEW_BURSTS, parse_bursts)
        self.numbers = EntryNumbers()
        fields = self._fields
        fields.add(self.tr("&Name"), self.name, self.tr("What the stage and the reports call it."))
        fields.add(self.tr("Run&s"), self.kind, self.tr("A program is executed; bursts only take their time."))
        self._program_row = fields.add(self.tr("&File"), self.choose, "")
        hint = self.tr("Such as cpu 3ms, io disk 10ms, sleep 1ms, lock m, unlock m, put queue; see the manual for all.")
        self._bursts_row = fields.add(self.tr("Burs&ts"), self.bursts, hint, wide=True)
        fields.add_wide(self.numbers)
        self._body.addWidget(fields)
        for edit, column in ((self.name, Column.NAME), (self.bursts, Column.RUNS)):
            edit.textChanged.connect(lambda text, column=column: self._edit(column, text))
        self.numbers.edited.connect(self._edit)
        self.kind.activated.connect(self._change_kind)
        self.choose.clicked.connect(self._change_program)

    def _edit(self, column: Column, text: str) -> None:
        if self.row >= 0:
            self.model.set_text(self.row, column, text)

    def _change_kind(self) -> None:
        if self.row >= 0:
            self.model.set_runs_program(self.row, bool(self.kind.currentData()))

    def _change_program(self) -> None:
        program = self._ask_for_program() if self.row >= 0 else None
        if program is not None:
            self.model.set_program(self.row, program)

    def _refresh(self) -> None:
        """Let fields, buttons and messages say what the model holds."""
        row, rows = self.row, self.model.rowCount()
        for button in (self.duplicate, self.remove):
            button.setEnabled(row >= 0)
        self.move_up.setEnabled(row > 0)
        self.move_down.setEnabled(0 <= row < rows - 1)
        self._fields.setEnabled(row >= 0)
        self.show_problem(self.model.problem() or problem_of(self.scenario()))
        self._show_columns()
        if not 0 <= row < rows:
            return
        draft = self.model.draft(row)
        for edit, text in ((self.name, draft.name), (self.bursts, draft.bursts)):
            if edit.text() != text:  # or the cursor would jump while one types
                edit.setText(text)
        self.numbers.show_draft(draft, self._read)
        self.kind.setCurrentIndex(self.kind.findData(draft.runs_program))
        self._program_row.set_visible(draft.runs_program)
        self._bursts_row.set_visible(not draft.runs_program)
        self._show_program(draft)

    def _show_columns(self) -> None:
        """Show what the policy reads and what an entry says; offset and runtime seldom matter to all."""
        drafts = [self.model.draft(row) for row in range(self.model.rowCount())]
        often = [column for column in self._read if column not in {Column.OFFSET, Column.RUNTIME}]
        for column in PARAMETER_COLUMNS:
            said = any(not draft.is_default(column) for draft in drafts if not draft.runs_program or draft.text(column))
            self.table.setColumnHidden(column, not (said or column in often))

    def _show_program(self, draft: Draft) -> None:
        if draft.program is None:
            self._program_row.say(self.tr("Expected a Python file: choose one."), wrong=True)
        elif draft.program.path:
            path = draft.program.path
            self._program_row.set_hint(self.fontMetrics().elidedText(path, Qt.TextElideMode.ElideMiddle, PATH_PX))
            self.choose.setToolTip(plain_tip(path))
        else:
            self._program_row.set_hint(
                self.tr("{name}, whose text the scenario carries").format(name=draft.program.name)
            )


def _check_name(text: str) -> None:
    if not limits.is_label(text):
        raise ValueError(limits.LABEL_FORM)


class _Rows(QTableView):
    """A table whose rows are dragged to other places."""

    def __init__(self, move: Callable[[int, int], None]) -> None:
        super().__init__()
        self._move = move
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the row that is dragged to where it is let go, here and not by the view, which would copy its cells."""
        if event.source() is not self:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)  # or the view would take the row out once more
        event.accept()
        self._move(self.currentIndex().row(), self.target_row(event.position().toPoint()))

    def target_row(self, position: QPoint) -> int:
        """Return which row the dragged one becomes when it is let go there: above or below the middle of another."""
        row, count = self.currentIndex().row(), self.model().rowCount()
        under = self.indexAt(position)
        if not under.isValid():
            return count - 1
        place = under.row() + (position.y() > self.visualRect(under).center().y())
        return place - 1 if place > row else place


class _Cells(QStyledItemDelegate):
    """Edits counts with arrows and their limits, everything else as text."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Write a wrong cell in the colour of errors, selected or not."""
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if colour is not None:
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, colour)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make a cell's editor."""
        ranges = {Column.LAUNCHES: limits.FIRST_LAUNCHES, Column.THREADS: limits.THREADS}
        allowed = ranges.get(Column(index.column()))
        if allowed is None:
            return super().createEditor(parent, option, index)
        return CountBox(int(index.data(Qt.ItemDataRole.EditRole)), allowed.minimum, allowed.maximum, parent)
