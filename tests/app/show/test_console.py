import pytest
from PySide6.QtCore import QSize, Qt, QTime
from PySide6.QtWidgets import QToolButton

from desktop_app.app.show.console import Console
from desktop_app.app.show.timing import Stopwatch
from desktop_app.export.seen import areas
from desktop_app.views.caption.question_plan import plan_question
from desktop_app.views.theme import DARK

K = Qt.Key
S = 1_000_000_000


@pytest.fixture
def console(shown):
    shown.press("t")
    return shown.console


def test_it_says_which_step_it_is_and_what_comes_next(shown, console):
    assert (console.progress_label.text(), console.title.text()) == ("1 / 5", "one")
    assert (console.progress.value(), console.progress.maximum()) == (1, 5)
    assert console.next_title.text() == "Next: two"
    shown.press(K.Key_End)
    assert console.progress_label.text() == "5 / 5"
    assert console.next_title.text() == "The last step"
    assert not console.upcoming.isVisibleTo(console)


def test_before_the_first_step_it_shows_what_the_lesson_says_to_the_speaker(shown, console):
    assert console.notes.text() == "Welcome.\n\nNotes on one."
    shown.press(K.Key_PageDown)
    assert console.notes.text() == "Notes on two."


def test_the_next_steps_picture_is_drawn(shown, console):
    shown.qtbot.waitUntil(lambda: console.upcoming.pixmap is not None)
    first = console.upcoming.pixmap.toImage()
    shown.press(K.Key_End, K.Key_PageUp)
    shown.qtbot.waitUntil(lambda: console.upcoming.pixmap is not None and console.upcoming.pixmap.toImage() != first)


def test_its_picture_is_the_audiences(shown, console):
    shown.press(K.Key_PageDown)
    assert console.live._seen == shown.audience.seen
    assert console.live.place.width() / console.live.place.height() == pytest.approx(
        shown.audience.width() / shown.audience.height(), rel=0.01
    )


def test_notes_grow_and_shrink_and_stay_so(shown, console):
    control, px = Qt.KeyboardModifier.ControlModifier, console.notes_px
    shown.press("+", modifiers=control)
    assert console.notes.font().pixelSize() == px + 4
    assert shown.window.habits.now.notes_px == px + 4
    shown.press("-", modifiers=control)
    assert console.notes.font().pixelSize() == px


def test_long_notes_are_scrolled_by_keys(shown, console):
    console.show_notes("A line.\n" * 200)
    shown.qtbot.waitUntil(lambda: console._notes_area.verticalScrollBar().maximum() > 0)
    shown.press(K.Key_Down, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert console._notes_area.verticalScrollBar().value() > 0
    shown.press(K.Key_Up, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert console._notes_area.verticalScrollBar().value() == 0


def test_the_timer_stands_still_and_begins_again(shown, console):
    control = Qt.KeyboardModifier.ControlModifier
    shown.press("t", modifiers=control)
    assert shown.show._stopwatch.paused
    assert shown.window.actions_by_name["show_timer"].isChecked()
    shown.press("t", modifiers=control)
    assert not shown.show._stopwatch.paused


def test_timer_and_clock_are_those_it_is_given(qtbot, shown):
    now_ns = [0]
    console = Console(shown.window.actions_by_name, DARK, Stopwatch(lambda: now_ns[0]), lambda: QTime(14, 5))
    qtbot.addWidget(console)
    now_ns[0] = 247 * S
    console.tell_time()
    assert (console.timer_label.text(), console.clock_label.text()) == ("4:07", "14:05")


def test_every_button_has_a_name_and_is_reached_by_tab(console):
    buttons = console.findChildren(QToolButton)
    assert len(buttons) == len(console.buttons) > 20
    assert all(button.accessibleName() for button in buttons)
    assert all(button.focusPolicy() == Qt.FocusPolicy.TabFocus for button in buttons)


def test_a_button_does_what_its_key_does_and_leaves_the_keys_to_the_show(shown, console):
    button = next(each for each in console.buttons if each.defaultAction().objectName() == "show_next")
    shown.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown.index == 1
    assert not button.hasFocus()
    shown.press(K.Key_Space)
    assert shown.index == 2


def test_with_tab_on_a_button_space_presses_it_and_clickers_go_on(shown, console):
    button = next(each for each in console.buttons if each.defaultAction().objectName() == "show_freeze")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    shown.press(K.Key_Space)
    assert shown.show.frozen
    assert shown.index == 0
    shown.press(K.Key_PageDown)
    assert shown.index == 1


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768), (800, 600)])
def test_all_of_it_fits(shown, console, size):
    shown.press("3", K.Key_Return)
    console.showNormal()
    console.resize(*size)
    console.layout().activate()
    assert console.size() == QSize(*size)
    for button in console.buttons:
        place = button.rect().translated(button.mapTo(console, button.rect().topLeft()))
        assert console.rect().contains(place), button.accessibleName()
    for one in console.buttons:
        for other in console.buttons:
            apart = not one.geometry().intersects(other.geometry())
            assert one is other or one.parent() is not other.parent() or apart


def test_hands_are_counted_by_clicks_into_its_picture(shown, console):
    def first_choice():
        seen, screen, place = shown.audience.seen, shown.audience.size(), console.live.place
        card = areas(seen, screen.width(), screen.height()).question
        choice = plan_question(card, seen.asked, screen.height()).choices[0].card.center()
        return (choice * (place.width() / screen.width()) + place.topLeft()).toPoint()

    shown.press("3", K.Key_Return)
    shown.qtbot.mouseClick(console.live, Qt.MouseButton.LeftButton, pos=first_choice())
    assert shown.audience.seen.asked.votes[0] == 1
    shown.qtbot.mouseClick(console.live, Qt.MouseButton.RightButton, pos=first_choice())
    assert not shown.audience.seen.asked.votes


def test_no_button_is_wider_while_it_plays(shown, console):
    sizes, names = [], set()
    shown.press(K.Key_PageDown)
    for playing in (True, False):
        assert shown.window.playhead.playing is playing
        names.add(next(one.text() for one in console.buttons if one.defaultAction().objectName() == "show_play"))
        sizes.append([one.sizeHint().expandedTo(one.minimumSize()) for one in console.buttons])
        shown.press("k")
    assert names == {"Play", "Pause"}
    assert sizes[0] == sizes[1]
