import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ProgramError, ScenarioError
from desktop_app.model.scenario import Scenario, SchedulerSpec
from tests.scenarios import bursts, program, run, scenario


def test_a_scenario_without_work_is_refused():
    with pytest.raises(ScenarioError, match="at least one"):
        simulate(scenario(), BATCH_LIMITS)


def test_an_unknown_policy_names_the_known_ones():
    described = Scenario(title="t", scheduler=SchedulerSpec(policy="lottary"), processes=(bursts("cpu 1ms"),))
    with pytest.raises(ScenarioError, match="fcfs, round-robin"):
        simulate(described, BATCH_LIMITS)


def test_an_option_of_a_policy_is_checked():
    described = Scenario(
        title="t", scheduler=SchedulerSpec(policy="fcfs", options={"quantum": "1ms"}), processes=(bursts("cpu 1ms"),)
    )
    with pytest.raises(ScenarioError, match=r"scheduler\.quantum"):
        simulate(described, BATCH_LIMITS)


def test_a_program_that_cannot_be_compiled_is_refused_before_anything_runs():
    with pytest.raises(ProgramError, match="line 2"):
        simulate(scenario(program("x = 1\ny = = 2\n")), BATCH_LIMITS)


def test_processes_and_threads_are_numbered_in_the_order_of_the_scenario():
    trace = run(bursts("cpu 1ms", arrival_ns=5_000, launches=2, threads=2), program())
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2", "P2·T1", "P2·T2", "P3·T1"]
    assert [info.listing for info in trace.processes] == [-1, -1, 0]
    assert trace.header.policy == "round-robin"
    assert trace.header.quantum_ns == 1_000_000
