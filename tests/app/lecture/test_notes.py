from dataclasses import replace

import pytest

from desktop_app.app.lecture.notes import notes_of
from desktop_app.model.lesson import Caption, Lesson, Side, Step
from tests.scenarios import program, scenario

SIDES = (Side(scenario=scenario(program())),)


@pytest.fixture
def lesson():
    steps = tuple(
        Step(title=title, sides=SIDES, notes=f"Notes on {title}.", caption=Caption.of(title))
        for title in ("one", "two")
    )
    return Lesson(title="Two", steps=steps, introduction="Welcome.", simplifications=("Time is scaled.",))


def test_a_lesson_begins_with_its_introduction_and_what_is_simplified(lesson):
    paragraphs = ["Welcome.", "What is simplified:", "Time is scaled.", "Notes on one."]
    assert notes_of(lesson, 0).split("\n\n") == paragraphs
    assert notes_of(lesson, 1) == "Notes on two."


def test_what_there_is_not_leaves_no_gap(lesson):
    bare = replace(lesson, introduction="", simplifications=(), steps=(replace(lesson.steps[0], notes=""),))
    assert notes_of(bare, 0) == ""
