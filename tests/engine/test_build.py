from dataclasses import replace

import pytest

from desktop_app.engine.build import end_of, simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ProgramError, ScenarioError
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.program.loading import load_program
from tests.engine.observed import columns, do, running, task
from tests.scenarios import MS, bursts, program, run, scenario


def test_a_scenario_without_work_is_refused():
    with pytest.raises(ScenarioError, match="at least one"):
        simulate(scenario(), BATCH_LIMITS)


def test_an_unknown_policy_names_the_known_ones():
    described = Scenario(title="t", scheduler=SchedulerSpec(policy="lottary"), processes=(bursts("cpu 1ms"),))
    with pytest.raises(ScenarioError, match="one of fcfs"):
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


def test_a_run_ends_at_its_deadline_or_at_the_hyperperiod():
    tasks = (task(1, 4), task(1, 6, name="B"))
    assert simulate(Scenario(title="t", processes=tasks), BATCH_LIMITS).trace.header.hyperperiod_ns == 12_000_000
    stopped = Scenario(title="t", processes=tasks, until_ns=5)
    assert simulate(stopped, BATCH_LIMITS).trace.header.hyperperiod_ns is None


def test_reservations_that_do_not_fit_are_refused_with_the_process_to_blame():
    tasks = (task(5, 10), task(5, 10, name="B"))
    described = Scenario(title="t", scheduler=SchedulerSpec(policy="cbs"), processes=tasks)
    with pytest.raises(ScenarioError, match=r"process\[1\]\.runtime is 5ms"):
        simulate(described, BATCH_LIMITS)
    simulate(replace(described, machine=Machine(cores=2)), BATCH_LIMITS)


def test_a_later_policy_is_checked_before_the_run():
    later = do(5, "policy", scheduler=SchedulerSpec(policy="mlfq", options={"queues": 0}))
    with pytest.raises(ScenarioError, match=r"scheduler\.queues"):
        simulate(Scenario(title="t", processes=(bursts("cpu 1ms"),), actions=(later,)), BATCH_LIMITS)


@pytest.mark.parametrize(
    ("policy", "options", "key"),
    [
        ("round-robin", {"quantum": "1ns"}, "quantum"),
        ("round-robin", {"quantum": "1y"}, "quantum"),
        ("mlfq", {"queues": 2, "quantum": ("1ms", "2ms", "3ms")}, "quantum"),
        ("feedback", {"growth": 3}, "growth"),
        ("priority", {"preemptive": "yes"}, "preemptive"),
        ("cfs", {"quantum": "1ms"}, "quantum"),
    ],
)
def test_a_wrong_option_is_named(policy, options, key):
    described = Scenario(
        title="t", scheduler=SchedulerSpec(policy=policy, options=options), processes=(bursts("cpu 1ms"),)
    )
    with pytest.raises(ScenarioError, match=rf"scheduler\.{key}"):
        simulate(described, BATCH_LIMITS)


def test_locks_that_are_not_declared_come_into_being_as_the_bursts_use_them():
    described = Scenario(
        title="t", processes=(bursts("lock a, unlock a, unlock b"), bursts("read-lock b, unlock b", name="B"))
    )
    resources = simulate(described, BATCH_LIMITS).trace.resources
    assert [(spec.name, spec.kind.value) for spec in resources] == [("a", "mutex"), ("b", "rw-lock")]


def test_a_task_that_an_action_launches_counts_for_the_end():
    later = Scenario(title="t", processes=(task(3, 10, launches=0),), actions=(do(25, "launch", "A"),))
    assert end_of(later)[0] == 35 * MS
    both = replace(later, processes=(task(3, 10), task(2, 15, name="B", launches=0)), actions=(do(25, "launch", "B"),))
    assert end_of(both)[0] == (25 + 2 * 30) * MS


@pytest.mark.parametrize(("at_ms", "end_ms"), [(5, 10), (30, 40)])
def test_what_comes_after_the_hyperperiod_is_not_left_out(at_ms, end_ms):
    arriving = Scenario(title="t", processes=(task(3, 10), bursts("cpu 1ms", name="B", arrival_ns=at_ms * MS)))
    acting = Scenario(title="t", processes=(task(3, 10),), actions=(do(at_ms, "terminate", "A"),))
    assert end_of(arriving)[0] == end_of(acting)[0] == end_ms * MS


def test_an_action_at_the_end_of_the_hyperperiod_has_one_hyperperiod_to_show_itself():
    trace = running(task(1, 10), policy="edf", actions=(do(10, "nice", "A", value=1),))
    assert trace.known_until_ns == 20 * MS


def test_a_program_that_another_run_has_loaded_is_not_loaded_again(monkeypatch):
    first = simulate(scenario(program()), BATCH_LIMITS)
    loaded = []
    monkeypatch.setattr(
        "desktop_app.engine.population.load_program", lambda each: loaded.append(each) or load_program(each)
    )
    described = scenario(program("y = 1\n"), program())
    second = simulate(described, BATCH_LIMITS, first.plan.loaded)
    assert [each.source for each in loaded] == ["y = 1\n"]
    assert columns(second.run()) == columns(simulate(described, BATCH_LIMITS).run())
