import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.thread_rows import Rows
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, WINDOW_LIMITS
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.states import ThreadState
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, program, run, scenario


def rows_of(trace):
    return Rows(Moments(trace))


@pytest.fixture(scope="module")
def mixed():
    nice = Action(at_ns=3 * MS, kind=ActionKind.NICE, process="A", value=5)
    return run(
        bursts("cpu 2ms, io disk 3ms, cpu 2ms"), bursts("cpu 4ms", name="B", arrival_ns=MS), program(), actions=[nice]
    )


def test_a_row_says_where_a_thread_is_and_since_when(mixed):
    rows = rows_of(mixed)
    assert [row.label for row in rows.threads(0)] == ["P1·T1", "P3·T1"]
    first, second, third = rows.threads(4_500_000)
    assert (first.state, first.waits_for, first.core) == (ThreadState.WAITING, "disk", -1)
    assert {second.state, third.state} <= {ThreadState.RUNNING, ThreadState.READY, ThreadState.TERMINATED}
    assert first.since_ns == mixed.waits[0].time[0]


def test_an_action_changes_a_nice_value_from_its_moment_on(mixed):
    rows = rows_of(mixed)
    assert [rows.threads(t)[0].nice for t in (3 * MS - 1, 3 * MS)] == [0, 5]


def test_a_thread_with_a_program_is_at_a_line(mixed):
    rows = rows_of(mixed)
    ended = mixed.ended[2]
    assert rows.threads(ended)[2].line == 3
    assert rows.threads(ended)[0].line == 0


def test_every_row_is_in_the_state_that_its_life_says(mixed):
    moments = Moments(mixed)
    rows = Rows(moments)
    for t_ns in range(0, mixed.known_until_ns, MS // 2):
        for row in rows.threads(t_ns):
            assert row.state is moments.lives.state(row.thread, t_ns)
            assert row.since_ns <= t_ns
            assert (row.core >= 0) == (row.state is ThreadState.RUNNING)
            before = moments.lives.state(row.thread, row.since_ns - 1) if row.since_ns else None
            assert before is not row.state or row.state is ThreadState.RUNNING


def test_running_on_after_a_slice_is_one_stay():
    rows = rows_of(run(bursts("cpu 20ms")))
    assert rows.threads(15 * MS)[0].since_ns == 0


def test_a_process_counts_its_threads_and_says_how_it_ended(mixed):
    rows = rows_of(mixed)
    assert [row.label for row in rows.processes(0)] == ["P1", "P3"]
    last = rows.processes(mixed.known_until_ns)
    assert [row.counts for row in last] == [(0, 0, 0, 0, 1)] * 3
    assert (last[2].exit_code, last[2].ending, last[2].ended_ns) == (0, "", mixed.ended[2])
    assert last[0].cpu_ns == 4 * MS


def test_a_killed_process_says_so():
    kill = Action(at_ns=5 * MS, kind=ActionKind.KILL, process="A")
    rows = rows_of(run(bursts("cpu 20ms"), bursts("cpu 20ms", name="B"), actions=[kill]))
    assert [(row.ending, row.exit_code) for row in rows.processes(4 * MS)] == [("", None), ("", None)]
    assert rows.processes(5 * MS)[0].ending == "killed by SIGKILL"


@settings(max_examples=12)
@given(scenarios(), st.lists(st.integers(0, 64), min_size=2, max_size=8))
def test_rows_are_those_of_their_moment_whatever_was_asked_before(described, parts):
    trace = simulate(described, BATCH_LIMITS).run()
    asked = rows_of(trace)
    for part in [*parts, *sorted(parts)]:
        t_ns = trace.known_until_ns * part // 64
        assert asked.threads(t_ns) == rows_of(trace).threads(t_ns)
        assert (
            asked.threads(t_ns + 1_000) == rows_of(trace).threads(t_ns + 1_000) or t_ns + 1_000 > trace.known_until_ns
        )


def test_rows_are_the_same_while_the_trace_grows():
    described = scenario(program("x = 0\nfor i in range(40):\n    x += i\n"), bursts("cpu 3ms, io disk 1ms, cpu 3ms"))
    simulation, whole = simulate(described, WINDOW_LIMITS), rows_of(simulate(described, WINDOW_LIMITS).run())
    grown = rows_of(simulation.trace)
    while not simulation.trace.finished:
        simulation.advance(simulation.trace.known_until_ns + MS, 5)
        known = simulation.trace.known_until_ns - 1
        for t_ns in (known, known // 3, known // 2):
            assert grown.threads(t_ns) == whole.threads(t_ns)
