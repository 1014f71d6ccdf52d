"""Figures as item models: those of the run a row each, those of threads, processes and cores a column each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.analysis.csv_text import csv_text
from desktop_app.analysis.figures import FIGURES, Kind, Subject, Value, name_of, rows_of, run_value, text_of
from desktop_app.analysis.metrics import CoreMetrics, Metrics, ProcessMetrics, ThreadMetrics
from desktop_app.analysis.text_columns import in_columns
from desktop_app.trace.trace import Trace

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()


class Role(IntEnum):
    """What else a cell says."""

    AT_END = Qt.ItemDataRole.UserRole
    """The text of the value at the end of the run, where a cell has both."""
    THREAD = Qt.ItemDataRole.UserRole + 1
    """The thread that a row is about, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its title, what it means, and its unit where it is copied."""

    title: str
    definition: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value at t, and at the end of the run where both stand in one cell.

    Attributes:
        now: The value.
        end: The one at the end; None where there is none.
        both: Whether the one at the end belongs to the cell.
        kind: What is counted.
        definition: What it means.
    """

    now: Value
    end: Value = None
    both: bool = False
    kind: Kind = Kind.WORD
    definition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of cells, and the thread that it is about, if it is about one."""

    cells: tuple[Cell, ...]
    thread: int | None = None

    @property
    def name(self) -> str:
        """Whom or what it is about."""
        return str(self.cells[0].now)


def translated(text: str) -> str:
    """Return a figure's title or definition in the user's language."""
    return QCoreApplication.translate("figures", text)


def columns_of(subject: Subject, at: str) -> tuple[Column, ...]:
    """Return the columns for what figures are about; ``at`` says which moment is shown."""
    names = {Subject.RUN: "Figure", Subject.PROCESSES: "Process", Subject.THREADS: "Thread", Subject.CORES: "Core"}
    first = Column(title=translated(names[subject]), definition="", kind=Kind.WORD)
    if subject is Subject.RUN:
        end = translated("at the end")
        return (first, *(Column(title=title, definition="", kind=Kind.WORD) for title in (at, end)))
    return (
        first,
        *(
            Column(title=translated(figure.title), definition=translated(figure.definition), kind=figure.kind)
            for figure in FIGURES[subject]
        ),
    )


def table_of(subject: Subject, trace: Trace, t_ns: int, now: Metrics, end: Metrics | None) -> list[Row]:
    """Return the rows for what figures are about, at ``t_ns`` and at the end of the run as far as it is known."""
    if subject is Subject.RUN:
        return _of_run(now, end)
    known = rows_of(subject, now)
    later = rows_of(subject, end) if end is not None else ()
    found = []
    for number, row in enumerate(later if len(later) > len(known) else known):
        here = known[number] if number < len(known) and _exists(known[number], t_ns) else None
        then = later[number] if number < len(later) else None
        name = Cell(now=name_of(trace, row))
        cells = tuple(
            Cell(
                now=None if here is None else figure.read(here),
                end=None if then is None else figure.read(then),
                both=True,
                kind=figure.kind,
                definition=translated(figure.definition),
            )
            for figure in FIGURES[subject]
        )
        found.append(Row(cells=(name, *cells), thread=row.thread if isinstance(row, ThreadMetrics) else None))
    return found


def _exists(row: ThreadMetrics | ProcessMetrics | CoreMetrics, t_ns: int) -> bool:
    return isinstance(row, CoreMetrics) or row.arrival_ns <= t_ns


def _of_run(now: Metrics, end: Metrics | None) -> list[Row]:
    found = []
    for figure in FIGURES[Subject.RUN]:
        values = run_value(figure, now), None if end is None else run_value(figure, end)
        meaning = translated(figure.definition)
        if figure.key == "deadline_misses" and values == (None, None):
            continue  # no thread is periodic
        name = Cell(now=translated(figure.title), definition=meaning)
        found.append(Row(cells=(name, *(Cell(now=value, kind=figure.kind, definition=meaning) for value in values))))
    return found


class FigureModel(QAbstractTableModel):
    """A table of figures that can be filled again and again; whoever is selected or sorted by stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: list[Row] = []
        self._unsorted: list[Row] = []
        self._by = (-1, False)
        role = Qt.ItemDataRole
        self._answers: dict[int, Callable[[Row, Cell, int], object]] = {
            int(role.DisplayRole): lambda _row, cell, _column: text_of(cell.kind, cell.now),
            int(role.AccessibleTextRole): lambda _row, cell, column: self._spoken(cell, column),
            int(role.ToolTipRole): lambda _row, cell, _column: cell.definition or None,
            int(role.TextAlignmentRole): lambda _row, cell, column: _side(column, cell),
            int(Role.AT_END): lambda _row, cell, _column: text_of(cell.kind, cell.end) if cell.both else None,
            int(Role.THREAD): lambda row, _cell, _column: row.thread,
        }

    def fill(self, columns: tuple[Column, ...], rows: list[Row]) -> None:
        """Show these rows, in the order in which the table is sorted."""
        changed = columns != self.columns
        before, after = [row.name for row in self.rows], [row.name for row in rows]
        self._unsorted = rows
        if len(columns) != len(self.columns) or len(before) != len(after) or set(before) != set(after):
            self.beginResetModel()
            self.columns, self._by = columns, (-1, False)
            self.rows = rows
            self.endResetModel()
            return
        self.columns = columns
        self._order(rows)
        if changed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values at t in a column, or by name; -1 is the order in which everything began."""
        self._by = (column, order == Qt.SortOrder.DescendingOrder)
        self._order(self._unsorted)

    def _order(self, rows: list[Row]) -> None:
        """Take over rows of the same names, sorted; who is selected stays so."""
        column, down = self._by
        if column > 0:
            # Nothing comes first; where values are alike, the order of before stays.
            rows = sorted(rows, key=lambda row: _key(row.cells[column]), reverse=down)
        elif column == 0 and down:
            rows = rows[::-1]
        names = [row.name for row in self.rows]
        if names == [row.name for row in rows]:
            self.rows = rows
            return
        self.layoutAboutToBeChanged.emit()
        places = {row.name: number for number, row in enumerate(rows)}
        kept = self.persistentIndexList()
        self.rows = rows
        moved = [self.index(places[names[index.row()]], index.column()) for index in kept]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """As many as there are processes, threads, cores or figures."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """A name, and values."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's title; what it means as its tool tip."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.rows:
            return _side(section, self.rows[0].cells[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.title}\n{column.definition}" if column.definition else None
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's value at t as text; at the end, as a number, with its meaning by other roles."""
        answer = self._answers.get(role)  # Qt asks for many roles: most are none of ours
        if answer is None or not index.isValid():
            return None
        row = self.rows[index.row()]
        return answer(row, row.cells[index.column()], index.column())

    def _spoken(self, cell: Cell, column: int) -> str:
        now = text_of(cell.kind, cell.now)
        if not cell.both:
            return now
        return self.tr("{figure}: {now}; at the end {end}").format(
            figure=self.columns[column].title, now=now, end=text_of(cell.kind, cell.end)
        )


def _side(column: int, cell: Cell) -> int:
    words = not column or (cell.both and cell.kind is Kind.WORD)
    side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
    return (side | Qt.AlignmentFlag.AlignVCenter).value


def _key(cell: Cell) -> tuple[bool, float, str]:
    value = cell.now if cell.now is not None else cell.end if cell.both else None
    if isinstance(value, str):
        return True, 0.0, value
    return value is not None, value or 0.0, ""


class Format(IntEnum):
    """How a table is copied."""

    TEXT = 0
    CSV = 1
    MARKDOWN = 2


def copied(columns: Sequence[Column], rows: Sequence[Row], form: Format, end: str) -> str:
    """Return a table as text: in CSV numbers in full, with units in the heading, otherwise as they are shown.

    Args:
        columns: Its columns.
        rows: Its rows.
        form: How.
        end: What a column is called that has the values at the end.
    """
    heads, lines = [], []
    for number, column in enumerate(columns):
        unit = (
            f" ({column.kind.value})" if form is Format.CSV and column.kind in {Kind.DURATION, Kind.PER_SECOND} else ""
        )
        heads.append(column.title + unit)
        if any(row.cells[number].both for row in rows):
            heads.append(f"{column.title}, {end}{unit}")
    for row in rows:
        pairs = [(cell, value) for cell in row.cells for value in ((cell.now, cell.end) if cell.both else (cell.now,))]
        lines.append([_raw(value) if form is Format.CSV else text_of(cell.kind, value) for cell, value in pairs])
    return _WRITERS[form]([heads, *lines])


def _raw(value: Value) -> str:
    return "" if value is None else str(value)


def _text(rows: list[list[str]]) -> str:
    return in_columns(rows, left=range(len(rows[0]))) + "\n"


def _markdown(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:], ""])


_WRITERS = {Format.TEXT: _text, Format.CSV: csv_text, Format.MARKDOWN: _markdown}
