import pytest

from desktop_app.analysis.execution import call_names, last_execution_ns, next_execution_ns, places_at
from tests.scenarios import MS, bursts, program, run

LOOP = "def f(a):\n    return a + 1\n\nfor i in range(3):\n    x = f(i)\n"


@pytest.fixture(scope="module")
def trace():
    return run(program(LOOP, threads=2), bursts("cpu 1ms"), quantum_ns=MS)


def on_line(trace, number):
    return [at for at, line in enumerate(trace.listings[0].lines) if line.line == number]


def test_threads_are_where_they_execute_and_one_of_them_has_the_core(trace):
    for t_ns in range(0, trace.known_until_ns, 350_000):
        places = places_at(trace, 0, t_ns)
        assert sum(place.on_core for place in places) <= 1
        for place in places:
            table = trace.executed[place.thread]
            assert trace.ended[place.thread] > t_ns
            assert table.start[table.at(t_ns)] <= t_ns
            assert place.line == table.line[table.at(t_ns)]
    assert places_at(trace, 0, trace.known_until_ns) == ()


def test_the_calls_of_a_thread_have_names(trace):
    inside = next_execution_ns(trace, 0, on_line(trace, 2), 0, 1)
    assert call_names(trace, 1, inside) == ("<module>", "f")
    assert call_names(trace, 2, inside) == ()
    assert call_names(trace, 1, trace.known_until_ns) == ()


def begun(trace, lines, threads):
    """Every beginning of one of these instructions, the slow way."""
    found = []
    for thread in threads:
        table = trace.executed[thread]
        for row, line in enumerate(table.line):
            if line in lines and not (row and not table.done[row - 1]):
                found.append(table.start[row])
    return sorted(found)


@pytest.mark.parametrize("thread", [None, 0, 1])
@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_next_and_last_are_the_neighbours_among_all_executions(trace, number, thread):
    lines = on_line(trace, number)
    times = begun(trace, lines, (0, 1) if thread is None else (thread,))
    for t_ns in range(0, trace.known_until_ns, 170_000):
        assert next_execution_ns(trace, 0, lines, t_ns, thread) == next((at for at in times if at > t_ns), None)
        assert last_execution_ns(trace, 0, lines, t_ns, thread) == max((at for at in times if at < t_ns), default=None)


def test_what_was_compiled_to_nothing_is_never_executed(trace):
    assert next_execution_ns(trace, 0, [], 0) is None
    assert last_execution_ns(trace, 0, [], MS) is None
