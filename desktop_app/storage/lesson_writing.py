"""Writing a lesson as a file that a lecturer can go on with in any editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import tomlkit

from desktop_app.model.camera import WHOLE_STAGE
from desktop_app.model.durations import format_duration
from desktop_app.model.instant import END, START
from desktop_app.model.lesson import Caption, Lesson, Shown, Side, SpanStyle, Step
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.lesson_text import FENCE

#: How a scenario is named in the file.
Named = Callable[[Side], str]
_MARKS: Final = {SpanStyle.STRONG: "**", SpanStyle.EMPHASIS: "*", SpanStyle.PLAIN: ""}
#: What Markdown would take for something else.
_SPECIAL: Final = "\\`*_#"
#: What begins a quotation, a list or a block at the beginning of a line, the number of a list's item included.
_LEADING: Final = re.compile(r"[>+~-]|\d{1,9}(?=[.)])", re.ASCII)
_TICKS: Final = re.compile("`+")


def write_lesson(lesson: Lesson, path: Path, scenario: str) -> None:
    """Write a lesson all of whose steps show the same scenario.

    Args:
        lesson: The lesson.
        path: Where to.
        scenario: The name of the scenario's file, in the same folder.

    Raises:
        FileError: When the file cannot be written; one that was there before is still there then.
    """
    write_atomically(path, format_lesson(lesson, lambda _side: scenario).encode("utf-8"))


def format_lesson(lesson: Lesson, named: Named) -> str:
    """Return the text of a lesson, which `read_lesson` reads as the same lesson.

    Markdown has no way to style what neither begins nor ends at the edge of a word, such as a bold ``>`` right behind a
    letter; the marks are then read as text. What `Lesson.file` and `Step.line` say is not written.

    Args:
        lesson: The lesson.
        named: Says which file of the lesson's folder holds the scenario of a side.
    """
    header = tomlkit.document()
    header["title"] = lesson.title
    if lesson.sentence:
        header["sentence"] = lesson.sentence
    if lesson.topic:
        header["topic"] = lesson.topic
    if lesson.simplifications:
        header["simplifications"] = tomlkit.array()
        for sentence in lesson.simplifications:
            header["simplifications"].append(sentence)
    parts = [f"{FENCE}\n{tomlkit.dumps(header).strip()}\n{FENCE}"]
    parts += [_paragraph(text) for text in lesson.introduction.split("\n\n") if text]
    for step in lesson.steps:
        parts += _step(step, named)
    return "\n\n".join(parts) + "\n"


def _step(step: Step, named: Named) -> list[str]:
    parts = [f"## {_plain(step.title)}", f"```toml\n{_header(step, named)}\n```"]
    parts += _caption(step.caption)
    if step.notes:
        quoted = "\n>\n".join(f"> {_paragraph(text)}" for text in step.notes.split("\n\n") if text)
        parts.append(quoted)
    return parts


def _header(step: Step, named: Named) -> str:
    header = tomlkit.document()
    if len(step.sides) == 1:
        header["scenario"] = named(step.sides[0])
    header |= _when(step)
    if step.camera != WHOLE_STAGE:
        header["camera"] = step.camera.text
    if step.follow:
        header["follow"] = step.follow
    if step.lit:
        header["lit"] = [target.text for target in step.lit]
    if step.shown is not Shown.STAGE:
        header["show"] = step.shown.value
    if step.figures is not None:
        header["figures"] = [figure.value for figure in step.figures] or False
    if len(step.sides) > 1:
        sides = tomlkit.aot()
        for side in step.sides:
            sides.append(tomlkit.item({"title": side.title, "scenario": named(side)}))
        header["side"] = sides
    if step.question is not None:
        asked = {"ask": step.question.kind.value, **step.question.options}
        header["question"] = asked | ({"text": step.question.text} if step.question.text else {})
    return tomlkit.dumps(header).strip()


def _when(step: Step) -> dict[str, str | bool]:
    if step.end is None:
        return {"at": step.begin.text}
    found: dict[str, str | bool] = {}
    if step.begin != START:
        found["from"] = step.begin.text
    if step.end != END or step.begin == START:
        found["to"] = step.end.text
    if step.speed_ns is not None:
        found["speed"] = format_duration(step.speed_ns)
    if step.repeat:
        found["repeat"] = True
    return found


def _caption(caption: Caption) -> list[str]:
    return [_begun("".join(_span(span.text, span.style) for span in paragraph)) for paragraph in caption.paragraphs]


def _span(text: str, style: SpanStyle) -> str:
    if style is SpanStyle.CODE:
        fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
        # Of a space at both ends one is taken away when it is read.
        pad = " " if "`" in text or (text[:1] == text[-1:] == " " and text.strip()) else ""
        return f"{fence}{pad}{text}{pad}{fence}"
    mark = _MARKS[style]
    return f"{mark}{_escaped(text)}{mark}"


def _paragraph(text: str) -> str:
    """Return a paragraph of plain text, or an item of a list where it is one."""
    return f"- {_plain(text[2:])}" if text.startswith("• ") else _plain(text)


def _plain(text: str) -> str:
    """Return text that Markdown reads as that text, on one line."""
    return _begun(_escaped(" ".join(text.split())))


def _begun(text: str) -> str:
    """Return a line of Markdown that begins with nothing but text."""
    found = _LEADING.match(text)
    if found is None:
        return text
    number = found.end() if found[0].isdecimal() else 0
    return f"{text[:number]}\\{text[number:]}"


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)
