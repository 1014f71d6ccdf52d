"""Rows at t as an item model that filters and sorts them and tells views only what changed.

It does so itself: a QSortFilterProxyModel calls back into Python for each comparison and each row, which takes ten
times as long for a thousand rows that change ten times a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.tables.columns import Column, Row

_Role = Qt.ItemDataRole
#: The whole row, as a value.
ROW_ROLE = _Role.UserRole + 1
#: The column's name.
NAME_ROLE = _Role.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
#: Of a longer stretch of changed rows it is not worked out which columns changed.
_FEW_ROWS = 64


class RowModel(QAbstractTableModel, Generic[Row]):
    """A table of rows, each about one thing with a number that never changes.

    Attributes:
        columns: Its columns.
        rows: All rows, in the order in which they were given.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        number: Callable[[Row], int],
        words: Callable[[Row], str],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty table; ``words`` returns what a row is found by, in lower case."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Row] = ()
        self._number = number
        self._words = words
        self._wanted: tuple[str, ...] = ()
        self._accepts: Callable[[Row], bool] | None = None
        self._sorted_by = 0
        self._descending = False
        self._shown: list[Row] = []
        self._numbers: list[int] = []
        self._slot_ns = 1

    def show(self, rows: Sequence[Row], slot_ns: int) -> None:
        """Show these rows in place of those before; ``slot_ns`` is the cost of an instruction."""
        self.rows, self._slot_ns = rows, slot_ns
        self._arrange()

    def set_text(self, text: str) -> None:
        """Show only rows with all of these words."""
        self._wanted = tuple(text.lower().replace(".", "·").split())
        self._arrange()

    def set_choice(self, accepts: Callable[[Row], bool] | None) -> None:
        """Show only rows that ``accepts`` returns True for; None for all."""
        self._accepts = accepts
        self._arrange()

    def row_of(self, number: int) -> int:
        """Return where the thing with a number stands in the table, or -1 where it is not shown."""
        return self._numbers.index(number) if number in self._numbers else -1

    def row_at(self, place: int) -> Row:
        """Return what stands at a place of the table."""
        return self._shown[place]

    def _arrange(self) -> None:
        """Filter and sort, and tell what became of it."""
        shown = [row for row in self.rows if self._lets_through(row)]
        # Python's sort is stable: rows that are alike stand in the order of their numbers, either way.
        shown.sort(key=self.columns[self._sorted_by].key, reverse=self._descending)
        numbers = [self._number(row) for row in shown]
        before = self._shown
        if numbers == self._numbers:
            self._shown = shown
            for first, last in _stretches(
                place for place, (old, new) in enumerate(zip(before, shown, strict=True)) if old != new
            ):
                self._tell(before, first, last)
            return
        self.layoutAboutToBeChanged.emit()
        places = {number: place for place, number in enumerate(numbers)}
        kept = self.persistentIndexList()
        where = [places.get(self._numbers[index.row()], -1) for index in kept]
        self._shown, self._numbers = shown, numbers
        moved = [
            self.index(place, index.column()) if place >= 0 else QModelIndex()
            for place, index in zip(where, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _lets_through(self, row: Row) -> bool:
        if self._accepts is not None and not self._accepts(row):
            return False
        if not self._wanted:
            return True
        words = self._words(row).replace(".", "·")
        return all(wanted in words for wanted in self._wanted)

    def _tell(self, before: Sequence[Row], first: int, last: int) -> None:
        """Say which cells changed in a stretch of rows."""
        changed: Sequence[int] = range(len(self.columns))
        if last - first < _FEW_ROWS:
            pairs = [(before[place], self._shown[place]) for place in range(first, last + 1)]
            changed = [
                number
                for number, column in enumerate(self.columns)
                if any(column.key(old) != column.key(new) for old, new in pairs)
            ]
        if changed:
            self.dataChanged.emit(self.index(first, changed[0]), self.index(last, changed[-1]))

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell says, or its whole row."""
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role in {_Role.DisplayRole, _Role.AccessibleTextRole, _Role.ToolTipRole}:
            text = column.text(row, self._slot_ns)
            return plain_tip(text) if role == _Role.ToolTipRole else text
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == ROW_ROLE:
            return row
        return column.name if role == NAME_ROLE else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, from now on; numbers sort as numbers."""
        self._sorted_by, self._descending = max(0, column), order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Return a column's heading and what it means."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return {_Role.DisplayRole: column.title, _Role.ToolTipRole: column.tip}.get(Qt.ItemDataRole(role))


def _stretches(numbers: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each stretch of numbers that follow each other."""
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
