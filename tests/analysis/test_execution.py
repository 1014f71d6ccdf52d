import pytest

from desktop_app.analysis.execution import call_names, last_execution_ns, next_execution_ns, places_at
from desktop_app.analysis.flights import flights_at
from desktop_app.analysis.operands import Transfers
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import RunKind
from tests.scenarios import MS, bursts, program, run

LOOP = "def f(a):\n    return a + 1\n\nfor i in range(3):\n    x = f(i)\n"


@pytest.fixture(scope="module")
def trace():
    return run(program(LOOP, threads=2), bursts("cpu 1ms"), quantum_ns=MS)


@pytest.fixture(scope="module")
def switching():
    return run(program(LOOP, threads=3), quantum_ns=MS // 2, context_switch_ns=MS // 20, cores=2, gil="free-threaded")


def on_line(trace, number):
    return [at for at, line in enumerate(trace.listings[0].lines) if line.line == number]


def executing(trace, t_ns):
    """What each thread with a core executes by the stage's own measure, and the time since when."""
    for core, runs in enumerate(trace.runs):
        row = runs.at(t_ns)
        if row >= 0 and runs.kind[row] == RunKind.RUN:
            for flight in flights_at(Transfers(trace), core, row, t_ns):
                if -1 <= flight.phase < 0:
                    yield runs.thread[row], flight


@pytest.mark.parametrize("whole", ["trace", "switching"])
def test_threads_are_where_the_stage_shows_them(whole, request):
    trace = request.getfixturevalue(whole)
    for t_ns in range(0, trace.known_until_ns, 70_000):
        places = {place.thread: place for place in places_at(trace, 0, t_ns)}
        on_core = {runs.thread[row] for runs in trace.runs if (row := runs.at(t_ns)) >= 0}
        for thread, flight in executing(trace, t_ns):
            if thread in places:
                assert places[thread].line == flight.line
        for thread, place in places.items():
            assert trace.ended[thread] > t_ns
            assert place.on_core == (thread in on_core)
            if not place.on_core:
                table = trace.executed[thread]
                assert place.line == table.line[table.at(t_ns)]
    assert places_at(trace, 0, trace.known_until_ns) == ()


def test_the_calls_of_a_thread_have_names(trace):
    inside = next_execution_ns(Lives(trace), 0, on_line(trace, 2), 0, 1) + 100_000
    assert call_names(trace, 1, inside) == ("<module>", "f")
    assert call_names(trace, 2, inside) == ()
    assert call_names(trace, 1, trace.known_until_ns) == ()


@pytest.mark.parametrize("whole", ["trace", "switching"])
@pytest.mark.parametrize("thread", [None, 1])
@pytest.mark.parametrize("number", [2, 4, 5])
def test_from_one_execution_to_the_next_and_back_by_the_same_way(number, thread, whole, request):
    trace = request.getfixturevalue(whole)
    lives, lines, t_ns, times = Lives(trace), on_line(trace, number), -1, []
    while (at_ns := next_execution_ns(lives, 0, lines, t_ns, thread)) is not None:
        assert at_ns > t_ns
        places = [place for place in places_at(trace, 0, at_ns) if thread in {None, place.thread}]
        assert any(place.line in lines and place.on_core for place in places)
        t_ns = at_ns
        times.append(at_ns)
    assert len(times) >= (3 if number == 2 else 4)
    for at_ns, before in zip(reversed(times), [*reversed(times[:-1]), None], strict=True):
        assert last_execution_ns(lives, 0, lines, at_ns, thread) == before


def test_what_was_compiled_to_nothing_is_never_executed(trace):
    assert next_execution_ns(Lives(trace), 0, [], 0) is None
    assert last_execution_ns(Lives(trace), 0, [], MS) is None
