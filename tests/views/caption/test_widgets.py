from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from desktop_app.views.caption.band import StepLine, height_needed
from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.caption.question_plan import plan_question
from desktop_app.views.caption.widgets import CaptionBand, QuestionCard
from desktop_app.views.theme import LIGHT
from tests.views.caption.samples import caption

ASKED = AskedQuestion(prompt="Next?", choices=("P1·T1", "P1·T2", "nobody"), right=1)


@pytest.fixture
def band(qtbot):
    widget = CaptionBand()
    qtbot.addWidget(widget)
    widget.set_theme(LIGHT)
    widget.set_picture_height(600)
    widget.resize(800, 120)
    widget.show()
    return widget


@pytest.fixture
def card(qtbot):
    widget = QuestionCard()
    qtbot.addWidget(widget)
    widget.set_picture_height(600)
    widget.resize(800, 260)
    widget.set_answering(can_be_answered=True)
    widget.show_question(ASKED)
    widget.show()
    return widget


def test_a_caption_is_heard_and_never_taken_for_markup(band):
    band.show_caption(caption("<b>Now</b> z is 30."), StepLine(title="Two", number=1, count=2))
    assert band.accessibleName() == "Caption"
    assert band.accessibleDescription() == "Two\n1 / 2\n<b>Now</b> z is 30."
    assert band.toolTip() == ""
    band.show_caption(caption("<i>word</i> " * 100))
    assert band.toolTip().startswith("<qt>&lt;i&gt;word&lt;/i&gt;")


def test_a_band_is_as_high_as_what_it_says_or_may_have_to_say(band):
    one, two = caption("one"), caption("one", "two")
    band.show_caption(one)
    assert band.height_for(800) == height_needed(one, 800, 600)
    band.keep_room_for([one, two])
    assert band.heightForWidth(800) == height_needed(two, 800, 600)
    band.show_caption(caption())
    assert band.height_for(800) == 0


def test_a_band_draws_what_it_says(band):
    band.show_caption(caption("one"))
    first = band.grab().toImage()
    band.show_caption(caption("two"))
    assert band.caption == caption("two")
    assert band.grab().toImage() != first
    assert first.pixelColor(2, 2).name().upper() == LIGHT.window


def presses(card):
    found = []
    card.choice_pressed.connect(lambda place, step: found.append((place, step)))
    return found


def test_choices_are_pressed_by_keys(card, qtbot):
    found = presses(card)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_C, Qt.Key.Key_Minus, Qt.Key.Key_Right, Qt.Key.Key_Plus):
        qtbot.keyClick(card, key)
    qtbot.keyClick(card, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(card, Qt.Key.Key_F)
    assert found == [(1, 1), (2, 1), (2, -1), (0, 1), (1, -1)]
    assert card.accessibleDescription().startswith("Marked: B: P1·T2\nNext?")


def test_choices_are_pressed_by_clicks(card, qtbot):
    found = presses(card)
    plan = plan_question(QRectF(card.rect()), ASKED, 600)
    place = plan.choices[2].card.center().toPoint()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(card, Qt.MouseButton.RightButton, pos=place)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert found == [(2, 1), (2, -1)]


def test_an_explanation_that_stands_elsewhere_takes_no_room_but_is_heard(card):
    card.show_question(replace(ASKED, revealed=True, explanation="It has been ready longest. " * 6))
    with_it = card.height_for(800)
    card.set_explaining(explains=False)
    assert card.height_for(800) < with_it
    assert "ready longest" in card.accessibleDescription()


def test_a_card_that_only_shows_lets_keys_and_clicks_through(card, qtbot):
    found = presses(card)
    card.set_answering(can_be_answered=False)
    assert card.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    card.show_question(None)
    qtbot.keyClick(card, Qt.Key.Key_A)
    assert (found, card.asked, card.height_for(800), card.accessibleDescription()) == ([], None, 0, "")


def test_the_mark_is_seen_while_keys_go_to_the_card(card, qtbot):
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    marked = card.grab().toImage()
    card.clearFocus()
    assert card.grab().toImage() != marked
