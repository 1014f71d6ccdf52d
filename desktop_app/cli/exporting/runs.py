"""From a program or a scenario to its run, as far as an export needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.analysis.instants import instant_ns
from desktop_app.cli.output import write_note
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.engine.simulation import Simulation
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.instant import END, START, Anchor, Instant
from desktop_app.model.scenario import Scenario
from desktop_app.storage.trace_file.reading import Recording
from desktop_app.storage.wording import written
from desktop_app.trace.trace import Trace

#: How far beyond what is shown a run is known, in instructions, as in the window: a picture of a run that is over
#: differs from one of a run that goes on.
_AHEAD_SLOTS: Final = 20_000
_EVENTS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What is shown of a run.

    Attributes:
        trace: The run.
        begin_ns: The first moment.
        end_ns: The last one, no earlier.
    """

    trace: Trace
    begin_ns: int
    end_ns: int


def shot_of(source: Scenario | Recording, begin: tuple[str, Instant | None], end: tuple[str, Instant | None]) -> Shot:
    """Run a scenario as far as is needed to show a stretch of it; a recording has run.

    Args:
        source: The scenario, or the recording.
        begin: The option that says where the stretch begins, and what it says; None for the start.
        end: The option that says where it ends, and what it says; None for the end of the run.

    Raises:
        ScenarioError: When a moment is not in the run, the run never ends, or the stretch ends before it begins.
    """
    trace = source.trace if isinstance(source, Recording) else _run(source, begin, end)
    begin_ns = _moment(trace, begin[0], begin[1] or START)
    end_ns = _moment(trace, end[0], end[1] or END)
    if end_ns < begin_ns:
        expected = f"a moment after --from, which is at {format_duration(begin_ns)}"
        raise ScenarioError(end[0], "", format_duration(end_ns), expected)
    return Shot(trace=trace, begin_ns=begin_ns, end_ns=end_ns)


def _run(scenario: Scenario, begin: tuple[str, Instant | None], end: tuple[str, Instant | None]) -> Trace:
    """Return the run of a scenario, known to where the stretch ends, or to its end."""
    simulation = simulate(scenario, BATCH_LIMITS)
    trace = simulation.trace
    asked = [instant for _, instant in (begin, end) if instant is not None]
    if end[1] is not None and all(instant.anchor is Anchor.START for instant in asked):
        _run_to(simulation, max(instant.shift_ns for instant in asked))
        return trace
    simulation.run()
    if trace.truncated and (end[1] is None or any(instant.anchor is Anchor.END for instant in asked)):
        raise ScenarioError(end[0], "", "", f'a time such as "20ms", as the run has no end ({trace.truncated})')
    return trace


def run_to_end(scenario: Scenario) -> Trace:
    """Return the whole run of a scenario; a note says where it was cut short."""
    trace = simulate(scenario, BATCH_LIMITS).run()
    if trace.truncated:
        write_note(trace.truncated)
    return trace


def _run_to(simulation: Simulation, end_ns: int) -> None:
    trace = simulation.trace
    target_ns = end_ns + lookahead_ns(trace) + _AHEAD_SLOTS * trace.header.instruction_ns
    while not trace.finished and not trace.truncated and trace.known_until_ns < target_ns:
        simulation.advance(target_ns, _EVENTS)


def _moment(trace: Trace, flag: str, instant: Instant) -> int:
    """Return a moment of the run; a time beyond its end is its end, and a note says so."""
    if instant.anchor is Anchor.START and instant.shift_ns > trace.known_until_ns:
        if not trace.finished:
            raise ScenarioError(flag, "", written(instant.text), f"a time the run can reach ({trace.truncated})")
        write_note(
            f"the run ends at {format_duration(trace.known_until_ns)}, before {flag} {instant.text}; taking its end"
        )
        return trace.known_until_ns
    try:
        return instant_ns(trace, instant)
    except LookupError as error:
        raise ScenarioError(flag, "", written(instant.text), f"a moment of the run; {error}") from None
