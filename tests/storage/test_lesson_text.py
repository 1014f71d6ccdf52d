import pytest

from desktop_app.model.errors import LessonError
from desktop_app.model.lesson import MAX_STEPS, Span, SpanStyle
from desktop_app.storage.lesson_text import header_text, take_apart

HEADER = "+++\na = 1\n+++\n"


def apart(body, header=HEADER):
    return take_apart(header + body, file="lesson.md")


def test_the_header_is_what_stands_between_two_lines():
    assert header_text("+++ \na = 1\nb = 2\n+++\nx", file="lesson.md") == ("a = 1\nb = 2", 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "there is no header"), ("x\n+++\n+++\n", "there is no header"), ("+++\na = 1\n", "the header does not end")],
)
def test_without_a_header_it_is_no_lesson(text, message):
    with pytest.raises(LessonError, match=rf"lesson.md, line 1: {message}"):
        header_text(text, file="lesson.md")


def test_parts_of_a_step_know_their_lines():
    found = apart(
        "\nHello.\n\n- one\n- two\n\n## First\n\n```toml\nx = 1\n```\n\nA *b* `c`.\nD.\n\n> Say\n>\n> 1. this\n"
    )
    (step,) = found.steps
    assert found.header == "a = 1"
    assert found.introduction == ["Hello.", "• one", "• two"]
    assert (step.title, step.line, step.header, step.header_line) == ("First", 10, "x = 1\n", 13)
    (paragraph,) = step.paragraphs
    styles = [SpanStyle.PLAIN, SpanStyle.EMPHASIS, SpanStyle.PLAIN, SpanStyle.CODE, SpanStyle.PLAIN]
    assert paragraph == tuple(map(Span, ("A ", "b", " ", "c", ". D."), styles))
    assert step.notes == ["Say", "• this"]


def test_the_innermost_style_counts():
    (step,) = apart("## A\n\n**a *b* c**\n").steps
    assert [span.style for span in step.paragraphs[0]] == [SpanStyle.STRONG, SpanStyle.EMPHASIS, SpanStyle.STRONG]


@pytest.mark.parametrize(
    "markup", ["<b>x</b>", "[x](y)", "![x](y)", "https://example.org", "&amp;", "| a |", "===", "---"]
)
def test_all_other_markup_is_text(markup):
    (step,) = apart(f"## A\n\n{markup}\n").steps
    assert step.paragraphs == [(Span(markup),)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("# A\n", "line 4: this heading is no step"),
        ("## \n", "line 4: the step has no title"),
        ("```toml\n```\n", "line 4: this block belongs to no step"),
        ("## A\n```python\n```\n", "line 5: this block is not the step's header"),
        ("## A\n```toml\n```\n```toml\n```\n", "line 7: this block is not the step's header"),
        ("## A\nText.\n```toml\n```\n", "line 6: this block is not the step's header"),
        ("x\n", "line 3: there is no step"),
        ("## A\n" * (MAX_STEPS + 1), f"line {4 + MAX_STEPS}: there are more than {MAX_STEPS} steps"),
    ],
)
def test_what_a_lesson_cannot_have_is_said_with_its_line(body, message):
    with pytest.raises(LessonError) as error:
        apart(body)
    assert f"lesson.md, {message}" in str(error.value)
