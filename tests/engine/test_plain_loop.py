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
