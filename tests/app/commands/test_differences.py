import pytest

from desktop_app.app.five_differences.window import DifferencesWindow
from desktop_app.views.theme import LIGHT
from tests.measured import measured


@pytest.fixture
def differences(app_window, monkeypatch, qtbot):
    """The window of the differences, opened by its command, with what was measured already."""
    monkeypatch.setattr("desktop_app.teaching.differences.measuring.Measurements", measured)
    app_window.actions_by_name["differences"].trigger()
    found = app_window.findChild(DifferencesWindow)
    qtbot.waitUntil(lambda: not found._timer.isActive())
    return found


def test_what_shows_a_cell_is_played_on_the_stage_as_a_step_of_a_lesson(app_window, differences, qtbot):
    assert differences.isVisible()
    assert not differences.isModal()
    differences.cards[1].play.click()
    player = app_window.lessons.player
    qtbot.waitUntil(lambda: app_window.playhead.playing)
    app_window.playhead.pause()
    step = player.step
    assert step.title.startswith("Memory sharing, thread")
    assert app_window.session.scenario == step.scenario
    assert app_window.playhead.loop == (step.begin.shift_ns, step.end.shift_ns)
    assert app_window.stage.camera == step.camera
    assert app_window.stage.options.lit == step.lit
    assert app_window.centre.band.isVisibleTo(app_window)
    assert not differences.isVisible()  # it stood over the window
    # The rest of the table is the rest of the lesson.
    app_window.actions_by_name["differences"].trigger()
    assert app_window.findChildren(DifferencesWindow) == [differences]
    lesson = player.lesson
    differences.cards[2].play.click()
    assert player.lesson is lesson
    assert player.step.title.startswith("Footprint, process")


def test_both_of_a_row_are_played_beside_each_other(app_window, differences, qtbot):
    differences.rows[0].beside.click()
    player = app_window.lessons.player
    qtbot.waitUntil(lambda: player.span is not None)
    app_window.playhead.pause()
    assert [side.scenario.processes[0].program.name for side in player.step.sides] == [
        "sharing_process.py",
        "sharing_thread.py",
    ]
    assert not app_window.centre.shows_stage


def test_changes_that_are_not_saved_are_asked_about(app_window, differences, monkeypatch):
    monkeypatch.setattr(app_window.documents, "may_leave", lambda: False)
    before = app_window.session.scenario
    differences.cards[1].play.click()
    assert app_window.session.scenario is before
    assert app_window.lessons.player.lesson is None
    assert differences.isVisible()


def test_the_window_follows_the_colours(app_window, differences, qtbot):
    before = differences.grab().toImage()
    app_window.set_theme(LIGHT)
    qtbot.waitUntil(lambda: LIGHT.on_process in next(iter(differences._heads.values())).styleSheet())
    assert differences.grab().toImage() != before
