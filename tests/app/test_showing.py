import pytest
from PySide6.QtCore import Qt


def test_a_moment_is_shown_by_stage_timeline_transport_and_panels(app_window):
    panel = app_window.docks.show_panel("outline")
    app_window.playhead.go_to(500_000)
    assert app_window.stage.snapshot.t_ns == 500_000
    assert app_window.timeline.view._t_ns == 500_000
    assert "0.50" in app_window.transport._time.text()
    assert panel.moments is app_window.moments


def test_who_is_followed_is_followed_everywhere(app_window):
    app_window.docks.show_panel("outline")
    app_window.following.follow(0)
    assert app_window.stage.options.followed == 0
    assert app_window.docks._followed == 0
    app_window.following.follow(None)
    assert app_window.stage.options.followed is None


def test_the_button_says_what_it_does(app_window):
    action = app_window.actions_by_name["play"]
    app_window.playhead.go_to(0)
    app_window.playhead.play()
    assert action.text() == "&Pause"
    app_window.playhead.pause()
    assert action.text() == "&Play"


@pytest.mark.parametrize("busy", [True, False])
def test_a_run_that_is_made_again_shows_a_busy_pointer(app_window, busy):
    app_window.session.catching_up.emit(busy)
    assert (app_window.cursor().shape() is Qt.CursorShape.BusyCursor) is busy


def test_under_a_presentation_nothing_is_drawn(app_window, monkeypatch):
    app_window.playhead.go_to(200_000)
    monkeypatch.setattr(type(app_window.presentation), "covers_window", True)
    app_window.playhead.go_to(700_000)
    assert app_window.stage.snapshot.t_ns == 200_000
    monkeypatch.setattr(type(app_window.presentation), "covers_window", False)
    app_window.show_again()
    assert app_window.stage.snapshot.t_ns == 700_000
