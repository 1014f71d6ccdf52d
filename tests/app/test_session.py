from dataclasses import replace

import pytest

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.errors import ProgramError
from tests.engine.observed import do
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
    monkeypatch.setattr("desktop_app.app.session.SLICES_TO_END", 3)
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


@pytest.fixture
def opened(session):
    session.open(scenario(bursts("cpu 6ms", launches=2), cores=2))
    session.playhead.go_to(3 * MS)
    return session


def killed(at_ms):
    return scenario(bursts("cpu 6ms", launches=2), cores=2, actions=(do(at_ms, "kill", "A", instance=1),))


def test_an_action_is_gone_on_with_where_the_playhead_is(qtbot, opened):
    with qtbot.waitSignal(opened.continued) as continued, qtbot.assertNotEmitted(opened.opened):
        opened.change(killed(3))
    assert continued.args == [opened.trace, 3 * MS]
    assert opened.playhead.t_ns == 3 * MS
    assert list(opened.trace.ended) == [3 * MS, 6 * MS]


def test_playing_goes_on(opened):
    opened.playhead.play()
    opened.change(killed(3))
    assert opened.playhead.playing


def test_other_settings_begin_anew(qtbot, opened):
    with qtbot.waitSignal(opened.opened), qtbot.assertNotEmitted(opened.continued):
        opened.change(scenario(bursts("cpu 6ms", launches=2), cores=1))
    assert opened.playhead.t_ns == 0


def test_what_a_run_does_not_depend_on_changes_no_trace(qtbot, opened):
    before = opened.trace
    marked = replace(opened.scenario, bookmarks=(Bookmark(at_ns=MS, name="x"),))
    with qtbot.assertNotEmitted(opened.continued), qtbot.assertNotEmitted(opened.opened):
        opened.change(marked)
    assert opened.trace is before
    assert opened.scenario is marked


def test_a_change_that_cannot_be_run_leaves_what_is_open(opened):
    before = opened.trace, opened.scenario
    wrong = replace(opened.scenario, processes=(*opened.scenario.processes, program("x = = 1\n", launches=0)))
    with pytest.raises(ProgramError):
        opened.change(replace(wrong, actions=(do(3, "launch", "app.py"),)))
    assert (opened.trace, opened.scenario) == before


def test_where_the_changed_run_ends_earlier_the_playhead_stands_at_its_end(opened):
    opened.playhead.go_to(5 * MS)
    opened.change(scenario(bursts("cpu 6ms", launches=2), cores=2, actions=(do(2, "kill", "A"),)))
    assert opened.playhead.t_ns == 2 * MS


def test_a_long_way_is_caught_up_with_in_slices(qtbot, opened, monkeypatch):
    monkeypatch.setattr("desktop_app.app.session._AT_ONCE_MS", -1)
    opened.playhead.play()
    before = opened.trace
    seen = []
    opened.catching_up.connect(seen.append)
    opened.change(killed(1))
    assert (opened.trace, opened.playhead.playing, seen) == (before, False, [True])
    opened.change(killed(2))  # the last one counts
    with qtbot.waitSignal(opened.continued):
        pass
    assert seen[-1] is False
    assert opened.playhead.playing
    assert opened.trace.ended[0] == 2 * MS


def test_taking_a_change_back_before_it_is_shown(qtbot, opened, monkeypatch):
    monkeypatch.setattr("desktop_app.app.session._AT_ONCE_MS", -1)
    before, described = opened.trace, opened.scenario
    opened.change(killed(1))
    with qtbot.assertNotEmitted(opened.continued):
        opened.change(described)
    assert opened.trace is before
    assert opened.playhead.t_ns == 3 * MS
