"""``coreloom explore``: every schedule of a program's threads, and what they lead to. Imports no Qt."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop_app.cli.arguments import explore_parser
from desktop_app.cli.exploration_text import exploration_json, exploration_text, steps_text
from desktop_app.cli.output import write_note, write_output
from desktop_app.engine.schedules.outcomes import Exploration, explore_program
from desktop_app.engine.schedules.search import Bounds
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Scenario
from desktop_app.storage.limits import CountRange
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.scenario_file import open_source
from desktop_app.storage.wording import written

#: What fits in some gigabytes of memory.
_STATES: Final = CountRange(minimum=1, maximum=5_000_000)


def explore(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0, or 1 when a deadlock or an uncaught exception can happen.

    Raises:
        CoreloomError: When the source or an option cannot be used, or a program holds what cannot be explored.
    """
    options = explore_parser().parse_args(arguments)
    gil = GilMode.ANY_INSTRUCTION.value if options.gil is None else options.gil
    scenario = apply_overrides(open_source(Path(options.source)), gil=gil, threads=options.threads)
    bounds = Bounds() if options.states is None else Bounds(states=_states(options.states))
    found = list(_explorations(scenario, bounds))
    if not found:
        raise ScenarioError(scenario.source or scenario.title, "process", "", "at least one with a program to explore")
    if options.json:
        value = {"python": platform.python_version(), "programs": [exploration_json(one) for one in found]}
        write_output(f"{json.dumps(value)}\n")
    else:
        write_output("\n".join([steps_text({one.mode for one in found}), *map(exploration_text, found)]))
    for one in found:
        if one.truncated:
            write_note(f"{one.program}: {one.truncated}")
    return int(any(one.goes_wrong for one in found))


def _explorations(scenario: Scenario, bounds: Bounds) -> Iterator[Exploration]:
    """Yield an exploration for each program: processes share nothing, so each is explored by itself, and once."""
    entries = {(spec.program, spec.threads): None for spec in scenario.processes if spec.program is not None}
    for program, threads in entries:
        assert program is not None
        yield explore_program(program, threads, mode=scenario.machine.gil, bounds=bounds)


def _states(text: str) -> int:
    try:
        return _STATES.parse(text)
    except ValueError as error:
        raise ScenarioError("--states", "", written(text), str(error)) from None
