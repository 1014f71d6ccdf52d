import pytest

from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.errors import ProgramError
from tests.scenarios import program, scenario

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
