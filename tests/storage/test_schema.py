"""The schema that editors get of scenario files."""

from __future__ import annotations

import json

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
