"""Texts of a deck as HTML. Every letter that comes from a lesson goes through `text`, and nothing else is trusted."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Final

from desktop_app.export.slides.deck import BULLET, clean, paragraphs
from desktop_app.model.lesson import Caption, Span, SpanStyle
from desktop_app.views.caption.question import LETTERS, AskedQuestion, in_code
from desktop_app.views.caption.setting import kept_together

_TAGS: Final = {SpanStyle.STRONG: "strong", SpanStyle.EMPHASIS: "em", SpanStyle.CODE: "code"}


def text(words: str) -> str:
    """Return text as it is, safe in an element and in an attribute between quotation marks."""
    return escape(clean(words))


def spans(pieces: tuple[Span, ...]) -> str:
    """Return a paragraph's pieces in their styles."""
    return "".join(
        f"<{_TAGS[span.style]}>{text(span.text)}</{_TAGS[span.style]}>" if span.style in _TAGS else text(span.text)
        for span in kept_together(pieces)
    )


def caption(said: Caption) -> str:
    """Return a caption's paragraphs."""
    return "".join(f"<p>{spans(pieces)}</p>" for pieces in said.paragraphs)


def code_in(words: str) -> str:
    """Return text in which what stands between backticks is code."""
    return "".join(spans(pieces) for pieces in in_code(words))


def notes(words: str) -> str:
    """Return notes as paragraphs and lists."""
    parts = list[str]()
    for listed, group in groupby(paragraphs(words), key=lambda part: part.startswith(BULLET)):
        if listed:
            parts.append(f"<ul>{''.join(f'<li>{text(item.removeprefix(BULLET))}</li>' for item in group)}</ul>")
        else:
            parts.extend(f"<p>{text(part)}</p>" for part in group)
    return "".join(parts)


def question(asked: AskedQuestion) -> str:
    """Return a question whose choices are buttons; the answer is folded where there are no scripts."""
    choices = "".join(
        f'<li><button type="button" class="choice{" right" if place == asked.right else ""}">'
        f'<span class="letter">{LETTERS[place]}</span> <span>{text(choice)}</span><span class="sign"></span>'
        "</button></li>"
        for place, choice in enumerate(asked.choices)
    )
    right = text(f"{LETTERS[asked.right]}: {asked.choices[asked.right]}") if asked.right is not None else ""
    return (
        '<div class="question" role="group" aria-label="Question">'
        f'<p class="prompt">{code_in(asked.prompt)}</p>'
        + (f'<ol class="choices">{choices}</ol>' if choices else "")
        + '<details class="answer"><summary>Answer</summary>'
        f'<p><span class="right-one">{right}</span> <span class="verdict" role="status" data-right="That is right." '
        f'data-wrong="Not quite. It is" data-told="It is"></span>{code_in(asked.explanation)}</p></details></div>'
    )
