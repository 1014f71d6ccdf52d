"""The queues in a picture are the policies' own, in their order."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.queueing import QueueKey
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.registry import POLICIES
from desktop_app.trace.history import forget_before
from desktop_app.trace.tables import EventKind, RunEnd, RunKind
from tests.engine.observed import do, running
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, run, told


def own_order(queue, key, now_ns):
    """The ready threads of a live queue in the order in which it would give them away."""
    ready = list(queue.ready())
    if key is QueueKey.RATIO:
        ratios = {thread.index: Fraction(now_ns - since, service) for thread, since, service in queue._waiting.values()}
        ready.sort(key=lambda thread: (-ratios[thread.index], thread.arrival_ns, thread.index))
    elif key is QueueKey.PRIORITY:
        ready.sort(key=lambda thread: (*queue._rank(thread, now_ns), thread.index))
    elif key is QueueKey.VIRTUAL_DEADLINE:
        entities = {index: queue._entities[index] for index in (thread.index for thread in ready)}
        is_owed = {thread.index: queue.lag_ns(thread, now_ns) >= 0 for thread in ready}
        ready.sort(
            key=lambda thread: (
                (0, entities[thread.index].deadline_ns, thread.index)
                if is_owed[thread.index]
                else (1, entities[thread.index].virtual_ns, thread.index)
            )
        )
    return [thread.index for thread in ready]


def check_moments(simulation):
    trace, world = simulation.trace, simulation.world
    moments = Moments(trace)
    while not trace.finished:
        simulation.advance(2**62, 1)
        if simulation.over or trace.known_until_ns < world.now_ns:
            return
        view = moments.at(world.now_ns).scheduler
        shown, keys = {}, {entry.thread.index: entry.key or 0 for queue in view.queues for entry in queue.entries}
        for queue in view.queues:
            shown.setdefault(max(queue.core, 0), []).extend(entry.thread.index for entry in queue.entries)
            assert queue.count == len(queue.entries)
        for number, queue in enumerate(world.queues):
            own = own_order(queue, view.key, world.now_ns)
            got = shown.get(number, [])
            if view.ordered and not queue.told and len(world.queues) == 1:
                # Who of one moment came first, the trace may only guess.
                got, own = (
                    [(keys[index], moments._census.queued(index)[0]) for index in found] for found in (got, own)
                )
            if view.ordered and view.key is not QueueKey.LAXITY:
                assert got == own, (world.now_ns, view.key, number)
            assert sorted(got) == sorted(own)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(described=st.sampled_from(sorted(POLICIES)).flatmap(lambda name: scenarios(policy=name, programs=False)))
def test_the_order_is_the_policys_own(described):
    try:
        simulation = simulate(described, BATCH_LIMITS)
    except ScenarioError:
        return
    check_moments(simulation)


SLICED = ["mlfq", "feedback", "stride", "lottery", "least-laxity", "eevdf", "round-robin", "linux-rt"]


@pytest.mark.parametrize("boost", [None, "7ms"])
@pytest.mark.parametrize("policy", SLICED)
def test_a_slice_is_as_long_as_it_is_shown_to_be(policy, boost):
    options = {"boost": boost} if policy == "mlfq" and boost else {}
    kinds = {"scheduling": SchedulingClass.RR, "priority": 5} if policy == "linux-rt" else {}
    options |= {"quantum": "2ms"} if policy == "linux-rt" else {}
    specs = [
        bursts(text, name=name, threads=2, parameters=told(nice=nice, **kinds))
        for text, name, nice in (("cpu 9ms", "A", 0), ("cpu 2500us, io disk 1ms, cpu 8ms", "B", 5))
    ]
    trace = run(*specs, policy=policy, options=options, cores=2, context_switch_ns=20_000)
    moments, found = Moments(trace), 0
    for core, runs in enumerate(trace.runs):
        for row in range(len(runs)):
            if runs.kind[row] == RunKind.RUN and runs.cause[row] == RunEnd.EXPIRED:
                for t_ns in (runs.start[row], runs.end[row] - 1):
                    assert moments.at(t_ns).cores[core].slice_ns == runs.end[row] - runs.start[row]
                found += 1
    assert found > 5


@pytest.mark.parametrize(
    ("policy", "placement"),
    [("mlfq", "global"), ("eevdf", "global"), ("cfs", "stealing"), ("hrrn", "global"), ("stride", "partitioned")],
)
def test_what_is_remembered_stands_where_it_stood(policy, placement):
    specs = [
        bursts("cpu 3ms, io disk 2ms, " * 4 + "cpu 9ms", name="A", threads=3),
        bursts("cpu 700us, io net 5ms, " * 6 + "cpu 2ms", name="B", threads=3, arrival_ns=2 * MS),
    ]
    trace = run(*specs, policy=policy, placement=placement, cores=2, context_switch_ns=20_000)
    begin_ns = trace.known_until_ns // 2
    times = range(begin_ns, trace.known_until_ns, 500_000)
    before = [Moments(trace).at(t_ns).scheduler for t_ns in times]
    assert any(queue.count for view in before for queue in view.queues)
    forget_before(trace, begin_ns, [])
    kept = Moments(trace)
    assert [kept.at(t_ns).scheduler for t_ns in times] == before


def test_after_a_change_of_the_policy_its_own_queues_are_shown():
    change = do(5, "policy", scheduler=SchedulerSpec(policy="round-robin"))
    trace = running(bursts("cpu 10ms", threads=4), policy="mlfq", options={"queues": 2}, actions=(change,))
    moments = Moments(trace)
    before, after, later = (moments.at(t_ns).scheduler for t_ns in (4_999_999, 5 * MS, 6 * MS))
    assert (before.key, len(before.queues)) == (QueueKey.LEVEL, 2)
    assert (after.key, len(after.queues)) == (QueueKey.TURN, 1)
    # Who ran queues first; it is picked again at once.
    ran = trace.runs[0].thread[trace.runs[0].at(4_999_999)]
    assert trace.runs[0].thread[trace.runs[0].at(5 * MS)] == ran
    order = [entry.thread.index for entry in after.queues[0].entries]
    assert [entry.thread.index for entry in later.queues[0].entries] == [*order[1:], ran]
    assert trace.runs[0].thread[trace.runs[0].at(6 * MS)] == order[0]
    assert {view.levels for view in (before, after)} == {2}


def test_moves_from_core_to_core_are_told_for_a_millisecond():
    specs = [bursts(text, name=name) for text, name in (("cpu 9ms", "A"), ("cpu 1ms", "B"), ("cpu 5ms", "C"))]
    trace = run(*specs, cores=2, placement="stealing", policy="fcfs")
    row = next(row for row in range(len(trace.events)) if trace.events.kind[row] == EventKind.MOVED)
    at_ns, thread, core = trace.events.time[row], trace.events.thread[row], trace.events.core[row]
    moments = Moments(trace)
    found = [moments.at(t_ns).scheduler.moves for t_ns in (at_ns - 1, at_ns, at_ns + MS - 1, at_ns + MS)]
    assert [len(moves) for moves in found] == [0, 1, 1, 0]
    move = found[1][0]
    assert (move.thread.index, move.target, move.source, move.at_ns) == (thread, core, 1 - core, at_ns)
    assert moments.at(at_ns).cores[core].thread == move.thread


def test_the_least_virtual_runtime_grows_with_a_lone_thread():
    moments = Moments(run(bursts("cpu 1ms, io disk 2ms, cpu 1ms"), policy="cfs"))
    assert [moments.at(t_ns).scheduler.clock_ns for t_ns in (0, MS // 2, MS - 1)] == [0, MS // 2, MS - 1]
    assert moments.at(2 * MS).scheduler.clock_ns is not None


def test_equals_that_queued_at_once_go_by_their_order_though_one_of_them_ran():
    moments = Moments(run(bursts("cpu 9ms", threads=2), bursts("cpu 1ms", arrival_ns=MS, parameters=told(priority=-1)),
                          policy="priority"))  # fmt: skip
    assert [entry.thread.label for entry in moments.at(MS).scheduler.queues[0].entries] == ["P1·T1", "P1·T2"]


def test_the_next_dispatch_is_told_a_quantum_ahead_where_levels_have_their_own():
    moments = Moments(run(bursts("cpu 30ms", threads=2), policy="mlfq", options={"quantum": ("10ms", "20ms", "40ms")}))
    assert (moments.at(0).upcoming.at_ns, moments.at(21 * MS).upcoming.at_ns) == (10 * MS, 40 * MS)
