"""The schema that editors get of scenario files."""

from __future__ import annotations

import json
import re

import pytest

from desktop_app.model.scenario import ActionKind
from desktop_app.policies.protocol import OptionKind
from desktop_app.policies.registry import POLICIES
from desktop_app.storage.schema import scenario_schema
from desktop_app.storage.tables import ACTION_KEYS, SCHEDULER_KEYS, TABLES


def test_the_schema_knows_every_key_and_no_other():
    schema = scenario_schema()
    definitions = schema["$defs"]
    for table in TABLES.values():
        assert set(definitions[table.__name__]["properties"]) == set(table.__struct_fields__)
        assert definitions[table.__name__]["additionalProperties"] is False
    assert definitions["ScenarioDocument"]["required"] == ["process"]
    assert definitions["ProcessTable"]["properties"]["threads"] == {
        "description": "How many threads each of them has.",
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "default": 1,
    }
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_knows_every_policy_with_its_options():
    scheduler = scenario_schema()["$defs"]["ScenarioDocument"]["properties"]["scheduler"]
    assert scheduler["properties"]["policy"]["enum"] == sorted(POLICIES)
    assert list(scheduler["properties"]) == list(SCHEDULER_KEYS)
    options = {
        branch["if"]["properties"]["policy"]["const"]: set(branch["then"]["properties"]) - set(SCHEDULER_KEYS)
        for branch in scheduler["allOf"]
    }
    assert options == {name: {option.name for option in info.options} for name, info in POLICIES.items()}


def test_a_choice_and_a_list_of_durations_say_what_they_may_be():
    branches = scenario_schema()["$defs"]["ScenarioDocument"]["properties"]["scheduler"]["allOf"]
    described = {branch["if"]["properties"]["policy"]["const"]: branch["then"]["properties"] for branch in branches}
    kinds = set()
    for name, info in POLICIES.items():
        for option in info.options:
            kinds.add(option.kind)
            schema = described[name][option.name]
            if option.kind is OptionKind.CHOICE:
                assert schema["enum"] == list(option.choices)
            if option.kind is OptionKind.DURATIONS:
                assert [allowed["type"] for allowed in schema["anyOf"]] == ["string", "array"]
    assert {OptionKind.CHOICE, OptionKind.DURATIONS} <= kinds


def test_every_action_has_its_keys():
    items = scenario_schema()["$defs"]["ScenarioDocument"]["properties"]["action"]["items"]
    assert list(items["properties"]) == list(ACTION_KEYS)
    required = {branch["if"]["properties"]["do"]["const"]: branch["then"]["required"] for branch in items["allOf"]}
    assert set(required) == {kind.value for kind in ActionKind}
    assert required["kill"] == ["at", "do", "process"]
    assert required["nice"] == ["at", "do", "process", "nice"]
    assert required["policy"] == ["at", "do", "policy"]


def test_every_duration_and_size_says_its_range():
    definitions = scenario_schema()["$defs"]
    properties = [each for table in TABLES.values() for each in definitions[table.__name__]["properties"].values()]
    scheduler = definitions["ScenarioDocument"]["properties"]["scheduler"]
    branches = [branch["then"]["properties"].values() for branch in scheduler["allOf"]]
    properties += [
        *scheduler["properties"].values(),
        *(each for branch in branches for each in branch if each is not True),
    ]
    measured = [each for each in properties if "examples" in each or "examples" in each.get("anyOf", [{}])[0]]
    assert len(measured) > 40
    assert [each for each in measured if not re.search(r"From \S+ to .*\.$", each["description"])] == []
    assert definitions["MachineTable"]["properties"]["quantum"]["description"].endswith(" From 1us to 3600s.")


@pytest.mark.parametrize(
    ("table", "key", "zero"),
    [
        ("ScenarioDocument", "until", "0ms"),
        ("MachineTable", "ram", "0B"),
        ("MachineTable", "bus", "0B/s"),
        ("ProcessTable", "period", "0ms"),
        ("ProcessTable", "bursts", " "),
        ("ProcessTable", "name", " "),
        ("ResourceTable", "name", "a b"),
    ],
)
def test_what_loading_refuses_the_schema_refuses(table: str, key: str, zero: str):
    assert not re.search(scenario_schema()["$defs"][table]["properties"][key]["pattern"], zero)


def test_every_section_and_key_is_described():
    document = scenario_schema()["$defs"]["ScenarioDocument"]["properties"]
    assert [key for key, each in document.items() if not each.get("description")] == []
    assert document["scheduler"]["properties"]["policy"]["description"]


def test_a_bare_zero_is_in_the_schema_only_where_it_is_read():
    machine = scenario_schema()["$defs"]["MachineTable"]["properties"]
    assert machine["tick"]["type"] == ["string", "integer"]
    assert (machine["tick"]["minimum"], machine["tick"]["maximum"]) == (0, 0)
    assert machine["quantum"]["type"] == "string"
