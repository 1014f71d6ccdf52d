import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.app.playhead import Playhead
from desktop_app.app.side_by_side.runs import Runs
from tests.scenarios import MS, bursts, program, run, scenario

ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def runs(qtbot):
    found = Runs(Playhead())
    yield found
    found.close()


def opened(qtbot, runs, *scenarios):
    with qtbot.waitSignal(runs.loaded):
        runs.open([(f"run {number}", one) for number, one in enumerate(scenarios)])


def test_all_are_run_to_their_ends(qtbot, runs):
    opened(qtbot, runs, scenario(program()), scenario(bursts("cpu 9ms")))
    qtbot.waitUntil(lambda: runs.finished)
    assert [title for title, _ in runs.sides] == ["run 0", "run 1"]
    assert all(isinstance(found, Moments) for _, found in runs.sides)
    assert runs.traces[1].known_until_ns == run(bursts("cpu 9ms")).known_until_ns == runs.known_until_ns


def test_the_playhead_goes_to_the_end_of_the_longest(qtbot, runs):
    opened(qtbot, runs, scenario(bursts("cpu 2ms")), scenario(bursts("cpu 9ms")))
    qtbot.waitUntil(lambda: runs.finished)
    runs._playhead.go_to(100 * MS)
    assert runs._playhead.t_ns == 9 * MS
    runs._playhead.go_to(0)
    runs.go_to_end()
    assert runs._playhead.t_ns == 9 * MS


def test_an_endless_run_stays_ahead_of_the_playhead_and_holds_it(qtbot, runs):
    opened(qtbot, runs, scenario(program(ENDLESS)), scenario(bursts("cpu 2ms")))
    qtbot.waitUntil(lambda: not runs._timer.isActive())
    assert not runs.finished
    known = runs.known_until_ns
    assert known > 100 * MS
    runs._playhead.go_to(known)
    qtbot.waitUntil(lambda: runs.known_until_ns > known)


def test_what_cannot_be_run_says_why_and_the_others_run(qtbot, runs):
    opened(qtbot, runs, scenario(program("x = (")), scenario(bursts("cpu 2ms")))
    qtbot.waitUntil(lambda: runs.finished)
    (_, problem), (_, moments) = runs.sides
    assert "app.py, line 1" in problem
    assert isinstance(moments, Moments)
    assert runs.known_until_ns == 2 * MS


def test_there_are_no_sides_while_they_are_loaded(runs):
    runs.open([("a", scenario(program())), ("b", scenario(program()))])
    assert runs.loading
    assert runs.sides == []


def test_a_program_is_loaded_once(qtbot, runs, monkeypatch):
    opened(qtbot, runs, scenario(program()), scenario(program(), cores=2))
    first, second = (one.simulation.plan.loaded for one in runs._runs)
    assert next(iter(first.values())) is next(iter(second.values()))


def test_another_run_begins_at_the_moment_that_is_asked_for(qtbot, runs):
    opened(qtbot, runs, scenario(bursts("cpu 9ms")))
    with qtbot.waitSignal(runs.loaded):
        runs.open([("a", scenario(program(ENDLESS))), ("b", scenario(bursts("cpu 2ms")))], 3000 * MS)
    assert runs._playhead.t_ns == 3000 * MS
    assert all(trace.finished or trace.known_until_ns > 3000 * MS for trace in runs.traces)
    with qtbot.waitSignal(runs.loaded):
        runs.open([("b", scenario(bursts("cpu 2ms")))], 3000 * MS)
    assert runs._playhead.t_ns == 2 * MS


def test_what_is_loaded_can_be_shown(qtbot, runs):
    found = []
    runs.loaded.connect(lambda: found.extend(trace.finished or trace.known_until_ns for trace in runs.traces))
    opened(qtbot, runs, *[scenario(program(threads=8), cores=8)] * 4)
    assert all(found)
    assert len(found) == 4
