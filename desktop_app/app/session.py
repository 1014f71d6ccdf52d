"""A session: the scenario that is open, and its run: made a little ahead of the playhead, or recorded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.ahead import EVENTS, PAUSE_MS, SLICE_MS, SLICES_TO_END, target_ns
from desktop_app.app.differences import NEVER_NS, first_difference_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.runs import Recorded, Run, is_known_whole
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.engine.rerun import rerun
from desktop_app.engine.simulation import Simulation
from desktop_app.model.scenario import Scenario
from desktop_app.trace.trace import Trace

#: How far ahead of the playhead the engine runs: enough for a short program to be known to its end at once.
_AHEAD_SLOTS = 20_000
#: Runs that are kept for coming back to them, the open one not counted.
_KEPT = 5
#: A changed run is shown at once when it is known as far as the old one was within this time.
_AT_ONCE_MS = 60


class Session(QObject):
    """What is open and how far it has run.

    Signals:
        opened: Another scenario is open; its trace.
        continued: The open scenario goes on in another way from some moment on; its trace, and that moment in
            nanoseconds. Before that moment it is the trace there was.
        progressed: The trace is known further than before.
        catching_up: A changed run is not known yet as far as the playhead is, or is now.
    """

    opened = Signal(object)
    continued = Signal(object, object)
    progressed = Signal()
    catching_up = Signal(bool)

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._scenario: Scenario | None = None
        self._run: Run | None = None
        #: How many slices more the playhead follows the engine to the end of the run; 0 when it goes its own way.
        self._to_end = 0
        #: How many slices more it works towards the end of the run while the playhead stays where it is.
        self._whole = 0
        #: The end of the longest of the runs that are shown beside this one, in nanoseconds.
        self._beside_ns = 0
        #: Runs that were open, the latest last.
        self._kept: list[Simulation] = []
        #: The run that takes the place of the shown one as soon as it is known as far as the playhead is.
        self._coming: Simulation | None = None
        self._from_ns = 0
        self._plays_on = False
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._work)
        playhead.moved.connect(self._keep_ahead)

    @property
    def scenario(self) -> Scenario | None:
        """The scenario that is open."""
        return self._scenario

    @property
    def trace(self) -> Trace | None:
        """Its trace."""
        return self._run.trace if self._run else None

    @property
    def recorded(self) -> bool:
        """Whether a recording is open: the run of a file, which nothing can change."""
        return isinstance(self._run, Recorded)

    @property
    def whole(self) -> bool:
        """Whether nothing more will be known of what is open."""
        return self._run is not None and is_known_whole(self._run)

    @property
    def _simulation(self) -> Simulation | None:
        """The run, where the engine makes it."""
        return self._run if isinstance(self._run, Simulation) else None

    def open_recording(self, scenario: Scenario, trace: Trace) -> None:
        """Show the run of a file.

        Args:
            scenario: What was run.
            trace: What happened.
        """
        self._kept = []
        self._begin(scenario, Recorded(trace))

    def open(self, scenario: Scenario, *, keep: bool = False) -> None:
        """Load a scenario and begin to run it; what was open stays when that fails.

        Args:
            scenario: The scenario.
            keep: Whether one will come back to what is open now, and perhaps comes back to this one.

        Raises:
            CoreloomError: When the scenario or one of its programs cannot be used.
        """
        simulation = self._known_run(scenario) if keep else None
        if simulation is None:
            # What runs already need not be compiled again, which takes a child process.
            known = self._simulation.plan.loaded if self._simulation is not None else None
            simulation = simulate(scenario, WINDOW_LIMITS, known)
        self._keep(simulation, keep=keep)
        self._begin(scenario, simulation)

    def _begin(self, scenario: Scenario, run: Run) -> None:
        """Show a run from its beginning."""
        self._drop_coming()
        self._playhead.pause()
        self._scenario, self._run = scenario, run
        self._to_end = self._whole = self._beside_ns = 0
        self._playhead.set_range(0, 0, ends=False)
        self._playhead.go_to(0)
        self._work()
        self.opened.emit(run.trace)
        self._keep_ahead()

    def _known_run(self, scenario: Scenario) -> Simulation | None:
        """Return the run of a scenario that was kept, from its very beginning."""
        known = (run for run in self._kept if run.plan.scenario == scenario and run.trace.begin_ns == 0)
        return next(known, None)

    def _keep(self, coming: Simulation, *, keep: bool) -> None:
        """Keep the open run for later, or forget all that were kept."""
        now = [self._simulation] if self._simulation is not None else []
        self._kept = [run for run in (*self._kept, *now) if run is not coming][-_KEPT:] if keep else []

    @property
    def end_ns(self) -> int:
        """The end of what is known, in nanoseconds: of the longest run where others are shown beside this one."""
        return max(self.trace.known_until_ns if self.trace is not None else 0, self._beside_ns)

    def go_on_beside(self, end_ns: int) -> None:
        """Let the playhead go on beyond the end of the run, where longer runs are shown beside it.

        Args:
            end_ns: The end of the longest of them; 0 where there are none.
        """
        self._beside_ns = end_ns
        if self.trace is not None:
            self._show_range(self.trace)

    def complete(self) -> None:
        """Work on to the end of the run, or for a quarter of a minute; the playhead stays where it is."""
        self._whole = SLICES_TO_END
        self._keep_ahead()

    @property
    def completing(self) -> bool:
        """Whether it still works towards the end of the run."""
        return self._whole > 0 and self._run is not None and not self.whole

    def rename(self, scenario: Scenario) -> None:
        """Take over a scenario that runs just as the open one does: it was saved under another name."""
        self._scenario = scenario

    def change(self, scenario: Scenario) -> None:
        """Run the open scenario as it is now; when that fails, what was open stays.

        Where it differs in what is done from some moment on, it is gone on with: the playhead stays where it is and
        goes on to play, and what came before that moment does not change. Anything else is run from the beginning.

        Raises:
            CoreloomError: When the scenario or one of its programs cannot be used.
        """
        shown, before = self._simulation, self._scenario
        if shown is None or before is None:
            self.open(scenario)
            return
        from_ns = first_difference_ns(shown.plan.scenario, scenario)
        if from_ns is None:
            self.open(scenario)
        elif from_ns == NEVER_NS:  # as it is shown
            self._drop_coming()
            self._scenario = scenario
        else:
            # The shown run's own source, as another file name would be another run.
            coming = rerun(shown, replace(scenario, source=shown.plan.scenario.source))
            self._drop_coming()
            self._scenario, self._coming, self._from_ns = scenario, coming, from_ns
            self._catch_up()

    def _catch_up(self) -> None:
        """Bring a changed run to where the playhead is; where that takes long, in slices, while the playhead waits."""
        if self._advance_coming(_AT_ONCE_MS):
            return
        self._plays_on = self._playhead.playing
        self._playhead.pause()
        self.catching_up.emit(True)
        self._timer.start()

    def _advance_coming(self, slice_ms: int) -> bool:
        """Let the changed run go on for some time, and return whether it is shown now."""
        coming = self._coming
        assert coming is not None
        trace, clock = coming.trace, QElapsedTimer()
        needed_ns, wanted_ns = self._playhead.t_ns + lookahead_ns(trace) + 1, self._target_ns(trace)
        clock.start()
        # A short run is known to its end at once, so that nothing moves a moment later.
        while not trace.finished and trace.known_until_ns < wanted_ns and clock.elapsed() < slice_ms:
            coming.advance(wanted_ns, EVENTS)
        if not trace.finished and trace.known_until_ns < needed_ns:
            return False
        self._coming, self._run = None, coming
        self._show_range(trace)
        self.continued.emit(trace, self._from_ns)
        self._keep_ahead()
        return True

    def _drop_coming(self) -> None:
        if self._coming is not None:
            self._coming = None
            self._resume()

    def _resume(self) -> None:
        self.catching_up.emit(False)
        if self._plays_on:
            self._playhead.play()
        self._plays_on = False

    def go_to_end(self) -> None:
        """Take the playhead to the end of the run, and the engine first; of an endless one, as far as it comes."""
        self._to_end = SLICES_TO_END
        trace = self.trace
        if trace is not None:
            self._show_range(trace)
            self._keep_ahead()

    def stay(self) -> None:
        """Go no further to the end of the run."""
        self._to_end = 0

    def close(self) -> None:
        """Stop running."""
        self._coming = None
        self._timer.stop()

    def _target_ns(self, trace: Trace) -> int:
        shown_ns = trace.known_until_ns if self._to_end or self._whole else self._playhead.t_ns
        return target_ns(trace, shown_ns, self._playhead.speed_ns, _AHEAD_SLOTS)

    def _keep_ahead(self) -> None:
        trace = self.trace
        if self._coming is not None:
            self._timer.start()
            return
        if trace is not None and not self.whole and trace.known_until_ns < self._target_ns(trace):
            self._timer.start()

    def _work(self) -> None:
        if self._coming is not None:
            if self._advance_coming(SLICE_MS):
                self._resume()
            return
        run = self._run
        if run is None:
            return
        trace = run.trace
        clock = QElapsedTimer()
        clock.start()
        while not self.whole and trace.known_until_ns < self._target_ns(trace):
            run.advance(self._target_ns(trace), EVENTS)
            if clock.elapsed() >= SLICE_MS:
                break
        else:
            self._timer.stop()
        self._to_end, self._whole = max(0, self._to_end - 1), max(0, self._whole - 1)
        self._show_range(trace)
        self.progressed.emit()

    def _show_range(self, trace: Trace) -> None:
        """A moment can be shown when nothing the engine has yet to do can change its picture."""
        if trace.finished:
            self._playhead.set_range(trace.begin_ns, self.end_ns, ends=True)
        else:
            limit = trace.known_until_ns - lookahead_ns(trace)
            self._playhead.set_range(trace.begin_ns, limit, ends=self.whole)
        if self._to_end:
            self._to_end *= not self.whole
            self._playhead.go_to(self.end_ns if trace.finished else trace.known_until_ns)
