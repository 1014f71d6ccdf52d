from dataclasses import replace

import pytest
from hypothesis import given, settings
from PySide6.QtCore import QRectF

from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.caption.question_plan import plan_question, question_height
from tests.views.caption.samples import SIZES, questions

pytestmark = pytest.mark.usefixtures("qapp")


def plan_of(asked, width=1366, height=768):
    return plan_question(QRectF(0, 0, width, question_height(asked, width, height)), asked, height)


@settings(max_examples=60)
@given(questions(), SIZES)
def test_nothing_overlaps_or_leaves_the_panel(asked, size):
    plan = plan_of(asked, *size)
    parts = [plan.prompt, *(choice.card for choice in plan.choices), plan.explanation, plan.note]
    parts = [part for part in parts if not part.isEmpty()]
    for at, part in enumerate(parts):
        assert plan.panel.adjusted(-1, -1, 1, 1).contains(part)
        assert not any(part.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other) for other in parts[at + 1 :])
    for choice in plan.choices:
        inside = [choice.badge, choice.text, choice.sign, choice.votes]
        inside = [part for part in inside if not part.isEmpty()]
        assert all(choice.card.contains(part) for part in inside)
        for at, part in enumerate(inside):
            assert not any(part.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other) for other in inside[at + 1 :])


@settings(max_examples=25)
@given(questions(), SIZES)
def test_nothing_moves_when_the_answer_is_revealed(asked, size):
    hidden, shown = (plan_of(replace(asked, revealed=revealed), *size) for revealed in (False, True))
    assert (hidden.panel, hidden.prompt, hidden.explanation) == (shown.panel, shown.prompt, shown.explanation)
    assert [one.card for one in hidden.choices] == [one.card for one in shown.choices]


def columns(*choices):
    plan = plan_of(AskedQuestion(prompt="?", choices=choices, votes=(0,) * len(choices)))
    return len({choice.card.x() for choice in plan.choices})


def test_short_choices_stand_in_few_rows_and_long_ones_below_each_other():
    assert columns("yes", "no") == 2
    assert columns("P1·T1", "P1·T2", "P2·T1") == 3
    assert columns("P1·T1", "P1·T2", "P2·T1", "nobody: the core goes idle") == 2
    assert columns("it is another value in each run, because the scheduler decides who is first, " * 2, "30") == 1


def test_a_question_is_rather_smaller_than_without_its_end():
    asked = AskedQuestion(
        prompt="Four processes on one core. How many of them run in the same instant, at most?",
        choices=("1", "2", "3", "4"),
        right=0,
    )
    plan = plan_question(QRectF(0, 0, 240, 190), asked, 420)
    assert plan.prompt_setting.whole
    assert plan.prompt_setting.count == 3


def test_short_choices_are_as_large_as_captions():
    plan = plan_of(AskedQuestion(prompt="Is there a deadlock?", choices=("yes", "no"), explanation="There is."))
    assert plan.px * 30 >= 768


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (640, 480)])
def test_nothing_moves_when_hands_are_counted(size):
    asked = AskedQuestion(
        prompt="The quantum of P1 is nearly over. Which thread gets the core next?",
        choices=("P2·T1", "None: no other thread gets it", "P3·T1", "P1·T1"),
        right=0,
        explanation="It has been in the ready queue longest. " * 4,
    )
    places = [
        (plan.px, plan.prompt, [(choice.card, choice.text) for choice in plan.choices], plan.high)
        for votes in ((), (0, 1, 0, 0), (3, 40, 0, 12))
        for plan in [plan_question(QRectF(0, 0, size[0], size[1] / 2), replace(asked, votes=votes), size[1])]
    ]
    assert places[0] == places[1] == places[2]
