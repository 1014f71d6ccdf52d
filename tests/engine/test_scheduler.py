from desktop_app.model.workload import Parameters
from desktop_app.trace.tables import RunEnd
from tests.engine.observed import do, ends, ran, running, switches, task
from tests.scenarios import MS, bursts


def urgent(text, priority, at=0.0, **fields):
    return bursts(text, arrival_ns=round(at * MS), parameters=Parameters(priority=priority), **fields)


def test_every_dispatch_pays_for_the_choice_and_the_switch_before_the_thread_runs():
    trace = running(bursts("cpu 2ms"), bursts("cpu 2ms"), context_switch_ns=100_000, dispatch_ns=200_000, quantum_ns=MS)
    # Four dispatches of 0.3 ms each.
    assert switches(trace) == [(0, 0, 0.3), (1, 1.3, 1.6), (0, 2.6, 2.9), (1, 3.9, 4.2)]
    assert ends(trace) == [3.9, 5.2]


def test_the_slice_counts_from_the_end_of_the_switch():
    trace = running(bursts("cpu 2ms"), bursts("cpu 1ms"), context_switch_ns=MS, quantum_ns=MS)
    assert ran(trace, 0) == [(0, 1, 2), (0, 5, 6)]


def test_a_more_urgent_thread_preempts_in_the_middle_of_a_switch():
    # The switch to low is cut at 0.5; high is switched to in [0.5, 1.5) and runs 2 ms; then low, from the start.
    trace = running(urgent("cpu 3ms", 5), urgent("cpu 2ms", 1, at=0.5), policy="priority", context_switch_ns=MS)
    assert switches(trace) == [(0, 0, 0.5), (1, 0.5, 1.5), (0, 3.5, 4.5)]
    assert ends(trace) == [7.5, 3.5]
    assert ran(trace, 0)[-1] == (0, 4.5, 7.5)


def test_a_slice_that_is_over_ends_at_the_next_tick():
    trace = running(bursts("cpu 10ms"), bursts("cpu 10ms"), quantum_ns=3 * MS, tick_ns=4 * MS)
    assert ran(trace, 0) == [(0, 0, 4), (0, 8, 12), (0, 16, 18)]
    assert ends(trace) == [18, 20]


def test_a_slice_that_ends_on_a_tick_is_not_longer():
    trace = running(bursts("cpu 5ms"), bursts("cpu 5ms"), quantum_ns=4 * MS, tick_ns=4 * MS)
    assert ran(trace, 0) == [(0, 0, 4), (0, 8, 9)]


def test_a_thread_on_another_core_than_its_last_one_pays_for_the_migration():
    trace = running(bursts("cpu 4ms"), cores=2, migration_ns=MS, actions=(do(1, "affinity", "A", affinity=(1,)),))
    assert ran(trace, 0)[0] == (0, 0, 1)
    assert ran(trace, 0)[-1] == (1, 2, 5)
    assert switches(trace, 1)[0] == (0, 1, 2)


def test_a_thread_that_is_alone_is_dispatched_again_at_the_end_of_its_quantum():
    trace = running(bursts("cpu 3ms"))
    assert list(trace.runs[0].cause) == [RunEnd.EXPIRED, RunEnd.EXPIRED, RunEnd.TERMINATED]
    assert ran(trace, 0) == [(0, 0, 3)]


def test_srtf_preempts_for_a_shorter_burst():
    # Silberschatz's example: P2 at 1 is shorter than what is left of P1.
    jobs = [(0, 8), (1, 4), (2, 9), (3, 5)]
    trace = running(*(bursts(f"cpu {cpu}ms", arrival_ns=at * MS) for at, cpu in jobs), policy="srtf")
    assert ends(trace) == [17, 5, 26, 10]
    assert ran(trace, 0) == [(0, 0, 1), (0, 10, 17)]


def test_edf_preempts_for_an_earlier_deadline():
    tasks = (task(4, 20, deadline=10), task(2, 20, offset=1, deadline=4, name="B"))
    trace = running(*tasks, policy="edf", until_ns=20 * MS)
    assert ran(trace, 0) == [(0, 0, 1), (0, 3, 6)]
    assert ran(trace, 1) == [(0, 1, 3)]


def test_the_least_urgent_of_several_running_threads_gives_way():
    trace = running(urgent("cpu 4ms", 5), urgent("cpu 4ms", 6), urgent("cpu 2ms", 1, at=1), cores=2, policy="priority")
    assert ran(trace, 2) == [(1, 1, 3)]
    assert ends(trace) == [4, 6, 3]


def test_an_equal_one_does_not_preempt():
    trace = running(urgent("cpu 4ms", 5), urgent("cpu 2ms", 5, at=1), policy="priority")
    assert ends(trace) == [4, 6]


def test_a_preempted_thread_runs_on_where_a_core_is_idle():
    # A may run on both cores, B only on core 0: B takes core 0 from A, which goes on at once on core 1.
    trace = running(
        urgent("cpu 4ms", 5),
        bursts("cpu 2ms", name="B", arrival_ns=MS, parameters=Parameters(priority=1, affinity=(0,))),
        cores=2,
        policy="priority",
    )
    assert ran(trace, 1) == [(0, 1, 3)]
    assert ran(trace, 0) == [(0, 0, 1), (1, 1, 4)]


def test_the_first_idle_cores_are_taken_first():
    trace = running(bursts("cpu 1ms", launches=2), cores=4, policy="fcfs")
    assert [ran(trace, thread) for thread in (0, 1)] == [[(0, 0, 1)], [(1, 0, 1)]]


def test_a_core_whose_thread_blocks_at_once_is_taken_by_the_next_in_each_loop_alike():
    trace = running(bursts("io disk 1ms, cpu 1ms"), bursts("cpu 3ms"), cores=2, policy="fcfs")
    assert ends(trace) == [2, 3]
