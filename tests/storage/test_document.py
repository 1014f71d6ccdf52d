"""The shape of a scenario file."""

from __future__ import annotations

import msgspec
import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.storage import document
from desktop_app.storage.document import check_document
from desktop_app.storage.tables import SECTIONS, TABLES

CPU = {"bursts": "cpu 1ms"}


@pytest.mark.parametrize("path", TABLES, ids=".".join)
def test_every_key_says_what_would_be_right(path: tuple[str, ...]):
    for key in TABLES[path].__struct_fields__:
        assert document._expected([*path, key])


def test_a_value_of_the_wrong_type_is_shown_as_written():
    with pytest.raises(ScenarioError) as caught:
        check_document({"process": [CPU, {"threads": 1.5}]}, file="lab.toml")
    assert str(caught.value) == "lab.toml: process[1].threads is 1.5: expected a whole number from 1 to 1000"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"process": []}, "process has 0 entries: expected at least one [[process]] section"),
        ({"process": [CPU] * 1_001}, "process has 1001 entries: expected at least one [[process]] section"),
        ({"process": [CPU], "action": [{}] * 10_001}, "action has 10001 entries: expected [[action]] sections"),
        ({"process": [CPU], "machine": {"cores": []}}, "machine.cores has 0 entries: expected a whole number"),
        ({"process": [CPU | {"affinity": []}]}, "process[0].affinity has 0 entries: expected a list of core numbers"),
    ],
)
def test_a_list_of_the_wrong_length_says_how_many_it_has(raw: dict[str, object], words: str):
    with pytest.raises(ScenarioError) as caught:
        check_document(raw, file="lab.toml")
    assert str(caught.value).startswith(f"lab.toml: {words}")


def test_what_is_missing_in_an_entry_is_said_to_be_missing():
    with pytest.raises(ScenarioError) as caught:
        check_document({"process": [CPU], "resource": [{"name": "m"}]}, file="lab.toml")
    assert str(caught.value).startswith('lab.toml: resource[0].kind is missing: expected "mutex" or "rw-lock"')


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_the_wrong_type_says_what_it_is(section: str):
    raw = {"process": [CPU]} | {section: 3}
    with pytest.raises(ScenarioError) as caught:
        check_document(raw, file="lab.toml")
    assert (caught.value.field, caught.value.value, caught.value.expected) == (section, "3", SECTIONS[section])


@pytest.mark.parametrize(
    ("raw", "field", "expected"),
    [
        ({"machine": {"core": 4}}, "machine.core", 'did you mean "cores"?'),
        ({"machine": {"priority": 4}}, "machine.priority", "priority belongs under [[process]]"),
        ({"machine": {"fork": "1ms"}}, "machine.fork", "fork belongs under [machine.starts]"),
        ({"machine": {"starts": {"frok": "1ms"}}}, "machine.starts.frok", 'did you mean "fork"?'),
        ({"machine": {"cache": {"size": "1KB", "warm": 2}}}, "machine.cache.warm", "one of size, warmup, warm_rate"),
        ({"machine": {"cores": [{"count": 1}, {"sped": 1}]}}, "machine.cores[1].sped", 'did you mean "speed"?'),
        ({"resource": [{"name": "m", "kind": "mutex", "servers": 1}]}, "resource[0].servers", "under [[device]]"),
        ({"device": [{"name": "d"}, {"nam": "e"}]}, "device[1].nam", 'did you mean "name"?'),
        ({"process": [{"at": "1ms"}]}, "process[0].at", "at belongs under [[action]]"),
        ({"actoin": []}, "actoin", 'did you mean "action"?'),
    ],
)
def test_an_unknown_key_is_named_with_where_it_belongs(raw: dict[str, object], field: str, expected: str):
    with pytest.raises(ScenarioError) as caught:
        check_document({"process": [CPU]} | raw, file="lab.toml")
    assert caught.value.field == field
    assert expected in caught.value.expected
    assert len(str(caught.value)) < 500


def test_every_default_of_the_tables_is_allowed():
    made = check_document({"process": [CPU]}, file="lab.toml")
    assert check_document(msgspec.to_builtins(made), file="lab.toml") == made
