"""What is done to a run in the window, step by step, and taken back."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent

from desktop_app.app.live import Target
from desktop_app.app.message import Message
from desktop_app.model.scenario import ActionKind
from desktop_app.views.plain_tip import plain_tip
from tests.scenarios import MS, bursts, scenario


@pytest.fixture
def live(qtbot, window):
    described = scenario(bursts("cpu 6ms", launches=2), bursts("cpu 2ms", name="B", launches=0), cores=2)
    window.documents.load(described, None)
    qtbot.waitUntil(lambda: window.session.trace.finished)
    window.playhead.go_to(3 * MS)
    return window


def living(window):
    return [process.label for process in window.stage.snapshot.processes if not process.ended]


def test_a_kill_is_seen_at_once_and_taken_back(live):
    before = live.session.trace
    live.timeline.view.zoom(0.25)
    shown = live.timeline.view.window_shown
    live.following.follow(0)
    assert live.live.do(ActionKind.KILL, Target(process=1))
    assert live.session.trace is not before
    assert (live.playhead.t_ns, live.following.followed) == (3 * MS, 0)
    assert live.timeline.view.window_shown == shown
    assert living(live) == ["P1"]
    assert live.isWindowModified()
    undo = live.actions_by_name["undo"]
    assert undo.text().replace("&", "") == "Undo Kill P2"
    undo.trigger()
    assert living(live) == ["P1", "P2"]
    assert not live.isWindowModified()
    assert live.playhead.t_ns == 3 * MS
    live.actions_by_name["redo"].trigger()
    assert living(live) == ["P1"]


def test_what_came_before_is_as_it_was(live):
    live.playhead.go_to(2 * MS)
    earlier = live.stage.snapshot
    live.playhead.go_to(3 * MS)
    live.live.do(ActionKind.KILL, Target(process=0))
    live.playhead.go_to(2 * MS)
    assert live.stage.snapshot.cores == earlier.cores


def test_a_launch_and_a_thread(live):
    assert live.live.launch("B")
    assert living(live) == ["P1", "P2", "P3"]
    assert live.live.do(ActionKind.START_THREAD, Target(process=0))
    assert len(live.stage.snapshot.processes[0].stacks) == 2
    assert live.documents.history.count() == 2


def test_the_same_setting_at_the_same_moment_is_one_step(live):
    for value in (1, 2, 3):
        moment = live.live.moment()
        assert live.live.apply(moment.action(ActionKind.NICE, Target(process=0), value=value), "P1") == ""
    assert live.documents.history.count() == 1
    assert [action.value for action in live.session.scenario.actions] == [3]
    live.actions_by_name["undo"].trigger()
    assert live.session.scenario.actions == ()


def test_more_cores_than_the_machine_has_at_its_start(live):
    assert live.live.apply(live.live.moment().action(ActionKind.CORES, value=4), "") == ""
    assert len(live.stage.snapshot.cores) == 4
    assert live.playhead.t_ns == 3 * MS


def test_what_is_impossible_is_said(live, qtbot):
    live.live.do(ActionKind.KILL, Target(process=0))
    assert not live.live.do(ActionKind.KILL, Target(process=0))
    assert "P1 has ended." in live.findChild(Message).body.text()


def test_the_menu_says_what_is_possible_and_why_not(live):
    live.live.do(ActionKind.KILL, Target(process=0))
    live.live.do(ActionKind.KILL, Target(process=1))
    live.live.refresh()
    kill = live.actions_by_name["live_kill"]
    assert not kill.isEnabled()
    assert kill.toolTip() == plain_tip("No process lives at this moment.")
    assert live.actions_by_name["live_launch"].isEnabled()


def test_a_menu_on_the_stage_is_about_the_thread_that_was_clicked(live):
    menu = live.live.menu(1)
    texts = {action.text().replace("&", ""): action for action in menu.actions() if action.text()}
    assert {"Follow P2·T1", "Kill P2", "Start a thread in P2"} <= set(texts)
    texts["Kill P2"].trigger()
    assert living(live) == ["P1"]


def test_a_menu_is_asked_for_on_the_stage(live, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop_app.app.commands.live.QMenu.popup", lambda menu, place: asked.append(place))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(7, 9))
    live.stage.contextMenuEvent(event)
    assert asked == [QPoint(7, 9)]


def test_playing_goes_on_after_a_dialog(live):
    live.playhead.play()
    dialog = live.live.ask(ActionKind.NICE)
    assert not live.playhead.playing
    dialog.number.setValue(7)
    dialog.accept()
    assert live.playhead.playing
    live.playhead.pause()
    assert live.session.scenario.actions[0].value == 7


def test_a_program_file_is_launched(live, tmp_path):
    path = tmp_path / "more.py"
    path.write_text("x = 1\n")
    assert live.live.launch_program(path, live.playhead.t_ns)
    assert live.session.scenario.processes[-1].launches == 0
    assert living(live) == ["P1", "P2", "P3"]
    path.write_text("x = = 1\n")
    assert not live.live.launch_program(path, live.playhead.t_ns)
    assert living(live) == ["P1", "P2", "P3"]


def test_a_run_that_takes_long_is_caught_up_with_while_the_old_one_is_shown(qtbot, window, monkeypatch):
    monkeypatch.setattr("desktop_app.app.session._AT_ONCE_MS", -1)
    window.documents.load(scenario(bursts("cpu 500ms", launches=2)), None)
    qtbot.waitUntil(lambda: window.session.trace.finished)
    window.playhead.go_to(700 * MS)
    before = window.session.trace
    window.live.do(ActionKind.KILL, Target(process=0))
    assert window.session.trace is before
    with qtbot.waitSignal(window.session.continued):
        pass
    assert window.playhead.t_ns == 700 * MS
    assert living(window) == ["P2"]


@pytest.mark.parametrize(("name", "row"), [("threads", 1), ("processes", 1)])
def test_the_menus_of_tables_offer_the_same(live, monkeypatch, name, row):
    shown = []
    monkeypatch.setattr(f"desktop_app.views.tables.{name}.QMenu.popup", lambda menu, _place: shown.append(menu))
    panel = live.docks.show_panel(name)
    panel.show_at(live.playhead.t_ns)
    place = panel.table.visualRect(panel.table.model().index(row, 0)).center()
    panel.table.customContextMenuRequested.emit(place)
    texts = {action.text().replace("&", ""): action for action in shown[0].actions()}
    assert {"Copy", "Change nice…", "Kill P2"} <= set(texts)
    texts["Kill P2"].trigger()
    assert living(live) == ["P1"]
    shown[0].close()
