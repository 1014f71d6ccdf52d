from desktop_app.views.theme import LIGHT


def test_the_window_is_opened_with_what_is_open(qtbot, app_window):
    app_window.actions_by_name["compare"].trigger()
    shown = app_window.compare.shown
    assert shown.isVisible()
    assert shown.panel.sides[0].source.scenario == app_window.session.scenario
    qtbot.waitUntil(lambda: shown.runs.finished)
    app_window.actions_by_name["compare"].trigger()
    assert app_window.compare.shown is shown
    app_window.set_theme(LIGHT)
    assert shown.beside._theme is LIGHT
    app_window.compare.close()
    assert app_window.compare.shown is None


def test_without_anything_open_nothing_is_compared(window):
    window.actions_by_name["compare"].trigger()
    assert window.compare.shown is None
