"""Runs what the table of the five differences shows, a piece at a time, and reads its figures from the traces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.camera import Camera
from desktop_app.model.lit import LitTarget, parse_lit
from desktop_app.model.scenario import Action, ActionKind, Scenario
from desktop_app.model.workload import Program
from desktop_app.program.loading import LoadedProgram
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.resources import resource_path
from desktop_app.storage.scenario_file import open_source
from desktop_app.teaching.differences.figures import Figure
from desktop_app.teaching.differences.table import TABLE, Criterion, Demonstration, Run
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace

#: Many times what the demonstrations take.
_LIMITS: Final = RunLimits(instructions=200_000, events=1_000_000, trace_bytes=64 * 2**20, forget=False)
#: Events of one piece: about a millisecond.
_EVENTS: Final = 20
#: When somebody tries to end a thread alone: it works by then.
_SIGNAL_NS: Final = 20_000_000
#: A stretch is played in about so many seconds, at one of these speeds.
_SECONDS: Final = 10
_SPEED_STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a demonstration shows on the stage.

    Attributes:
        title: What it is called.
        scenario: What is run.
        begin_ns: The moment from which it is played, in nanoseconds.
        end_ns: The moment until which.
        speed_ns: Simulated nanoseconds per second of playing.
        camera: Where one looks from.
        lit: What is lit; empty when nothing is more important than the rest.
    """

    title: str
    scenario: Scenario
    begin_ns: int
    end_ns: int
    speed_ns: int
    camera: Camera
    lit: tuple[LitTarget, ...]


def scenario_of(run: Run) -> Scenario:
    """Return the scenario of a run as it is opened to play.

    Raises:
        CoreloomError: When it is missing or damaged: the installation is.
    """
    scenario = open_source(resource_path(f"differences/{run.file}.toml"))
    return apply_overrides(scenario, cores=run.cores or None, gil=run.gil or None)


def _with_attempt(scenario: Scenario, label: str) -> Scenario:
    """Return a scenario in which somebody tries to end one thread alone."""
    thread = int(label.rpartition("T")[2])
    name = scenario.processes[0].name
    action = Action(at_ns=_SIGNAL_NS, kind=ActionKind.TERMINATE, process=name, thread=thread)
    return replace(scenario, actions=(*scenario.actions, action))


class Measurements:
    """The runs of some demonstrations and their figures; each run is done once.

    `steps` does it a piece at a time, so that a window answers in between.

    Args:
        criteria: The rows whose cells are measured.
    """

    def __init__(self, criteria: Sequence[Criterion] = TABLE) -> None:
        self._criteria = tuple(criteria)
        self._traces: dict[Run, Trace] = {}
        self._figures: dict[int, tuple[Figure, ...]] = {}
        self._loaded: dict[Program, LoadedProgram] = {}

    def steps(self) -> Iterator[Demonstration | None]:
        """Measure all cells, row by row; yield None for each piece, and each demonstration whose figures are there.

        Raises:
            CoreloomError: When a scenario cannot be run: the installation is damaged.
        """
        for criterion in self._criteria:
            for cell in criterion.cells:
                for demonstration in cell.demonstrations:
                    yield from self._measuring(demonstration)
                    yield demonstration

    def figures(self, demonstration: Demonstration) -> tuple[Figure, ...]:
        """Return the figures of a demonstration, which is run to its end where it was not yet; raises as `steps`."""
        for _ in self._measuring(demonstration):
            pass
        return self._figures[id(demonstration)]

    def measured(self, demonstration: Demonstration) -> bool:
        """Whether the figures of a demonstration are there without any more work."""
        return id(demonstration) in self._figures

    def trace(self, demonstration: Demonstration) -> Trace:
        """Return the whole trace that a demonstration's figures are from; raises as `steps`."""
        self.figures(demonstration)
        return self._traces[demonstration.run]

    def showing(self, demonstration: Demonstration) -> Showing:
        """Return what a demonstration shows on the stage; raises as `steps`."""
        begin_ns, end_ns = demonstration.stretch(self.trace(demonstration))
        return Showing(
            title=demonstration.title,
            scenario=scenario_of(demonstration.run),
            begin_ns=begin_ns,
            end_ns=end_ns,
            speed_ns=playing_speed_ns(end_ns - begin_ns),
            camera=demonstration.camera,
            lit=tuple(parse_lit(text) for text in demonstration.lit),
        )

    def _measuring(self, demonstration: Demonstration) -> Iterator[None]:
        if id(demonstration) in self._figures:
            return
        runs = [demonstration.run] if demonstration.alone is None else [demonstration.run, demonstration.alone]
        for run in runs:
            yield from self._running(run)
        self._figures[id(demonstration)] = demonstration.read(*(self._traces[run] for run in runs))

    def _running(self, run: Run) -> Iterator[None]:
        if run in self._traces:
            return
        scenario = scenario_of(run)
        if run.signals_thread:
            scenario = _with_attempt(scenario, run.signals_thread)
        simulation = simulate(scenario, _LIMITS, self._loaded)
        self._loaded = {**self._loaded, **simulation.plan.loaded}
        yield
        while not simulation.trace.finished:
            simulation.advance(OPEN - 1, _EVENTS)
            yield
        self._traces[run] = simulation.trace


def playing_speed_ns(span_ns: int) -> int:
    """Return a round speed, in nanoseconds a second, at which a stretch takes ten seconds, or less."""
    wanted, power = max(1, span_ns // _SECONDS), 1
    while True:
        for step in _SPEED_STEPS:
            if step * power >= wanted:
                return step * power
        power *= 10
