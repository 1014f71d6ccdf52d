"""Whole runs: their ends, their limits, and what is true of every one of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, WINDOW_LIMITS, RunLimits
from desktop_app.engine.world import Happening
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Placement
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import BurstKind
from desktop_app.policies.registry import POLICIES
from desktop_app.trace.lives import Lives
from desktop_app.trace.size import size_bytes
from desktop_app.trace.tables import OPEN
from tests.engine.observed import columns, do, ends, ran, running, sound, states
from tests.engine.random_scenarios import anything, harmless, scenarios
from tests.scenarios import MS, bursts, periodic, program, run, scenario

LOOP = "n = 0\nwhile True:\n    n = n + 1\n"
LIMITS = RunLimits(instructions=5_000, trace_bytes=2**26, forget=False)
#: More than any of the random scenarios needs.
EVENTS = 100_000


def finished(described):
    """Run a scenario that must end by itself, within a bounded number of events."""
    simulation = simulate(described, LIMITS)
    simulation.advance(OPEN, EVENTS)
    assert simulation.trace.finished, "the run did not end"
    return sound(simulation.trace)


def test_until_stops_in_the_middle():
    trace = running(bursts("cpu 9ms"), bursts("cpu 9ms"), until_ns=5 * MS)
    assert trace.known_until_ns == 5 * MS
    assert trace.finished
    assert not trace.truncated
    # One slice is over at that very moment, and nobody is given the core any more.
    assert [states(trace, thread)[-1][1] for thread in (0, 1)] == ["ready", "ready"]
    assert [len(ran(trace, thread)) for thread in (0, 1)] == [3, 2]


@pytest.mark.parametrize("policy", ["round-robin", "priority", "edf"])
def test_nobody_is_given_a_core_at_the_moment_at_which_a_run_ends(policy):
    trace = running(bursts("cpu 4ms"), bursts("cpu 9ms"), policy=policy, quantum_ns=4 * MS, until_ns=4 * MS)
    assert [len(ran(trace, thread)) for thread in (0, 1)] == [1, 0]
    assert [states(trace, thread)[-1][1] for thread in (0, 1)] == ["terminated", "ready"]


def test_a_run_ends_when_nobody_is_left_whatever_was_to_come():
    trace = running(bursts("cpu 9ms"), actions=(do(1, "kill", "A"), do(30, "nice", "A", value=1)))
    assert trace.known_until_ns == MS


def test_a_trace_that_grows_too_large_ends_the_run():
    limits = RunLimits(instructions=None, trace_bytes=1_000_000, forget=False)
    trace = sound(run(*[bursts("cpu 90s") for _ in range(3)], limits=limits))
    assert "MiB of trace" in trace.truncated
    assert size_bytes(trace) < 3_000_000


def test_in_the_window_an_endless_program_goes_on_in_bounded_memory():
    limits = RunLimits(instructions=None, trace_bytes=1_000_000, forget=True)
    simulation = simulate(scenario(program(LOOP), bursts("cpu 900s")), limits)
    largest = 0
    for step in range(1, 30):
        simulation.advance(step * 400 * MS, 10**9)
        largest = max(largest, size_bytes(simulation.trace))
    trace = simulation.trace
    assert trace.begin_ns > 0
    assert not trace.finished
    assert largest < 3 * limits.trace_bytes
    sound(trace)


def test_the_window_keeps_a_long_history():
    assert WINDOW_LIMITS.forget
    assert not BATCH_LIMITS.forget


def test_a_thousand_threads_with_the_shortest_quantum():
    trace = simulate(scenario(bursts("cpu 5us", launches=10, threads=100), quantum_ns=1_000), LIMITS).run()
    assert trace.known_until_ns == 5 * MS
    assert list(trace.ended) == [4 * MS + number * 1_000 for number in range(1, 1_001)]
    assert sum(len(runs) for runs in trace.runs) == 5_000


def test_the_longest_quantum_lets_everybody_finish():
    trace = running(bursts("cpu 50s"), bursts("cpu 1s"), quantum_ns=60_000 * MS)
    assert ends(trace) == [50_000, 51_000]


def _threads_end_or_wait(trace):
    """Nobody is forgotten: at the end of a run that was not cut, who is left waits for what never comes."""
    lives = Lives(trace)
    for thread in range(len(trace.threads)):
        last = lives.changes(thread)[-1]
        assert last.state in {ThreadState.TERMINATED, ThreadState.WAITING}
        if last.state is ThreadState.WAITING:
            assert not trace.causes[last.cause].timed


def _work_is_done(trace):
    """A thread that ended by itself had exactly the CPU time of its bursts, but for the rounding of rates."""
    lives, end = Lives(trace), trace.known_until_ns
    for thread, info in enumerate(trace.threads):
        process = trace.processes[info.process]
        if process.listing >= 0 or thread in trace.jobs or trace.memory[info.process].exit_code != 0:
            continue
        wanted = sum(burst.duration_ns for burst in process.bursts if burst.kind is BurstKind.CPU)
        if trace.ended[thread] != OPEN:
            roundings = len(process.bursts) + sum(map(len, trace.runs))
            assert abs(lives.work_ns(thread, end) - wanted) <= 3 * roundings * any(runs.rates for runs in trace.runs)


@pytest.mark.parametrize("placement", Placement)
@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=3)
@given(st.data())
def test_any_policy_and_placement(policy, placement, data):
    described = data.draw(scenarios(script=anything, policy=policy, placement=placement))
    try:
        trace = finished(described)
    except ScenarioError as error:
        assert policy == "cbs" or described.actions, error  # noqa: PT017 - reservations that are not admitted
        return
    if described.until_ns is None and not trace.truncated and trace.header.hyperperiod_ns is None:
        _threads_end_or_wait(trace)
    _work_is_done(trace)
    assert columns(finished(described)) == columns(trace)


@given(scenarios(script=harmless, programs=False, plain=True, most_actions=0))
def test_whoever_shares_properly_finishes(described):
    try:
        trace = finished(described)
    except ScenarioError:
        return
    stopped = described.until_ns is not None or trace.header.hyperperiod_ns is not None
    assert stopped or None not in ends(trace)
    _work_is_done(trace)


@settings(max_examples=30)
@given(scenarios(), st.integers(1, 7))
def test_a_run_in_slices_is_the_same_run(described, events):
    try:
        whole = finished(described)
    except ScenarioError:
        return
    simulation = simulate(described, LIMITS)
    target = 0
    while not simulation.trace.finished:
        target += 130_000
        for _ in range(3):
            simulation.advance(target, events)
    assert columns(simulation.trace) == columns(whole)


def test_a_run_ends_before_its_time_overflows():
    trace = running(bursts(", ".join(["cpu 31622400s"] * 400)), policy="fcfs")
    assert "cut short" in trace.truncated
    assert trace.known_until_ns <= 2**62


def test_events_that_are_out_of_date_do_not_pile_up():
    """Each preemption leaves the planned end of a long burst behind, which would come in a thousand seconds."""
    described = scenario(
        bursts("cpu 1000s"), periodic("cpu 10us", 20_000, name="high"), policy="edf", until_ns=1_000 * MS
    )
    for loops in (True, False):
        simulation = simulate(described, BATCH_LIMITS)
        simulation._loops = simulation._loops if loops else ()
        simulation.advance(OPEN, 10_000)
        most = 0
        while not simulation.trace.finished:
            simulation.advance(OPEN, 1_000)
            most = max(most, len(simulation.world.events))
        assert most < 12_000
    mlfq = scenario(
        bursts("cpu 900us, io disk 100us, " * 300 + "cpu 1ms"), bursts("cpu 3s"), policy="mlfq",
        options={"boost": "60s"}, until_ns=1_000 * MS,
    )  # fmt: skip
    simulation = simulate(mlfq, BATCH_LIMITS)
    while not simulation.trace.finished:
        simulation.advance(OPEN, 1_000)
        assert sum(event[2] == Happening.TIMER for event in simulation.world.events) <= 2


def test_a_killed_sleeper_does_not_keep_the_run_going():
    trace = running(bursts("sleep 10s"), bursts("cpu 2ms, lock m, lock m", name="B"), actions=(do(1, "kill", "A"),))
    assert trace.known_until_ns == 2 * MS


def test_a_run_whose_events_leave_nothing_in_the_trace_ends_at_a_limit():
    """Ten thousand jobs that nobody has time for are released and leave no row."""
    described = scenario(periodic("cpu 1s", 1_000), policy="edf", until_ns=900 * MS)
    limits = RunLimits(instructions=None, trace_bytes=2**30, forget=False, events=10_000)
    trace = simulate(described, limits).run()
    assert trace.truncated == "the run was cut short at its limit of 10,000 events"
    assert trace.known_until_ns < 11 * MS


def test_one_tick_interrupts_the_cores_in_their_order_whenever_the_ends_were_planned():
    trace = running(
        bursts("cpu 1.9ms", name="X"),
        bursts("cpu 8ms", name="B", arrival_ns=MS * 3 // 2),
        bursts("cpu 3ms", name="S", arrival_ns=4 * MS),
        bursts("cpu 8ms", name="A", arrival_ns=MS * 21 // 10),
        cores=2,
        quantum_ns=MS,
        tick_ns=2 * MS,
    )
    assert ran(trace, 3)[1][0] == 1
    assert ran(trace, 1)[1][1] == 6


@pytest.mark.parametrize(("arrival_ms", "pause_ms"), [(2, 2), (1, 3)])
def test_what_else_happens_at_a_tick_does_not_change_the_order_of_the_cores(arrival_ms, pause_ms):
    """At 4 the thread of core 0 queues before that of core 1, though its end was planned later, and S wakes up, too."""
    trace = running(
        bursts("cpu 1.9ms", name="X"),
        bursts("cpu 8ms", name="B", arrival_ns=MS * 3 // 2),
        bursts(f"sleep {pause_ms}ms, cpu 3ms", name="S", arrival_ns=arrival_ms * MS),
        bursts("cpu 8ms", name="A", arrival_ns=MS * 21 // 10),
        cores=2, quantum_ns=MS, tick_ns=2 * MS,
    )  # fmt: skip
    assert any(start <= 4 and end >= 6 for _, start, end in ran(trace, 3))
