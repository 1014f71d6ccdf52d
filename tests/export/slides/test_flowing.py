import pytest

from desktop_app.export.slides.flowing import Flow
from desktop_app.model.lesson import Span, SpanStyle
from desktop_app.views.caption.question import AskedQuestion
from tests.export.slides.test_web_text import HOSTILE

pytestmark = pytest.mark.usefixtures("qapp")


def blocks(flow):
    block, found = flow.document.begin(), []
    while block.isValid():
        found.append((block.text(), block.textList() is not None))
        block = block.next()
    return found


def test_paragraphs_and_lists_follow_each_other():
    flow = Flow()
    flow.notes("One.\n\n• a\n\n• b\n\nTwo\nlines.")
    assert blocks(flow) == [("One.", False), ("a", True), ("b", True), ("Two\u2028lines.", False)]


def test_text_is_never_markup():
    flow = Flow()
    flow.paragraph(HOSTILE)
    flow.spans([Span(text=HOSTILE, style=SpanStyle.CODE)])
    fit = HOSTILE.replace("\x00", "").replace("\x1b", "")
    assert [text for text, _ in blocks(flow)] == [fit, fit]


def test_a_question_says_what_is_right():
    flow = Flow()
    flow.question(AskedQuestion(prompt="Which `x`?", choices=("1", "2"), right=1, explanation="So."))
    assert [text for text, _ in blocks(flow)] == ["QUESTION", "Which x?", "A   1", "B   2   ✓", "So."]


def test_one_line_stays_one_line():
    flow = Flow()
    flow.paragraph("Many words\n" * 50, one_line_px=200)
    assert len(blocks(flow)) == 1
    assert blocks(flow)[0][0].endswith("…")
