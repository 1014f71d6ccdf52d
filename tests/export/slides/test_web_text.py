from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.export.slides import web_text
from desktop_app.model.lesson import Caption, Span, SpanStyle
from desktop_app.views.caption.question import AskedQuestion

HOSTILE = '</script><img src=x onerror="alert(1)">&amp;\'"<!-- ]]> \x00\x1b'


class Reader(HTMLParser):
    """Reads what a browser would see."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words += data


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
def test_text_is_read_as_it_was(words):
    reader = Reader(f'<p title="{web_text.text(words)}">{web_text.text(words)}</p>')
    assert reader.tags == [("p", {"title": words})]
    assert reader.words == words


@pytest.mark.parametrize(
    "html",
    [
        web_text.caption(Caption(paragraphs=tuple((Span(text=HOSTILE, style=style),) for style in SpanStyle))),
        web_text.notes(f"{HOSTILE}\n\n• {HOSTILE}"),
        web_text.question(
            AskedQuestion(prompt=HOSTILE, choices=(HOSTILE, "b"), right=0, explanation=f"`{HOSTILE}`", revealed=True)
        ),
    ],
)
def test_nothing_that_a_lesson_says_becomes_markup(html):
    reader = Reader(html)
    assert not {tag for tag, _ in reader.tags} & {"img", "script"}
    assert '</script><img src=x onerror="alert(1)">&amp;\'"<!-- ]]>' in reader.words.replace("\u00a0", " ")
    assert "\x00" not in html
    assert "\x1b" not in html


def test_a_caption_keeps_its_styles_and_numbers_their_units():
    pieces = (Span(text="After 5 "), Span(text="ms", style=SpanStyle.STRONG), Span(text=" `x`", style=SpanStyle.CODE))
    assert web_text.caption(Caption(paragraphs=(pieces,))) == "<p>After 5\u00a0<strong>ms</strong><code> `x`</code></p>"


def test_items_of_notes_are_a_list():
    assert web_text.notes("One.\n\n• a\n\n• b\n\nTwo.") == "<p>One.</p><ul><li>a</li><li>b</li></ul><p>Two.</p>"


def test_only_the_right_choice_is_marked():
    tags = Reader(web_text.question(AskedQuestion(prompt="?", choices=("1", "2"), right=1))).tags
    assert [found["class"] for tag, found in tags if tag == "button"] == ["choice", "choice right"]


def test_a_question_without_choices_has_no_list():
    assert "<ol" not in web_text.question(AskedQuestion(prompt="What?", explanation="That."))
