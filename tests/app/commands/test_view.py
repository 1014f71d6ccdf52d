import pytest

from desktop_app.app import appearance
from desktop_app.app.main_window import MainWindow
from desktop_app.storage.preferences import read_preferences
from desktop_app.views.theme import CONTRAST_LIGHT, DARK, LIGHT


@pytest.fixture
def store(tmp_path):
    return tmp_path / "preferences.json"


def opened(qtbot, recent_store, store, theme=None):
    window = MainWindow(recent_store, theme, preferences=store)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    return window


def test_colours_that_were_chosen_are_there_the_next_time(qtbot, recent_store, store):
    window = opened(qtbot, recent_store, store, DARK)
    window.actions_by_name["contrast-light"].trigger()
    assert window.theme is CONTRAST_LIGHT
    window.close()
    assert read_preferences(store).preferences.appearance == "contrast-light"
    again = opened(qtbot, recent_store, store)
    assert again.theme is CONTRAST_LIGHT
    assert again.actions_by_name["contrast-light"].isChecked()


def test_the_systems_colours_are_followed_when_they_change(qtbot, recent_store, store, monkeypatch):
    window = opened(qtbot, recent_store, store)
    monkeypatch.setattr(appearance, "system_theme", lambda: LIGHT)
    window.view.apply()
    assert window.theme is LIGHT
    monkeypatch.setattr(appearance, "system_theme", lambda: DARK)
    window.view.apply()
    assert window.theme is DARK
    assert window.actions_by_name["like_system"].isChecked()


def test_panels_are_where_they_were_left(qtbot, recent_store, store):
    window = opened(qtbot, recent_store, store)
    window.actions_by_name["panel_timeline"].trigger()
    assert window.timeline_dock.isHidden()
    window.close()
    again = opened(qtbot, recent_store, store)
    assert again.timeline_dock.isHidden()
    assert not again.actions_by_name["panel_timeline"].isChecked()
    again.actions_by_name["reset_layout"].trigger()
    assert not again.timeline_dock.isHidden()


def test_a_layout_that_is_none_does_no_harm(qtbot, recent_store, store):
    store.write_text('{"layout": "no base 64 ä", "geometry": "AAAA"}')
    window = opened(qtbot, recent_store, store)
    assert not window.timeline_dock.isHidden()


def test_less_motion_reaches_the_stage(app_window):
    app_window.actions_by_name["reduce_motion"].trigger()
    assert app_window.stage.options.reduce_motion
    app_window.actions_by_name["reduce_motion"].trigger()
    assert not app_window.stage.options.reduce_motion


def test_the_systems_wish_for_less_motion_counts_until_somebody_chooses(app_window, monkeypatch):
    monkeypatch.setattr("desktop_app.app.commands.view.prefers_less_motion", lambda: True)
    app_window.view.apply()
    assert app_window.stage.options.reduce_motion
    app_window.actions_by_name["reduce_motion"].trigger()
    assert not app_window.stage.options.reduce_motion
