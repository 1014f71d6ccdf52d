"""The lines of a program's text and the rows of its bytecode as item models; what changes with t is drawn on top."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.analysis.syntax import lines_of
from desktop_app.model.listing import CodeListing, ListingLine

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
#: A tab stands for so many columns, as on the stage.
TAB: Final = 4
#: A longer line is cut: nobody reads it, and laying it out would take long.
_MOST_CHARS: Final = 2_000


class Role(IntEnum):
    """What else a row says."""

    SOURCE_LINE = Qt.ItemDataRole.UserRole
    """The number of its line in the program's text; 0 where there is none."""
    INSTRUCTION = Qt.ItemDataRole.UserRole + 1
    """Its index in the listing; -1 where the row is no instruction."""


class SourceModel(QAbstractListModel):
    """A row for each line of a program's text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[str] = []

    def set_listing(self, listing: CodeListing | None) -> None:
        """Show another program's text."""
        self.beginResetModel()
        self.lines = [line[:_MOST_CHARS] for line in lines_of(listing.source)] if listing is not None else []
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """As many as there are lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line; read aloud with its number."""
        if not index.isValid():
            return None
        number = index.row() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("line {number}: {text}").format(number=number, text=self.lines[index.row()].strip())
        return number if role == Role.SOURCE_LINE else None

    def row_of_line(self, line: int) -> int:
        """Return the row of a line, or -1."""
        return line - 1 if 0 < line <= len(self.lines) else -1


class ListingModel(QAbstractListModel):
    """A row for each instruction, and one above each group of them that belongs to one line of the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing: CodeListing | None = None
        #: Of each row the instruction's index, or -1 minus that of the first of the group it is the head of.
        self._rows: list[int] = []
        self._row_of: list[int] = []

    def set_listing(self, listing: CodeListing | None) -> None:
        """Show another program's bytecode."""
        self.beginResetModel()
        self.listing, self._rows, self._row_of = listing, [], []
        before: tuple[int, str] | None = None
        for number, line in enumerate(listing.lines if listing is not None else ()):
            group = (
                line.line or (before[0] if before is not None and before[1] == line.function else 0),
                line.function,
            )
            if group != before:
                self._rows.append(-1 - number)
                before = group
            self._row_of.append(len(self._rows))
            self._rows.append(number)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Instructions, and heads of groups."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row as one text; its parts are drawn in columns."""
        if not index.isValid() or self.listing is None:
            return None
        number = self._rows[index.row()]
        line = self.listing.lines[number if number >= 0 else -1 - number]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line) if number >= 0 else self.heading(line.line, line.function)
        if role == Qt.ItemDataRole.ToolTipRole and number >= 0:
            raw = line.raw.hex(" ").upper()
            return self.tr("{raw}\n{size} bytes, inline caches included").format(raw=raw, size=len(line.raw))
        return {int(Role.INSTRUCTION): max(-1, number), int(Role.SOURCE_LINE): line.line}.get(role)

    def _text(self, line: ListingLine) -> str:
        return f"0x{line.address:02X}  {line.raw[:2].hex(' ').upper()}  {line.opname} {line.argument}".rstrip()

    def heading(self, line: int, function: str) -> str:
        """Return what stands above a group: the line's number and its function."""
        return self.tr("line {}").format(line) if line else self.tr("start of {}").format(function)

    def row_of(self, instruction: int) -> int:
        """Return the row of an instruction."""
        return self._row_of[instruction]

    def rows_of_line(self, line: int) -> list[int]:
        """Return the rows of the instructions that a line was compiled to."""
        if self.listing is None or line <= 0:
            return []
        return [row for row, one in zip(self._row_of, self.listing.lines, strict=True) if one.line == line]
