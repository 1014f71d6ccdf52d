import pytest

from desktop_app.storage.resources import resource_path
from desktop_app.storage.scenario_file import open_source


def played_to_the_end(window, qtbot):
    qtbot.waitUntil(lambda: window.session.trace.finished)
    window.playhead.go_to(window.session.trace.known_until_ns - 1)
    window.playhead.set_speed(1_000_000_000)
    window.playhead.play()
    window.playhead.advance(1_000_000)
    assert not window.playhead.playing


def test_a_deadlock_brings_the_graph_of_waits_once(window, qtbot):
    window.documents.load(open_source(resource_path("scenarios/dining-philosophers.toml")), None)
    played_to_the_end(window, qtbot)
    dock = window.docks.docks["waits"]
    assert not dock.isHidden()
    assert "Deadlock" in window.docks.panels["waits"].headline.text()
    dock.hide()
    played_to_the_end(window, qtbot)
    assert dock.isHidden()


@pytest.mark.parametrize("other", ["the end of a run without one", "a look at the end"])
def test_nothing_else_does(window, app_window, qtbot, other):
    if other == "a look at the end":
        window.documents.load(open_source(resource_path("scenarios/dining-philosophers.toml")), None)
        qtbot.waitUntil(lambda: window.session.trace.finished)
        window.playhead.go_to(window.session.trace.known_until_ns)
    else:
        played_to_the_end(app_window, qtbot)
    assert window.docks.docks["waits"].isHidden()
