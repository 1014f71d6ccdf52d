import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QScrollArea

from desktop_app.app.dialogs.form import room_on_screen
from desktop_app.app.main_window import MainWindow
from desktop_app.app.message import Message
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS
from desktop_app.storage.resources import resource_path
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.display import RowMode
from tests.scenarios import APP, bursts, program, scenario


def shown(window):
    return window.stage.snapshot


def values(window):
    return {variable.name: variable.text for variable in shown(window).processes[0].variables}


def test_stepping_forward_shows_each_value_as_it_is_stored(app_window, qtbot):
    seen = [values(app_window)]
    while not shown(app_window).terminated:
        qtbot.keyClick(app_window, Qt.Key.Key_Right)
        if values(app_window) != seen[-1]:
            seen.append(values(app_window))
    assert seen == [
        {"x": "", "y": "", "z": ""},
        {"x": "10", "y": "", "z": ""},
        {"x": "10", "y": "20", "z": ""},
        {"x": "10", "y": "20", "z": "30"},
    ]


def test_stepping_back_from_the_end_shows_each_earlier_state_again(app_window, qtbot):
    forward = [shown(app_window)]
    while not shown(app_window).terminated:
        qtbot.keyClick(app_window, Qt.Key.Key_Right)
        forward.append(shown(app_window))
    back = [shown(app_window)]
    while app_window.playhead.t_ns > 0:
        qtbot.keyClick(app_window, Qt.Key.Key_Left)
        back.append(shown(app_window))
    assert back == forward[::-1]
    assert len(forward) == len(app_window.session.trace.executed[0]) + 1


def test_space_plays_and_pauses(app_window, qtbot):
    qtbot.keyClick(app_window, Qt.Key.Key_Space)
    assert app_window.playhead.playing
    assert "Pause" in app_window.actions_by_name["play"].text()
    qtbot.waitUntil(lambda: app_window.playhead.t_ns > 0)
    qtbot.keyClick(app_window, Qt.Key.Key_Space)
    assert not app_window.playhead.playing


def test_home_and_end(app_window, qtbot):
    qtbot.keyClick(app_window, Qt.Key.Key_End)
    assert shown(app_window).terminated
    qtbot.keyClick(app_window, Qt.Key.Key_Home)
    assert shown(app_window).t_ns == 0


@pytest.mark.parametrize("other", [Qt.Key.Key_Left, Qt.Key.Key_Plus, None])
def test_another_key_or_a_drag_ends_the_way_to_the_end(window, qtbot, other):
    window.documents.load(scenario(bursts("cpu 4s"), bursts("cpu 4s")), None)
    qtbot.keyClick(window, Qt.Key.Key_End)
    assert window.session._to_end
    if other is None:
        window.timeline.view.time_requested.emit(430_000)
    else:
        qtbot.keyClick(window, other)
    assert not window.session._to_end


def test_the_timeline_takes_the_playhead_along(app_window):
    app_window.timeline.view.time_requested.emit(430_000)
    assert shown(app_window).t_ns == app_window.playhead.t_ns == 430_000


def test_speed_keys_change_the_speed(app_window, qtbot):
    before = app_window.playhead.speed_ns
    qtbot.keyClick(app_window, Qt.Key.Key_Plus)
    assert app_window.playhead.speed_ns > before
    qtbot.keyClick(app_window, Qt.Key.Key_Minus)
    assert app_window.playhead.speed_ns == before


def test_the_theme_changes_everywhere(app_window):
    app_window.actions_by_name["light"].trigger()
    assert app_window.timeline.view.theme is LIGHT
    assert app_window.actions_by_name["light"].isChecked()
    assert not app_window.actions_by_name["dark"].isChecked()
    app_window.actions_by_name["dark"].trigger()
    assert app_window.timeline.view.theme is DARK


def test_a_program_that_cannot_be_loaded_leaves_what_was_open(app_window, tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("x = 1\ny = = 2\n")
    before = app_window.session.trace
    assert not app_window.documents.open(bad)
    message = app_window.findChild(Message)
    assert "bad.py, line 2" in message.body.text()
    assert app_window.session.trace is before
    assert app_window.documents.name == "test"
    message.close()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


def test_a_dropped_program_is_opened_and_remembered(window, tmp_path, recent_store):
    path = tmp_path / "mine.py"
    path.write_text(APP)
    drop(window, path)
    assert window.session.scenario.processes[0].program.name == "mine.py"
    assert "mine.py" in window.windowTitle()
    window.documents.recent.fill(window._recent)
    assert window._recent.actions()[0].text() == "mine.py"


def test_a_dropped_picture_is_not(window, tmp_path):
    path = tmp_path / "mine.png"
    path.write_bytes(b"")
    drop(window, path)
    assert window.session.trace is None


def test_saving_and_opening_again_gives_the_same_scenario(app_window, tmp_path):
    path = tmp_path / "mine.toml"
    app_window.documents.change(scenario(program(), bursts("cpu 2ms, io disk 1ms", arrival_ns=3_000_000)))
    assert app_window.isWindowModified()
    assert app_window.documents.save_to(path)
    assert not app_window.isWindowModified()
    saved = app_window.session.scenario
    assert app_window.documents.open(path)
    opened = app_window.session.scenario
    assert [spec.bursts for spec in opened.processes] == [spec.bursts for spec in saved.processes]
    assert opened.machine == saved.machine
    assert opened.processes[0].program.source == APP


def test_a_file_that_cannot_be_written_is_reported_and_changes_stay(app_window, tmp_path):
    app_window.documents.change(scenario(program(threads=2)))
    assert not app_window.documents.save_to(tmp_path / "nowhere" / "mine.toml")
    assert app_window.documents.modified
    app_window.findChild(Message).close()


@pytest.mark.parametrize(
    ("answer", "leaves"), [(QMessageBox.StandardButton.Discard, True), (QMessageBox.StandardButton.Cancel, False)]
)
def test_changes_are_not_lost_without_a_question(app_window, monkeypatch, answer, leaves):
    app_window.documents.change(scenario(program(threads=2)))
    monkeypatch.setattr("desktop_app.app.documents.ask", lambda *_args: answer)
    assert app_window.close() is leaves


def test_every_action_has_a_tip_and_no_key_is_given_twice(app_window):
    for place in (Place.WINDOW, Place.SHOW):
        names = [spec.name for spec in ACTIONS if spec.place in {place, Place.BOTH}]
        keys = [key.toString() for name in names for key in app_window.actions_by_name[name].shortcuts()]
        assert len(keys) == len(set(keys))
    assert all(spec.tip for spec in ACTIONS)
    assert all(action.toolTip() for action in app_window.actions_by_name.values())


@pytest.mark.parametrize("name", ["machine", "processes", "threads"])
def test_a_dialog_that_is_accepted_unchanged_changes_nothing(app_window, name):
    app_window.actions_by_name[name].trigger()
    dialogs = [child for child in app_window.children() if hasattr(child, "scenario") and hasattr(child, "accept")]
    assert len(dialogs) == 1
    dialogs[0].accept()
    assert not app_window.isWindowModified()


def test_an_endless_program_plays_and_stops_at_once(window, qtbot):
    window.documents.load(scenario(program("n = 0\nwhile True:\n    n = n + 1\n")), None)
    for _ in range(12):
        qtbot.keyClick(window, Qt.Key.Key_Plus)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.playhead.t_ns > 5_000_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    stopped = window.playhead.t_ns
    qtbot.wait(50)
    assert window.playhead.t_ns == stopped
    assert not window.session.trace.finished


def test_a_new_message_replaces_the_one_before(app_window, qtbot):
    app_window.show_message("Something else", "that was to be said before")
    app_window.actions_by_name["truth"].trigger()
    qtbot.waitUntil(lambda: len(app_window.findChildren(Message)) == 1)
    assert "pipeline" in app_window.findChild(Message).body.text()


def test_a_title_from_a_file_is_not_read_as_markup(app_window):
    app_window.show_message("<b>bold</b>", "<img src='x'>")
    assert app_window.findChild(Message).body.textFormat() is Qt.TextFormat.PlainText


def test_all_of_a_long_message_can_be_read(app_window):
    app_window.actions_by_name["truth"].trigger()
    body = app_window.findChild(Message).body
    assert body.height() >= body.heightForWidth(body.width())
    assert body.text().endswith("waits longest.")


def test_a_long_message_scrolls_on_a_low_screen(app_window, monkeypatch):
    monkeypatch.setattr("desktop_app.app.message.room_on_screen", lambda window: 500)
    app_window.actions_by_name["truth"].trigger()
    message = app_window.findChild(Message)
    area = message.findChild(QScrollArea)
    assert area.widget() is message.body
    assert area.verticalScrollBar().maximum() > 0
    assert message.height() <= 500
    assert message.body.height() >= message.body.heightForWidth(message.body.width())


def test_it_fits_a_full_hd_screen_at_twice_the_scale(app_window):
    """That is 960 by 540, from which a desktop takes a panel and a title bar."""
    least = app_window.minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 540


def test_it_opens_no_larger_than_the_screen(app_window):
    screen = app_window.screen().availableSize()
    least = app_window.minimumSizeHint()
    assert app_window.width() <= max(screen.width(), least.width())
    assert app_window.height() <= max(room_on_screen(app_window), least.height())


def test_it_leaves_room_for_its_title_bar_on_a_low_screen(qtbot, recent_store, monkeypatch):
    monkeypatch.setattr("desktop_app.app.main_window.room_on_screen", lambda window: 640)
    window = MainWindow(recent_store)
    qtbot.addWidget(window)
    assert window.height() == 640


def test_stage_timeline_and_panels_follow_the_same_thread(app_window):
    app_window.stage.thread_clicked.emit(0)
    assert app_window.stage.options.followed == 0
    assert app_window.timeline.view.display.followed == 0
    app_window.timeline.thread_chosen.emit(0)
    assert app_window.stage.options.followed is None


def test_a_loop_on_the_timeline_is_played_and_one_of_the_playhead_is_shown(app_window):
    app_window.timeline.loop_changed.emit(100_000, 300_000)
    assert app_window.playhead.loop == (100_000, 300_000)
    app_window.playhead.set_loop(200_000, 400_000)
    shown_loop = app_window.timeline.view.display.loop
    assert (shown_loop.begin_ns, shown_loop.end_ns) == (200_000, 400_000)
    app_window.playhead.clear_loop()
    assert app_window.timeline.view.display.loop is None


def test_bookmarks_stand_on_the_timeline(app_window):
    app_window.bookmarks.add(100_000, "here")
    assert [mark.name for mark in app_window.timeline.view.display.bookmarks] == ["here"]


def test_rows_of_the_timeline_are_cores_or_threads(app_window, qtbot):
    assert app_window.timeline.mode is RowMode.CORES
    qtbot.keyClick(app_window, Qt.Key.Key_T)
    assert app_window.timeline.mode is RowMode.THREADS
    qtbot.keyClick(app_window, Qt.Key.Key_T)
    assert app_window.timeline.mode is RowMode.CORES


@pytest.mark.parametrize(
    ("reason", "zooms"), [(Qt.FocusReason.TabFocusReason, True), (Qt.FocusReason.MouseFocusReason, False)]
)
def test_plus_zooms_the_timeline_for_who_came_there_by_keyboard(app_window, qtbot, reason, zooms):
    app_window.activateWindow()
    app_window.playhead.go_to(500_000)
    view = app_window.timeline.view
    view.setFocus(reason)
    qtbot.waitUntil(view.hasFocus)
    speed, shown_before = app_window.playhead.speed_ns, view.window_shown
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert (view.window_shown != shown_before) is zooms
    assert (app_window.playhead.speed_ns == speed) is zooms


def test_keys_go_to_the_pictures_first_also_where_several_are_beside_each_other(qtbot, recent_store):
    window = MainWindow(recent_store)
    qtbot.addWidget(window, before_close_func=lambda window: window.documents.discard())
    window.documents.open(resource_path("lessons/07-process-or-thread.md"))
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert not window.centre.shows_stage
    assert window.focusWidget() is window.centre.sides
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_PageDown)
    assert window.lessons.player.index == 1
