"""The loops that are written out record what the engine records moment by moment."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.fifo_loop import FifoLoop
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.engine.plain_loop import PlainLoop
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Placement, Scenario, SchedulerSpec
from tests.engine.observed import columns, do, ran, running, sound, task
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts


def by_moments(scenario):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FifoLoop, "applies", lambda _: False)
        return simulate(scenario, BATCH_LIMITS).run()


def by_the_plain_loop(scenario):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FifoLoop, "_suits", lambda _, __: False)
        return simulate(scenario, BATCH_LIMITS).run()


@given(scenarios(), st.sampled_from([0, 0, MS // 10]))
def test_all_ways_give_the_same_trace(scenario, cost_ns):
    cores = scenario.machine.cores
    plain = replace(
        scenario,
        machine=Machine(cores=cores, quantum_ns=scenario.machine.quantum_ns, context_switch_ns=cost_ns),
        scheduler=replace(scenario.scheduler, placement=Placement.GLOBAL),
        processes=tuple(replace(spec, parameters=replace(spec.parameters, affinity=())) for spec in scenario.processes),
    )
    expected = columns(sound(by_moments(plain)))
    assert columns(simulate(plain, BATCH_LIMITS).run()) == expected
    assert columns(by_the_plain_loop(plain)) == expected


@pytest.mark.parametrize("policy", ["edf", "rate-monotonic", "srtf", "priority", "mlfq", "round-robin"])
def test_tasks_and_bursts_take_the_loop_and_meet_the_same_times(policy, monkeypatch):
    used = []
    run = PlainLoop._run
    monkeypatch.setattr(PlainLoop, "_run", lambda *given: used.append(True) or run(*given))
    scenario = Scenario(
        title="t",
        machine=Machine(cores=2),
        scheduler=SchedulerSpec(policy=policy),
        processes=(task(2, 5), task(3, 10), task(1, 4), bursts("cpu 3ms, io disk 2ms, cpu 4ms")),
        until_ns=60 * MS,
    )
    assert columns(simulate(scenario, BATCH_LIMITS).run()) == columns(by_moments(scenario))
    # A FIFO has a loop of its own; the others account for CPU time or ask for timers.
    assert bool(used) == (policy in {"edf", "rate-monotonic"})


def test_an_action_takes_effect_in_the_middle_of_the_loop():
    trace = running(bursts("cpu 8ms"), bursts("cpu 4ms", name="B"), policy="srtf", actions=(do(2, "terminate", "B"),))
    assert ran(trace, 1) == [(0, 0, 2)]
    assert ran(trace, 0) == [(0, 2, 10)]


def test_a_thread_that_is_preempted_while_it_is_switched_to_has_done_nothing():
    trace = running(
        task(5, 20, name="A"),
        task(1, 20, deadline=5, offset=0.5, name="B"),
        policy="edf",
        until_ns=40 * MS,
        context_switch_ns=MS,
    )
    assert [run for run in ran(trace, 0) if run[1] < run[2]] == [(0, 3.5, 8.5), (0, 23.5, 28.5)]


def test_of_equal_ranks_the_job_that_was_released_first_runs_first():
    trace = running(
        task(5, 9, name="C"),
        task(1, 10, offset=3, name="A"),
        task(1, 10, offset=2, name="B"),
        policy="rate-monotonic",
        until_ns=18 * MS,
    )
    assert ran(trace, 1) == [(0, 6, 7), (0, 15, 16)]


def test_least_laxity_is_looked_at_again_at_every_moment():
    trace = running(
        task(3, 7, name="A"), task(3, 7, name="B"), task(3, 6, name="C"),
        policy="least-laxity", cores=2, quantum_ns=2 * MS, until_ns=14 * MS,
    )  # fmt: skip
    assert ran(trace, 0) == [(1, 0, 2), (1, 3, 4), (1, 7, 8), (0, 9, 11)]


def test_a_ready_thread_that_is_killed_does_not_come_back():
    trace = running(
        task(3, 10, name="A"),
        task(3, 12, name="B"),
        task(3, 15, name="C"),
        policy="edf",
        until_ns=30 * MS,
        actions=(do(2, "kill", "C"),),
    )
    assert ran(trace, 2) == []
    assert ran(trace, 1) == [(0, 3, 6), (0, 13, 16), (0, 24, 27)]
