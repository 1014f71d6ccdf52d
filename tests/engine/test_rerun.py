"""A run that goes on from a checkpoint is the run that it would have been from its beginning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.engine import checkpoints
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.rerun import rerun
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import StartCosts
from desktop_app.model.scenario import Scenario, SchedulerSpec
from tests.engine.observed import columns, do, task
from tests.engine.random_scenarios import scenarios
from tests.engine.random_scripts import descriptions, image_of
from tests.engine.scripted_programs import Machine
from tests.scenarios import MS, bursts, program

LIMITS = RunLimits(instructions=20_000, trace_bytes=2**28, forget=False, checkpoints=True)
BASE = Scenario(
    title="t",
    processes=(
        bursts("cpu 3ms, io disk 2ms, " * 20 + "cpu 1ms"),
        bursts("lock m, cpu 2ms, unlock m, sleep 1ms, " * 10 + "cpu 40ms", name="B"),
        program("n = 0\nxs = []\nwhile n < 40:\n    n = n + 1\n    xs.append(n)\nprint(n)\n"),
    ),
)


@pytest.fixture(autouse=True)
def frequent(monkeypatch):
    """Take checkpoints often enough for small runs."""
    monkeypatch.setattr(checkpoints, "FIRST_DISTANCE", 20)
    monkeypatch.setattr(checkpoints, "DISTANCE_PER_THREAD", 0)


def finished(scenario):
    simulation = simulate(scenario, LIMITS)
    simulation.run()
    return simulation


@pytest.mark.parametrize(
    "action",
    [
        do(60, "terminate", "B"),
        do(50, "launch", "A"),
        do(30, "nice", "A", value=5),
        do(70, "policy", scheduler=SchedulerSpec(policy="srtf")),
    ],
    ids=lambda action: action.kind.value,
)
def test_an_action_is_added_and_taken_back(action):
    before = finished(BASE)
    changed = replace(BASE, actions=(action,))
    resumed = rerun(before, changed)
    assert 0 < resumed.now_ns < action.at_ns
    assert columns(resumed.run()) == columns(finished(changed).trace)
    undone = rerun(resumed, BASE)
    assert undone.now_ns > 0
    assert columns(undone.run()) == columns(before.trace)


@given(scenarios(), st.data())
def test_any_run_goes_on_as_if_from_its_beginning(scenario, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "FIRST_DISTANCE", 10)
        kept = data.draw(st.integers(0, len(scenario.actions)))
        before = finished(replace(scenario, actions=scenario.actions[:kept]))
        assert columns(rerun(before, scenario).run()) == columns(finished(scenario).trace)


def test_another_workload_is_run_from_the_beginning():
    other = replace(BASE, processes=BASE.processes[:1])
    assert rerun(finished(BASE), other).now_ns == 0


def test_a_policy_that_does_not_exist_is_refused_before_the_run():
    wrong = replace(BASE, actions=(do(60, "policy", scheduler=SchedulerSpec(policy="none")),))
    with pytest.raises(ScenarioError, match=r"scheduler\.policy"):
        rerun(finished(BASE), wrong)


def test_the_checkpoints_stay_few_and_spread_out():
    long = replace(BASE, processes=(bursts("cpu 2s"), bursts("cpu 2s")))
    taken = finished(long).checkpoints.taken
    assert 4 <= len(taken) <= checkpoints.MAX_CHECKPOINTS
    assert taken[0].mark.now_ns < 500 * MS
    assert taken[-1].mark.now_ns > 3_000 * MS


def test_one_change_after_another_without_a_checkpoint_between():
    """The checkpoint that the second rerun begins at knows nothing of the action that the first one added."""
    first = do(60, "terminate", "B")
    second = replace(BASE, actions=(first, do(61, "nice", "A", value=3)))
    resumed = rerun(finished(BASE), replace(BASE, actions=(first,)))
    resumed.run()
    again = rerun(resumed, second)
    assert 0 < again.now_ns < first.at_ns
    assert columns(again.run()) == columns(finished(second).trace)


def test_one_launch_after_another_without_a_checkpoint_between():
    actions = (do(60, "launch", "A"), do(61, "launch", "B"), do(62, "kill", "A"))
    simulation = finished(BASE)
    for count in (1, 2, 3, 2, 1, 0):
        described = replace(BASE, actions=actions[:count])
        simulation = rerun(simulation, described)
        simulation.run()
        assert columns(simulation.trace) == columns(finished(described).trace)


def test_a_run_that_only_a_later_action_kept_going_is_not_gone_on_with():
    stuck = replace(
        BASE,
        processes=(bursts("cpu 2ms, " * 20 + "lock m, lock m"), bursts("cpu 1ms", name="B", launches=0)),
        actions=(do(500, "launch", "B"),),
    )
    undone = replace(stuck, processes=stuck.processes, actions=(do(400, "nice", "A", value=1),))
    assert columns(rerun(finished(stuck), undone).run()) == columns(finished(undone).trace)


TASKS = Scenario(
    title="t",
    scheduler=SchedulerSpec(policy="rate-monotonic"),
    processes=(task(1, 4, name="A"), task(1, 5, name="B")),
    until_ns=60 * MS,
)


def test_a_launch_that_is_put_off_leaves_no_jobs_behind():
    early = replace(TASKS, actions=(do(30, "launch", "B"),))
    never = replace(TASKS, actions=(do(70, "launch", "B"),))
    assert columns(rerun(finished(early), never).run()) == columns(finished(never).trace)


def test_an_action_after_the_end_puts_the_end_off():
    endless = replace(TASKS, until_ns=None)
    later = replace(endless, actions=(do(30, "nice", "A", value=1),))
    assert columns(rerun(finished(endless), later).run()) == columns(finished(later).trace)
    assert columns(rerun(finished(later), endless).run()) == columns(finished(endless).trace)


def test_a_policy_that_goes_releases_who_was_throttled_before_the_checkpoint():
    throttling = Scenario(
        title="t",
        scheduler=SchedulerSpec(policy="cbs"),
        processes=(task(60, 100, runtime=20), bursts("cpu 1ms, sleep 1ms, " * 40 + "cpu 1ms", name="B")),
        until_ns=200 * MS,
    )
    before = finished(throttling)
    for at_ms in (60, 75, 90):
        changed = replace(throttling, actions=(do(at_ms, "policy", scheduler=SchedulerSpec(policy="edf")),))
        resumed = rerun(before, changed)
        assert resumed.now_ns > 20 * MS
        assert columns(resumed.run()) == columns(finished(changed).trace)


def test_a_program_that_has_executed_beyond_a_new_action_is_not_gone_on_with():
    """Where nothing is to come, a program executes far ahead in one go, and so do the checkpoints know of it."""
    alone = Scenario(title="t", scheduler=SchedulerSpec(policy="fcfs"), processes=(program("n = 1\n" * 200),))
    killed = replace(alone, actions=(do(10, "kill", "app.py"),))
    before = finished(alone)
    assert before.checkpoints.taken[0].mark.now_ns < 10 * MS < before.checkpoints.taken[0].executed_ns
    assert columns(rerun(before, killed).run()) == columns(finished(killed).trace)


def everything(trace):
    return columns(trace), list(trace.processes), list(trace.threads)


_ACTIONS = st.lists(
    st.tuples(
        st.integers(1, 30).map(lambda tenths: tenths / 10 + 0.03),
        st.sampled_from(["launch", "kill", "terminate", "interrupt"]),
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(descriptions(), min_size=1, max_size=2),
    st.booleans(),
    st.fixed_dictionaries({"cores": st.integers(1, 3), "policy": st.sampled_from(["fcfs", "round-robin", "priority"])}),
    _ACTIONS,
    st.integers(0, 3),
)
def test_programs_that_start_others_go_on_as_if_from_the_beginning(programs, shares, fields, actions, kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "FIRST_DISTANCE", 3)
        machine, made = Machine(patch), [image_of(description, shares=shares) for description in programs]
        fields["starts"], done = StartCosts(fork_ns=500_000), tuple(do(at, kind, "app.py") for at, kind in actions)
        before = machine.simulation(*made, limits=LIMITS, actions=done[:kept], **fields)
        before.run()
        machine.use(*made)
        resumed = everything(rerun(before, replace(before.plan.scenario, actions=done)).run())
        assert resumed == everything(machine.run(*made, limits=LIMITS, actions=done, **fields))
