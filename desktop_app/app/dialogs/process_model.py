"""The workload as an editable table: every cell is text as the user typed it, checked on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.app.dialogs.form import plain_tip
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.workload import MAX_PROCESSES, ProcessSpec, Program
from desktop_app.program.bursts import format_bursts, parse_bursts
from desktop_app.storage import limits
from desktop_app.storage.scenario_parsing import check_totals

Index = QModelIndex | QPersistentModelIndex

#: What a new entry of bursts does, as a start to edit from.
NEW_BURSTS = "cpu 3ms, io disk 10ms, cpu 2ms"


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    RUNS = 1
    LAUNCHES = 2
    ARRIVAL = 3
    THREADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry of the workload while it is edited; its texts may be wrong.

    Attributes:
        name: The name shown for it.
        runs_program: Whether it runs its program, rather than its bursts; the other one is kept to go back to.
        program: The Python program, or None while none was chosen.
        bursts: The bursts.
        launches: How many processes are started from it.
        arrival: When, with a unit.
        threads: How many threads each of them has.
    """

    name: str
    runs_program: bool
    program: Program | None
    bursts: str
    launches: str = "1"
    arrival: str = "0ms"
    threads: str = "1"

    def text(self, column: Column) -> str:
        """Return a cell's text."""
        match column:
            case Column.NAME:
                return self.name
            case Column.RUNS:
                if not self.runs_program:
                    return self.bursts
                return self.program.name if self.program else ""
            case Column.LAUNCHES:
                return self.launches
            case Column.ARRIVAL:
                return self.arrival
            case Column.THREADS:
                return self.threads

    def problem(self, column: Column) -> str:
        """Return what would be right in a cell, or nothing when what is there is."""
        try:
            match column:
                case Column.NAME:
                    return "" if limits.is_label(self.name) else limits.LABEL_FORM
                case Column.RUNS if not self.runs_program:
                    parse_bursts(self.bursts)
                case Column.RUNS:
                    return "" if self.program else "a Python file: choose one"
                case Column.LAUNCHES:
                    limits.LAUNCHES.parse(self.launches)
                case Column.ARRIVAL:
                    limits.ARRIVAL.parse(self.arrival)
                case Column.THREADS:
                    limits.THREADS.parse(self.threads)
        except ValueError as error:
            return str(error)
        return ""

    def process(self) -> ProcessSpec:
        """Return the entry.

        Raises:
            ValueError: When a cell is wrong; it says what would be right.
        """
        for column in Column:
            problem = self.problem(column)
            if problem:
                raise ValueError(problem)
        return ProcessSpec(
            name=self.name,
            program=self.program if self.runs_program else None,
            bursts=() if self.runs_program else parse_bursts(self.bursts),
            arrival_ns=limits.ARRIVAL.parse(self.arrival),
            launches=limits.LAUNCHES.parse(self.launches),
            threads=limits.THREADS.parse(self.threads),
        )


def draft_of(process: ProcessSpec) -> Draft:
    """Return an entry as text to edit."""
    return Draft(
        name=process.name,
        runs_program=process.program is not None,
        program=process.program,
        bursts=format_bursts(process.bursts) or NEW_BURSTS,
        launches=str(process.launches),
        arrival=format_duration(process.arrival_ns),
        threads=str(process.threads),
    )


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
        """Every cell can be edited, but for a program: that is chosen as a file."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        chosen = index.column() == Column.RUNS and self._drafts[index.row()].runs_program
        return flags if chosen else flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take over what was typed, right or wrong."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.set_text(index.row(), Column(index.column()), str(value))
        return True

    def set_text(self, row: int, column: Column, text: str) -> None:
        """Change a cell; in the column of what an entry runs, the text is its bursts."""
        draft = self._drafts[row]
        match column:
            case Column.NAME:
                draft = replace(draft, name=text)
            case Column.RUNS:
                draft = replace(draft, bursts=text)
            case Column.LAUNCHES:
                draft = replace(draft, launches=text)
            case Column.ARRIVAL:
                draft = replace(draft, arrival=text)
            case Column.THREADS:
                draft = replace(draft, threads=text)
        self._put(row, draft)

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
        try:
            check_totals(self.processes(), file="", field="")
        except ScenarioError as error:
            return self.tr("{found} are too much: expected {what}.").format(found=error.value, what=error.expected)
        return ""

    def processes(self) -> tuple[ProcessSpec, ...]:
        """Return the workload.

        Raises:
            ValueError: When a cell is wrong.
        """
        return tuple(draft.process() for draft in self._drafts)

    def _put(self, row: int, draft: Draft) -> None:
        if draft != self._drafts[row]:
            self._drafts[row] = draft
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    """Texts stand at the left, numbers at the right."""
    side = Qt.AlignmentFlag.AlignLeft if column in {Column.NAME, Column.RUNS} else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
