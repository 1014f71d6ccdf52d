import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.model.lesson import Span, SpanStyle
from desktop_app.views.caption.setting import LEADING, Typeface, plain, set_text
from desktop_app.views.theme import DARK
from tests.views.caption.samples import CAPTIONS

pytestmark = pytest.mark.usefixtures("qapp")
FACE = Typeface(px=30)
SENTENCE = "Two threads share one core, and the scheduler gives each of them the core for one millisecond at a time."


def texts(setting):
    return [
        line.layout.text()[(at := line.layout.lineAt(line.number)).textStart() :][: at.textLength()]
        for line in setting._lines
    ]


@settings(max_examples=60)
@given(CAPTIONS, st.integers(40, 2500), st.integers(1, 4))
def test_lines_are_never_wider_or_more_than_there_is_room_for(caption, width, most):
    setting = set_text(caption.paragraphs, width, FACE, most)
    assert setting.count <= most
    # Only a letter that is itself wider than the line can stand over it.
    assert setting.width <= max(width, 2 * FACE.px)
    assert setting.height <= most * (FACE.px * LEADING) + (most - 1) * FACE.px * 0.5 + 1e-6


def test_lines_are_about_equally_long():
    setting = set_text(plain(SENTENCE), 1300, FACE, 3)
    widths = [line.layout.lineAt(line.number).naturalTextWidth() for line in setting._lines]
    assert len(widths) == 2
    assert min(widths) > 0.85 * max(widths)
    assert "".join(texts(setting)) == SENTENCE


def test_what_has_no_room_ends_in_an_ellipsis():
    setting = set_text(plain(SENTENCE), 500, FACE, 2)
    assert not setting.whole
    assert setting.count == 2
    assert texts(setting)[-1].endswith("…")
    assert SENTENCE.startswith("".join(texts(setting))[:-1].rstrip())


def test_a_paragraph_that_has_no_line_left_is_said_to_be_missing():
    setting = set_text((*plain("first"), *plain("second")), 900, FACE, 1)
    assert (setting.whole, texts(setting)) == (False, ["first…"])


def test_markup_is_shown_as_text():
    words = '<b>bold</b> <a href="https://example.org">link</a> ![x](y.png)'
    assert texts(set_text(plain(words), 2000, FACE, 3)) == [words]


def test_line_breaks_and_tabs_become_blanks_and_spans_keep_those_between_them():
    spans = (Span(text="  a\u2028b "), Span(text="\tc", style=SpanStyle.STRONG), Span(text=" d\n"), Span(text=" "))
    assert texts(set_text((spans,), 900, FACE, 3)) == ["a b c d"]


def test_code_has_a_plate_where_its_letters_are():
    spans = (Span(text="now "), Span(text="z = 30", style=SpanStyle.CODE), Span(text=", 👍 and "))
    spans = (*spans, Span(text="x", style=SpanStyle.CODE))
    setting = set_text((spans,), 2000, FACE, 1)
    first, second = setting._codes[0]
    assert 0 < first.left() < first.right() < second.left() < second.right()
    assert second.right() == pytest.approx(setting.width, abs=FACE.px * 0.3)


def test_code_goes_on_in_the_next_line():
    spans = (Span(text="some words and then `", style=SpanStyle.PLAIN), Span(text="a b " * 30, style=SpanStyle.CODE))
    setting = set_text((spans,), 600, FACE, 4)
    assert [len(rects) for rects in setting._codes] == [1] * setting.count


def test_it_is_drawn_within_its_size(qapp):
    setting = set_text(plain("Mgjy Äß"), 500, FACE, 1)
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    setting.draw(painter, 40, 30, DARK)
    painter.end()
    lit = [(x, y) for x in range(300) for y in range(100) if image.pixelColor(x, y).lightness() > 60]
    assert lit
    assert 39 <= min(x for x, _ in lit) <= max(x for x, _ in lit) <= 41 + setting.width
    assert 30 <= min(y for _, y in lit) <= max(y for _, y in lit) <= 30 + setting.height


@pytest.mark.parametrize("width", range(150, 900, 25))
def test_no_line_ends_between_a_number_and_its_unit_or_in_a_little_code(width):
    spans = (
        Span("With a quantum of "),
        Span("1", SpanStyle.STRONG),
        Span(" ms, "),
        Span("n += 1", SpanStyle.CODE),
        Span(" takes 20 % of 300 KB."),
    )
    lines = [line.replace("\u00a0", " ").strip() for line in texts(set_text((spans,), width, FACE, 20))]
    for together in ("1 ms,", "n += 1", "20 %", "300 KB."):
        assert any(together in line for line in lines), lines


def test_a_blank_behind_code_is_not_on_its_plate():
    code, blank, strong = Span(text="finally", style=SpanStyle.CODE), Span(text=" "), Span("never", SpanStyle.STRONG)
    apart, alone = set_text(((code, blank, strong),), 2000, FACE, 1), set_text(((code,),), 2000, FACE, 1)
    assert texts(apart) == ["finally never"]
    assert apart._codes[0][0].width() == pytest.approx(alone._codes[0][0].width(), abs=0.5)
