"""Several runs a little ahead of one playhead, in slices between which the window answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.analysis.moment import Moments
from desktop_app.app.ahead import EVENTS, PAUSE_MS, SLICE_MS, SLICES_TO_END, target_ns
from desktop_app.app.playhead import Playhead
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.simulation import Simulation
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import Program
from desktop_app.program.loading import LoadedProgram
from desktop_app.trace.trace import Trace

#: How far ahead of the playhead each run goes, in instructions.
_AHEAD_SLOTS: Final = 8_000
#: Nothing is forgotten, as figures are of the whole run: one of more history than this, for each, is cut off.
COMPARED_LIMITS: Final = RunLimits(instructions=None, trace_bytes=128 * 2**20, forget=False)


@dataclass(slots=True)
class _Run:
    """A run with what it is made from; neither simulation nor problem before it is loaded."""

    title: str
    scenario: Scenario | None
    simulation: Simulation | None = None
    moments: Moments | None = None
    problem: str = ""


class Runs(QObject):
    """Runs scenarios side by side.

    Loading one takes a moment, so they are loaded one after the other, and what several have in common once.

    Signals:
        loaded: All scenarios are loaded, or refused, and known as far as the moment to begin with needs: what `sides`
            returns is whole, and the playhead is there.
        progressed: Some run is known further than before.
    """

    loaded = Signal()
    progressed = Signal()

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._runs: list[_Run] = []
        self._programs: dict[Program, LoadedProgram] = {}
        self._to_end = 0
        #: The moment to begin with, until the runs are known that far; None after that.
        self._begins_ns: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._work)
        playhead.moved.connect(self._keep_ahead)

    # -- what there is --------------------------------------------------------------------------------------

    @property
    def sides(self) -> list[tuple[str, Moments | str]]:
        """Each run's title, and its pictures or why there are none; empty until all can be shown."""
        if self.loading:
            return []
        return [(run.title, run.problem if run.moments is None else run.moments) for run in self._runs]

    @property
    def loading(self) -> bool:
        """Whether some scenario is yet to be loaded, or known as far as the moment to begin with needs it."""
        return self._begins_ns is not None

    @property
    def traces(self) -> list[Trace]:
        """The traces of all that could be loaded."""
        return [run.simulation.trace for run in self._runs if run.simulation is not None]

    @property
    def finished(self) -> bool:
        """Whether every run is known to its end."""
        return not self.loading and all(trace.finished for trace in self.traces)

    @property
    def known_until_ns(self) -> int:
        """Up to when all runs can be shown; where all are over, the end of the last."""
        traces = self.traces
        open_ends = [trace.known_until_ns - lookahead_ns(trace) for trace in traces if not trace.finished]
        if open_ends:
            return max(0, min(open_ends))
        return max((trace.known_until_ns for trace in traces), default=0)

    # -- what is asked for ----------------------------------------------------------------------------------

    def open(self, sides: Sequence[tuple[str, Scenario | str]], at_ns: int = 0) -> None:
        """Run other scenarios; what cannot be run says why in `sides`.

        Args:
            sides: Titles, each with a scenario, or a text that says why there is none.
            at_ns: The moment to begin with, in nanoseconds, or the last one where all runs are over before.
        """
        self._playhead.pause()
        self._playhead.clear_loop()
        self._runs = [
            _Run(title=title, scenario=None, problem=found)
            if isinstance(found, str)
            else _Run(title=title, scenario=found)
            for title, found in sides
        ]
        self._to_end = 0
        self._begins_ns = at_ns
        self._timer.start()

    def go_to_end(self) -> None:
        """Take the playhead to the end of the longest run, and the runs first; of an endless one, as far as it gets."""
        self._to_end = SLICES_TO_END
        self._show_range()
        self._keep_ahead()

    def stay(self) -> None:
        """Go no further to the end."""
        self._to_end = 0

    def close(self) -> None:
        """Stop running, until it is to go on."""
        self._timer.stop()

    def go_on(self) -> None:
        """Go on with what is not loaded yet, or not far enough ahead."""
        self._keep_ahead()

    # -- how it works ---------------------------------------------------------------------------------------

    def _target_ns(self, trace: Trace) -> int:
        shown_ns = self._playhead.t_ns if self._begins_ns is None else self._begins_ns
        shown_ns = trace.known_until_ns if self._to_end else shown_ns
        return target_ns(trace, shown_ns, self._playhead.speed_ns, _AHEAD_SLOTS)

    def _behind(self) -> list[Simulation]:
        """Return the runs that are not far enough ahead, the one that is known least far first."""
        found = [run.simulation for run in self._runs if run.simulation is not None]
        behind = [
            one for one in found if not one.trace.finished and one.trace.known_until_ns < self._target_ns(one.trace)
        ]
        return sorted(behind, key=lambda one: one.trace.known_until_ns)

    def _keep_ahead(self) -> None:
        if self.loading or self._behind():
            self._timer.start()

    def _work(self) -> None:
        unloaded = next((run for run in self._runs if run.simulation is None and not run.problem), None)
        if unloaded is not None:
            self._load(unloaded)
            return
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < SLICE_MS:
            behind = self._behind()
            if not behind:
                self._timer.stop()
                break
            behind[0].advance(self._target_ns(behind[0].trace), EVENTS)
        if self._begins_ns is not None:
            self._begin(self._begins_ns)
            return
        self._to_end = max(0, self._to_end - 1)
        self._show_range()
        self.progressed.emit()

    def _load(self, run: _Run) -> None:
        assert run.scenario is not None
        try:
            run.simulation = simulate(run.scenario, COMPARED_LIMITS, self._programs)
        except CoreloomError as error:
            run.problem = str(error)
        else:
            self._programs.update(run.simulation.plan.loaded)
            run.moments = Moments(run.simulation.trace)

    def _begin(self, at_ns: int) -> None:
        """Say that all is loaded, as soon as the moment to begin with can be shown."""
        if any(not trace.finished and trace.known_until_ns <= at_ns + lookahead_ns(trace) for trace in self.traces):
            return
        # Programs that nothing uses any more are forgotten.
        used = {spec.program for run in self._runs if run.scenario is not None for spec in run.scenario.processes}
        self._programs = {program: found for program, found in self._programs.items() if program in used}
        self._begins_ns = None
        self._show_range()
        self._playhead.go_to(at_ns)
        self.loaded.emit()
        self._keep_ahead()

    def _show_range(self) -> None:
        """A moment can be shown when nothing that is yet to be run can change any of the pictures."""
        self._playhead.set_range(0, self.known_until_ns, ends=self.finished)
        if self._to_end:
            self._to_end *= not self.finished
            self._playhead.go_to(self.known_until_ns)
