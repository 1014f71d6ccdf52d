import pytest

from desktop_app.app.five_differences.window import DifferencesWindow
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import TABLE


@pytest.fixture(scope="module")
def showing():
    measurements = Measurements()
    return lambda row, column: measurements.showing(TABLE[row].cells[column].demonstrations[0])


def test_what_shows_a_cell_is_played_on_the_stage(app_window, qtbot, showing):
    wanted = showing(4, 1)
    app_window.differences.play(wanted)
    qtbot.waitUntil(lambda: app_window.playhead.playing)
    app_window.playhead.pause()
    assert app_window.session.scenario is wanted.scenario
    assert app_window.playhead.loop == (wanted.begin_ns, wanted.end_ns)
    assert app_window.playhead.t_ns >= wanted.begin_ns
    assert app_window.playhead.speed_ns == wanted.speed_ns
    assert app_window.stage.camera == wanted.camera
    assert app_window.documents.name == wanted.scenario.title
    assert not app_window.isWindowModified()


def test_something_else_that_is_opened_meanwhile_is_left_alone(app_window, showing):
    wanted = showing(2, 0)
    app_window.differences.play(wanted)
    app_window.differences._wanted = (wanted.scenario, wanted)
    app_window.documents.new()
    app_window.session.progressed.emit()
    assert app_window.differences._wanted is None
    assert app_window.playhead.loop is None


def test_changes_that_are_not_saved_are_asked_about(app_window, monkeypatch, showing):
    monkeypatch.setattr(app_window.documents, "may_leave", lambda: False)
    before = app_window.session.scenario
    app_window.differences.play(showing(0, 0))
    assert app_window.session.scenario is before


def test_the_window_is_one_and_steps_aside(app_window, qtbot):
    app_window.actions_by_name["differences"].trigger()
    shown = app_window.findChild(DifferencesWindow)
    assert shown.isVisible()
    assert not shown.isModal()
    asked = []
    app_window.differences.side_by_side_requested.connect(asked.append)
    shown.rows[0].beside.click()
    assert [one.scenario.processes[0].program.name for one in asked[0]] == ["sharing_process.py", "sharing_thread.py"]
    assert not shown.isVisible()  # it stood over the window
    app_window.actions_by_name["differences"].trigger()
    assert app_window.findChildren(DifferencesWindow) == [shown]
    shown.cards[1].play.click()
    qtbot.waitUntil(lambda: app_window.playhead.playing)
    assert app_window.session.scenario.title == "A thread changes the z of its process"
    assert not shown.isVisible()
