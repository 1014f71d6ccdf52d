import pytest

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.errors import ProgramError
from tests.scenarios import MS, bursts, program, scenario

ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def session(qapp):
    playhead = Playhead()
    playhead.set_speed(200_000)
    session = Session(playhead)
    session.playhead = playhead
    yield session
    session.close()


def test_a_short_program_is_known_to_its_end_at_once(qtbot, session):
    with qtbot.waitSignal(session.opened):
        session.open(scenario(program()))
    assert session.trace.finished
    session.playhead.go_to(10**9)
    assert session.playhead.t_ns == session.trace.known_until_ns >= 1_000_000


def test_what_was_open_stays_when_the_next_cannot_be_loaded(session):
    session.open(scenario(program()))
    trace, before = session.trace, session.scenario
    with pytest.raises(ProgramError):
        session.open(scenario(program("x = = 1\n")))
    assert session.trace is trace
    assert session.scenario is before


def test_an_endless_program_runs_a_bounded_way_ahead_and_rests_there(qtbot, session):
    session.open(scenario(program(ENDLESS)))
    qtbot.waitUntil(lambda: not session._timer.isActive())
    known = session.trace.known_until_ns
    assert not session.trace.finished
    assert known < 4_000_000_000
    session.playhead.go_to(known // 2)
    assert session._timer.isActive()
    qtbot.waitUntil(lambda: not session._timer.isActive())
    assert session.trace.known_until_ns > known


def test_only_what_is_final_can_be_shown(qtbot, session):
    session.open(scenario(program(ENDLESS)))
    session.playhead.go_to(10**15)
    assert session.playhead.t_ns < session.trace.known_until_ns


def long_run():
    """A run that is known to its end only after the engine was let go on."""
    return scenario(bursts("cpu 4s"), bursts("cpu 4s"))


def test_the_end_of_a_long_run_is_waited_for(qtbot, session):
    session.open(long_run())
    qtbot.waitUntil(lambda: not session._timer.isActive())
    assert not session.trace.finished
    session.go_to_end()
    qtbot.waitUntil(lambda: session.trace.finished)
    assert session.playhead.t_ns == session.trace.known_until_ns == 8_000_000_000
    session.playhead.go_to(0)
    assert session.playhead.t_ns == 0


def test_who_does_something_else_on_the_way_to_the_end_stays(qtbot, session):
    session.open(long_run())
    qtbot.waitUntil(lambda: not session._timer.isActive())
    session.go_to_end()
    session.stay()
    session.playhead.go_to(MS)
    qtbot.waitUntil(lambda: not session._timer.isActive())
    assert session.playhead.t_ns == MS
    assert not session.trace.finished


def test_the_way_to_the_end_of_an_endless_run_ends(qtbot, session, monkeypatch):
    monkeypatch.setattr("desktop_app.app.session._SLICES_TO_END", 3)
    session.open(scenario(program(ENDLESS)))
    qtbot.waitUntil(lambda: not session._timer.isActive())
    before = session.trace.known_until_ns
    session.go_to_end()
    qtbot.waitUntil(lambda: not session._timer.isActive())
    assert session.playhead.t_ns >= before - lookahead_ns(session.trace)
    assert not session.trace.finished


def test_another_scenario_begins_at_its_beginning(qtbot, session):
    session.open(long_run())
    session.go_to_end()
    session.open(long_run())
    qtbot.waitUntil(lambda: not session._timer.isActive())
    assert session.playhead.t_ns == 0
