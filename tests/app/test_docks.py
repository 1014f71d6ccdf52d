import pytest
from PySide6.QtWidgets import QMainWindow

from desktop_app.analysis.moment import Moments
from desktop_app.app import docks as docks_module
from desktop_app.app.docks import Docks
from desktop_app.app.panels import PanelSpec
from desktop_app.views.panel import Panel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import program, run


class Recording(Panel):
    def __init__(self, theme, parent):
        super().__init__(theme, parent)
        self.seen = []

    def show_at(self, t_ns):
        self.seen.append(t_ns)


@pytest.fixture
def docks(qtbot, monkeypatch):
    specs = tuple(PanelSpec(name=name, title=f"&{name}", tip=name, make=Recording) for name in ("first", "second"))
    monkeypatch.setattr(docks_module, "PANELS", specs)
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Docks(window, DARK)
    window.show()
    made.make_ready()
    made.set_moments(Moments(run(program())))
    return made


def test_a_panel_is_made_when_it_is_first_seen_and_gets_what_is_shown(docks):
    docks.show_at(7)
    assert docks.panels == {}
    docks.toggle("first")
    panel = docks.panels["first"]
    assert panel.seen[-1] == 7
    assert panel.moments is not None
    assert "second" not in docks.panels


def test_a_hidden_panel_is_not_fed_and_is_up_to_date_when_seen_again(docks):
    docks.toggle("first")
    panel = docks.panels["first"]
    docks.docks["first"].hide()
    before = len(panel.seen)
    docks.show_at(9)
    assert len(panel.seen) == before
    docks.toggle("first")
    assert panel.seen[-1] == 9


def test_a_panel_behind_another_tab_is_not_fed_either(docks):
    behind = docks.show_panel("first")
    docks.show_panel("second")
    before = len(behind.seen)
    docks.show_at(11)
    assert len(behind.seen) == before
    docks.show_panel("first")
    assert behind.seen[-1] == 11


def test_while_playing_the_last_moment_of_many_is_shown(docks, qtbot):
    panel = docks.show_panel("first")
    panel.seen.clear()
    for t_ns in range(1, 20):
        docks.show_at(t_ns, soon=True)
    assert len(panel.seen) < 19
    qtbot.waitUntil(lambda: panel.seen[-1] == 19)
    docks.show_at(3)
    assert panel.seen[-1] == 3


def test_colours_and_the_followed_thread_reach_panels_made_later(docks):
    docks.set_theme(LIGHT)
    docks.set_followed(2)
    panel = docks.show_panel("second")
    assert (panel.theme, panel.followed) == (LIGHT, 2)
    docks.set_followed(None)
    docks.set_theme(DARK)
    assert (panel.theme, panel.followed) == (DARK, None)


def test_what_a_panel_asks_for_is_passed_on(docks, qtbot):
    panel = docks.show_panel("first")
    with qtbot.waitSignal(docks.time_requested) as asked:
        panel.time_requested.emit(5_000_000_000)
    assert asked.args == [5_000_000_000]
