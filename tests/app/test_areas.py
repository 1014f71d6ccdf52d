import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_app.app.areas import tab_stops


@pytest.fixture
def active(app_window, qtbot):
    app_window.activateWindow()
    qtbot.waitUntil(app_window.isActiveWindow)
    return app_window


def inside(area):
    focused = QApplication.focusWidget()
    return focused is area or area.isAncestorOf(focused)


def test_f6_goes_round_through_what_can_be_seen(active):
    window, docks = active, active.docks.docks
    window.docks.show_panel("events")
    window.docks.show_panel("threads")
    window.stage.setFocus()
    areas = [docks["threads"], window.timeline_dock, window.transport, window.stage]
    for area in areas:
        window.actions_by_name["next_area"].trigger()
        assert inside(area)
    for area in (window.transport, window.timeline_dock, docks["threads"], window.stage):
        window.actions_by_name["previous_area"].trigger()
        assert inside(area)


def test_it_comes_back_to_where_one_was_in_a_part(active):
    panel = active.docks.show_panel("threads")
    panel.search.setFocus()
    active.actions_by_name["next_area"].trigger()
    assert not inside(panel)
    active.actions_by_name["previous_area"].trigger()
    assert QApplication.focusWidget() is panel.search


def test_tab_goes_from_a_title_to_its_panel_and_never_behind_a_tab(active):
    behind, front = active.docks.show_panel("events"), active.docks.show_panel("threads")
    stops = tab_stops(active)
    title = active.docks.docks["threads"].title.last
    at = stops.index(title)
    assert stops[at + 1 : at + 3] == [front.search, front.toggles[next(iter(front.toggles))]]
    assert not behind.isEnabled()
    assert front.isEnabled()
    active.docks.show_panel("events")
    assert behind.isEnabled()
    assert not front.isEnabled()


def test_the_transport_is_walked_through_from_left_to_right(active):
    stops = [stop for stop in tab_stops(active.transport) if stop.isVisible()]
    places = [stop.mapTo(active, stop.rect().topLeft()).x() for stop in stops]
    assert len(places) == 7
    assert places == sorted(places)


def test_a_panel_in_a_window_of_its_own_keeps_the_keys_that_it_needs(active, qtbot):
    panel = active.docks.show_panel("threads")
    dock = active.docks.docks["threads"]
    dock.setFloating(True)
    dock.activateWindow()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    down = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert dock.event(down)
    assert down.isAccepted()


def test_tab_goes_through_the_events_as_they_stand(active):
    panel = active.docks.show_panel("events")
    stops = [stop for stop in tab_stops(panel) if stop in {panel.only, panel.kinds, panel.follow, panel.table}]
    assert stops == [panel.only, panel.kinds, panel.follow, panel.table]
