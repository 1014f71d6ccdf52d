from desktop_app.model.errors import LessonError, ScenarioError
from desktop_app.model.question import QuestionKind
from desktop_app.teaching.questions.question import REASON_CHARS, Place, Question


def made(**fields):
    known = {"choices": ("A", "B"), "answer": "B", "text": "Which?", "explanation": ("So.",), "at_ns": 0, "shown_ns": 5}
    return Question(kind=QuestionKind.OUTPUT, **{**known, **fields})


def test_the_right_choice_is_known_by_its_place():
    assert made().right == 1
    assert made(choices=()).right == -1


def test_the_reason_is_the_end_of_the_explanation_as_far_as_a_card_has_room():
    assert made(explanation=("First.", "Then.")).reason == "First. Then."
    long = "x" * REASON_CHARS
    assert made(explanation=("First.", long, "Then.")).reason == "Then."
    assert made(explanation=("First.", long)).reason == long


def test_a_refusal_names_what_is_known_of_the_place():
    error = Place().refusal("core", 3, "core 0")
    assert isinstance(error, ScenarioError)
    assert str(error) == "the question: question.core is 3: expected core 0"
    error = Place(file="a.md", line=4).refusal("thread", None, "a thread")
    assert isinstance(error, LessonError)
    assert str(error) == "a.md, line 4: question.thread: expected a thread"
