"""Whether the parts of a scenario still fit together after a dialog changed some of them."""

from __future__ import annotations

import re
from typing import Any

from desktop_app.model.errors import CoreloomError, ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.action_parsing import parse_actions
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.scenario_checks import check_scenario
from desktop_app.storage.scenario_values import action_values

_ENTRY = re.compile(r"process\[(\d+)\]\.?(.*)")


def problem_of(scenario: Scenario) -> str:
    """Return the first thing that a scenario file could not say either, as a sentence; empty when there is none.

    A dialog checks its own fields; this finds what they contradict elsewhere, such as an affinity for a core that
    the machine no longer has, or an action about an entry that was taken out.
    """
    try:
        check_scenario(scenario, file="")
        tables = [_table(action_values(action)) for action in scenario.actions]
        parse_actions(tables, machine=scenario.machine, processes=scenario.processes, reader=FieldReader(file=""))
    except ScenarioError as error:
        return f"{_place(error.field, scenario)}{error.value}: expected {error.expected}."
    return ""


def reason_of(error: CoreloomError) -> str:
    """Return what an error says, without the name of the file where that is what is open."""
    return str(error).removeprefix(f"{error.file}: ") if isinstance(error, ScenarioError) else str(error)


def _table(values: Any) -> dict[str, Any]:  # noqa: ANN401 - a file's values nest
    """Return values as a file's reader gives them: with lists for tuples."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _place(field: str, scenario: Scenario) -> str:
    """Return what a message is about; an entry of the workload goes by its name, which a dialog shows."""
    match = _ENTRY.fullmatch(field)
    if match is None:
        return "" if field == "process" else f"{field}: "
    name, key = scenario.processes[int(match[1])].name, match[2]
    return f"{name}, {key}: " if key else f"{name}: "
