"""What will happen with what is entered: a run of the draft, drawn beside the fields, before one says OK."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.analysis.figures import RUN_FIGURES, duration_text, run_value, text_of
from desktop_app.analysis.metrics import measure
from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.styling import TEXT_PX
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.simulation import Simulation
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme, mono_font
from desktop_app.views.timeline.axis import natural_window
from desktop_app.views.timeline.painting import paint_timeline

#: A run of the draft ends here, so that it is there at once; an endless program has no end to show anyway.
PREVIEW_LIMITS = RunLimits(instructions=20_000, events=200_000, trace_bytes=8 * 2**20, forget=False)
#: Changes that follow each other this quickly are run once.
_WAIT_MS = 180
_SLICE_MS = 6
_EVENTS = 200
_SIZE_PX = QSize(380, 240)
_SCALE = 0.8
#: The figures that one chooses a machine and a policy by.
_SHOWN = (
    "cpu_utilisation",
    "mean_turnaround_ns",
    "mean_response_ns",
    "mean_waiting_ns",
    "context_switches",
    "migrations",
    "deadline_misses",
)


class _Picture(QWidget):
    """The whole of a run as the timeline shows it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trace: Trace | None = None
        self.setMinimumSize(_SIZE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Timeline of what will happen"))

    def show_trace(self, trace: Trace | None) -> None:
        """Show a run up to where it is known."""
        self._trace = trace
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        trace = self._trace
        if trace is None:
            return
        painter = QPainter(self)
        t_ns = trace.known_until_ns
        window = natural_window(trace, t_ns)
        paint_timeline(painter, QRectF(self.rect()), trace, t_ns, window, self._theme, scale=_SCALE)
        painter.end()


class Preview(QFrame):
    """Runs what a dialog would give, a slice at a time, and says how it ends beside how it ends now.

    Args:
        now: The run that is open, to compare with.
        theme: The colours.
        parent: The dialog.

    Signals:
        finished: A draft's run is shown.
    """

    finished = Signal()

    def __init__(self, now: Trace | None, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self._simulation: Simulation | None = None
        self._wanted: Scenario | None = None
        self._shown: Scenario | None = None
        set_role(self, "card")
        heading = QLabel(self.tr("What will happen"), self)
        set_role(heading, "section")
        self._picture = _Picture(theme, self)
        self.note = plain_label("")
        self.note.setWordWrap(True)
        set_role(self.note, "hint")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self.note)
        layout.addLayout(self._grid)
        self._cells: dict[str, tuple[QLabel, QLabel]] = {}
        self._make_grid()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._begin)
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._advance)

    def value(self, key: str) -> str:
        """Return a figure of the draft's run as it is shown; empty while there is none."""
        return self._cells[key][1].text()

    def show_scenario(self, scenario: Scenario | None) -> None:
        """Show what will happen with a scenario; None while what is entered is wrong: what was shown stays, greyed."""
        self._wanted = scenario
        self.setEnabled(scenario is not None)
        if scenario is None:
            self._wait.stop()
            self._work.stop()
            self.note.setText(self.tr("Nothing to run while something is wrong."))
        elif scenario != self._shown:
            self._wait.start()
        else:
            self._wait.stop()
            self._say_end()
            if self._simulation is not None and not self._simulation.trace.finished:
                self._work.start()  # it was put off

    def _make_grid(self) -> None:
        titles = {figure.key: figure for figure in RUN_FIGURES}
        for column, text in ((1, self.tr("now")), (2, self.tr("then"))):
            head = QLabel(text, self)
            set_role(head, "hint")
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        rows = [("end", self.tr("End"), self.tr("When the last thread terminates, or the run is stopped."))]
        rows += [(key, titles[key].title, titles[key].definition) for key in _SHOWN]
        for number, (key, title, tip) in enumerate(rows, start=1):
            name, now, then = QLabel(title, self), QLabel("", self), QLabel("", self)
            for label in (name, now, then):
                label.setToolTip(tip)
            for label in (now, then):
                label.setFont(mono_font(TEXT_PX - 1))
                label.setMinimumWidth(76)
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            set_role(now, "hint")
            self._grid.addWidget(name, number, 0)
            self._grid.addWidget(now, number, 1)
            self._grid.addWidget(then, number, 2)
            self._cells[key] = (now, then)
        if self._now is not None and self._now.finished:
            self._fill(self._now, 0)

    def _fill(self, trace: Trace, column: int) -> None:
        metrics = measure(trace)
        for figure in RUN_FIGURES:
            if figure.key in self._cells:
                self._cells[figure.key][column].setText(text_of(figure.kind, run_value(figure, metrics)))
        self._cells["end"][column].setText(duration_text(trace.known_until_ns))

    def _begin(self) -> None:
        scenario = self._wanted
        if scenario is None:
            return
        try:
            self._simulation = simulate(scenario, PREVIEW_LIMITS)
        except CoreloomError as error:
            self._simulation = self._shown = None
            self._picture.show_trace(None)
            self.note.setText(str(error))
            return
        self._shown = scenario
        self._work.start()

    def _advance(self) -> None:
        simulation = self._simulation
        if simulation is None:
            self._work.stop()
            return
        clock = QElapsedTimer()
        clock.start()
        while not simulation.trace.finished and clock.elapsed() < _SLICE_MS:
            simulation.advance(OPEN - 1, _EVENTS)
        if simulation.trace.finished:
            self._work.stop()
            self._fill(simulation.trace, 1)
            self._picture.show_trace(simulation.trace)
            self._say_end()
            self.finished.emit()

    def _say_end(self) -> None:
        trace = self._simulation.trace if self._simulation is not None else None
        if trace is None or not trace.finished:
            self.note.setText("")
        elif trace.truncated:
            self.note.setText(self.tr("Cut short: {reason}.").format(reason=trace.truncated.rstrip(".")))
        else:
            self.note.setText(self.tr("The whole run, from its start to its end."))
