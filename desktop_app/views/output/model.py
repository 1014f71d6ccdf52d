"""What programs printed by t as an item model; lines are read when they are shown."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.analysis.output_lines import OutputLine, OutputLines
from desktop_app.views.times import time_text

_Role = Qt.ItemDataRole
LINE_ROLE = _Role.UserRole
TIME, WHO, TEXT = range(3)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

#: Control characters as `cat -v` writes them, so that a program cannot make a line look like another one.
_CARETS = {code: f"^{chr(code ^ 64)}" for code in (*range(32), 127)}
_TAB = 8


class OutputModel(QAbstractTableModel):
    """The lines of one process or of all, by t.

    Attributes:
        process: Whose lines are shown; -1 for all.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process = -1
        self._lines: OutputLines | None = None
        self._t_ns = 0
        self._count = 0

    def set_lines(self, lines: OutputLines | None) -> None:
        """Show the lines of another trace; `show` follows."""
        self.beginResetModel()
        self._lines, self._count, self.process = lines, 0, -1
        self.endResetModel()

    def set_process(self, process: int) -> None:
        """Show the lines of one process, or of all for -1."""
        self.beginResetModel()
        self.process = process
        self._count = self._lines.count(self._t_ns, process) if self._lines else 0
        self.endResetModel()

    def show(self, t_ns: int) -> None:
        """Show what was printed by ``t_ns``."""
        if self._lines is None:
            return
        before, count = self._count, self._lines.count(t_ns, self.process)
        if count > before:
            self.beginInsertRows(_ROOT, before, count - 1)
            self._t_ns, self._count = t_ns, count
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(_ROOT, count, before - 1)
            self._t_ns, self._count = t_ns, count
            self.endRemoveRows()
        elif t_ns == self._t_ns:
            return
        self._t_ns = t_ns
        # Each process may have begun a line that goes on now; they are among the last lines of all.
        kept = min(before, count)
        if kept:
            first = 0 if self.process < 0 else kept - 1
            self.dataChanged.emit(self.index(first, TEXT), self.index(kept - 1, TEXT))

    def line(self, row: int) -> OutputLine:
        """Return the line in a row."""
        assert self._lines is not None
        return self._lines.line(row, self._t_ns, self.process)

    def find(self, wanted: str, start: int, step: int) -> int:
        """Return the next row from ``start`` on with a text in it, whatever its case, going round; -1 for none."""
        wanted = wanted.lower()
        for offset in range(self._count):
            row = (start + step * offset) % self._count
            if wanted in shown_text(self.line(row).text).lower():
                return row
        return -1

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return 3: when, who and what."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell says, or its line."""
        if not index.isValid() or self._lines is None or not 0 <= index.row() < self._count:
            return None
        if role not in {_Role.DisplayRole, _Role.AccessibleTextRole, LINE_ROLE}:
            return None
        line = self.line(index.row())
        if role == LINE_ROLE:
            return line
        if index.column() == TIME:
            return time_text(line.time_ns, self._lines.trace.header.instruction_ns)
        if index.column() == WHO:
            return self._lines.trace.processes[line.process].label
        return shown_text(line.text)


@lru_cache(maxsize=1_000)
def shown_text(text: str) -> str:
    """Return a line as it is shown: tabs as spaces, other control characters as ``^G``."""
    return text.expandtabs(_TAB).translate(_CARETS)
