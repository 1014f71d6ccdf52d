"""The sections and their keys."""

from __future__ import annotations

from dataclasses import fields

from desktop_app.model.machine import GilMode, StartCosts, StartMethod
from desktop_app.model.scenario import ActionKind
from desktop_app.model.workload import ResourceKind, SchedulingClass
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import tables
from desktop_app.storage.machine_parsing import starts_key


def test_the_choices_are_those_of_the_model():
    # The tables name them once more, as a Literal cannot be made of an enum.
    for kind, table, key in (
        (GilMode, tables.MachineTable, "gil"),
        (StartMethod, tables.ProcessTable, "start"),
        (SchedulingClass, tables.ProcessTable, "scheduling"),
        (ResourceKind, tables.ResourceTable, "kind"),
    ):
        text = str(table.__annotations__[key])
        assert [member.value for member in kind if f"'{member.value}'" not in text.replace('"', "'")] == []


def test_every_start_cost_has_a_key():
    keys = tables.StartsTable.__struct_fields__
    assert sorted(keys) == sorted(starts_key(field.name) for field in fields(StartCosts))
    assert len(set(keys)) == len(keys)


def test_no_option_of_a_policy_hides_a_key():
    taken = {*tables.SCHEDULER_KEYS, *tables.ACTION_KEYS} - {"priority", "cores"}
    for info in POLICIES.values():
        assert taken & {option.name for option in info.options} == set()
    assert {kind.value for kind in ActionKind} & set(tables.ACTION_KEYS) == {
        "nice",
        "priority",
        "affinity",
        "cores",
        "policy",
    }
