"""Parsing the text of a scenario file that is right, or wrong."""

from __future__ import annotations

import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.scenario_parsing import parse_scenario

CPU = '[[process]]\nbursts = "cpu 1ms"\n'


def parsed(text: str) -> Scenario:
    return parse_scenario(text, file="lab.toml", folder=None)


def check_refusal(text: str, field: str, value: str, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parsed(text)
    error = caught.value
    assert (error.file, error.field) == ("lab.toml", field)
    assert value in error.value
    assert expected in error.expected
    assert len(str(error)) < 500
