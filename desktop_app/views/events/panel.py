"""The event log: what happened up to t and around it, filtered, followed, copied and saved."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.event_log import EventLog, LogFilter
from desktop_app.analysis.event_sources import LogGroup
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.atomic import write_atomically
from desktop_app.trace.trace import Trace
from desktop_app.views.events.model import TEXT, TIME, EventModel
from desktop_app.views.events.saving import as_csv, as_text
from desktop_app.views.events.table import EventTable
from desktop_app.views.events.words import group_name
from desktop_app.views.panel import Panel
from desktop_app.views.saving import ask_where_to_save
from desktop_app.views.styling import mark
from desktop_app.views.theme import DARK, Theme

_LABEL = re.compile(r"\s*P(?P<process>\d{1,9})(?:[.·\s]*T(?P<thread>\d{1,9}))?\s*", re.ASCII | re.IGNORECASE)
#: So near an end of what was read, more is read.
_NEAR_ROWS = 20
_LEAST_PX = 240
_WIDE_PX = 380


def whom(trace: Trace, text: str) -> tuple[int, int] | None:
    """Return the process and the thread that ``P1`` or ``P1·T2`` names, -1 for all of them; None for nobody."""
    if not text.strip():
        return -1, -1
    match = _LABEL.fullmatch(text)
    if match is None:
        return None
    process = int(match["process"]) - 1
    if not 0 <= process < len(trace.processes):
        return None
    if match["thread"] is None:
        return process, -1
    number, threads = int(match["thread"]), trace.processes[process].threads
    return (process, threads[number - 1]) if 0 < number <= len(threads) else None


class EventsPanel(Panel):
    """The event log.

    Attributes:
        model: The events around t.
        table: The events as they are shown.
        only: Whose events are shown.
        follow: Whether the row at t is kept in sight.
    """

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._log: EventLog | None = None
        self._lines: OutputLines | None = None
        self._groups = frozenset(LogGroup)
        self._t_ns = 0
        self._scrolling = False
        self.model = EventModel(self)
        self.table = EventTable(theme, self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Events"))
        self.table.scrolled_away.connect(self._let_go)
        self.table.clicked.connect(self._go_to)
        self.table.verticalScrollBar().valueChanged.connect(self._read_on)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy, context=Qt.ShortcutContext.WidgetShortcut)
        self.only = QLineEdit(self)
        self.only.setPlaceholderText(self.tr("P1 or P1·T2"))
        self.only.setAccessibleName(self.tr("Whose events are shown"))
        self.only.setToolTip(
            self.tr("Show only events of a process, such as P1, or of a thread, such as P1·T2 or P1.T2")
        )
        self.only.setClearButtonEnabled(True)
        self.only.textChanged.connect(lambda _text: self._filter())
        self.kinds = QToolButton(self)
        self.kinds.setText(self.tr("Kinds"))
        self.kinds.setToolTip(self.tr("Choose which kinds of events are shown"))
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds.setMenu(self._kinds_menu())
        self.follow = QToolButton(self)
        self.follow.setText(self.tr("Follow"))
        self.follow.setToolTip(self.tr("Keep the row of the moment in sight; scrolling lets go of it"))
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.follow.toggled.connect(self._keep_in_sight)
        self.more = QToolButton(self)
        self.more.setText(self.tr("Save…"))
        self.more.setToolTip(self.tr("Save the log, as it is filtered, as text or CSV"))
        self.more.clicked.connect(self.ask_save)
        self._arrange()

    def _arrange(self) -> None:
        self.empty, self.problem = QLabel(self), QLabel(self)
        self.empty.setProperty("role", "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(24, 12, 24, 12)
        self.problem.setProperty("role", "problem")
        for label in (self.empty, self.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.problem.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        tools.addWidget(self.only, 1)
        for button in (self.kinds, self.follow, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tools.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(tools)
        layout.addWidget(self.problem)
        layout.addWidget(self.stack, 1)
        # Tab goes from the line above the table to the table, as they stand.
        QWidget.setTabOrder(self.more, self.table)
        self.setMinimumWidth(_LEAST_PX)

    def _kinds_menu(self) -> QMenu:
        menu = QMenu(self)
        for group in LogGroup:
            action = menu.addAction(group_name(group))
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(group)
            action.toggled.connect(lambda _checked: self._choose_kinds())
        menu.addSeparator()
        menu.addAction(self.tr("All kinds"), lambda: self.choose_kinds(frozenset(LogGroup)))
        return menu

    # -- what is shown --------------------------------------------------------------------------------------

    def set_moments(self, moments: Moments) -> None:
        """Show another trace, with the same kinds of events of all threads."""
        super().set_moments(moments)
        self._lines = OutputLines(moments.trace)
        self._log = None
        self.only.clear()
        self.problem.hide()
        self._filter()

    def show_at(self, t_ns: int) -> None:
        """Mark the last event by ``t_ns``, in sight unless the user scrolled away."""
        self._t_ns = t_ns
        if self._log is None:
            return
        self._scrolling = True
        self.model.show(t_ns)
        self._scrolling = False
        rows = self.model.rowCount()
        self.stack.setCurrentWidget(self.table if rows else self.empty)
        if not rows:
            self.empty.setText(self._nothing())
            return
        latest = str(self.model.index(rows - 1, TIME).data())
        width = self.table.events.time_width(latest)
        if width != self.table.columnWidth(TIME):
            self.table.setColumnWidth(TIME, width)
        self._keep_in_sight()

    def _nothing(self) -> str:
        if len(self._groups) < len(LogGroup) or self.only.text().strip():
            return self.tr("No such event happened near this moment. Choose more kinds, or everybody's events.")
        return self.tr("What happens stands here: launches, dispatches, preemptions, waits, locks and more.")

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.table.events.theme = theme
        self.table.viewport().update()

    def set_followed(self, thread: int | None) -> None:
        """Write the events of the thread that is followed in bold."""
        super().set_followed(thread)
        self.table.events.followed = thread
        self.table.viewport().update()

    def choose_kinds(self, groups: frozenset[LogGroup]) -> None:
        """Show only events of these kinds."""
        for action in self.kinds.menu().actions():
            if action.isCheckable():
                action.blockSignals(True)
                action.setChecked(action.data() in groups)
                action.blockSignals(False)
        self._choose_kinds()

    def _choose_kinds(self) -> None:
        actions = [action for action in self.kinds.menu().actions() if action.isCheckable()]
        self._groups = frozenset(action.data() for action in actions if action.isChecked())
        shown, count = len(self._groups), len(LogGroup)
        self.kinds.setText(self.tr("Kinds") if shown == count else self.tr("{} of {}").format(shown, count))
        self._filter()

    def _filter(self) -> None:
        """Make the log anew, of what is wanted now; while a name is being typed that nobody has, it stays."""
        if self.moments is None or self._lines is None:
            return
        found = whom(self.moments.trace, self.only.text())
        mark(self.only, "invalid", found is None)
        if found is None:
            return
        process, thread = found
        wanted = LogFilter(groups=self._groups, process=process if thread < 0 else -1, thread=thread)
        self._log = EventLog(self.moments.lives, wanted, self._lines)
        self.model.set_log(self._log)
        self.show_at(self._t_ns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write in two lines where there is no room for one."""
        super().resizeEvent(event)
        self.table.set_wide(wide=event.size().width() >= _WIDE_PX)
        self._keep_in_sight()

    # -- scrolling ------------------------------------------------------------------------------------------

    def _keep_in_sight(self) -> None:
        if self.follow.isChecked() and self.model.rowCount():
            self._scrolling = True
            self.table.settle()
            index = self.model.index(max(0, self.model.now_row), TEXT)
            self.table.scrollTo(index, EventTable.ScrollHint.PositionAtCenter)
            self._scrolling = False

    def _let_go(self) -> None:
        self.follow.setChecked(False)

    def _read_on(self, value: int) -> None:
        """Read more where the user scrolls near an end, and leave what is seen where it is."""
        bar = self.table.verticalScrollBar()
        if self._scrolling:
            return
        self._scrolling = True
        if value < _NEAR_ROWS:
            count = self.model.read_earlier()
            self.table.settle()
            bar.setValue(value + count)
        elif value > bar.maximum() - _NEAR_ROWS:
            before = self.model.entry(value).place
            if self.model.read_later():
                self.table.settle()
                shift = next(row for row in range(self.model.rowCount()) if self.model.entry(row).place == before)
                bar.setValue(shift)
        self._scrolling = False

    # -- what the user does ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the moment of the chosen event after Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self._go_to(self.table.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the chosen events, or all that are read where none is."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = rows or range(self.model.rowCount())
        QGuiApplication.clipboard().setText("".join(f"{self.model.text(row)}\n" for row in chosen))

    def ask_save(self) -> None:
        """Ask for a file and save the log there."""
        path = ask_where_to_save(
            self, self.tr("Save the log"), "events.txt", self.tr("Text (*.txt);;Table (*.csv)"), _as_log
        )
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Save the log as it is filtered, as CSV where the name ends so, and say so when that fails."""
        if self._log is None:
            return
        self.problem.clear()
        try:
            write_atomically(path, (as_csv if path.suffix.lower() == ".csv" else as_text)(self._log))
        except CoreloomError as error:
            self.problem.setText(self.tr("The log cannot be saved. {}").format(error))
        self.problem.setVisible(bool(self.problem.text()))

    def _go_to(self, index: QModelIndex) -> None:
        modifiers = QGuiApplication.keyboardModifiers()
        if index.isValid() and not modifiers & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        ):
            self.time_requested.emit(self.model.entry(index.row()).event.time_ns)

    def _show_menu(self, at: QPoint) -> None:
        self.event_menu(self.table.indexAt(at)).popup(self.table.viewport().mapToGlobal(at))

    def event_menu(self, index: QModelIndex) -> QMenu:
        """Return what one can do with an event."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if index.isValid() and self.moments is not None:
            event, trace = self.model.entry(index.row()).event, self.moments.trace
            menu.addAction(self.tr("Go there"), lambda: self.time_requested.emit(event.time_ns))
            if event.thread >= 0:
                label = trace.threads[event.thread].label
                menu.addAction(self.tr("Follow {}").format(label), lambda: self.thread_chosen.emit(event.thread))
                menu.addAction(self.tr("Only {}").format(label), lambda: self.only.setText(label))
            if event.process >= 0:
                owner = trace.processes[event.process].label
                menu.addAction(self.tr("Only {}").format(owner), lambda: self.only.setText(owner))
            menu.addSeparator()
        menu.addAction(self.tr("Copy"), self.copy)
        menu.addAction(self.tr("Save…"), self.ask_save)
        return menu


def _as_log(path: Path, chosen: str) -> Path:
    """Return the name of a log's file, from the one that was typed and the type that was chosen."""
    return path if path.suffix else path.with_suffix(".csv" if "csv" in chosen else ".txt")
