"""The events around t as an item model: a stretch of the log that grows when one scrolls, and never becomes long."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.analysis.event_log import Entry, EventLog
from desktop_app.views.events.words import event_text
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.times import time_text

_Role = Qt.ItemDataRole
ENTRY_ROLE = _Role.UserRole
#: Whether an event is yet to come.
LATER_ROLE = _Role.UserRole + 1
#: Whether it is the last one by t.
NOW_ROLE = _Role.UserRole + 2
TIME, TEXT = range(2)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

#: How many events are shown by t and after it at first, and how many more are read at a time.
BEFORE, AFTER, PAGE = 300, 100, 200
#: No more than so many rows are kept; those far from where one looks go first.
MOST = 2_400


class EventModel(QAbstractTableModel):
    """A stretch of a log.

    Attributes:
        now_row: The row of the last event by t; -1 when there is none.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log: EventLog | None = None
        self._entries: list[Entry] = []
        self._times: list[int] = []
        self._begin_ns = 0
        self._t_ns = 0
        self.now_row = -1

    def set_log(self, log: EventLog | None) -> None:
        """Show another log, or the same under another filter; `show` follows."""
        self._log = log
        self._put([])

    def show(self, t_ns: int) -> None:
        """Show what happened by ``t_ns`` and a little after it."""
        if self._log is None:
            return
        if not self._reaches(t_ns):
            self._put([*self._log.until(t_ns, BEFORE), *self._log.after(t_ns, AFTER)])
        before, self._t_ns = self.now_row, t_ns
        self.now_row = bisect_right(self._times, t_ns) - 1
        if len(self._entries) - self.now_row - 1 < AFTER // 2:
            self.read_later(AFTER)
        if before != self.now_row and self._entries:
            first, last = sorted((max(0, before), max(0, self.now_row)))
            last = min(last, len(self._entries) - 1)
            self.dataChanged.emit(self.index(min(first, last), 0), self.index(last, TEXT))

    def _reaches(self, t_ns: int) -> bool:
        """Return whether the stretch has all that is seen around a moment."""
        assert self._log is not None
        if not self._entries or self._begin_ns != self._log.trace.begin_ns:
            return False
        row = bisect_right(self._times, t_ns) - 1
        if row < BEFORE // 4 and self._log.before_place(self._entries[0].place, 1):
            return False
        if row < len(self._entries) - 1:
            return True
        # It is the last one: what follows by t is read on when it is little.
        more = self._log.after_place(self._entries[-1].place, PAGE)
        if len(more) == PAGE:
            return False
        self._append(more)
        return True

    # -- growing ----------------------------------------------------------------------------------------------

    def read_later(self, count: int = PAGE) -> bool:
        """Read events behind the last one; return whether there were any."""
        if self._log is None or not self._entries:
            return False
        more = self._log.after_place(self._entries[-1].place, count)
        self._append(more)
        surplus = len(self._entries) - MOST
        if surplus > 0:
            self.beginRemoveRows(_ROOT, 0, surplus - 1)
            del self._entries[:surplus], self._times[:surplus]
            self.now_row -= surplus
            self.endRemoveRows()
        return bool(more)

    def read_earlier(self, count: int = PAGE) -> int:
        """Read events before the first one; return how many there were."""
        if self._log is None or not self._entries:
            return 0
        more = self._log.before_place(self._entries[0].place, count)
        if more:
            self.beginInsertRows(_ROOT, 0, len(more) - 1)
            self._entries[:0] = more
            self._times[:0] = [entry.event.time_ns for entry in more]
            self.now_row += len(more)
            self.endInsertRows()
        if len(self._entries) > MOST:
            self.beginRemoveRows(_ROOT, MOST, len(self._entries) - 1)
            del self._entries[MOST:], self._times[MOST:]
            self.endRemoveRows()
        self.now_row = bisect_right(self._times, self._t_ns) - 1
        return len(more)

    def _append(self, more: list[Entry]) -> None:
        if more:
            count = len(self._entries)
            self.beginInsertRows(_ROOT, count, count + len(more) - 1)
            self._entries += more
            self._times += [entry.event.time_ns for entry in more]
            self.endInsertRows()

    def _put(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self._times = [entry.event.time_ns for entry in entries]
        self._begin_ns = self._log.trace.begin_ns if self._log else 0
        self.now_row = bisect_right(self._times, self._t_ns) - 1
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """Return the event in a row."""
        return self._entries[row]

    def text(self, row: int) -> str:
        """Return a row as it is copied: its time and what happened, with a tab between."""
        return "\t".join(str(self.index(row, column).data()) for column in (TIME, TEXT))

    # -- what Qt asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many events are in the stretch."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return 2: when and what."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell says, its event, and whether it is yet to come."""
        if not index.isValid() or self._log is None:
            return None
        entry, text = self._entries[index.row()], index.column() == TEXT
        if role in {_Role.DisplayRole, _Role.AccessibleTextRole} or (text and role == _Role.ToolTipRole):
            trace = self._log.trace
            if not text:
                return time_text(entry.event.time_ns, trace.header.instruction_ns)
            told = event_text(trace, entry.event)
            return plain_tip(told) if role == _Role.ToolTipRole else told
        others = {
            LATER_ROLE: index.row() > self.now_row,
            NOW_ROLE: index.row() == self.now_row,
            ENTRY_ROLE: entry,
        }
        return others.get(role)
