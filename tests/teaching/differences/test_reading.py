"""What the course teaches, held by the figures that the traces gave. None of these numbers is typed in anywhere."""

import pytest

from desktop_app.model.errors import CoreloomError
from desktop_app.model.machine import StartCosts
from desktop_app.teaching.differences import reading
from desktop_app.teaching.differences.figures import Outcome
from desktop_app.teaching.differences.table import TABLE

CELLS = {(row.name, cell.column.value): cell for row in TABLE for cell in row.cells}


@pytest.fixture
def values(measurements):
    """The values of a demonstration by label, the first one of the cell if it is not named."""

    def of(row, column, name=""):
        cell = CELLS[row, column]
        found = next(one for one in cell.demonstrations if name in {"", one.name})
        return {figure.name: figure.quantity.value for figure in measurements.figures(found)}

    return of


def test_threads_share_a_variable_and_processes_have_one_each(values):
    assert values("sharing", "process") == {
        "z in P1, last written by P1·T1": "10",
        "z in P2, last written by P2·T1": "30",
        "P1·T1 prints": "z is 10",
    }
    assert values("sharing", "thread") == {"z in P1, last written by P1·T2": "30", "P1·T1 prints": "z is 30"}


def test_a_thread_takes_less_than_any_process(values):
    processes, thread = values("footprint", "process"), values("footprint", "thread")["One more"]
    fork, server, spawn = processes.values()
    assert list(processes) == [f"One more, by {method}" for method in ("fork", "forkserver", "spawn")]
    assert thread < fork < server < spawn
    assert thread * 50 < fork


def test_a_thread_starts_sooner_than_any_process(values):
    processes, thread = values("starting", "process"), values("starting", "thread")["start()"]
    fork, server, spawn = processes.values()
    assert thread < fork < server < spawn
    assert thread * 20 < fork


def test_what_starting_costs_is_what_was_measured(values):
    """Medians of CPython 3.11 on Linux; memory that is shared with nobody. They are the model's, and shown as such."""
    costs = StartCosts()
    assert tuple(values("footprint", "process").values()) == (1_500_000, 9_700_000, 12_600_000)
    assert tuple(values("footprint", "thread").values()) == (16 * 1024,)
    assert (costs.fork_ns, costs.forkserver_ns, costs.spawn_ns, costs.thread_ns) == (
        1_800_000,
        9_800_000,
        48_000_000,
        70_000,
    )
    assert tuple(values("starting", "process").values()) == (costs.fork_ns, costs.forkserver_ns, costs.spawn_ns)
    assert tuple(values("starting", "thread").values()) == (costs.thread_ns,)


def speed_ups(measurements, column):
    found = CELLS["fit", column].demonstrations
    return {one.name: measurements.figures(one)[0] for one in found}


def test_processes_compute_at_once(measurements):
    found = speed_ups(measurements, "process")
    assert 1.7 < found["cpu-2"].quantity.value <= 2
    assert 3 < found["cpu-4"].quantity.value <= 4
    assert 1.7 < found["cpu-2"].aside.value <= 2
    assert 3 < found["cpu-4"].aside.value <= 4


def test_threads_do_not_but_on_the_free_threaded_build(measurements):
    found = speed_ups(measurements, "thread")
    for name in ("cpu-2", "cpu-4"):
        assert 0.9 < found[name].quantity.value <= 1
        assert 0.9 < found[name].aside.value <= 1
    assert 3 < found["cpu-4-free"].quantity.value <= 4


def test_both_wait_at_once(measurements):
    process, thread = (speed_ups(measurements, column)["io"] for column in ("process", "thread"))
    assert 3 < process.quantity.value <= 4
    assert 3 < thread.quantity.value <= 4
    assert max(process.aside.value, thread.aside.value) < 0.5


def test_a_process_is_terminated_and_cleans_nothing_up(values):
    for call, code in (("terminate", "-15"), ("kill", "-9")):
        found = values("ending", "process", call)
        assert found[f"From {call}() to its end"] < 1_000_000
        assert found["Its exit code"] == code
        assert found["Its finally block"] == Outcome.SKIPPED.value


def test_a_thread_cannot_be_terminated_and_can_be_asked(values):
    refused, asked = values("ending", "thread", "refused"), values("ending", "thread", "event")
    assert refused["SIGTERM to P1·T2 alone"] == Outcome.REFUSED.value
    assert refused["Its terminate()"] == "AttributeError"
    assert refused["From there to its own end"] > 10 * asked["From Event.set() to its end"] > 0
    assert asked["Its finally block"] == Outcome.RAN.value


def test_a_line_that_nobody_executed(measurements):
    trace = measurements.trace(CELLS["ending", "thread"].demonstrations[1])
    assert reading.done_ns(trace, "stop.set()") < trace.ended[1]
    with pytest.raises(CoreloomError, match="nobody executed nothing"):
        reading.done_ns(trace, "nothing()")
