"""The workload as an editable table: every cell is text as the user typed it, checked on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.app.dialogs.draft import PERIODIC_COLUMNS, Column, Draft, draft_of
from desktop_app.model.workload import MAX_PROCESSES, ProcessSpec, Program
from desktop_app.views.plain_tip import plain_tip

Index = QModelIndex | QPersistentModelIndex


class ProcessModel(QAbstractTableModel):
    """The entries of a workload, in order."""

    def __init__(self, processes: Sequence[ProcessSpec]) -> None:
        super().__init__()
        self._drafts = [draft_of(process) for process in processes]

    def rowCount(self, parent: Index | None = None) -> int:
        """How many entries there are."""
        return 0 if parent is not None and parent.isValid() else len(self._drafts)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns, number the rows."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section)) if orientation == Qt.Orientation.Horizontal else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return self.column_title(Column(section))

    def column_title(self, column: Column) -> str:
        """Return a column's heading."""
        return {
            Column.NAME: self.tr("Name"),
            Column.RUNS: self.tr("Runs"),
            Column.LAUNCHES: self.tr("Launches"),
            Column.ARRIVAL: self.tr("Arrival"),
            Column.THREADS: self.tr("Threads"),
            Column.PRIORITY: self.tr("Priority"),
            Column.NICE: self.tr("Nice"),
            Column.TICKETS: self.tr("Tickets"),
            Column.SCHEDULING: self.tr("Class"),
            Column.PERIOD: self.tr("Period"),
            Column.DEADLINE: self.tr("Deadline"),
            Column.OFFSET: self.tr("Offset"),
            Column.RUNTIME: self.tr("Runtime"),
        }[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text and looks, and as its tool tip what is wrong with it or where its program is."""
        if not index.isValid():
            return None
        draft, column = self._drafts[index.row()], Column(index.column())
        wrong = bool(draft.problem(column))
        found: object = None
        match role:
            case Qt.ItemDataRole.EditRole:
                found = draft.text(column)
            case Qt.ItemDataRole.DisplayRole:
                # Colour alone would not reach everybody.
                found = f"! {draft.text(column)}" if wrong else draft.text(column)
            case Qt.ItemDataRole.ForegroundRole if wrong:
                found = QGuiApplication.palette().brightText()
            case Qt.ItemDataRole.ToolTipRole:
                found = plain_tip(self._tip(draft, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                found = _alignment(column)
        return found

    def _tip(self, draft: Draft, column: Column) -> str:
        problem = draft.problem(column)
        if problem:
            return self.tr("Expected {what}.").format(what=problem)
        if column is Column.RUNS and draft.runs_program and draft.program:
            return draft.program.path or self.tr("The scenario carries this program's text.")
        return draft.text(column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited, but for a program, which is chosen as a file, and the times it cannot have."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled  # between rows, never onto one
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        fixed = (Column.RUNS, *PERIODIC_COLUMNS) if self._drafts[index.row()].runs_program else ()
        return flags if index.column() in fixed else flags | Qt.ItemFlag.ItemIsEditable

    def supportedDropActions(self) -> Qt.DropAction:
        """Let rows be moved, by whoever takes the drop."""
        return Qt.DropAction.MoveAction

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take over what was typed, right or wrong."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.set_text(index.row(), Column(index.column()), str(value))
        return True

    def set_text(self, row: int, column: Column, text: str) -> None:
        """Change a cell; in the column of what an entry runs, the text is its bursts."""
        self._put(row, self._drafts[row].with_text(column, text))

    def set_program(self, row: int, program: Program) -> None:
        """Let an entry run a program."""
        self._put(row, replace(self._drafts[row], program=program, runs_program=True))

    def set_runs_program(self, row: int, runs_program: bool) -> None:  # noqa: FBT001 - a setter
        """Let an entry run its program or its bursts."""
        self._put(row, replace(self._drafts[row], runs_program=runs_program))

    def draft(self, row: int) -> Draft:
        """Return an entry as it is being edited."""
        return self._drafts[row]

    def insert(self, row: int, draft: Draft) -> None:
        """Put an entry before ``row``."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._drafts.insert(row, draft)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Take an entry out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._drafts[row]
        self.endRemoveRows()

    def move(self, row: int, to_row: int) -> None:
        """Move an entry to where another one is."""
        # Qt counts the place before the entry is taken out.
        place = to_row + 1 if to_row > row else to_row
        if not self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place):
            return
        self._drafts.insert(to_row, self._drafts.pop(row))
        self.endMoveRows()

    def unused_name(self, wanted: str) -> str:
        """Return ``wanted``, or with the first number after it that makes it a name no entry has."""
        names = {draft.name for draft in self._drafts}
        number = 2
        name = wanted
        while name in names:
            name, number = f"{wanted} {number}", number + 1
        return name

    def problem(self) -> str:
        """Return the first thing that is wrong, as one sentence; nothing when the workload can be used."""
        if not self._drafts:
            return self.tr("Add at least one process.")
        if len(self._drafts) > MAX_PROCESSES:
            return self.tr("Expected at most {count} entries.").format(count=MAX_PROCESSES)
        for row, draft in enumerate(self._drafts):
            for column in Column:
                problem = draft.problem(column)
                if problem:
                    title = self.column_title(column).lower()
                    text = self.tr("Row {row}, {column}: expected {what}.")
                    return text.format(row=row + 1, column=title, what=problem)
        return ""

    def processes(self) -> tuple[ProcessSpec, ...]:
        """Return the workload.

        Raises:
            ValueError: When a cell is wrong.
        """
        return tuple(draft.process() for draft in self._drafts)

    def renamed(self) -> dict[str, str]:
        """Return the new name of each entry that was renamed, unless another one has its old name now."""
        names = {draft.name for draft in self._drafts}
        found: dict[str, str] = {}
        for draft in self._drafts:
            if draft.origin is not None and draft.origin.name not in names:
                found.setdefault(draft.origin.name, draft.name)
        return found

    def _put(self, row: int, draft: Draft) -> None:
        if draft != self._drafts[row]:
            self._drafts[row] = draft
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    """Texts stand at the left, numbers at the right."""
    side = Qt.AlignmentFlag.AlignLeft if column in {Column.NAME, Column.RUNS} else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
