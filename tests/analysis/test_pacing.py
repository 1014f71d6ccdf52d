import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.pacing import ZONE_WALL_S, pace_at
from tests.scenarios import MS, bursts, run

FAST = 100 * MS


@pytest.fixture(scope="module")
def trace():
    """Two threads that take turns every 5 ms on one core."""
    return run(bursts("cpu 20ms", launches=2), quantum_ns=5 * MS, context_switch_ns=200_000)


def wall_s(trace, begin_ns, end_ns, speed_ns, thread=None):
    """Seconds of wall time from one moment to another."""
    t_ns, seconds = begin_ns, 0.0
    while t_ns < end_ns:
        pace = pace_at(trace, t_ns, speed_ns, thread)
        assert pace.until_ns > t_ns
        assert 1 <= pace.speed_ns <= speed_ns
        until_ns = min(pace.until_ns, end_ns)
        seconds += (until_ns - t_ns) / pace.speed_ns
        t_ns = until_ns
    return seconds


def test_a_switch_takes_seconds_however_fast_the_rest_is(trace):
    dispatched, began = trace.runs[0].dispatched[1], trace.runs[0].began[1]
    margin = trace.header.instruction_ns
    for speed in (FAST, 10 * FAST):
        assert wall_s(trace, dispatched - margin, began + margin, speed) == pytest.approx(ZONE_WALL_S, rel=0.01)


def test_between_switches_most_of_the_way_is_fast(trace):
    begin, end = trace.runs[0].began[1] + 200_000, trace.runs[0].dispatched[2] - 200_000
    middle = (begin + end) // 2
    assert pace_at(trace, middle, MS).speed_ns == MS
    assert wall_s(trace, begin, end, FAST) < 1.0


def test_a_slow_speed_stays_as_it_is(trace):
    assert {pace_at(trace, t_ns, 1000).speed_ns for t_ns in range(0, trace.known_until_ns, 50_000)} == {1000}


def test_only_the_followed_thread_counts():
    trace = run(bursts("cpu 3ms, io disk 40ms, cpu 3ms"), bursts("cpu 30ms", launches=2), quantum_ns=MS)
    quiet = 20 * MS
    assert trace.runs[0].at(quiet) >= 0
    assert wall_s(trace, quiet, quiet + 5 * MS, FAST) > 5
    assert wall_s(trace, quiet, quiet + 5 * MS, FAST, thread=0) < 1


def test_far_from_all_switches_it_is_played_as_asked():
    trace = run(bursts("cpu 900ms"), policy="fcfs")
    pace = pace_at(trace, 500 * MS, FAST)
    assert pace.speed_ns == FAST
    assert pace.until_ns > 900 * MS


@given(t_ns=st.integers(0, 45 * MS), speed_ns=st.integers(1, 10**12))
def test_it_never_stands_still_nor_hurries(trace, t_ns, speed_ns):
    pace = pace_at(trace, t_ns, speed_ns)
    assert pace.until_ns > t_ns
    assert 1 <= pace.speed_ns <= speed_ns
