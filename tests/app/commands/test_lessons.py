from dataclasses import replace

import pytest

from desktop_app.app.main_window import MainWindow
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.lit import parse_lit
from desktop_app.views.question import Button
from tests.app.lecture.conftest import lesson  # noqa: F401 - a fixture


@pytest.fixture
def player(window, lesson):  # noqa: F811 - as above
    window.documents.lesson_chosen.emit(lesson)
    return window.lessons.player


def test_a_step_is_seen_as_it_says(window, player):
    assert window.stage.camera == Camera(stop=Stop.CORE, core=0)
    assert window.stage.options.lit == (parse_lit("core 0"),)
    player.next()
    assert window.stage.camera.whole
    assert window.stage.options.lit == ()
    assert window.playhead.speed_ns == 4_000_000
    player.next()
    assert window.playhead.speed_ns != 4_000_000


def test_who_is_next_is_not_told_while_it_is_asked(window, player):
    player.go(2)
    assert not window.stage.options.tells_next
    player.next()
    assert window.stage.options.tells_next


def test_a_step_follows_its_thread(window, player):
    player.go(3)
    assert window.following.followed == 0
    player.go(0)
    assert window.following.followed is None


def test_what_can_be_done_says_so(window, player):
    actions = window.actions_by_name
    assert [actions[name].isEnabled() for name in ("lesson_previous", "lesson_next", "lesson_back")] == [
        False,
        True,
        False,
    ]
    actions["lesson_next"].trigger()
    assert player.index == 1
    actions["lesson_previous"].trigger()
    player.last()
    assert not actions["lesson_next"].isEnabled()
    actions["lesson_close"].trigger()
    assert not actions["lesson_again"].isEnabled()
    assert window.stage.options.lit == ()


def test_the_timeline_shows_what_the_step_plays(window, player):
    whole = window.timeline.view.window_shown
    assert whole.start_ns == 0
    player.go(1)
    shown = window.timeline.view.window_shown
    assert 0 < shown.start_ns < 1_000_000
    assert 3_000_000 < shown.end_ns < whole.end_ns
    player.go(0)
    assert window.timeline.view.window_shown == whole


def test_the_panel_goes_with_the_lesson(window, player, lesson):  # noqa: F811 - as above
    dock = window.docks.docks["lesson"]
    assert not dock.isHidden()
    player.open(lesson, 2)
    player.close()
    assert dock.isHidden()


def test_a_panel_that_was_there_stays(window, lesson):  # noqa: F811 - as above
    window.docks.show_panel("lesson")
    window.lessons.player.open(lesson)
    window.lessons.player.close()
    assert not window.docks.docks["lesson"].isHidden()


def test_a_restored_layout_hides_no_lesson_and_none_is_remembered_without_it(qtbot, recent_store, tmp_path, lesson):  # noqa: F811 - as above
    for _ in range(2):
        window = MainWindow(recent_store, preferences=tmp_path / "preferences.json")
        qtbot.addWidget(window)
        hidden = window.docks.docks["lesson"].isHidden()
        window.lessons.player.open(lesson)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        assert hidden
        assert window.docks.docks["lesson"].seen
        window.close()
    window = MainWindow(recent_store, preferences=tmp_path / "preferences.json")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert window.docks.docks["lesson"].isHidden()


def test_live_changes_of_other_steps_are_not_given_up_without_a_question(window, player, monkeypatch):
    asked = []
    answers = [Button.Cancel, Button.Discard]

    def answer(_parent, question, why, *_):
        asked.append(why)
        return answers[len(asked) - 1]

    monkeypatch.setattr("desktop_app.app.commands.lessons.ask", answer)
    window.documents.change(replace(window.session.scenario, seed=3))
    player.next()
    assert player.changed_elsewhere == (0,)
    assert not window.documents.may_leave()
    assert "(steps: 1)" in asked[0]
    assert window.documents.may_leave()
    player.previous()
    assert player.changed_elsewhere == ()
    assert window.session.scenario.seed == 3
    window.documents.discard()
