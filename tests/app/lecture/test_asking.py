from dataclasses import replace

import pytest

from desktop_app.app.lecture.asking import as_asked, may_tell_next
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.lesson import Caption, Lesson, Side, Step
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.teaching.lesson_check import question_of
from tests.scenarios import program, scenario

RUN = scenario(program())
ASKING = Step(
    title="What is z?",
    sides=(Side(scenario=RUN),),
    caption=Caption.of("It is 30."),
    question=QuestionSpec(kind=QuestionKind.VALUE, options={"variable": "z"}),
)
LESSON = Lesson(title="A lesson", steps=(ASKING,))


@pytest.fixture(scope="module")
def traces():
    return [simulate(RUN, BATCH_LIMITS).run()]


def test_an_audience_sees_the_question_the_votes_and_later_the_answer(traces):
    question = question_of(LESSON, ASKING, traces, 0)
    asked = as_asked(question)
    assert not asked.revealed
    assert asked.choices[asked.right] == "30"
    votes = (1,) * len(asked.choices)
    told = as_asked(question, revealed=True, votes=votes, picked=asked.right)
    assert told == replace(asked, revealed=True, votes=votes, picked=asked.right)
    free = as_asked(replace(question, choices=()))
    assert free.right is None


def test_who_is_next_is_not_told_while_that_is_asked():
    spec = QuestionSpec(kind=QuestionKind.NEXT_THREAD, options={"core": 0})
    assert not may_tell_next(replace(ASKING, question=spec), revealed=False)
    assert may_tell_next(replace(ASKING, question=spec), revealed=True)
    spec = QuestionSpec(kind=QuestionKind.FINISH_TIME, options={"thread": "P1·T1"})
    assert not may_tell_next(replace(ASKING, question=spec), revealed=False)
    assert may_tell_next(ASKING, revealed=False)
    assert may_tell_next(replace(ASKING, question=None), revealed=False)
