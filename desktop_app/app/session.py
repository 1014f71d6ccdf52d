"""A session: the scenario that is open, and the engine that runs it a little ahead of the playhead."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.playhead import Playhead
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.engine.simulation import Simulation
from desktop_app.model.scenario import Scenario
from desktop_app.trace.trace import Trace

#: The engine works in slices of wall time this long, so that the window answers in between.
_SLICE_MS = 6
_PAUSE_MS = 2
#: Events between two looks at the clock.
_EVENTS = 50
#: How far ahead of the playhead the engine runs: enough for a short program to be known to its end at once.
_AHEAD_SLOTS = 20_000
#: And in seconds of playing at the current speed.
_AHEAD_S = 5
#: How many slices of work the way to the end of a run may take, as it may have none: a quarter of a minute.
_SLICES_TO_END = 2_500


class Session(QObject):
    """What is open and how far it has run.

    Signals:
        opened: Another scenario is open; its trace.
        progressed: The trace is known further than before.
    """

    opened = Signal(object)
    progressed = Signal()

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._scenario: Scenario | None = None
        self._simulation: Simulation | None = None
        #: How many slices more the playhead follows the engine to the end of the run; 0 when it goes its own way.
        self._to_end = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._work)
        playhead.moved.connect(self._keep_ahead)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is open."""
        return self._scenario

    @property
    def trace(self) -> Trace | None:
        """Its trace."""
        return self._simulation.trace if self._simulation else None

    def open(self, scenario: Scenario) -> None:
        """Load a scenario and begin to run it; what was open stays when that fails.

        Raises:
            CoreloomError: When the scenario or one of its programs cannot be used.
        """
        simulation = simulate(scenario, WINDOW_LIMITS)
        self._playhead.pause()
        self._scenario, self._simulation = scenario, simulation
        self._to_end = 0
        self._playhead.set_range(0, 0, ends=False)
        self._playhead.go_to(0)
        self._work()
        self.opened.emit(simulation.trace)
        self._keep_ahead()

    def rename(self, scenario: Scenario) -> None:
        """Take over a scenario that runs just as the open one does: it was saved under another name."""
        self._scenario = scenario

    def go_to_end(self) -> None:
        """Take the playhead to the end of the run, and the engine first; of an endless one, as far as it comes."""
        self._to_end = _SLICES_TO_END
        trace = self.trace
        if trace is not None:
            self._show_range(trace)
            self._keep_ahead()

    def stay(self) -> None:
        """Go no further to the end of the run."""
        self._to_end = 0

    def close(self) -> None:
        """Stop running."""
        self._timer.stop()

    def _target_ns(self, trace: Trace) -> int:
        ahead = max(_AHEAD_SLOTS * trace.header.instruction_ns, _AHEAD_S * self._playhead.speed_ns)
        # On the way to the end, the engine is never far enough ahead.
        return (trace.known_until_ns if self._to_end else self._playhead.t_ns) + lookahead_ns(trace) + ahead

    def _keep_ahead(self) -> None:
        trace = self.trace
        if trace is not None and not trace.finished and trace.known_until_ns < self._target_ns(trace):
            self._timer.start()

    def _work(self) -> None:
        simulation = self._simulation
        if simulation is None:
            return
        trace = simulation.trace
        clock = QElapsedTimer()
        clock.start()
        while not trace.finished and trace.known_until_ns < self._target_ns(trace):
            simulation.advance(self._target_ns(trace), _EVENTS)
            if clock.elapsed() >= _SLICE_MS:
                break
        else:
            self._timer.stop()
        self._to_end = max(0, self._to_end - 1)
        self._show_range(trace)
        self.progressed.emit()

    def _show_range(self, trace: Trace) -> None:
        """A moment can be shown when nothing the engine has yet to do can change its picture."""
        if trace.finished:
            self._playhead.set_range(trace.begin_ns, trace.known_until_ns, ends=True)
        else:
            limit = trace.known_until_ns - lookahead_ns(trace)
            self._playhead.set_range(trace.begin_ns, limit, ends=False)
        if self._to_end:
            self._to_end *= not trace.finished
            self._playhead.go_to(trace.known_until_ns)
