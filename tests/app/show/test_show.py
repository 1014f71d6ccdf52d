"""A presentation as a speaker has it: every key that a clicker or a keyboard sends."""

import pytest
import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from desktop_app.app.registry.show import IN_SHOW
from desktop_app.app.show.blank import Blank
from desktop_app.model.scenario import ActionKind
from desktop_app.storage.resources import resource_path
from desktop_app.views.theme import DARK, LIGHT

K = Qt.Key
NEXT = [K.Key_PageDown, K.Key_Right, K.Key_Down, K.Key_Space, K.Key_Return, K.Key_Enter]
PREVIOUS = [K.Key_PageUp, K.Key_Left, K.Key_Up, K.Key_Backspace]


def test_nothing_open_is_nothing_to_present(hall):
    """The first of the tests of this file: nothing was opened in the window before."""
    hall.press(K.Key_F5)
    assert not hall.show.on
    hall.window.findChild(QDialog).close()


@pytest.mark.parametrize("key", NEXT)
def test_what_clickers_send_goes_on(shown, key):
    shown.press(key)
    assert shown.index == 1


@pytest.mark.parametrize("key", PREVIOUS)
def test_what_clickers_send_goes_back(shown, key):
    shown.press(K.Key_End, key)
    assert shown.index == 3
    shown.press(K.Key_Home, key)
    assert shown.index == 0


def test_f5_and_escape_in_turn_begin_and_leave_and_never_the_application(shown):
    quits = []
    QApplication.instance().aboutToQuit.connect(lambda: quits.append(1))
    for _ in range(3):
        shown.press(K.Key_Escape)
        assert not shown.show.on
        assert shown.window.isVisible()
        shown.press(K.Key_F5)
        assert shown.show.on
        assert shown.index == 0
    shown.press(K.Key_Escape, K.Key_Escape, K.Key_Escape)
    assert not shown.show.on
    assert shown.window.isVisible()
    assert not quits


def test_f5_while_it_runs_changes_nothing(shown):
    shown.press(K.Key_PageDown, K.Key_PageDown)
    windows = shown.show.windows
    shown.press(K.Key_F5)
    shown.press(K.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert shown.index == 2
    assert shown.show.windows is windows


def test_shift_f5_begins_where_the_window_is(lecture):
    lecture.player.go(3)
    lecture.qtbot.waitUntil(lambda: lecture.player.span is not None)
    lecture.press(K.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert lecture.index == 3


def test_who_leaves_is_at_the_step_that_was_reached_and_shift_f5_goes_on_there(shown):
    shown.press(K.Key_PageDown, K.Key_PageDown, K.Key_PageDown, K.Key_Escape)
    assert not shown.show.on
    assert shown.player.index == 2
    assert shown.player.revealed
    assert not shown.window.playhead.playing
    assert shown.window.playhead.t_ns == shown.window.stage.snapshot.t_ns == 300_000
    shown.press(K.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert shown.index == 2
    shown.press(K.Key_Escape, K.Key_F5)
    assert shown.index == 0


def test_who_leaves_while_it_plays_sees_the_moment_that_was_reached(shown):
    shown.press(K.Key_PageDown)
    assert shown.window.playhead.playing
    shown.press(K.Key_Escape)
    assert not shown.window.playhead.playing
    assert shown.player.index == 1
    assert 100_000 <= shown.window.playhead.t_ns <= 600_000


@pytest.mark.parametrize(
    ("key", "blank"),
    [("b", Blank.BLACK), (".", Blank.BLACK), ("w", Blank.WHITE), (",", Blank.WHITE)],
)
def test_blank_and_back_by_the_same_key(shown, key, blank):
    before = shown.audience.grab().toImage()
    shown.press(key)
    assert shown.audience.blank is blank
    colours = {shown.audience.grab().toImage().pixelColor(x, y).name() for x in (5, 400) for y in (5, 300)}
    assert colours == {blank.value.lower()}
    shown.press(key)
    assert shown.audience.blank is Blank.NONE
    assert shown.audience.grab().toImage() == before


def test_black_gives_way_to_white_and_comes_back_by_either_of_its_keys(shown):
    shown.press("b", "w")
    assert shown.show.blank is Blank.WHITE
    shown.press("b", ".")
    assert shown.show.blank is Blank.NONE


@pytest.mark.parametrize("key", [K.Key_PageDown, K.Key_Home, K.Key_End, K.Key_PageUp, "2"])
def test_who_goes_on_sees_the_picture_again(shown, key):
    shown.press(K.Key_PageDown, ".")
    shown.press(key)
    if key == "2":
        shown.press(K.Key_Return)
    assert shown.show.blank is Blank.NONE
    assert shown.index == {K.Key_PageDown: 2, K.Key_Home: 0, K.Key_End: 4, K.Key_PageUp: 0, "2": 1}[key]


def test_what_plays_waits_behind_a_blank_and_goes_on(shown):
    shown.press(K.Key_PageDown)
    assert shown.window.playhead.playing
    shown.press("b")
    assert not shown.window.playhead.playing
    shown.press("b")
    assert shown.window.playhead.playing


def test_a_step_plays_when_it_is_entered_and_next_goes_on_meanwhile(shown):
    shown.press(K.Key_PageDown)
    assert shown.window.playhead.playing
    assert shown.window.playhead.stop_ns == 600_000
    shown.press(K.Key_PageDown)
    assert shown.index == 2
    assert not shown.window.playhead.playing


def test_a_question_is_asked_first_then_revealed_and_then_proved(shown):
    shown.press("3", K.Key_Return)
    seen = shown.audience.seen
    assert seen.asked is not None
    assert not seen.asked.revealed
    assert not seen.read.text
    assert "30" in shown.console.answer.text()
    shown.press(K.Key_PageDown)
    seen = shown.audience.seen
    assert shown.index == 2
    assert seen.told.revealed
    assert not seen.told.one_line
    assert not seen.read.text
    assert not shown.window.playhead.playing
    shown.press(K.Key_PageDown)
    seen = shown.audience.seen
    assert shown.index == 2
    assert seen.told.one_line
    assert seen.read.text == "About three."
    assert seen.stretch == (300_000, 800_000)
    assert shown.window.playhead.playing
    assert "30" in shown.console.answer.text()
    shown.press(K.Key_PageDown)
    assert shown.index == 3
    assert shown.audience.seen.told is None
    assert not shown.console.answer.text()


def test_the_console_says_what_the_next_key_does(shown):
    shown.press("t")
    assert shown.console.hint.isHidden()
    shown.press("3", K.Key_Return)
    said = [shown.console.hint.text()]
    for _ in range(2):
        shown.press(K.Key_PageDown)
        said.append(shown.console.hint.text())
    assert not shown.console.hint.isHidden()
    assert len(set(said)) == 3
    shown.press(K.Key_PageDown, "t")
    assert shown.index == 3
    assert shown.console.hint.isHidden()


def test_what_proves_an_answer_is_played_from_its_beginning_to_its_end_by_any_key_that_plays(shown):
    shown.press("3", K.Key_Return, K.Key_PageDown, "k")
    assert shown.window.playhead.playing
    assert shown.window.playhead.stop_ns == 800_000
    assert shown.audience.seen.told.one_line


def test_hands_are_counted(shown):
    shown.press("3", K.Key_Return)
    shown.press("2", "2", "1", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert shown.audience.seen.asked.votes[:2] == (1, 2)


def test_a_number_is_shown_small_while_it_is_typed(shown):
    shown.press("1", "4")
    assert shown.audience.number == "14"
    shown.press(K.Key_Escape)
    assert not shown.audience.number
    assert shown.show.on
    shown.press("4", K.Key_Return)
    assert (shown.index, shown.audience.number) == (3, "")
    shown.press("9", K.Key_Enter)
    assert (shown.index, shown.audience.number) == (3, "")


def test_the_overview_is_drawn_while_one_looks_and_chooses(shown, lesson):
    shown.press("g")
    overview = shown.show.speaking.overview
    assert overview.model.rowCount() == len(lesson.steps)
    shown.qtbot.waitUntil(lambda: not overview._pictures.busy)
    assert all(overview._pictures.picture(row) is not None for row in range(len(lesson.steps)))
    shown.press(K.Key_Right, K.Key_Right, K.Key_Right)
    assert overview.current == 3
    shown.press(K.Key_Return)
    assert shown.index == 3
    assert shown.show.speaking.overview is None


def test_a_number_that_is_typed_in_the_overview_marks_its_step(shown):
    shown.press("g", "4")
    assert shown.show.windows.front.number == "4"
    assert shown.show.speaking.overview.current == 3
    shown.press(K.Key_Return)
    assert shown.index == 3
    assert shown.show.speaking.overview is None


def test_a_clicker_goes_through_the_overview_step_by_step(shown, lesson):
    shown.press("g", K.Key_PageDown, K.Key_PageDown)
    assert shown.show.speaking.overview.current == 2
    shown.press(K.Key_PageUp)
    assert shown.show.speaking.overview.current == 1
    shown.press(*[K.Key_PageDown] * 20)
    assert shown.show.speaking.overview.current == len(lesson.steps) - 1
    assert shown.index == 0


def test_the_overview_closes_without_a_choice(shown):
    shown.press("g", "g")
    assert shown.show.speaking.overview is None
    shown.press("g", K.Key_Escape)
    assert shown.show.speaking.overview is None
    assert (shown.show.on, shown.index) == (True, 0)


def test_a_click_in_the_overview_chooses(shown):
    shown.press("g")
    overview = shown.show.speaking.overview
    place = overview.list.visualRect(overview.model.index(2, 0)).center()
    shown.qtbot.mouseClick(overview.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.index == 2


@pytest.mark.parametrize("key", ["h", "?", K.Key_F1])
def test_the_keys_are_listed(shown, key):
    shown.press(key)
    assert shown.show.speaking.keys is not None
    shown.press(K.Key_Escape)
    assert shown.show.speaking.keys is None
    assert shown.show.on


def test_frozen_the_audience_sees_the_same_bytes_while_the_console_goes_on(shown):
    shown.press("t")
    shown.press("f")
    before = shown.audience.grab().toImage()
    moment = shown.console.live._seen.t_ns
    shown.press(K.Key_End)
    assert shown.audience.grab().toImage() == before
    assert shown.console.live._seen.t_ns != moment
    assert "frozen" in shown.console.status.text()
    shown.press("f")
    assert shown.audience.grab().toImage() != before
    assert shown.audience.seen.caption.text == "About five."


def test_playing_keys_work_in_the_show(shown):
    playhead, alt = shown.window.playhead, Qt.KeyboardModifier.AltModifier
    shown.press("k")
    assert playhead.playing
    shown.press("k")
    assert not playhead.playing
    shown.press(K.Key_Home)
    shown.press(K.Key_Right, modifiers=alt)
    assert playhead.t_ns == 100_000
    shown.press(K.Key_Left, modifiers=alt)
    assert playhead.t_ns == 0
    shown.press(K.Key_Right, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert playhead.t_ns == 1_000_000
    shown.press("r")
    assert (playhead.t_ns, shown.index) == (0, 0)


def test_live_changes_and_back_to_the_lesson(shown):
    shown.press("2", K.Key_Return)
    assert shown.window.live.launch("app.py")
    assert shown.player.changed
    assert len(shown.window.session.scenario.actions) == 1
    assert "live" in shown.console.status.text()
    shown.press("x")
    assert not shown.player.changed
    assert shown.window.session.scenario == shown.player.step.scenario
    assert shown.index == 1


def test_dialogs_of_live_changes_come_over_the_presentation(shown):
    dialog = shown.window.live.ask(ActionKind.CORES)
    assert dialog.window().parent() is shown.audience
    dialog.reject()


def test_a_message_comes_over_the_presentation(shown):
    shown.window.documents.refused.emit("No", "Because.")
    (message,) = shown.audience.findChildren(QDialog)
    message.close()


def test_a_scenario_is_presented_by_its_bookmarks(document):
    document.window.playhead.go_to(900_000)
    document.press(K.Key_F5)
    assert (document.audience.seen.caption.text, document.window.playhead.t_ns) == ("Early", 200_000)
    document.press(K.Key_PageDown)
    assert (document.audience.seen.caption.text, document.window.playhead.t_ns) == ("Late", 700_000)
    document.press(K.Key_PageDown)
    assert document.index == 1
    document.press(K.Key_Escape)
    assert document.window.playhead.t_ns == 900_000


def test_from_here_a_scenario_goes_on_from_the_playhead(document):
    document.window.playhead.go_to(800_000)
    document.press(K.Key_F5, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert document.index == 1
    assert document.window.playhead.t_ns >= 800_000


def test_presenting_a_document_keeps_what_is_not_saved_and_the_way_back(document):
    documents = document.window.documents
    assert document.window.live.launch("app.py")
    assert documents.modified
    changed = document.window.session.scenario
    document.press(K.Key_F5, K.Key_PageDown, K.Key_Escape)
    assert documents.modified
    assert document.window.session.scenario == changed
    assert documents.history.canUndo()


def test_going_back_undoes_what_was_changed_in_the_show_as_one_change(document):
    before = document.window.session.scenario
    document.press(K.Key_F5)
    assert document.window.live.launch("app.py")
    document.press("x")
    assert document.window.session.scenario == before
    document.window.documents.history.undo()
    assert document.window.session.scenario != before


def test_the_window_is_as_it_was(shown, lesson):
    window = shown.window
    shown.press(K.Key_Escape)
    window.docks.show_panel("lesson")
    state, geometry = window.saveState(), window.geometry()
    shown.press(K.Key_F5, K.Key_End, "b", "f", "t", K.Key_Escape)
    assert not shown.show.on
    assert window.saveState() == state
    assert window.geometry() == geometry
    assert (window.playhead.t_ns, shown.player.index, window.playhead.playing) == (400_000, 4, False)
    assert window.stage.snapshot.t_ns == 400_000


def test_nothing_is_left_behind(shown, qtbot):
    windows = shown.show.windows
    shown.press("t", "g", K.Key_Escape, K.Key_Escape)
    assert not shown.show.on
    gone = []
    for each in windows.both:
        each.destroyed.connect(lambda: gone.append(1))
    qtbot.waitUntil(lambda: len(gone) == 2)
    assert not shown.show.children()
    assert not any(widget.isFullScreen() for widget in QApplication.topLevelWidgets())


def test_closing_one_of_its_windows_leaves_the_show_only(shown):
    shown.audience.close()
    assert not shown.show.on
    assert shown.window.isVisible()


def test_keys_of_a_presentation_do_nothing_without_one(lecture):
    lecture.press("b", "f", "w", K.Key_Escape)
    assert not lecture.show.on
    assert not lecture.window.actions_by_name["show_black"].isEnabled()


def test_the_guide_names_every_key_that_is_one_letter():
    guide = resource_path("guide/presenting.md").read_text(encoding="utf-8")
    table = " ".join(line.split("|")[1] for line in guide.splitlines() if line.startswith("|"))
    letters = {key for spec in IN_SHOW for key in spec.keys if isinstance(key, str) and len(key) == 1 and key.isalpha()}
    words = set(table.replace(",", " ").split()) | {"H"}
    assert letters <= words


def test_after_zooming_one_looks_from_where_the_step_does(shown):
    shown.audience.stage.zoom_by(3.0, QPointF(50, 300))
    assert not shown.window.stage.camera.whole
    assert shown.audience.seen.options.camera == shown.window.stage.camera
    shown.press("v")
    assert shown.audience.stage.camera.whole


def test_speed_is_the_users_own_again_afterwards(document):
    speed_ns = document.window.playhead.speed_ns
    document.press(K.Key_F5, "+", "+")
    assert document.window.playhead.speed_ns > speed_ns
    document.press(K.Key_Escape)
    assert document.window.playhead.speed_ns == speed_ns


def test_a_click_on_a_thread_follows_it_in_both_views(shown):
    shown.audience.thread_clicked.emit(0)
    assert shown.window.following.followed == 0
    assert shown.audience.seen.options.followed == 0


def test_another_palette_is_shown_unless_the_picture_is_frozen(shown):
    shown.press("f")
    before = shown.audience.grab().toImage()
    shown.window.set_theme(LIGHT)
    try:
        assert shown.audience.grab().toImage() == before
        assert shown.console.theme is LIGHT
        shown.press("f")
        assert shown.audience.theme is LIGHT
    finally:
        shown.window.set_theme(DARK)


def test_what_had_the_focus_may_be_gone_when_one_leaves(lecture):
    field = QLineEdit(lecture.window)
    field.show()
    field.setFocus()
    lecture.show.begin(from_start=True)
    shiboken6.delete(field)
    lecture.show.end()
    assert not lecture.show.on


def test_a_step_to_which_somebody_goes_on_after_leaving_plays(shown):
    shown.player._span = None  # its run is still on the way
    shown.show.end()
    shown.player.go(1)
    shown.qtbot.waitUntil(lambda: shown.player.span is not None)
    QApplication.processEvents()
    assert shown.window.playhead.playing


def test_nothing_is_seen_that_belongs_to_two_steps(shown, lesson, monkeypatch):
    """The run of the next step is there before its caption; the audience never sees the one with the other."""
    seen = []
    show_seen = shown.audience.show_seen

    def note(what):
        seen.append((what.caption, what.runs[0].moments.trace.listings[0].source))
        show_seen(what)

    monkeypatch.setattr(shown.audience, "show_seen", note)
    belong = {(step.caption, step.sides[0].scenario.processes[0].program.source) for step in lesson.steps}
    for _ in range(2 * len(lesson.steps)):
        shown.press(K.Key_PageDown)
        shown.qtbot.waitUntil(lambda: shown.player.span is not None)
    assert seen
    assert set(seen) <= belong
