"""Where the trace says that ready threads stand is where they stand in the policies' own queues."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.queueing import QueueKey
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.policies.registry import POLICIES
from tests.engine.observed import do, running
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, run, scenario, told

TOLD = sorted({"sjf", "srtf", "hrrn", "priority", "feedback", "mlfq", "stride", "least-laxity", "cbs", "linux-rt"}
              | {"cfs", "eevdf"})  # fmt: skip
#: Keys whose order time changes, so that the lowest standing need not be the next; and laxity, where who has just lost
#: a core comes before its equals until the queue is asked at a later moment.
RESTLESS = {QueueKey.RATIO, QueueKey.VIRTUAL_DEADLINE, QueueKey.LAXITY}


def last_rows(trace):
    return {trace.standings.thread[row]: row for row in range(len(trace.standings))}


def standing_order(trace, threads, key):
    rows, by_arrival = last_rows(trace), key is QueueKey.PRIORITY

    def place(index):
        arrival_ns = trace.ready_from[index] if by_arrival else 0
        return *trace.standings.standing(rows[index])[:3], arrival_ns, index

    return sorted(threads, key=place)


def check_moments(simulation):
    """Let a simulation go on moment by moment, and compare what it records with its queues."""
    trace, world = simulation.trace, simulation.world
    while not trace.finished:
        simulation.advance(2**62, 1)
        if trace.finished or simulation.over:
            return  # who lost a core at the last moment is given no place any more
        queueing, rows = trace.queueing[world.policy_number], last_rows(trace)
        for number, queue in enumerate(world.queues):
            ready = [thread.index for thread in queue.ready()]
            if not (queue.told or len(world.queues) > 1):
                continue
            assert set(ready) <= rows.keys()
            assert {trace.standings.queue[rows[index]] for index in ready} <= {number}
            if queue.told and queueing.key not in RESTLESS and queueing.ageing_ns is None:
                assert standing_order(trace, ready, queueing.key) == ready, (world.now_ns, ready)


def test_these_policies_are_told_of():
    assert [name for name, info in sorted(POLICIES.items()) if _made(info).told] == TOLD


def _made(info):
    return simulate(scenario(bursts("cpu 1ms"), policy=info.name), BATCH_LIMITS).world.queues[0]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(described=st.sampled_from(TOLD).flatmap(lambda name: scenarios(policy=name, programs=False)))
def test_the_order_is_the_queues_own(described):
    try:
        simulation = simulate(described, BATCH_LIMITS)
    except ScenarioError:
        reject()  # reservations that are not admitted
    check_moments(simulation)


def test_policies_that_the_trace_tells_of_already_write_nothing():
    for name in sorted(POLICIES.keys() - set(TOLD)):
        trace = run(bursts("cpu 3ms, io disk 1ms, cpu 2ms", threads=3), policy=name)
        assert not len(trace.standings)
        assert not len(trace.clocks)


def test_every_core_has_its_queue():
    trace = run(bursts("cpu 3ms", threads=4), placement="stealing", cores=2)
    assert set(trace.standings.queue) == {0, 1}


def test_a_boost_is_told_though_nobody_joins():
    trace = run(bursts("cpu 30ms", threads=3), policy="mlfq", options={"quantum": "1ms", "boost": "20ms", "queues": 3})
    at = [row for row in range(len(trace.standings)) if trace.standings.time[row] == 20 * MS]
    assert {trace.standings.thread[row] for row in at} == {0, 1, 2}
    assert {trace.standings.level[row] for row in at} == {0}


def test_what_is_left_of_a_quantum_is_told():
    trace = run(bursts("cpu 3ms"), bursts("cpu 1ms", arrival_ns=MS, parameters=told(priority=1)), policy="mlfq",
                options={"quantum": "2ms", "queues": 2})  # fmt: skip
    rows = [(trace.standings.time[row], trace.standings.extra[row]) for row in range(len(trace.standings))]
    assert rows[:2] == [(0, 2 * MS), (MS, 2 * MS)]


def test_the_clock_is_the_average_of_virtual_times():
    trace = run(bursts("cpu 10ms", threads=2), policy="eevdf")
    clocks = trace.clocks
    assert clocks.load[0] == 2048
    # One of two equal threads has run its slice: on the average each had half of that.
    slice_ns = trace.runs[0].ended[0]
    assert clocks.value[1] == slice_ns // 2


def test_a_nice_value_counts_for_a_running_thread():
    trace = running(
        bursts("cpu 10ms"), bursts("cpu 10ms", name="B"), policy="cfs", actions=(do(1, "nice", "A", value=5),)
    )
    row = next(row for row in range(len(trace.standings)) if trace.standings.time[row] == MS)
    assert (trace.standings.thread[row], trace.standings.extra[row]) == (0, 335)


@pytest.mark.parametrize("policy", ["mlfq", "fcfs"])
def test_another_policy_tells_from_then_on(policy):
    trace = running(
        bursts("cpu 10ms", threads=3),
        policy="cfs",
        actions=(do(5, "policy", scheduler=SchedulerSpec(policy=policy)),),
    )
    assert [queueing.key for queueing in trace.queueing] == [
        QueueKey.VRUNTIME,
        QueueKey.LEVEL if policy == "mlfq" else QueueKey.TURN,
    ]
    assert (trace.standings.time[-1] > 5 * MS) == (policy == "mlfq")
