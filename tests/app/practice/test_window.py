"""Practice: one question after the other, answered by keys, with a score that is remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.app.habits import Habits
from desktop_app.app.practice.window import PracticeWindow
from desktop_app.storage.preferences import read_preferences
from desktop_app.teaching.practice.score import UP_AFTER
from desktop_app.views.theme import DARK


def choose_topic(window, name):
    window.topic.setCurrentIndex(window.topic.findData(name))
    window.topic.activated.emit(window.topic.currentIndex())


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


@pytest.fixture
def practice(parent, tmp_path):
    window = PracticeWindow(Habits(tmp_path / "preferences.json", parent), lambda: DARK, parent)
    choose_topic(window, "round-robin")
    window.show()
    return window


def wrong(practice):
    return (practice.exercise.question.right + 1) % len(practice.exercise.question.choices)


def test_a_question_is_asked_with_what_is_given_and_no_answer(practice):
    question = practice.exercise.question
    assert practice.card.asked.prompt == question.text
    assert practice.card.asked.choices == question.choices
    assert not practice.card.asked.revealed
    assert not practice.revealed
    assert practice.given.machine.text().startswith("Round robin, quantum")
    assert not practice.next_button.isEnabled()
    assert not practice.show_button.isEnabled()
    assert not practice._why.isVisible()
    assert practice.tally.text() == "No answers yet"


def test_a_number_answers_and_the_answer_is_explained(practice, qtbot):
    question = practice.exercise.question
    qtbot.keyClick(practice.card, str(question.right + 1))
    assert practice.revealed
    assert practice.card.asked.revealed
    assert practice.verdict.text() == "Right."
    assert all(sentence in practice.reasons.text() for sentence in question.explanation)
    assert practice._why.isVisible()
    assert practice.tally.text() == "1 of 1 right"


def test_letters_and_enter_answer_too(practice, qtbot):
    qtbot.keyClick(practice.card, Qt.Key.Key_B)
    assert practice.card.asked.picked == 1
    before = practice.exercise
    qtbot.keyClick(practice, Qt.Key.Key_Return)
    assert practice.exercise is not before
    qtbot.keyClick(practice.card, Qt.Key.Key_Return)
    assert practice.card.asked.picked == 0


def test_a_wrong_answer_says_what_is_right(practice):
    question = practice.exercise.question
    practice.answer(wrong(practice))
    assert f", {question.answer}." in practice.verdict.text()
    assert practice.score.wrong == 1
    practice.answer(question.right)  # too late
    assert practice.score.right == 0


def test_the_level_rises_and_the_score_is_remembered(practice, parent, tmp_path):
    for _ in range(UP_AFTER):
        practice.answer(practice.exercise.question.right)
        verdict = practice.verdict.text()
        practice.ask()
    assert verdict == "Right. On to level 2."
    assert practice.level.currentText() == "Level 2 of 5"
    assert practice.exercise.level == 2
    practice._habits.write()
    kept = read_preferences(tmp_path / "preferences.json").preferences
    assert kept.practice["round-robin"].right == UP_AFTER
    assert kept.practised == "round-robin"
    again = PracticeWindow(practice._habits, lambda: DARK, parent)
    assert again.exercise.topic == "round-robin"
    assert again.exercise.level == 2


def test_a_level_can_be_chosen(practice):
    practice.answer(practice.exercise.question.right)
    practice.choose_level(4)
    assert practice.exercise.level == 4
    assert practice.level.currentText() == "Level 4 of 5"
    assert practice.score.right == 1


def test_topics_have_scores_of_their_own(practice):
    practice.answer(practice.exercise.question.right)
    choose_topic(practice, "fcfs")
    assert practice.exercise.topic == "fcfs"
    assert practice.tally.text() == "No answers yet"
    choose_topic(practice, "round-robin")
    assert practice.tally.text() == "1 of 1 right"


def test_skipping_asks_something_else_and_counts_nothing(practice):
    before = practice.exercise
    practice.skip_button.click()
    assert practice.exercise is not before
    assert practice.score.answered == 0


def test_a_run_can_be_asked_for_once_it_is_answered(practice, qtbot):
    exercise = practice.exercise
    practice.answer(0)
    with qtbot.waitSignal(practice.scenario_requested) as asked:
        practice.show_button.click()
    assert asked.args == [exercise]


@pytest.mark.parametrize("size", [(760, 520), (1000, 720), (1440, 900)])
def test_nothing_is_cut_in_any_size(practice, size):
    practice.resize(*size)
    for answered in (False, True):
        if answered:
            practice.answer(0)
        places = [practice._left, practice.picture, practice.card, practice.next_button, practice.verdict]
        for widget in places:
            corner = widget.mapTo(practice, widget.rect().bottomRight())
            assert practice.rect().contains(corner)
        assert practice.card.height() >= practice.card.height_for(practice.card.width()) - 1
        assert practice.picture.geometry().bottom() < practice.card.geometry().top()
