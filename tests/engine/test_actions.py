from dataclasses import replace

import pytest

from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Action, ActionKind, Placement, SchedulerSpec
from desktop_app.model.workload import Parameters, Periodic
from desktop_app.policies.registry import POLICIES
from desktop_app.trace.tables import EventKind
from tests.engine.observed import do, ends, noted, ran, running
from tests.scenarios import MS, bursts, periodic, program, told


def test_a_launch_adds_a_process_at_its_time():
    trace = running(bursts("cpu 2ms"), actions=(do(1, "launch", "A"), do(1.5, "launch", "A")), policy="fcfs")
    assert ends(trace) == [2, 4, 6]
    assert [info.arrival_ns / MS for info in trace.processes] == [0, 1, 1.5]
    assert [info.label for info in trace.processes] == ["P1", "P2", "P3"]


def test_an_entry_that_only_an_action_launches():
    trace = running(bursts("cpu 2ms", launches=0, threads=2), cores=2, actions=(do(1, "launch", "A"),))
    assert ends(trace) == [3, 3]


def test_actions_at_one_moment_come_in_the_order_of_the_file_and_after_launches():
    actions = (do(0, "nice", "A", value=3), do(0, "nice", "A", value=5))
    trace = running(bursts("cpu 1ms"), actions=actions)
    assert noted(trace, EventKind.NICE) == [(0, "NICE", 0, 3), (0, "NICE", 0, 5)]


def test_a_new_priority_counts_at_once():
    # B is ready at 5 and more urgent from 1 on: B [1, 3), A [0, 1) and [3, 5).
    trace = running(
        bursts("cpu 3ms", parameters=Parameters(priority=4)),
        bursts("cpu 2ms", name="B", parameters=Parameters(priority=5)),
        policy="priority",
        actions=(do(1, "priority", "B", value=3),),
    )
    assert ends(trace) == [5, 3]
    assert noted(trace, EventKind.PRIORITY) == [(1, "PRIORITY", 1, 3)]


def test_a_running_thread_that_loses_its_priority_gives_way():
    trace = running(
        bursts("cpu 3ms", parameters=Parameters(priority=4)),
        bursts("cpu 2ms", name="B", parameters=Parameters(priority=5)),
        policy="priority",
        actions=(do(1, "priority", "A", value=6),),
    )
    assert ends(trace) == [5, 3]


def test_one_thread_of_a_process_may_be_meant():
    trace = running(
        bursts("cpu 2ms", threads=2, parameters=Parameters(priority=5)),
        policy="priority",
        actions=(do(0.5, "priority", "A", thread=2, value=1),),
    )
    assert ran(trace, 1) == [(0, 0.5, 2.5)]
    assert ends(trace) == [4, 2.5]


def test_nice_changes_the_share():
    # Under cfs, nice 0 and 5 weigh 1024 and 335; both have the same until the action.
    trace = running(
        bursts("cpu 9s"),
        bursts("cpu 9s", name="B"),
        policy="cfs",
        until_ns=4_000 * MS,
        actions=(do(0, "nice", "B", value=5),),
    )
    share = sum(end - start for _, start, end in ran(trace, 1)) / 4_000
    assert share == pytest.approx(335 / (335 + 1024), abs=0.005)


def test_a_running_thread_leaves_a_core_that_is_forbidden_to_it():
    trace = running(bursts("cpu 4ms"), cores=2, policy="fcfs", actions=(do(1, "affinity", "A", affinity=(1,)),))
    assert ran(trace, 0) == [(0, 0, 1), (1, 1, 4)]
    assert noted(trace, EventKind.AFFINITY) == [(1, "AFFINITY", 0, 2)]


@pytest.mark.parametrize("placement", Placement)
def test_a_ready_thread_goes_where_its_new_affinity_allows(placement):
    # Three threads on two cores; the third is forbidden core 0 at 1, and runs on core 1 when that comes free at 3.
    trace = running(
        bursts("cpu 5ms", parameters=Parameters(core=0)),
        bursts("cpu 3ms", name="B", parameters=Parameters(core=1)),
        bursts("cpu 1ms", name="C", parameters=Parameters(core=0)),
        cores=2, policy="fcfs", placement=placement, actions=(do(1, "affinity", "C", affinity=(1,)),),
    )  # fmt: skip
    assert ran(trace, 2) == [(1, 3, 4)]


def test_an_affinity_to_cores_that_are_off_line_is_refused():
    actions = (do(1, "cores", value=1), do(2, "affinity", "A", affinity=(1,)))
    trace = running(bursts("cpu 4ms"), cores=2, policy="fcfs", actions=actions)
    assert ran(trace, 0) == [(0, 0, 4)]
    assert noted(trace, EventKind.AFFINITY) == []


@pytest.mark.parametrize("placement", Placement)
def test_fewer_and_more_cores(placement):
    # Four threads of 4 ms on two cores, one core in [1, 3), two again: 16 ms of work, 14 of 16 core-ms by 8.
    trace = running(
        bursts("cpu 4ms", launches=4), cores=2, policy="fcfs", placement=placement,
        actions=(do(1, "cores", value=1), do(3, "cores", value=2)),
    )  # fmt: skip
    assert all(end is not None for end in ends(trace))
    work = [sum(end - start for _, start, end in ran(trace, thread)) for thread in range(4)]
    assert work == [4, 4, 4, 4]
    assert not any(
        core == 1 and start < 3 and end > 1 for thread in range(4) for core, start, end in ran(trace, thread)
    )
    if placement is not Placement.PARTITIONED:
        assert max(ends(trace)) <= 10


@pytest.mark.parametrize("placement", Placement)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_may_take_over_from_any_other_and_give_way_to_it(policy, placement):
    spec = SchedulerSpec(policy=policy, placement=placement)
    actions = (
        Action(at_ns=3 * MS + 1, kind=ActionKind.POLICY, scheduler=spec),
        Action(at_ns=9 * MS, kind=ActionKind.POLICY, scheduler=SchedulerSpec(policy="fcfs")),
    )
    workload = (
        bursts("cpu 5ms, io disk 1ms, cpu 2ms", launches=2),
        bursts("cpu 2ms", name="B", periodic=Periodic(
            period_ns=10 * MS, wcet_ns=2 * MS, deadline_ns=10 * MS, runtime_ns=2 * MS)),
        bursts("lock m, cpu 3ms, unlock m", name="C", threads=2),
    )  # fmt: skip
    trace = running(*workload, cores=2, actions=actions, until_ns=100 * MS)
    assert noted(trace, EventKind.POLICY) == [(3.000001, "POLICY", -1, 1), (9, "POLICY", -1, 2)]
    assert len(trace.policies) == 3
    assert [end is None for end in ends(trace)] == [False, False, True, False, False]
    work = [sum(end - start for _, start, end in ran(trace, thread)) for thread in range(5)]
    assert work == pytest.approx([7, 7, 20, 3, 3])


def test_a_policy_takes_over_at_the_moment_of_other_events():
    # A's slice ends, B arrives and the policy changes at 2: A is preempted then, and B, the shortest, runs next.
    trace = running(
        bursts("cpu 6ms"),
        bursts("cpu 1ms", name="B", arrival_ns=2 * MS),
        quantum_ns=2 * MS,
        actions=(Action(at_ns=2 * MS, kind=ActionKind.POLICY, scheduler=SchedulerSpec(policy="srtf")),),
    )
    assert ends(trace) == [7, 3]


@pytest.mark.parametrize("policy", ["fcfs", "round-robin", "edf", "linux-rt", "least-laxity", "hrrn"])
@pytest.mark.parametrize(
    "action",
    [do(2, "nice", "B", value=5), do(2, "priority", "B", value=0), do(2, "affinity", "B", affinity=(0,))],
    ids=lambda action: action.kind.value,
)
def test_what_a_policy_does_not_read_or_what_does_not_change_costs_nobody_its_place(policy, action):
    described = [bursts("cpu 6ms", name=name) for name in "ABC"]
    trace = running(*described, policy=policy, quantum_ns=10 * MS, actions=(action,))
    assert ends(trace) == [6, 12, 18]


def test_a_budget_of_a_policy_that_goes_holds_nobody_up():
    task = periodic("cpu 30ms", 1000 * MS, runtime_ns=20 * MS)
    trace = running(
        task, policy="cbs", until_ns=100 * MS, actions=(do(25, "policy", scheduler=SchedulerSpec(policy="fcfs")),)
    )
    assert ran(trace, 0) == [(0, 0, 20), (0, 25, 35)]


def test_who_is_bound_elsewhere_is_forgotten_by_the_queue_it_leaves():
    """A heavy thread that left a core must not weigh on those that stay: theirs are slices of a few ms again."""
    bound = Parameters(core=0)
    trace = running(
        bursts("cpu 90ms", name="V", parameters=replace(bound, nice=-20)),
        bursts("cpu 90ms", name="U", parameters=bound),
        bursts("cpu 90ms", name="X", parameters=bound),
        policy="cfs",
        placement=Placement.PARTITIONED,
        cores=2,
        actions=(do(3, "affinity", "V", affinity=(1,)),),
    )
    assert len(ran(trace, 1)) < 30


def test_a_later_number_of_cores_does_not_change_what_was_before():
    described = [bursts("cpu 40ms", name=name) for name in "AB"]
    plain = running(*described, policy="cfs")
    later = running(*described, policy="cfs", actions=(do(70, "cores", value=4),))
    assert [stay for stay in ran(later, 0) if stay[2] <= 60] == [stay for stay in ran(plain, 0) if stay[2] <= 60]


def test_an_affinity_for_cores_that_are_off_line_is_refused():
    trace = running(
        bursts("cpu 4ms"), cores=2, actions=(do(0, "cores", value=1), do(1, "affinity", "A", affinity=(1,)))
    )
    assert noted(trace, EventKind.REFUSED) == [(1, "REFUSED", 0, 0)]
    assert noted(trace, EventKind.AFFINITY) == []


def test_only_threads_that_wait_for_a_budget_are_released_when_the_policy_changes():
    trace = running(
        periodic("cpu 2ms, sleep 10ms, cpu 1ms", 20 * MS, runtime_ns=3 * MS // 2),
        policy="cbs",
        until_ns=40 * MS,
        actions=(do(25, "policy", scheduler=SchedulerSpec(policy="fcfs")),),
    )
    assert ran(trace, 0)[:3] == [(0, 0, 1.5), (0, 20, 20.5), (0, 30.5, 33.5)]


def test_a_thread_with_a_core_of_its_own_may_be_unbound():
    trace = running(
        bursts("cpu 4ms", name="A"),
        bursts("cpu 4ms", name="B"),
        policy="fcfs",
        placement=Placement.PARTITIONED,
        cores=2,
        actions=(do(1, "affinity", "A", affinity=(0,)), do(2, "affinity", "A", affinity=())),
    )
    assert trace.finished


def test_a_thread_that_is_unbound_gets_an_idle_core_at_once():
    trace = running(
        bursts("cpu 10ms", name="A", parameters=told(affinity=(0,))),
        bursts("cpu 2ms", name="B", parameters=told(affinity=(0,))),
        policy="fcfs",
        cores=2,
        actions=(do(3, "affinity", "B", affinity=()),),
    )
    assert ends(trace) == [10, 5]


def test_an_action_may_be_about_one_process_of_a_name():
    described = (bursts("cpu 4ms", launches=3), bursts("cpu 1ms", name="B"))
    trace = running(*described, cores=4, policy="fcfs", actions=(do(1, "kill", "A", instance=2),))
    assert ends(trace) == [4, 1, 4, 1]


def test_processes_of_a_name_are_counted_in_the_order_of_their_numbers():
    actions = (do(1, "launch", "A"), do(2, "kill", "A", instance=2), do(2, "kill", "A", instance=9))
    trace = running(bursts("cpu 4ms"), cores=2, policy="fcfs", actions=actions)
    assert ends(trace) == [4, 2]


def test_a_started_thread_does_what_its_entry_says_from_the_beginning():
    # T2 is started at 1 and runs on the other core: its 3 ms end at 4.
    trace = running(bursts("cpu 3ms"), cores=2, policy="fcfs", actions=(do(1, "start-thread", "A", instance=1),))
    assert ends(trace) == [3, 4]
    assert [info.label for info in trace.threads] == ["P1·T1", "P1·T2"]
    assert trace.processes[0].threads == (0, 1)


def test_a_started_thread_of_a_program_shares_its_globals():
    source = "x = 0\nfor i in range(9):\n    x = x + 1\n"
    trace = running(program(source), cores=2, gil=GilMode.FREE_THREADED, actions=(do(2, "start-thread", "app.py"),))
    assert len(trace.threads) == 2
    assert trace.threads[1].arrival_ns == 2 * MS
    assert int(trace.memory[0].final_globals["x"]) >= 9
    assert None not in ends(trace)


def test_a_thread_is_refused_where_nobody_says_what_it_does():
    source = (
        "import multiprocessing\n\ndef work():\n    pass\n\n"
        'if __name__ == "__main__":\n    c = multiprocessing.Process(target=work)\n    c.start()\n    c.join()\n'
    )
    trace = running(program(source), cores=2, actions=(do(4, "start-thread", "app.py", instance=2),))
    refused = [row for row, kind in enumerate(trace.events.kind) if kind == EventKind.REFUSED]
    assert [(trace.events.process[row], trace.events.thread[row]) for row in refused] == [(1, -1)]
    assert len(trace.threads) == 2


def test_a_started_thread_of_a_periodic_task_releases_jobs_of_its_own():
    trace = running(
        periodic("cpu 1ms", 4 * MS), cores=2, until_ns=20 * MS, policy="edf", actions=(do(2, "start-thread", "A"),)
    )
    assert trace.jobs[1].first_ns == 2 * MS
    assert list(trace.jobs[1].finish)[:2] == [3 * MS, 7 * MS]


def test_there_is_an_end_to_how_many_threads_a_process_can_have(monkeypatch):
    monkeypatch.setattr("desktop_app.engine.actions.MAX_THREADS", 2)
    trace = running(bursts("cpu 9ms"), actions=(do(1, "start-thread", "A"), do(2, "start-thread", "A")))
    assert len(trace.threads) == 2
    assert list(trace.events.kind).count(EventKind.REFUSED) == 1


def test_the_last_of_64_cores_may_be_chosen():
    trace = running(bursts("cpu 4ms"), cores=64, policy="fcfs", actions=(do(1, "affinity", "A", affinity=(63,)),))
    assert [core for core, runs in enumerate(trace.runs) if len(runs)] == [0, 63]
