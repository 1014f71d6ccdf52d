"""What is in flight near the end of a run, and what a context switch throws away."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.flights import EXECUTE_PHASE, FLUSH_SLOTS
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import CoreState
from tests.scenarios import program, run

SLOT = 100_000
LOOP = "total = 0\nfor i in range(6):\n    total = total + i\n"


@pytest.fixture(scope="module")
def switching():
    """Two processes that take turns on one core, each for five instructions."""
    return Moments(run(program(LOOP), program(LOOP), quantum_ns=5 * SLOT))


@pytest.fixture(scope="module")
def paying():
    return Moments(run(program(LOOP), program(LOOP), quantum_ns=5 * SLOT, context_switch_ns=SLOT))


def test_what_comes_next_in_the_code_is_fetched_though_it_will_not_be_executed(switching):
    flights = switching.at(4 * SLOT + SLOT // 2).cores[0].flights
    assert [flight.discarded for flight in flights[:4]] == [False, True, True, True]
    assert [flight.line for flight in flights[:4]] == [4, 5, 6, 7]
    assert [flight.phase for flight in flights[:4]] == [0.5, -0.5, -1.5, -2.5]


def test_it_is_never_written_back(switching):
    flights = switching.at(5 * SLOT - 1).cores[0].flights
    discarded = [flight for flight in flights if flight.discarded]
    assert len(discarded) > 3
    assert all(flight.phase < EXECUTE_PHASE + 1 for flight in discarded)
    assert not any(flight.operand or flight.result for flight in discarded)


def test_a_switch_throws_it_away_and_that_is_shown_for_a_moment(switching):
    before, at = switching.at(5 * SLOT - 1).cores[0], switching.at(5 * SLOT).cores[0]
    lost = [flight for flight in before.flights if flight.discarded]
    assert at.thread.label == "P2·T1"
    assert at.leaving.label == "P1·T1"
    assert [flight.key for flight in at.flushed[:4]] == [flight.key for flight in lost[:4]]
    assert at.flushed_ns == 0
    later = switching.at(5 * SLOT + SLOT // 5).cores[0]
    assert later.flushed == at.flushed
    assert later.flushed_ns == SLOT // 5
    gone = switching.at(5 * SLOT + int(FLUSH_SLOTS * SLOT)).cores[0]
    assert (gone.flushed, gone.leaving) == ((), None)


def test_while_a_core_switches_it_has_the_thread_that_leaves(paying):
    core = paying.at(6 * SLOT + SLOT // 2).cores[0]
    assert core.state is CoreState.SWITCHING
    assert (core.leaving.label, core.thread.label) == ("P1·T1", "P2·T1")
    assert core.flights == ()


def test_the_first_thread_of_a_core_takes_nobodys_place(paying):
    core = paying.at(SLOT // 2).cores[0]
    assert core.state is CoreState.SWITCHING
    assert core.leaving is None


def test_nothing_is_fetched_behind_the_end_of_a_program():
    trace = run(program("x = 1\n"))
    last = Moments(trace).at(trace.known_until_ns - 1).cores[0]
    assert not any(flight.discarded for flight in last.flights)
    end = Moments(trace).at(trace.known_until_ns).cores[0]
    assert (end.flushed, end.leaving) == ((), None)


@pytest.mark.parametrize(("speed_ppm", "done"), [(1_000_000, 0.5), (400_000, 0.8)])
def test_an_instruction_that_is_cut_off_goes_on_as_fast_as_its_core_until_then(speed_ppm, done):
    """Half a slot more than five, or 0.8 of an instruction more than two at 2.5 slots each: there the slice is over."""
    quantum_ns = 5 * SLOT + SLOT // 2 if done == 0.5 else 7 * SLOT
    trace = run(program(LOOP), program(LOOP), quantum_ns=quantum_ns, speeds_ppm=(speed_ppm,))
    moments = Moments(trace)
    before, after = moments.at(quantum_ns - 1).cores[0], moments.at(quantum_ns).cores[0]
    assert before.flights[0].phase == pytest.approx(done, abs=0.01)
    assert before.flights[0].discarded
    assert after.flushed[0].phase == pytest.approx(done, abs=0.01)
    assert not before.flights[0].result


def test_a_loop_is_fetched_from_its_beginning_again():
    moments = Moments(run(program(LOOP), program(LOOP), quantum_ns=4 * SLOT))
    lines = moments.trace.listings[0].lines
    jumps = 0
    for t_ns in range(SLOT // 2, moments.trace.known_until_ns, SLOT):
        for one, after in zip(flights := moments.at(t_ns).cores[0].flights, flights[1:], strict=False):
            if after.discarded and lines[one.line].opname.startswith("JUMP_BACKWARD"):
                jumps += 1
                assert lines[after.line].opname == "FOR_ITER"
    assert jumps


def test_a_blocked_thread_leaves_its_pipeline_behind():
    source = "import time\nx = 1\ntime.sleep(0.001)\ny = 2\n"
    moments = Moments(run(program(source)))
    idle = next(
        at.cores[0]
        for t_ns in range(0, moments.trace.known_until_ns, SLOT)
        if (at := moments.at(t_ns)).cores[0].state is CoreState.IDLE
    )
    assert idle.flushed
    assert idle.leaving.label == "P1·T1"


@given(st.data())
def test_phases_fall_from_one_instruction_to_the_next(switching, data):
    t_ns = data.draw(st.integers(0, switching.trace.known_until_ns))
    core = switching.at(t_ns).cores[0]
    for flights in (core.flights, core.flushed):
        phases = [flight.phase for flight in flights]
        assert all(later < earlier for earlier, later in pairwise(phases))
        assert len({flight.key for flight in flights}) == len(flights)
