from dataclasses import replace

import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import DeviceSpec, Parameters, ResourceKind, ResourceSpec, SchedulingClass
from desktop_app.trace.tables import RunEnd
from tests.engine.observed import do, ends, ran, running, states, switches, task, waited
from tests.scenarios import MS, bursts, periodic


def test_a_thread_blocks_for_io_and_others_use_the_core():
    trace = running(bursts("cpu 2ms, io disk 5ms, cpu 1ms"), bursts("cpu 4ms"), policy="fcfs")
    assert ends(trace) == [8, 6]
    assert waited(trace, 0) == [("disk", 2, 7)]
    assert states(trace, 0) == [
        (0, "new"), (0, "ready"), (0, "running"), (2, "waiting"), (7, "ready"), (7, "running"), (8, "terminated"),
    ]  # fmt: skip


def test_a_device_that_is_not_declared_serves_everybody_at_once():
    assert ends(running(bursts("io disk 3ms", launches=4), cores=4)) == [3, 3, 3, 3]


def test_a_device_serves_as_many_as_it_has_servers_first_come_first_served():
    devices = (DeviceSpec(name="disk", servers=2),)
    trace = running(
        bursts("io disk 3ms"), bursts("io disk 5ms"), bursts("io disk 1ms"), bursts("io disk 4ms"),
        cores=4, policy="fcfs", devices=devices,
    )  # fmt: skip
    # A [0, 3), B [0, 5), C [3, 4), D [4, 8).
    assert ends(trace) == [3, 5, 4, 8]
    assert waited(trace, 3) == [("disk", 0, 8)]


def test_an_interrupt_takes_its_time_after_the_device_is_done_and_does_not_keep_it_busy():
    devices = (DeviceSpec(name="disk"),)
    trace = running(
        bursts("io disk 2ms", launches=2), bursts("io net 2ms"), cores=3, devices=devices, interrupt_ns=MS // 2
    )
    assert ends(trace) == [2.5, 4.5, 2.5]


def test_a_sleeper_does_not_queue():
    trace = running(bursts("sleep 2ms, cpu 1ms", launches=3), cores=3)
    assert ends(trace) == [3, 3, 3]
    assert waited(trace, 0) == [("sleep", 0, 2)]


def test_io_at_the_end_keeps_a_thread_alive_until_it_is_done():
    assert ends(running(bursts("cpu 1ms, io disk 4ms"))) == [5]


def test_one_cpu_burst_after_another_goes_on_in_the_same_slice():
    trace = running(bursts("cpu 1ms, cpu 1ms, cpu 1ms"), bursts("cpu 1ms"), quantum_ns=2 * MS)
    assert ran(trace, 0) == [(0, 0, 2), (0, 3, 4)]


def test_jobs_are_released_every_period_from_the_offset_on():
    trace = running(task(1, 4, offset=2), until_ns=16 * MS, policy="edf")
    assert trace.jobs[0].first_ns == 2 * MS
    assert [finish / MS for finish in trace.jobs[0].finish] == [3, 7, 11, 15]
    assert waited(trace, 0)[:2] == [("its next release", 3, 6), ("its next release", 7, 10)]


def test_a_job_that_overruns_delays_the_next_one():
    # 3 ms of work every 2 ms: the jobs run one after the other.
    trace = running(task(3, 2, deadline=2), until_ns=10 * MS, policy="edf")
    assert [finish / MS for finish in trace.jobs[0].finish] == [3, 6, 9]
    assert ran(trace, 0) == [(0, 0, 10)]


def test_without_an_end_periodic_tasks_run_for_a_hyperperiod():
    trace = running(task(1, 4), task(2, 6, name="B"), policy="edf")
    assert trace.header.hyperperiod_ns == trace.known_until_ns == 12 * MS
    assert [len(jobs.finish) for jobs in trace.jobs.values()] == [3, 2]
    assert trace.truncated == ""


def test_with_different_offsets_they_run_for_two_after_the_last_offset():
    trace = running(task(1, 4), task(2, 6, name="B", offset=3), policy="edf")
    assert trace.known_until_ns == 27 * MS
    assert trace.header.hyperperiod_ns == 12 * MS


def test_a_hyperperiod_that_is_too_long_is_capped_and_says_so():
    tasks = tuple(task(0.001, period, name=str(period)) for period in (9.99991, 10.00003, 9.99983))
    trace = simulate(Scenario(title="t", processes=tasks), BATCH_LIMITS).trace
    assert "capped" in trace.truncated


def test_a_periodic_task_that_is_killed_releases_no_more_jobs():
    trace = running(
        task(1, 4),
        bursts("cpu 9ms", name="B"),
        cores=2,
        policy="edf",
        until_ns=12 * MS,
        actions=(do(5.5, "kill", "A"),),
    )
    assert len(trace.jobs[0].finish) == 2
    assert ends(trace)[0] == 5.5


def test_a_job_that_is_released_already_goes_on_without_a_block_and_without_a_switch():
    trace = running(task(6, 5), policy="edf", context_switch_ns=MS, until_ns=20 * MS)
    assert switches(trace) == [(0, 0, 1)]
    assert [time / MS for time in trace.jobs[0].finish] == [7, 13, 19]
    assert waited(trace, 0) == []


def test_a_late_job_keeps_the_deadline_of_its_own_release():
    # The second job of T1 is due at 10, though it begins at 6: it goes before T2, which is due at 11.
    trace = running(task(6, 5, name="T1"), task(1, 11, name="T2"), policy="edf", until_ns=14 * MS)
    assert ran(trace, 1) == [(0, 12, 13)]


def test_a_reservation_gains_nothing_by_jobs_that_wait():
    # The wake-up rule of the server is for threads that were blocked: here the budget of 5 lasts from 34 to 39.
    trace = running(task(4, 10, name="good"), task(9, 10, name="over", runtime=5), policy="cbs", until_ns=60 * MS)
    assert [stay for stay in ran(trace, 1) if 30 <= stay[1] < 40] == [(0, 34, 39)]
    assert max(trace.jobs[0].finish[row] - row * 10 * MS for row in range(5)) <= 10 * MS


def test_a_fifo_thread_keeps_its_core_from_job_to_job():
    fifo = Parameters(scheduling=SchedulingClass.FIFO, priority=50)
    trace = running(
        task(3, 4, name="p", parameters=fifo),
        bursts("cpu 10ms", name="x", arrival_ns=MS, parameters=replace(fifo, priority=60)),
        bursts("cpu 10ms", name="q", arrival_ns=2 * MS, parameters=fifo),
        policy="linux-rt",
        until_ns=24 * MS,
    )
    # Jobs released at 0, 4, 8, 12, 16 and 20 are done one after the other from 11 on.
    assert ran(trace, 0) == [(0, 0, 1), (0, 11, 24)]


def test_where_only_blocking_ends_a_stay_the_end_of_a_job_is_a_chance_for_others():
    trace = running(task(6, 5), bursts("cpu 1ms", name="B", arrival_ns=MS), policy="fcfs", until_ns=20 * MS)
    assert ran(trace, 1) == [(0, 6, 7)]


def test_a_longer_burst_is_compared_with_those_that_wait():
    # C goes on from its lock with 10 ms at 1: E needs 2 ms only.
    trace = running(bursts("cpu 1ms, lock m, cpu 10ms, unlock m"), bursts("cpu 2ms", arrival_ns=MS // 2), policy="srtf")
    assert ends(trace) == [13, 3]


def test_a_job_that_ends_as_the_next_one_is_released_is_not_late():
    # At 20 both of 20 ms have ended and are released: the one launched first is next, as at 0.
    tasks = (task(1, 6, name="A"), task(14, 20, name="B"), task(2, 20, name="C"))
    trace = running(*tasks, policy="rate-monotonic")
    found = [finish - row * 20 * MS for row, finish in enumerate(trace.jobs[1].finish)]
    assert max(found) == 17 * MS
    pair = running(task(1, 2, name="A"), task(2, 4, name="B"), policy="rate-monotonic", until_ns=8 * MS)
    assert [pair.runs[0].cause[row] for row in range(len(pair.runs[0]))].count(RunEnd.PREEMPTED) == 2


def test_a_job_goes_on_with_the_next_one_only_to_the_end_of_its_slice():
    trace = running(
        task(3, 2, name="A"), bursts("cpu 1ms", name="B", arrival_ns=MS), quantum_ns=4 * MS, until_ns=10 * MS
    )
    assert ran(trace, 1) == [(0, 4, 5)]


@pytest.mark.parametrize("tick_ns", [0, MS])
def test_without_slices_and_preemption_the_end_of_a_job_lets_others_run(tick_ns):
    trace = running(
        task(3, 2, name="A"),
        bursts("cpu 1ms, sleep 2ms, cpu 1ms", name="B", arrival_ns=MS),
        policy="fcfs",
        until_ns=20 * MS,
        tick_ns=tick_ns,
    )
    assert ran(trace, 1) == [(0, 3, 4), (0, 7, 8)]


def test_a_job_that_follows_at_once_is_due_by_its_release():
    trace = running(task(5, 4, name="A"), task(1, 40, name="B", offset=5, deadline=3.5), policy="edf", until_ns=20 * MS)
    assert ran(trace, 1) == [(0, 10, 11)]


def test_a_job_that_follows_at_once_inherits_what_the_one_before_did():
    trace = running(
        periodic("cpu 3ms, lock i, cpu 3ms", 4 * MS, deadline_ns=20 * MS, name="A"),
        periodic("lock i, cpu 1ms, unlock i", 40 * MS, deadline_ns=10 * MS, offset_ns=4 * MS, name="B"),
        periodic("cpu 2ms", 40 * MS, deadline_ns=11 * MS, offset_ns=5 * MS, name="M"),
        policy="edf",
        resources=(ResourceSpec(name="i", kind=ResourceKind.MUTEX, inherit=True),),
        until_ns=30 * MS,
    )
    assert ran(trace, 2) == [(0, 9, 11)]
