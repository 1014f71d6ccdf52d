"""The processes at t: what they run, their threads by state, their memory, and how they ended."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.analysis.figures import NOTHING
from desktop_app.analysis.thread_rows import ProcessRow, Rows
from desktop_app.model.sizes import format_size
from desktop_app.model.states import ThreadState
from desktop_app.views.marks import state_name
from desktop_app.views.tables.columns import Column
from desktop_app.views.tables.view import TablePanel
from desktop_app.views.theme import DARK, Theme
from desktop_app.views.times import time_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProcessesPanel", text)


def _number(row: ProcessRow) -> int:
    return row.process


def _words(row: ProcessRow) -> str:
    return f"{row.label} {row.name} {row.program} {_exit(row)} {_counts(row)}".lower()


def _counts(row: ProcessRow) -> str:
    """Return how many threads are in each state, as ``1 running, 2 ready``."""
    return ", ".join(f"{row.counts[state]} {state_name(state)}" for state in ThreadState if row.counts[state])


def _exit(row: ProcessRow) -> str:
    if row.ended_ns is None:
        return NOTHING
    if row.ending:
        return row.ending
    return NOTHING if row.exit_code is None else _tr("code {}").format(row.exit_code)


def process_columns() -> tuple[Column[ProcessRow], ...]:
    """Return the columns of the table, in the user's language."""
    return (
        Column(
            name="process",
            title=_tr("Process"),
            tip=_tr("Its label and colour; a double click goes to when it was launched"),
            key=_number,
            text=lambda row, _slot: row.label,
            width=84,
        ),
        Column(
            name="program",
            title=_tr("Program"),
            tip=_tr("What it runs"),
            key=lambda row: row.program,
            text=lambda row, _slot: row.program if row.name in {"", row.program} else f"{row.program} ({row.name})",
            width=120,
        ),
        Column(
            name="threads",
            title=_tr("Threads"),
            tip=_tr("How many of its threads are in each state"),
            key=lambda row: ",".join(map(str, row.counts)),
            text=lambda row, _slot: _counts(row) or NOTHING,
            width=130,
        ),
        Column(
            name="cpu",
            title=_tr("CPU time"),
            tip=_tr("Time of all its threads on cores so far, context switches not counted"),
            key=lambda row: row.cpu_ns,
            text=lambda row, slot: time_text(row.cpu_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="memory",
            title=_tr("Memory"),
            tip=_tr("What it has of RAM, where the machine says how much there is"),
            key=lambda row: -1 if row.ram_bytes is None else row.ram_bytes,
            text=lambda row, _slot: NOTHING if row.ram_bytes is None else format_size(row.ram_bytes),
            right=True,
            width=90,
        ),
        Column(
            name="launched",
            title=_tr("Launched"),
            tip=_tr("When it was launched"),
            key=lambda row: row.launched_ns,
            text=lambda row, slot: time_text(row.launched_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="ended",
            title=_tr("Ended"),
            tip=_tr("When its last thread terminated"),
            key=lambda row: -1 if row.ended_ns is None else row.ended_ns,
            text=lambda row, slot: NOTHING if row.ended_ns is None else time_text(row.ended_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="exit",
            title=_tr("Exit"),
            tip=_tr("How it ended: its exit code, or the signal that ended it"),
            key=_exit,
            text=lambda row, _slot: _exit(row),
            width=110,
        ),
        Column(
            name="parent",
            title=_tr("Parent"),
            tip=_tr("The process that started it, where that was not the scenario"),
            key=lambda row: row.parent,
            text=lambda row, _slot: row.parent or NOTHING,
            width=70,
        ),
    )


class ProcessesPanel(TablePanel[ProcessRow]):
    """All processes at t, as a table."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, process_columns(), _number, _words)
        self.search.setPlaceholderText(self.tr("Filter"))
        self.order_focus()
        self.search.setAccessibleName(self.tr("Show only processes with these words"))
        self.search.setToolTip(self.tr("Show only processes with all of these words: P1, app.py, killed"))
        self.table.setAccessibleName(self.tr("Processes"))
        self.table.doubleClicked.connect(self._go_to_launch)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)

    def read(self, rows: Rows, t_ns: int) -> list[ProcessRow]:
        """Return the processes at ``t_ns``."""
        return rows.processes(t_ns)

    def empty_text(self, *, filtered: bool) -> str:
        """Return what to say in place of a table without rows."""
        if filtered:
            return self.tr("No process is like that now. Clear the filter.")
        return self.tr("Processes stand here once they have been launched.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the launch of the chosen process after Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self._go_to_launch(self.table.currentIndex())
        else:
            super().keyPressEvent(event)

    def _go_to_launch(self, index: QModelIndex) -> None:
        if index.isValid():
            self.time_requested.emit(self.model.row_at(index.row()).launched_ns)

    def _show_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        menu = QMenu(self)
        if index.isValid():
            row = self.model.row_at(index.row())
            menu.addAction(self.tr("Go to its launch"), lambda: self.time_requested.emit(row.launched_ns))
        menu.addAction(self.tr("Copy"), self.table.copy)
        if index.isValid():
            self.menu_opened.emit(menu, row.process, None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))
