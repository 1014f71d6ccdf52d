import pytest
from PySide6.QtCore import Qt

from desktop_app.app.lecture.panel import LessonPanel
from desktop_app.storage.resources import resource_path


@pytest.fixture
def panel(window, lesson):
    window.documents.lesson_chosen.emit(lesson)
    return window.docks.panels["lesson"]


def test_a_lesson_that_is_opened_brings_its_panel(window, panel):
    assert isinstance(panel, LessonPanel)
    assert window.docks.docks["lesson"].seen
    assert panel.title.text() == "A lesson"
    assert panel.place.text() == "Step 1 of 5"
    assert [panel.steps.item(row).text() for row in range(3)] == [
        f"\N{FIGURE SPACE}{number}  {title}" for number, title in enumerate(("A moment", "A range", "A question"), 1)
    ]
    assert [not panel.steps.item(row).icon().isNull() for row in range(5)] == [False, False, True, False, False]
    assert "question" in panel.steps.item(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_click_on_a_step_shows_it(window, panel):
    panel.steps.itemClicked.emit(panel.steps.item(1))
    assert window.lessons.player.index == 1
    assert panel.steps.currentRow() == 1


def test_a_question_is_answered_in_the_panel(window, panel, qtbot):
    window.lessons.player.go(2)
    assert panel.card.asked.prompt
    assert not panel.card.asked.revealed
    assert not panel.explanation.isVisible()
    assert panel.explanation.sizePolicy().retainSizeWhenHidden()
    qtbot.keyClick(panel.card, Qt.Key.Key_A)
    assert panel.card.asked.revealed
    assert panel.card.asked.picked == 0
    assert panel.explanation.isVisible()
    assert panel.explanation.text() == panel.card.asked.explanation != ""
    window.lessons.player.go(0)
    assert not panel.explanation.isVisible()
    assert not panel.explanation.sizePolicy().retainSizeWhenHidden()


def test_without_a_lesson_it_says_where_to_find_one(window, panel):
    window.actions_by_name["lesson_close"].trigger()
    assert "Lessons" in panel._whole.sentence
    assert not window.centre.band.isVisible()


def test_the_step_can_be_seen_when_its_question_takes_room(window, panel, qtbot):
    window.resize(1000, 560)
    window.lessons.player.go(2)
    qtbot.waitUntil(lambda: panel.card.height() > 50)
    qtbot.waitUntil(
        lambda: panel.steps.viewport().rect().contains(panel.steps.visualItemRect(panel.steps.item(2)).center())
    )


def test_the_next_page_is_the_next_step_also_where_a_step_was_chosen(window, panel, qtbot):
    qtbot.mouseClick(
        panel.steps.viewport(), Qt.MouseButton.LeftButton, pos=panel.steps.visualItemRect(panel.steps.item(0)).center()
    )
    panel.steps.setFocus()
    qtbot.keyClick(panel.steps, Qt.Key.Key_PageDown)
    assert window.lessons.player.index == 1
    qtbot.keyClick(panel.steps, Qt.Key.Key_PageUp)
    assert window.lessons.player.index == 0


def test_its_buttons_can_be_read_however_narrow_it_is(window, panel, qtbot):
    window.resizeDocks([window.docks.docks["lesson"]], [60], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: panel.width() < 280)
    buttons = [*(panel._buttons.itemAt(at).widget() for at in range(3)), panel._beside.itemAt(1).widget()]
    assert [button.text() for button in buttons] == ["Previous", "Next", "Again", "To the lesson"]
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_the_notes_begin_at_their_top_though_they_came_before_there_was_room(window, panel):
    panel.notes.setFixedSize(74, 34)  # as it is while a restored window is laid out
    lesson = resource_path("lessons") / "01-from-source-to-process.md"
    for _ in range(2):
        window.documents.open(lesson)
    bar = panel.notes.verticalScrollBar()
    assert bar.value() == 0 < bar.maximum()
