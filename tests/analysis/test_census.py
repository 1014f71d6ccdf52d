"""The same census, whatever was looked at before."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.analysis.census import Census
from desktop_app.analysis.event_index import EventIndex
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.model.states import ThreadState
from desktop_app.trace.history import forget_before
from desktop_app.trace.lives import Lives
from tests.engine.observed import do, running
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, program, run


def census_of(trace):
    return Census(Lives(trace), EventIndex(trace))


def seen(census, t_ns):
    census.go_to(t_ns)
    return (list(census.states), census.ready_refs(), census.waiting(), census.born(), census.gone())


@pytest.fixture(scope="module")
def busy():
    return running(
        bursts("lock m, cpu 2ms, unlock m, io disk 3ms, cpu 1ms", threads=3),
        bursts("cpu 1ms, io net 1ms, " * 4 + "cpu 2ms", name="B", arrival_ns=3 * MS, threads=2),
        actions=(do(4, "launch", "A"), do(9, "kill", "B"), do(10, "policy", scheduler=SchedulerSpec(policy="mlfq"))),
        cores=2,
        context_switch_ns=10_000,
    )


def test_states_are_those_of_the_lives(busy):
    lives, census = Lives(busy), census_of(busy)
    for t_ns in range(0, busy.known_until_ns, 137_000):
        census.go_to(t_ns)
        assert census.states == [lives.state(thread, t_ns) for thread in range(len(busy.threads))]


def test_any_way_to_a_moment_gives_the_same(busy):
    kept, random = census_of(busy), Random(1)
    times = [random.randrange(busy.known_until_ns) for _ in range(60)]
    times += sorted(times) + [t + 1 for t in times]
    for t_ns in times:
        assert seen(kept, t_ns) == seen(census_of(busy), t_ns)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(described=scenarios(), steps=st.lists(st.integers(0, 3 * MS), min_size=1, max_size=12))
def test_going_on_is_as_good_as_starting_anew(described, steps):
    try:
        simulation = simulate(described, BATCH_LIMITS)
    except ScenarioError:
        return
    trace, t_ns = simulation.trace, 0
    kept = census_of(trace)
    for step in steps:
        t_ns += step
        simulation.advance(t_ns, 10_000)
        t_ns = min(t_ns, trace.known_until_ns)
        assert seen(kept, t_ns) == seen(census_of(trace), t_ns)


def test_what_was_forgotten_is_not_missed():
    trace = run(program("n = 0\nwhile n < 90:\n    n = n + 1\n", threads=2), bursts("cpu 3ms, io disk 2ms, cpu 9ms"))
    census = census_of(trace)
    half = trace.known_until_ns // 2
    before = seen(census, half)
    forget_before(trace, half, [])
    assert seen(census, half) == before


def test_who_came_and_who_went_is_told_for_a_while(busy):
    census = census_of(busy)
    slot_ns = busy.header.instruction_ns
    census.go_to(3 * MS)
    assert [(one.thread.label, one.age_ns) for one in census.born()] == [("P2·T1", 0), ("P2·T2", 0)]
    census.go_to(3 * MS + 7 * slot_ns)
    assert {one.age_ns for one in census.born()} == {7 * slot_ns}
    census.go_to(3 * MS + 8 * slot_ns)
    assert not census.born()
    census.go_to(9 * MS)
    gone = [one.thread.label for one in census.gone()]
    assert gone == [thread.label for index, thread in enumerate(busy.threads) if busy.ended[index] == 9 * MS]
    assert ThreadState.TERMINATED in census.states
