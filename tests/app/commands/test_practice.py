from dataclasses import replace

import pytest

from desktop_app.app.practice.window import PracticeWindow
from desktop_app.views.theme import LIGHT
from tests.scenarios import program, scenario


@pytest.fixture
def practice(app_window):
    app_window.actions_by_name["practice"].trigger()
    return app_window.findChild(PracticeWindow)


def test_practice_stands_beside_the_window_and_is_kept(app_window, practice):
    assert practice.isVisible()
    assert not practice.isModal()
    exercise = practice.exercise
    practice.close()
    app_window.actions_by_name["practice"].trigger()
    assert app_window.findChildren(PracticeWindow) == [practice]
    assert practice.exercise is exercise


def test_a_run_is_opened_at_the_moment_of_its_question(app_window, practice, qtbot):
    while not practice.exercise.question.at_ns:
        practice.ask()
    practice.answer(0)
    practice.show_button.click()
    at_ns = practice.exercise.question.at_ns
    qtbot.waitUntil(lambda: app_window.playhead.t_ns == at_ns)
    assert app_window.session.scenario == practice.exercise.scenario
    assert not app_window.playhead.playing
    assert not practice.isVisible()  # it stood over the window
    exercise = practice.exercise
    app_window.actions_by_name["practice"].trigger()
    assert practice.isVisible()
    assert practice.exercise is exercise


def test_changes_that_are_not_saved_are_asked_about(app_window, practice, monkeypatch):
    monkeypatch.setattr(app_window.documents, "may_leave", lambda: False)
    before = app_window.session.scenario
    practice.answer(0)
    practice.show_button.click()
    assert app_window.session.scenario is before


def test_a_moment_that_comes_too_late_is_not_gone_to_in_another_run(app_window, practice, qtbot):
    endless = scenario(program("while True:\n    pass\n"))
    question = replace(practice.exercise.question, at_ns=10**12)
    app_window.practice.open(replace(practice.exercise, scenario=endless, question=question))
    app_window.documents.load(scenario(program()), None)
    qtbot.waitUntil(lambda: app_window.session.trace.finished)
    assert app_window.playhead.t_ns == 0


def test_the_window_follows_the_colours(app_window, practice):
    app_window.set_theme(LIGHT)
    assert practice.card._theme is LIGHT
