from dataclasses import replace

import pytest
from hypothesis import given, settings
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.caption.question_painting import paint_question
from desktop_app.views.caption.question_plan import plan_question, question_height
from desktop_app.views.caption.shapes import right_colour
from desktop_app.views.theme import DARK, THEMES
from tests.views.caption.samples import questions

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (1024, 768)
ASKED = AskedQuestion(prompt="Next?", choices=("P1·T1", "P1·T2"), right=1, explanation="It waited.", picked=0)


def painted(asked, theme=DARK, marked=None):
    image = QImage(SIZE[0], question_height(asked, *SIZE), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    paint_question(painter, QRectF(image.rect()), asked, theme, height=SIZE[1], marked=marked)
    painter.end()
    return image


def colours(image, rect):
    place = rect.toAlignedRect()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    }


@settings(max_examples=15)
@given(questions())
def test_whatever_is_asked_can_be_drawn(asked):
    assert not painted(asked).isNull()


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_is_right_has_a_colour_and_a_sign_once_it_is_revealed(theme):
    asked = replace(ASKED, revealed=True)
    plan = plan_question(QRectF(0, 0, SIZE[0], question_height(asked, *SIZE)), asked, SIZE[1])
    before, after = painted(ASKED, theme), painted(asked, theme)
    green = right_colour(theme).upper()
    for rect in (plan.choices[1].sign, plan.choices[1].card):
        assert green not in colours(before, rect)
        assert green in colours(after, rect)
    assert theme.error.upper() in colours(after, plan.choices[0].sign)
    assert colours(before, plan.explanation) == {theme.panel.upper()}
    assert len(colours(after, plan.explanation)) > 1


def test_before_it_is_revealed_the_right_choice_looks_like_any_other():
    assert painted(ASKED) == painted(replace(ASKED, right=0))


def test_votes_and_the_mark_of_keys_are_seen():
    assert painted(replace(ASKED, votes=(3, 4))) != painted(replace(ASKED, votes=(4, 3)))
    assert painted(ASKED, marked=0) != painted(ASKED, marked=1) != painted(ASKED)
