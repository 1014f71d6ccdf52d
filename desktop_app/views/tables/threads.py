"""The threads at t: their states, where they are, and what they have used."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QItemSelection, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.analysis.figures import NOTHING
from desktop_app.analysis.thread_rows import Rows, ThreadRow
from desktop_app.model.states import ThreadState
from desktop_app.views.marks import StateToggle, state_name
from desktop_app.views.tables.columns import Column
from desktop_app.views.tables.view import TablePanel
from desktop_app.views.theme import DARK, Theme
from desktop_app.views.times import time_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("ThreadsPanel", text)


def _number(row: ThreadRow) -> int:
    return row.thread


def _words(row: ThreadRow) -> str:
    core = f" {_tr('core')} {row.core}" if row.core >= 0 else ""
    return f"{row.label} {row.program} {state_name(row.state)} {row.waits_for}{core}".lower()


def _times() -> tuple[Column[ThreadRow], ...]:
    return (
        Column(
            name="cpu",
            title=_tr("CPU time"),
            tip=_tr("Time on a core so far, context switches not counted"),
            key=lambda row: row.times.cpu_ns,
            text=lambda row, slot: time_text(row.times.cpu_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="ready",
            title=_tr("Waiting time"),
            tip=_tr("Time in the ready queue so far: what schedulers are compared by"),
            key=lambda row: row.times.ready_ns,
            text=lambda row, slot: time_text(row.times.ready_ns, slot),
            right=True,
            width=112,
        ),
        Column(
            name="blocked",
            title=_tr("Blocked"),
            tip=_tr("Time so far in which it waited for a device, a lock or another thread"),
            key=lambda row: row.times.blocked_ns,
            text=lambda row, slot: time_text(row.times.blocked_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="response",
            title=_tr("Response"),
            tip=_tr("From its arrival to when it first ran"),
            key=lambda row: -1 if row.times.response_ns is None else row.times.response_ns,
            text=lambda row, slot: NOTHING if row.times.response_ns is None else time_text(row.times.response_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="switches",
            title=_tr("Switches"),
            tip=_tr("How often it left a core so far: because it had to wait + because it was made to"),
            key=lambda row: row.times.switches,
            text=lambda row, _slot: f"{row.times.switches} ({row.times.voluntary} + {row.times.involuntary})",
            right=True,
            width=100,
        ),
    )


def thread_columns() -> tuple[Column[ThreadRow], ...]:
    """Return the columns of the table, in the user's language."""
    return (
        Column(
            name="thread",
            title=_tr("Thread"),
            tip=_tr("Process and thread, in the colour of the process"),
            key=_number,
            text=lambda row, _slot: row.label,
            width=92,
        ),
        Column(
            name="state",
            title=_tr("State"),
            tip=_tr("One of the five states of a thread"),
            key=lambda row: int(row.state),
            text=lambda row, _slot: state_name(row.state),
            width=120,
        ),
        Column(
            name="core",
            title=_tr("Core"),
            tip=_tr("The core that it runs on"),
            key=lambda row: row.core,
            text=lambda row, _slot: str(row.core) if row.core >= 0 else NOTHING,
            right=True,
            width=62,
        ),
        Column(
            name="waits_for",
            title=_tr("Waits for"),
            tip=_tr("The device, lock or thread that it waits for"),
            key=lambda row: row.waits_for,
            text=lambda row, _slot: row.waits_for or NOTHING,
            width=140,
        ),
        *_times(),
        Column(
            name="since",
            title=_tr("Since"),
            tip=_tr("When it came into its state; a double click goes there"),
            key=lambda row: row.since_ns,
            text=lambda row, slot: time_text(row.since_ns, slot),
            right=True,
            width=100,
        ),
        Column(
            name="line",
            title=_tr("Line"),
            tip=_tr("The line of its program that it executes, or executed last"),
            key=lambda row: row.line,
            text=lambda row, _slot: str(row.line) if row.line else NOTHING,
            right=True,
            width=62,
        ),
        Column(
            name="priority",
            title=_tr("Priority"),
            tip=_tr("Which way is up is the policy's business"),
            key=lambda row: row.priority,
            text=lambda row, _slot: str(row.priority),
            right=True,
            width=78,
        ),
        Column(
            name="nice",
            title=_tr("Nice"),
            tip=_tr("From -20, most CPU, to 19"),
            key=lambda row: row.nice,
            text=lambda row, _slot: str(row.nice),
            right=True,
            width=62,
        ),
        Column(
            name="program",
            title=_tr("Program"),
            tip=_tr("What its process runs"),
            key=lambda row: row.program,
            text=lambda row, _slot: row.program,
            width=120,
        ),
    )


class ThreadsPanel(TablePanel[ThreadRow]):
    """All threads at t, as a table; the one that is chosen in it is followed everywhere."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, thread_columns(), _number, _words)
        self._choosing = False
        self.search.setPlaceholderText(self.tr("Filter"))
        self.search.setAccessibleName(self.tr("Show only threads with these words"))
        self.search.setToolTip(self.tr("Show only threads with all of these words: P1, waiting, disk, core 2, app.py"))
        self.table.setAccessibleName(self.tr("Threads"))
        self.toggles = {state: StateToggle(state, theme, self) for state in ThreadState}
        for toggle in self.toggles.values():
            self.choices.addWidget(toggle)
            toggle.toggled.connect(self._choose_states)
        self.choices.addStretch(1)
        self.order_focus(*self.toggles.values())
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.doubleClicked.connect(self._go_to_change)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)

    def read(self, rows: Rows, t_ns: int) -> list[ThreadRow]:
        """Return the threads at ``t_ns``."""
        return rows.threads(t_ns)

    def show_at(self, t_ns: int) -> None:
        """Show the threads at ``t_ns``."""
        super().show_at(t_ns)
        counts = dict.fromkeys(ThreadState, 0)
        for row in self.model.rows:
            counts[row.state] += 1
        for state, toggle in self.toggles.items():
            toggle.set_count(counts[state])

    def show_arranged(self) -> None:
        """Show what the filter left, with the thread that is followed chosen."""
        super().show_arranged()
        self._mark_followed()

    def empty_text(self, *, filtered: bool) -> str:
        """Return what to say in place of a table without rows."""
        if filtered:
            return self.tr("No thread is like that now. Clear the filter, or show more states.")
        return self.tr("Threads stand here with their states, once a process has been launched.")

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        for toggle in self.toggles.values():
            toggle.set_theme(theme)

    def set_wide(self, *, wide: bool) -> None:
        """Name the states where there is room."""
        super().set_wide(wide=wide)
        for toggle in self.toggles.values():
            toggle.set_named(named=wide)

    def set_followed(self, thread: int | None) -> None:
        """Mark and choose the thread that is followed."""
        super().set_followed(thread)
        self.table.marks.followed = thread
        self.table.viewport().update()
        self._mark_followed()
        current = self.table.currentIndex()
        if thread is not None and current.isValid():
            self.table.scrollTo(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow nobody after Escape, and go to the change of state of the chosen thread after Enter."""
        if event.key() == Qt.Key.Key_Escape and self.followed is not None:
            self.thread_chosen.emit(None)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self._go_to_change(self.table.currentIndex())
        else:
            super().keyPressEvent(event)

    def _mark_followed(self) -> None:
        """Choose the row of the thread that is followed, without choosing it anew for everybody."""
        selection = self.table.selectionModel()
        chosen = [self.model.row_at(index.row()).thread for index in selection.selectedRows()]
        if chosen == ([] if self.followed is None else [self.followed]):
            return
        place = -1 if self.followed is None else self.model.row_of(self.followed)
        self._choosing = True
        if place < 0:
            selection.clearSelection()
        else:
            self.table.selectRow(place)
        self._choosing = False

    def _choose(self, chosen: QItemSelection, _before: QItemSelection) -> None:
        rows = {index.row() for index in chosen.indexes()}
        if len(rows) == 1 and not self._choosing:
            self.thread_chosen.emit(self.model.row_at(rows.pop()).thread)

    def _choose_states(self) -> None:
        wanted = {state for state, toggle in self.toggles.items() if toggle.isChecked()}
        self.model.set_choice(None if len(wanted) == len(self.toggles) else lambda row: row.state in wanted)
        self.show_arranged()

    def _go_to_change(self, index: QModelIndex) -> None:
        if index.isValid():
            self.time_requested.emit(self.model.row_at(index.row()).since_ns)

    def _show_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        menu = QMenu(self)
        if index.isValid():
            row = self.model.row_at(index.row())
            followed = row.thread == self.followed
            text = self.tr("Stop following {}") if followed else self.tr("Follow {}")
            menu.addAction(text.format(row.label), lambda: self.thread_chosen.emit(None if followed else row.thread))
            menu.addAction(
                self.tr("Go to when it came into this state"), lambda: self.time_requested.emit(row.since_ns)
            )
        menu.addAction(self.tr("Copy"), self.table.copy)
        if index.isValid():
            self.menu_opened.emit(menu, row.process, row.thread)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))
