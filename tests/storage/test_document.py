"""The shape of a scenario file, and the schema that editors get of it."""

from __future__ import annotations

import json

import msgspec
import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import document
from desktop_app.storage.document import MachineTable, ProcessTable, ScenarioDocument, check_document, scenario_schema


def test_the_schema_knows_every_key_and_no_other():
    schema = scenario_schema()
    definitions = schema["$defs"]
    for table in (MachineTable, ProcessTable, ScenarioDocument):
        assert set(definitions[table.__name__]["properties"]) == set(table.__struct_fields__)
        assert definitions[table.__name__]["additionalProperties"] is False
    assert definitions["ScenarioDocument"]["required"] == ["process"]
    assert definitions["MachineTable"]["properties"]["cores"] == {
        "description": "Number of identical cores.",
        "type": "integer",
        "minimum": 1,
        "maximum": 64,
        "default": 1,
    }
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_knows_every_policy_with_its_options():
    scheduler = scenario_schema()["$defs"]["ScenarioDocument"]["properties"]["scheduler"]
    assert scheduler["properties"]["policy"]["enum"] == sorted(POLICIES)
    options = {
        branch["if"]["properties"]["policy"]["const"]: set(branch["then"]["properties"]) - {"policy"}
        for branch in scheduler["allOf"]
    }
    assert options == {name: {option.name for option in info.options} for name, info in POLICIES.items()}


@pytest.mark.parametrize("table", [MachineTable, ProcessTable, ScenarioDocument])
def test_every_key_says_what_would_be_right(table: type[msgspec.Struct]):
    path = {MachineTable: ["machine"], ProcessTable: ["process"], ScenarioDocument: []}[table]
    for key in table.__struct_fields__:
        assert document._expected([*path, key])


def test_a_value_of_the_wrong_type_is_shown_as_written():
    with pytest.raises(ScenarioError) as caught:
        check_document({"process": [{"bursts": "cpu 1ms"}, {"threads": 1.5}]}, file="lab.toml")
    assert str(caught.value) == "lab.toml: process[1].threads is 1.5: expected a whole number from 1 to 1000"
