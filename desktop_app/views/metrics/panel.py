"""The metrics panel: the figures at t and at the end of the run, worked out a little at a time."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from time import perf_counter
from typing import cast

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.figures import Subject, duration_text
from desktop_app.analysis.metrics import Metrics, measuring
from desktop_app.analysis.moment import Moments
from desktop_app.trace.trace import Trace
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.empty_state import ContentOrEmpty
from desktop_app.views.metrics.delegate import TwoValues
from desktop_app.views.metrics.model import FigureModel, Format, Role, columns_of, copied, table_of
from desktop_app.views.panel import Panel
from desktop_app.views.theme import DARK, Theme

#: The window may be kept waiting for so long at a time while figures are worked out, in seconds.
_BUDGET_S = 0.004
#: Between two times at which it is, in milliseconds: frames come first.
_PAUSE_MS = 8
#: Dispatches or waits between two looks at the clock: about 2 ms.
_STEP = 2_048

#: How wide the columns of a run's values are, and which share of the panel each has in between.
_NARROWEST_PX, _WIDEST_PX, _VALUE_SHARE = 90, 136, 0.27

_Job = Generator[None, None, Metrics]


class MetricsPanel(Panel):
    """A table of figures: of the run, or of each process, thread or core."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._wanted_ns = 0
        self._now: tuple[int, Metrics] | None = None
        self._end: Metrics | None = None
        self._job: tuple[int, bool, _Job] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._work)
        self.subject = QComboBox(self)
        self.subject.setAccessibleName(self.tr("What the figures are about"))
        self.subject.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        names = (self.tr("Whole run"), self.tr("Processes"), self.tr("Threads"), self.tr("Cores"))
        for subject, name in zip(Subject, names, strict=True):
            self.subject.addItem(name, subject)
        self.note = ElidedLabel(self.tr("Which moments are shown"), self)
        self.copy = self._copy_button()
        self.model = FigureModel(self)
        self.table = self._table()
        self._body = ContentOrEmpty(self.table, self)
        self._lay_out()
        self.subject.currentIndexChanged.connect(self._change_subject)
        self._body.show_sentence(self._nothing())

    def _copy_button(self) -> QToolButton:
        button, menu = QToolButton(self), QMenu(self)
        button.setText(self.tr("Copy ▾"))
        button.setToolTip(self.tr("Copy this table"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        names = (self.tr("As &text"), self.tr("As &CSV, numbers in full"), self.tr("As &Markdown"))
        for form, name in zip(Format, names, strict=True):
            menu.addAction(name).triggered.connect(partial(self.copy_as, form))
        button.setMenu(menu)
        return button

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        self._delegate = TwoValues(self.theme)
        table.setItemDelegate(self._delegate)
        table.setAccessibleName(self.tr("Figures"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # as far as one sees
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.activated.connect(self._choose)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(14, 4, 10, 6)
        top.setSpacing(10)
        top.addWidget(self.subject)
        top.addWidget(self.note, 1)
        top.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._body, 1)

    def sizeHint(self) -> QSize:
        """Wide enough for the figures of the run."""
        return QSize(440, 480)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self._now = self._end = self._job = None
        self._timer.stop()
        self._wanted_ns = moments.trace.begin_ns

    def show_at(self, t_ns: int) -> None:
        """Show the figures at ``t_ns``, at once if they are soon worked out."""
        self._wanted_ns = t_ns
        if self.moments is not None:
            self._work()

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self._delegate.theme = theme
        self.table.viewport().update()

    def _work(self) -> None:
        """Go on until everything is known, or for as long as others can wait."""
        trace = self.moments.trace if self.moments is not None else None
        if trace is None or trace.begin_ns > 0:
            self._body.show_sentence(self._nothing())
            return
        until = perf_counter() + _BUDGET_S
        while (job := self._next_job(trace)) is not None:
            at_ns, is_end, steps = job
            try:
                next(steps)
            except StopIteration as found:
                self._take(trace, at_ns, found.value, is_end=is_end)
            if perf_counter() >= until:
                self._timer.start()
                break
        self._tell()

    def _next_job(self, trace: Trace) -> tuple[int, bool, _Job] | None:
        if self._job is None:
            if self._now is None or self._now[0] != self._wanted_ns:
                self._job = (self._wanted_ns, False, measuring(trace, self._wanted_ns, _STEP))
            elif self._end is None and trace.finished:
                self._job = (trace.known_until_ns, True, measuring(trace, trace.known_until_ns, _STEP))
        return self._job

    def _take(self, trace: Trace, at_ns: int, found: Metrics, *, is_end: bool) -> None:
        self._job = None
        if is_end:
            self._end = found
        else:
            self._now = (at_ns, found)
        self._fill(trace)

    def _fill(self, trace: Trace) -> None:
        if self._now is None:
            return
        at_ns, now = self._now
        subject = cast("Subject", self.subject.currentData())
        columns = columns_of(subject, self.tr("at {}").format(duration_text(at_ns)))
        before = len(self.model.columns), len(self.model.rows)
        self.model.fill(columns, table_of(subject, trace, at_ns, now, self._end))
        self._body.show_content()
        if before != (len(columns), len(self.model.rows)):
            self._fit(subject)

    def _fit(self, subject: Subject) -> None:
        """Give columns their room; later values may be longer, and nothing is to move then."""
        run = subject is Subject.RUN
        self.table.setSortingEnabled(not run)
        self.table.horizontalHeader().setSortIndicator(-1 if run else 0, Qt.SortOrder.AscendingOrder)
        self.table.verticalHeader().setDefaultSectionSize(32 if run else 50)
        header = self.table.horizontalHeader()
        mode = QHeaderView.ResizeMode
        for column in range(len(self.model.columns)):
            header.setSectionResizeMode(column, mode.Stretch if run and not column else mode.Interactive)
            content = self.table.sizeHintForColumn(column)
            self.table.setColumnWidth(
                column, self._value_px() if run else max(84, header.sectionSizeHint(column), content)
            )

    def _value_px(self) -> int:
        """Return how wide the columns of a run's values are."""
        return round(min(_WIDEST_PX, max(_NARROWEST_PX, _VALUE_SHARE * self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the values of a run more room where there is more."""
        super().resizeEvent(event)
        if self.subject.currentData() is Subject.RUN:
            for column in range(1, len(self.model.columns)):
                self.table.setColumnWidth(column, self._value_px())

    def _tell(self) -> None:
        if self._now is None:
            self.note.say(self.tr("counting…"))
            return
        at, end = duration_text(self._now[0]), self.tr("at the end") if self._end is not None else ""
        behind = self._job is not None and self._now[0] != self._wanted_ns
        if behind:
            self.note.say(self.tr("counting… · at {}").format(at))
        elif self.subject.currentData() is Subject.RUN:
            self.note.say("")
        else:
            self.note.say(
                self.tr("above: at {at} · below: {end}").format(at=at, end=end or self.tr("the end, not known yet"))
            )

    def _nothing(self) -> str:
        if self.moments is not None and self.moments.trace.begin_ns > 0:
            return self.tr(
                "The run is so long that its beginning was forgotten: its figures cannot be counted any more."
            )
        return self.tr("Turnaround, response and waiting times, utilisation and throughput of a run stand here.")

    # -- what the user does ---------------------------------------------------------------------------------

    def _change_subject(self) -> None:
        if self.moments is not None:
            self._fill(self.moments.trace)
            self._tell()

    def _choose(self, index: QModelIndex) -> None:
        thread = index.data(Role.THREAD)
        if isinstance(thread, int):
            self.thread_chosen.emit(thread)

    def copy_as(self, form: Format) -> None:
        """Put the table as it is sorted into the clipboard."""
        if self.model.rows:
            QApplication.clipboard().setText(copied(self.model.columns, self.model.rows, form, self.tr("at the end")))
