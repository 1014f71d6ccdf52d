from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Fit, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import Parameters, ResourceKind, ResourceSpec
from desktop_app.trace.tables import OPEN, EventKind
from tests.engine.observed import cores_of, do, ends, noted, ran, running, task
from tests.scenarios import MS, bursts, told


def tasks(*shares, **fields):
    return [task(10 * share, 10, name=f"T{number}", **fields) for number, share in enumerate(shares)]


def test_first_fit_fills_one_core_after_the_other():
    trace = running(*tasks(0.5, 0.4, 0.3, 0.1), cores=3, policy="edf", placement=Placement.PARTITIONED)
    assert cores_of(trace) == [[0], [0], [1], [0]]


def test_worst_fit_takes_the_emptiest_core():
    trace = running(*tasks(0.5, 0.4, 0.3, 0.1), cores=3, policy="edf", placement=Placement.PARTITIONED, fit=Fit.WORST)
    assert cores_of(trace) == [[0], [1], [2], [2]]


def test_first_fit_takes_the_emptiest_core_for_what_fits_nowhere():
    trace = running(*tasks(0.7, 0.6, 0.5), cores=2, policy="edf", placement=Placement.PARTITIONED)
    assert cores_of(trace) == [[0], [1], [1]]


def test_a_thread_may_say_its_core():
    trace = running(
        *tasks(0.1, 0.1, parameters=Parameters(core=1)), cores=2, policy="edf", placement=Placement.PARTITIONED
    )
    assert cores_of(trace) == [[1], [1]]


def test_bursts_count_with_the_share_of_time_in_which_they_compute():
    # A computes 1 of 4 ms, B 3 of 4, C 1 of 2.
    trace = running(
        bursts("cpu 1ms, io disk 3ms"), bursts("cpu 3ms, sleep 1ms"), bursts("cpu 1ms, io disk 1ms"),
        cores=2, policy="fcfs", placement=Placement.PARTITIONED,
    )  # fmt: skip
    assert cores_of(trace) == [[0], [0], [1]]


def test_a_partitioned_core_stays_idle_rather_than_take_what_is_not_its_own():
    trace = running(
        bursts("cpu 2ms", launches=3, parameters=Parameters(core=0)), cores=2, policy="fcfs",
        placement=Placement.PARTITIONED,
    )  # fmt: skip
    assert ends(trace) == [2, 4, 6]
    assert len(trace.runs[1]) == 0


def test_stealing_is_recorded_with_where_from_and_where_to():
    # New threads go where the load is least: A to 0, B to 1, C to 0, D to 1. B and D are short: core 1 steals C at 2.
    trace = running(
        bursts("cpu 5ms"), bursts("cpu 1ms"), bursts("cpu 5ms"), bursts("cpu 1ms"),
        cores=2, policy="fcfs", placement=Placement.STEALING,
    )  # fmt: skip
    assert noted(trace, EventKind.MOVED) == [(2, "MOVED", 2, 0)]
    assert ends(trace) == [5, 1, 7, 2]


def test_nobody_steals_a_thread_that_may_not_run_there():
    trace = running(
        bursts("cpu 5ms"), bursts("cpu 1ms"), bursts("cpu 5ms", parameters=Parameters(affinity=(0,))),
        cores=2, policy="fcfs", placement=Placement.STEALING,
    )  # fmt: skip
    assert ends(trace) == [5, 1, 10]
    assert noted(trace, EventKind.MOVED) == []


def test_without_stealing_a_balancer_moves_threads_every_period():
    # All four belong to core 0 by hand: at 3, A has run and three are left: one of them moves to core 1.
    trace = running(
        bursts("cpu 3ms", launches=4, parameters=Parameters(core=0)), cores=2, policy="fcfs",
        placement=Placement.PARTITIONED, balance_ns=4 * MS,
    )  # fmt: skip
    assert noted(trace, EventKind.MOVED) == [(4, "MOVED", 3, 0)]
    assert ends(trace) == [3, 6, 9, 7]


def test_a_woken_thread_prefers_its_last_core():
    trace = running(
        bursts("cpu 1ms, io disk 1ms, cpu 1ms", launches=2), cores=3, policy="fcfs", placement=Placement.STEALING
    )
    assert cores_of(trace) == [[0], [1]]


def test_dhalls_effect():
    """Two light tasks (2, 10) and a heavy one (10, 11) on two cores; see oracles.json."""
    spread = running(
        *(task(*t) for t in [(2, 10), (2, 10), (10, 11)]), cores=2, policy="rate-monotonic", until_ns=11 * MS
    )
    assert ran(spread, 2)[0] == (0, 2, 10)  # until the next jobs of the others: 8 of 10 ms by its deadline but one
    kept = running(
        *(task(*t) for t in [(2, 10), (2, 10), (10, 11)]), cores=2, policy="edf", placement=Placement.PARTITIONED,
        until_ns=110 * MS,
    )  # fmt: skip
    assert cores_of(kept) == [[0], [0], [1]]


def test_queues_are_balanced_at_multiples_of_the_period_and_not_while_all_are_empty():
    described = Scenario(
        title="t",
        machine=Machine(cores=2),
        scheduler=SchedulerSpec(policy="fcfs", placement=Placement.STEALING, balance_ns=1_000),
        processes=(bursts("sleep 60s, cpu 1ms"),),
    )
    simulation = simulate(described, BATCH_LIMITS)
    simulation.advance(OPEN, 100)
    assert ends(simulation.trace) == [60_001]


def test_a_preempted_thread_of_a_core_that_goes_off_line_joins_the_tail_elsewhere():
    fifo = told(priority=5, scheduling=None)
    trace = running(
        bursts("cpu 4ms", name="A", parameters=told(priority=5, core=0)),
        bursts("cpu 4ms", name="B", parameters=told(priority=5, core=0)),
        bursts("cpu 4ms", name="C", parameters=told(priority=5, core=1)),
        policy="linux-rt",
        placement=Placement.PARTITIONED,
        cores=2,
        quantum_ns=50 * MS,
        actions=(do(2, "cores", value=1),),
    )
    assert fifo
    assert ends(trace) == [4, 8, 10]


def test_queues_are_balanced_again_and_again_at_multiples_of_the_period():
    trace = running(
        *(bursts("cpu 9ms", name=name, arrival_ns=MS // 2, parameters=told(affinity=(0,))) for name in "ABC"),
        bursts("cpu 20ms", name="D", arrival_ns=MS // 2, parameters=told(affinity=(1,))),
        policy="fcfs",
        placement=Placement.STEALING,
        balance_ns=2 * MS,
        cores=2,
        actions=(do(5, "affinity", "B", affinity=()), do(5, "affinity", "C", affinity=())),
    )
    assert [at for at, *_ in noted(trace, EventKind.MOVED)] == [6, 18.5]


def test_who_is_woken_while_cores_are_given_gets_the_first_idle_one():
    """B, bound to core 1, opens the barrier at once at 1: A goes back to core 0, not to the core that B just left."""
    barrier = (ResourceSpec(name="b", kind=ResourceKind.BARRIER, count=2),)
    trace = running(
        bursts("cpu 500us, barrier b, cpu 1ms"),
        bursts("barrier b", name="B", arrival_ns=MS, parameters=Parameters(affinity=(1,))),
        cores=2,
        resources=barrier,
    )
    assert cores_of(trace) == [[0], [1]]
