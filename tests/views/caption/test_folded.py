from dataclasses import replace

import pytest
from hypothesis import given, settings
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.views.caption.band import text_px
from desktop_app.views.caption.folded import folded_height, plan_folded, votes_text
from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.caption.question_painting import paint_question
from desktop_app.views.caption.question_plan import choice_at, question_height
from desktop_app.views.caption.shapes import right_colour
from desktop_app.views.theme import DARK, THEMES
from tests.views.caption.samples import questions

pytestmark = pytest.mark.usefixtures("qapp")
SIZES = [(1920, 1080), (1366, 768), (1024, 768), (3840, 2160), (640, 480)]
ASKED = AskedQuestion(
    prompt="Which thread gets the core next?",
    choices=("P1·T1", "P1·T2"),
    right=1,
    explanation="It waited.",
    revealed=True,
    votes=(5, 7),
    folded=True,
)


def band(asked, size):
    return QRectF(0, 0, size[0], question_height(asked, *size))


def painted(asked, size=(1024, 768), theme=DARK):
    image = QImage(size[0], question_height(asked, *size), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    paint_question(painter, QRectF(image.rect()), asked, theme, height=size[1])
    painter.end()
    return image


def test_nothing_is_folded_before_it_is_revealed():
    open_card = replace(ASKED, revealed=False)
    assert not open_card.one_line
    assert painted(open_card) == painted(replace(open_card, folded=False))
    assert question_height(ASKED, 1024, 768) == folded_height(768) < question_height(open_card, 1024, 768) / 2


@settings(max_examples=40)
@given(questions())
def test_all_parts_of_the_line_stand_beside_each_other(asked):
    asked = replace(asked, revealed=True, folded=True)
    for size in SIZES:
        plan = plan_folded(band(asked, size), asked, size[1])
        assert plan.panel.bottom() <= folded_height(size[1])
        # A pixel for the letters of a line that were shortened.
        assert plan.prompt.right() <= (plan.answer.left() if asked.right is not None else plan.votes.left()) + 1
        assert plan.answer.right() <= plan.votes.left() + 1
        assert plan.panel.left() <= plan.prompt.left()
        assert plan.votes.right() <= plan.panel.right()
        assert plan.panel.top() <= plan.prompt.top()
        assert plan.prompt.bottom() <= plan.panel.bottom()
        assert not painted(asked, size).isNull()


@pytest.mark.parametrize("size", SIZES)
def test_a_question_of_usual_length_is_read_in_the_last_row(size):
    plan = plan_folded(band(ASKED, size), ASKED, size[1])
    assert plan.prompt_setting.whole
    assert plan.answer_setting.whole
    assert plan.prompt_setting.px >= size[1] / 52
    assert plan.answer_setting.px >= 0.85 * text_px(size[1])


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_is_right_has_its_colour_and_its_letter(theme):
    size = (1024, 768)
    place = plan_folded(band(ASKED, size), ASKED, size[1]).answer.toAlignedRect()
    one, other = painted(ASKED, theme=theme).copy(place), painted(replace(ASKED, right=0), theme=theme).copy(place)
    assert one != other
    green = right_colour(theme).upper()
    assert any(one.pixelColor(x, one.height() // 2).name().upper() == green for x in range(one.width()))


def test_hands_for_what_is_right_are_told_where_somebody_counted():
    assert votes_text(ASKED) == "7 of 12 votes"
    assert votes_text(replace(ASKED, votes=(1, 0))) == "0 of 1 vote"
    assert not votes_text(replace(ASKED, votes=()))
    assert painted(ASKED) != painted(replace(ASKED, votes=(6, 7)))


def test_nobody_votes_in_a_line_that_is_folded():
    size, whole = (1024, 768), replace(ASKED, folded=False)
    points = [QPointF(x, y) for x in range(0, 1024, 64) for y in range(0, 300, 16)]
    assert {choice_at(band(whole, size), whole, size[1], point) for point in points} == {None, 0, 1}
    assert {choice_at(band(ASKED, size), ASKED, size[1], point) for point in points} == {None}
