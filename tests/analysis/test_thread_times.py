import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.thread_times import TimesIndex
from desktop_app.analysis.usage import Usage
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, WINDOW_LIMITS
from desktop_app.trace.history import forget_before
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, program, run, scenario


def times_at(trace, t_ns):
    index = TimesIndex(Lives(trace))
    return [index.at(thread, t_ns) for thread in range(len(trace.threads))]


def test_round_robin_by_hand():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 2ms"), cores=1)
    first, second = times_at(trace, 3_500_000)
    assert (first.cpu_ns, first.ready_ns, first.blocked_ns, first.response_ns) == (2 * MS, MS, 500_000, 0)
    assert (second.cpu_ns, second.ready_ns, second.response_ns) == (1_500_000, 2 * MS, MS)
    assert (first.voluntary, first.involuntary, second.switches) == (1, 1, 1)


def test_before_it_exists_and_after_its_end_nothing_grows():
    trace = run(bursts("cpu 2ms", arrival_ns=5 * MS), bursts("cpu 20ms"), cores=2)
    assert times_at(trace, 4 * MS)[0] == (0, 0, 0, None, 0, 0)
    assert times_at(trace, 8 * MS)[0] == times_at(trace, 15 * MS)[0]


@settings(max_examples=12)
@given(scenarios(), st.integers(1, 10))
def test_they_are_what_one_pass_over_the_trace_finds(described, tenths):
    trace = simulate(described, BATCH_LIMITS).run()
    t_ns = trace.known_until_ns * tenths // 10
    usage = Usage(trace, t_ns)
    for thread, times in enumerate(times_at(trace, t_ns)):
        assert times.cpu_ns == usage.cpu_ns[thread]
        assert (times.voluntary, times.involuntary) == (usage.voluntary[thread], usage.involuntary[thread])
        first = usage.first_run_ns[thread]
        if first < t_ns:
            assert times.response_ns == first - trace.threads[thread].arrival_ns
        assert (
            first != OPEN or times.response_ns is None or times.response_ns == t_ns - trace.threads[thread].arrival_ns
        )
        until = min(t_ns, trace.ended[thread])
        began = min(trace.ready_from[thread], until)
        assert times.cpu_ns + times.ready_ns + times.blocked_ns <= until - began


def test_the_order_of_questions_and_the_growth_of_the_trace_do_not_matter():
    described = scenario(program("x = 0\nfor i in range(40):\n    x += i\n"), bursts("cpu 3ms, io disk 1ms, cpu 3ms"))
    simulation = simulate(described, WINDOW_LIMITS)
    index, whole = TimesIndex(Lives(simulation.trace)), simulate(described, WINDOW_LIMITS).run()
    while not simulation.trace.finished:
        simulation.advance(simulation.trace.known_until_ns + MS, 5)
        known = simulation.trace.known_until_ns
        for t_ns in (known, known // 3, known // 2):
            assert [index.at(thread, t_ns) for thread in (0, 1)] == times_at(whole, t_ns)


def test_after_history_was_forgotten_times_count_from_what_is_left():
    trace = run(bursts("cpu 20ms"), bursts("cpu 20ms"), cores=1)
    index = TimesIndex(Lives(trace))
    assert index.at(0, 20 * MS).response_ns == 0
    forget_before(trace, 10 * MS, [])
    first = index.at(0, 20 * MS)
    assert (first.cpu_ns + first.ready_ns, first.response_ns) == (10 * MS, None)


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_added_up_in_parts_it_is_the_same(most):
    trace = run(bursts("cpu 3ms, io disk 1ms, cpu 2ms", threads=3), cores=2)
    whole, parts, calls = TimesIndex(Lives(trace)), TimesIndex(Lives(trace)), 0
    for t_ns in (0, trace.known_until_ns // 2, trace.known_until_ns):
        calls += 1
        while not parts.prepare(t_ns, most):
            calls += 1
        assert [parts.at(thread, t_ns) for thread in range(3)] == [whole.at(thread, t_ns) for thread in range(3)]
    assert (calls > 3) == (most < 1000)
