import pytest

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.memory import process_at
from desktop_app.analysis.moment import snapshot
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import Footprint
from tests.scenarios import MS, bursts, program, run

MB = 1_000_000


def test_what_a_process_has_of_ram_follows_its_bursts():
    trace = run(bursts("cpu 1ms, alloc 3MB, cpu 1ms, free 2MB, cpu 1ms", footprint=Footprint(memory_bytes=MB)))
    sizes = [snapshot(trace, t).processes[0].ram_bytes for t in (0, MS - 1, MS, 2 * MS, 3 * MS)]
    assert sizes == [MB, MB, 4 * MB, 2 * MB, 0]


def test_where_nothing_says_how_much_it_is_not_known():
    moment = snapshot(run(program(), bursts("cpu 1ms")), 0)
    assert [process.ram_bytes for process in moment.processes] == [None, None]


def test_who_runs_out_of_memory_is_told_from_who_is_killed():
    kill = Action(at_ns=2 * MS, kind=ActionKind.KILL, process="B")
    trace = run(
        bursts("cpu 1ms, alloc 9MB, cpu 9ms", name="A"),
        bursts("cpu 9ms", name="B"),
        cores=2,
        ram_bytes=5 * MB,
        actions=[kill],
    )
    endings = [[process.ending for process in snapshot(trace, t).processes] for t in (0, MS, 2 * MS)]
    assert endings == [["", ""], ["killed: out of memory", ""], ["killed: out of memory", "killed by SIGKILL"]]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(ActionKind.TERMINATE, "terminated by SIGTERM"), (ActionKind.INTERRUPT, "interrupted by SIGINT")],
)
def test_a_signal_that_ended_a_process_is_named(kind, ending):
    trace = run(bursts("cpu 9ms"), actions=[Action(at_ns=MS, kind=kind, process="A")])
    assert process_at(EventIndex(trace), 0, MS, [None]).ending == ending


def test_a_process_that_ends_by_itself_was_not_made_to():
    trace = run(bursts("cpu 1ms"), program("1 / 0\n"))
    assert [process.ending for process in snapshot(trace, trace.known_until_ns).processes] == ["", ""]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("n = 1\nv = {'a': n, 'b': [n]}\n", "{'a': 1, 'b': [1]}"),
        ("v = {}\n", "{}"),
        ("n = 1\nv = {n}\n", "{1}"),
        ("v = set()\n", "set()"),
        ("v = [[1]]\n", "[[1]]"),
    ],
)
def test_a_container_is_shown_in_its_own_brackets(source, text):
    trace = run(program(source))
    shown = {value.name: value.text for value in snapshot(trace, trace.known_until_ns - 1).processes[0].variables}
    assert shown["v"] == text
