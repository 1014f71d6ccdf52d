"""Options of the command line take the place of a scenario's values, under the same limits."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Action, ActionKind, Fit, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, Parameters, Periodic, ProcessSpec, Program
from desktop_app.storage.overriding import apply_overrides
from tests.strategies import scenarios

SCENARIO = Scenario(
    title="Lab",
    machine=Machine(cores=2, quantum_ns=NS_PER_MS),
    scheduler=SchedulerSpec(policy="round-robin", options=MappingProxyType({"quantum": "3ms"})),
    processes=tuple(ProcessSpec(name=name, program=Program(name=name, source="x = 1\n")) for name in "AB"),
    until_ns=5,
    seed=1,
)


@given(scenario=scenarios)
def test_no_option_changes_nothing(scenario: Scenario):
    assert apply_overrides(scenario) == scenario


def test_every_option_at_once():
    changed = apply_overrides(
        SCENARIO,
        cores="64",
        policy="fcfs",
        quantum="2ms",
        context_switch="5us",
        processes="3",
        threads="4",
        until="20ms",
        seed="9",
        gil="free-threaded",
        placement="stealing",
        tick="4ms",
    )
    assert changed.machine == Machine(
        cores=64,
        quantum_ns=2 * NS_PER_MS,
        context_switch_ns=5000,
        gil=GilMode.FREE_THREADED,
        tick_ns=4 * NS_PER_MS,
    )
    assert changed.scheduler == SchedulerSpec(policy="fcfs", placement=Placement.STEALING)
    assert [(process.name, process.launches, process.threads) for process in changed.processes] == [
        ("A", 3, 4),
        ("B", 3, 4),
    ]
    assert (changed.until_ns, changed.seed, changed.title) == (20 * NS_PER_MS, 9, "Lab")


def test_a_quantum_takes_effect_over_the_policys_own():
    changed = apply_overrides(SCENARIO, quantum="2ms")
    assert changed.machine.quantum_ns == 2 * NS_PER_MS
    assert dict(changed.scheduler.options) == {}


def test_a_policy_keeps_the_options_it_knows():
    assert apply_overrides(SCENARIO, policy="round-robin").scheduler == SCENARIO.scheduler
    assert dict(apply_overrides(SCENARIO, policy="fcfs").scheduler.options) == {}


@pytest.mark.parametrize(
    ("option", "text", "value", "expected"),
    [
        ("cores", "0", '"0"', "a whole number from 1 to 64"),
        ("cores", "65", '"65"', "a whole number from 1 to 64"),
        ("cores", "-1", '"-1"', "a whole number from 1 to 64"),
        ("cores", "2.0", '"2.0"', "a whole number from 1 to 64"),
        ("cores", "", '""', "a whole number from 1 to 64"),
        ("cores", "two", '"two"', "a whole number from 1 to 64"),
        ("cores", "１", '"１"', "a whole number from 1 to 64"),
        ("cores", "9" * 5000, '"99999', "a whole number from 1 to 64"),
        ("policy", "random", '"random"', "one of cbs, cfs"),
        ("policy", "fcf", '"fcf"', 'did you mean "fcfs"?'),
        ("quantum", "0ms", '"0ms"', "a duration from 1us to 3600s"),
        ("quantum", "1", '"1"', "a duration from 1us to 3600s"),
        ("context_switch", "-1ms", '"-1ms"', "a duration from 0ms to 3600s"),
        ("processes", "0", '"0"', "a whole number from 1 to 1000"),
        ("threads", "1001", '"1001"', "a whole number from 1 to 1000"),
        ("until", "0ms", '"0ms"', "a duration of more than 0"),
        ("until", "nan", '"nan"', "a duration of more than 0"),
        ("seed", "-1", '"-1"', "a whole number from 0 to 9223372036854775807"),
        ("seed", str(2**63), f'"{2**63}"', "a whole number from 0 to 9223372036854775807"),
        ("gil", "no", '"no"', "gil or free-threaded or any-instruction"),
        ("placement", "local", '"local"', "global or partitioned or stealing"),
        ("tick", "3601s", '"3601s"', "a duration from 0ms to 3600s"),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_its_option(option: str, text: str, value: str, expected: str):
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(SCENARIO, **{option: text})
    assert caught.value.file == f"--{option.replace('_', '-')}"
    assert caught.value.field == ""
    assert value in caught.value.value
    assert expected in caught.value.expected
    assert str(caught.value).startswith(f"--{option.replace('_', '-')} is {value[:4]}")


def test_all_threads_together_stay_under_the_limit():
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(SCENARIO, processes="1000", threads="6")
    assert (caught.value.file, caught.value.value) == ("--threads", "12000 threads")
    assert "at most 10000 threads in all" in caught.value.expected
    assert str(caught.value).startswith("--threads makes 12000 threads: expected")


def test_what_actions_change_stays_under_the_limit_too():
    change = Action(at_ns=1, kind=ActionKind.NICE, process="A", value=1)
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(replace(SCENARIO, actions=(change,) * 1_001), threads="1000")
    assert str(caught.value).startswith("--threads makes 1,001,000 changes of threads: expected at most 1,000,000")


def test_a_number_of_cores_replaces_core_types():
    machine = Machine(cores=4, speeds_ppm=(1_000_000, 1_000_000, 500_000, 500_000), siblings=(0, 0, 1, 1))
    changed = apply_overrides(replace(SCENARIO, machine=machine), cores="2")
    assert changed.machine == Machine(cores=2)


def test_another_policy_keeps_where_threads_queue():
    scheduler = SchedulerSpec(placement=Placement.PARTITIONED, fit=Fit.WORST, balance_ns=5_000)
    changed = apply_overrides(replace(SCENARIO, scheduler=scheduler), policy="fcfs").scheduler
    assert changed == replace(scheduler, policy="fcfs")


def test_what_only_an_action_launches_stays_so():
    first, second = SCENARIO.processes
    waiting = replace(
        SCENARIO,
        processes=(replace(first, launches=0), second),
        actions=(Action(at_ns=1, kind=ActionKind.LAUNCH, process=first.name),),
    )
    assert [process.launches for process in apply_overrides(waiting, processes="3").processes] == [0, 3]


def test_too_few_cores_for_an_affinity_are_refused():
    bound = replace(SCENARIO.processes[0], parameters=Parameters(affinity=(0, 1)))
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(replace(SCENARIO, processes=(bound,)), cores="1")
    assert (
        str(caught.value)
        == "--cores: process[0].affinity is [0, 1]: expected core number 0 only, as the machine has 1 core"
    )


def test_a_policy_that_reserves_checks_what_is_reserved():
    task = ProcessSpec(
        name="T",
        bursts=(Burst(kind=BurstKind.CPU, duration_ns=9),),
        periodic=Periodic(period_ns=5, wcet_ns=9, deadline_ns=5, runtime_ns=9),
    )
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(replace(SCENARIO, processes=(task,)), policy="cbs")
    assert (caught.value.file, caught.value.field) == ("--policy", "process[0].runtime")


def test_a_tick_must_be_longer_than_what_it_costs():
    machine = Machine(tick_ns=4 * NS_PER_MS, tick_cost_ns=5_000)
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(replace(SCENARIO, machine=machine), tick="5us")
    assert str(caught.value) == '--tick is "5us": expected more than what a tick costs, 5us'
