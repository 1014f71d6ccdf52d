from desktop_app.analysis.event_index import EventIndex
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.trace.history import forget_before
from desktop_app.trace.tables import EventKind
from tests.scenarios import MS, bursts, run, scenario

ONE_CORE = Action(at_ns=2 * MS, kind=ActionKind.CORES, value=1)
TWO_CORES = Action(at_ns=4 * MS, kind=ActionKind.CORES, value=2)


def test_the_last_event_counts_from_its_moment_on():
    index = EventIndex(run(bursts("cpu 9ms"), cores=2, actions=[ONE_CORE, TWO_CORES]))
    found = [index.last(EventKind.CORES, t) for t in (2 * MS - 1, 2 * MS, 4 * MS, 9 * MS)]
    assert found == [None, 1, 2, 2]


def test_processes_are_told_apart():
    index = EventIndex(run(bursts("cpu 1ms, alloc 5B, cpu 1ms"), bursts("alloc 7B, cpu 1ms"), cores=2))
    assert [index.last(EventKind.MEMORY, MS, process) for process in (0, 1, -1)] == [5, 0, None]


def test_it_follows_a_trace_that_grows():
    simulation = simulate(scenario(bursts("cpu 9ms"), cores=2, actions=[ONE_CORE]), WINDOW_LIMITS)
    index = EventIndex(simulation.trace)
    assert index.last(EventKind.CORES, 9 * MS) is None
    simulation.run()
    assert index.last(EventKind.CORES, 9 * MS) == 1


def test_it_goes_on_when_history_was_forgotten():
    trace = run(bursts("cpu 9ms"), cores=2, actions=[ONE_CORE, TWO_CORES])
    index = EventIndex(trace)
    assert index.last(EventKind.CORES, 9 * MS) == 2
    forget_before(trace, 6 * MS, [])
    trace.events.append(8 * MS, EventKind.CORES, value=1)
    assert [index.last(EventKind.CORES, t) for t in (6 * MS, 9 * MS)] == [2, 1]
