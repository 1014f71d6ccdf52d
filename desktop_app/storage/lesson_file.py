"""Lesson files: Markdown with a header, and steps that each have one; see ``resources/guide/lessons.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop_app.model.errors import CoreloomError, LessonError, ScenarioError
from desktop_app.model.lesson import MAX_CAPTION_CHARS, MAX_SIDES, Caption, Lesson, Side, Step
from desktop_app.model.scenario import Scenario
from desktop_app.storage.lesson_header import (
    Header,
    checked_text,
    read_camera,
    read_figures,
    read_followed,
    read_lit,
    read_question,
    read_shown,
    read_span,
    read_speed,
)
from desktop_app.storage.lesson_text import StepText, header_text, take_apart
from desktop_app.storage.limits import MAX_LABEL_CHARS, is_printable
from desktop_app.storage.program_file import program_inside
from desktop_app.storage.regular_file import read_text_file
from desktop_app.storage.scenario_file import open_source
from desktop_app.storage.variant import VARIANT_KEYS, apply_options
from desktop_app.storage.wording import written

#: How large a lesson may be, in bytes.
MAX_LESSON_BYTES: Final = 1 << 18
_MAX_SIMPLIFICATIONS: Final = 20
#: All notes of a step together.
_MAX_NOTES_CHARS: Final = 10_000
#: The scenarios and programs of a lesson together: what is read of them takes about 16 times as much memory.
_MAX_SOURCES_BYTES: Final = 8 << 20
#: Numbers of more bits are no value of any option.
_NUMBER_BITS: Final = 64

_LESSON_KEYS: Final = ("title", "sentence", "topic", "simplifications")
_STEP_KEYS: Final = (
    "scenario",
    "set",
    "side",
    "at",
    "from",
    "to",
    "speed",
    "repeat",
    "camera",
    "follow",
    "lit",
    "show",
    "figures",
    "question",
)


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in a file, with the scenarios that it names, all of them from its own folder.

    Raises:
        FileError: When the file cannot be read, is no UTF-8 text or larger than 256 KiB.
        LessonError: For the first thing in it that is wrong.
    """
    return parse_lesson(_text(path), file=str(path), folder=path.parent)


def _text(path: Path) -> str:
    return read_text_file(path, maximum_bytes=MAX_LESSON_BYTES).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a lesson says of itself as a whole.

    Attributes:
        title: Its title.
        sentence: What it shows, in one sentence; may be empty.
        topic: The heading that it stands under in a gallery; may be empty.
        simplifications: Where it differs from a real machine, a sentence each.
    """

    title: str
    sentence: str
    topic: str
    simplifications: tuple[str, ...]


def read_heading(path: Path) -> Heading:
    """Return what a lesson says of itself, without its steps and their scenarios.

    Raises:
        FileError: As `read_lesson`.
        LessonError: As `read_lesson`, for what is wrong in its header.
    """
    return _heading(header_text(_text(path), file=str(path))[0], str(path))


def _heading(text: str, file: str) -> Heading:
    header = Header(text, 2, file)
    header.refuse_unknown(_LESSON_KEYS)
    return Heading(
        title=header.text("title", maximum=MAX_LABEL_CHARS),
        sentence=header.text("sentence", otherwise=""),
        topic=header.text("topic", otherwise="", maximum=MAX_LABEL_CHARS),
        simplifications=header.texts("simplifications", maximum=_MAX_SIMPLIFICATIONS),
    )


def parse_lesson(text: str, *, file: str, folder: Path) -> Lesson:
    """Return the lesson that a text describes.

    Args:
        text: The text, with line feeds only.
        file: Its name, for errors.
        folder: Where its scenarios and programs are; nothing elsewhere is read.

    Raises:
        LessonError: For the first thing that is wrong.
    """
    parts = take_apart(text, file=file)
    about = _heading(parts.header, file)
    return Lesson(
        title=about.title,
        sentence=about.sentence,
        topic=about.topic,
        simplifications=about.simplifications,
        introduction="\n\n".join(parts.introduction),
        steps=_Steps(file, folder).read(parts.steps),
        file=file,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A scenario as a header names it: a file of the lesson's folder, and what is set in it."""

    name: str
    settings: tuple[tuple[str, str], ...] = ()


class _Steps:
    """Reads steps one after the other; what one leaves out is as in the step before."""

    def __init__(self, file: str, folder: Path) -> None:
        self._file = file
        self._folder = folder
        self._files: dict[Path, Scenario] = {}
        self._read_bytes = 0
        self._scenarios: dict[_Source, Scenario] = {}
        self._source: _Source | None = None
        self._sides: tuple[Side, ...] = ()

    def read(self, texts: list[StepText]) -> tuple[Step, ...]:
        return tuple(self._step(text) for text in texts)

    def _step(self, text: StepText) -> Step:
        header = Header(text.header, text.header_line or text.line, self._file)
        header.refuse_unknown(_STEP_KEYS)
        self._read_sides(header, text)
        begin, end = read_span(header)
        return Step(
            title=_shown(self._file, text.line, "title", text.title, MAX_LABEL_CHARS),
            sides=self._sides,
            caption=_caption(self._file, text),
            begin=begin,
            end=end,
            speed_ns=read_speed(header),
            repeat=header.flag("repeat"),
            camera=read_camera(header),
            follow=read_followed(header),
            lit=read_lit(header),
            shown=read_shown(header),
            figures=read_figures(header),
            notes=_notes(self._file, text),
            question=read_question(header),
            line=text.line,
        )

    def _read_sides(self, header: Header, text: StepText) -> None:
        if "side" in header.values:
            self._read_several(header)
        elif "scenario" in header.values or "set" in header.values:
            before = self._source.name if self._source is not None else None
            self._source = _source(header, header.values, before)
            self._sides = (Side(scenario=self._scenario(header, self._source)),)
        elif not self._sides:
            problem = "the first step shows nothing"
            raise LessonError(self._file, text.header_line or text.line, problem, 'scenario = "…" in its block ```toml')

    def _read_several(self, header: Header) -> None:
        tables = header.values["side"]
        twice = next((key for key in ("scenario", "set") if key in header.values), None)
        if twice is not None:
            raise header.error(twice, header.values[twice], "it in each [[side]], as there are several")
        if not isinstance(tables, list) or not 2 <= len(tables) <= MAX_SIDES:  # noqa: PLR2004 - fewer are no sides
            raise header.error("side", tables, f"2 to {MAX_SIDES} tables [[side]]")
        sides = []
        for number, table in enumerate(tables):
            if not isinstance(table, dict):
                raise header.error("side", tables, f"2 to {MAX_SIDES} tables [[side]]")
            header.refuse_unknown(("title", "scenario", "set"), table, table="side", number=number)
            source = _source(header, table, self._source.name if self._source else None, table="side", number=number)
            self._source = _Source(name=source.name)
            scenario = self._scenario(header, source, table="side", number=number)
            title = table.get("title", scenario.title)
            title = checked_text(header, "title", title, maximum=MAX_LABEL_CHARS, table="side", number=number)
            sides.append(Side(scenario=scenario, title=title))
        self._sides = tuple(sides)

    def _scenario(self, header: Header, source: _Source, *, table: str = "", number: int = 0) -> Scenario:
        found = self._scenarios.get(source)
        if found is None:
            found = self._opened(header, source.name, table, number)
            try:
                found = apply_options(found, dict(source.settings))
            except ScenarioError as error:
                wrong = error.file.removeprefix("--")
                line = header.line_of("set", table, number)
                raise LessonError(self._file, line, f"set.{wrong} is {error.value}", error.expected) from None
            self._scenarios[source] = found
        return found

    def _opened(self, header: Header, name: str, table: str, number: int) -> Scenario:
        """Return a scenario as it stands in its file, or a program's; each file is read once, whatever it is called."""
        try:
            place = program_inside(self._folder, name)
            if place not in self._files:
                self._files[place] = open_source(place)
                self._read_bytes += _size_bytes(place, self._files[place])
        except CoreloomError as error:
            line = header.line_of("scenario", table, number)
            raise LessonError(self._file, line, f"scenario {written(name)} cannot be used ({error})") from None
        if self._read_bytes > _MAX_SOURCES_BYTES:
            problem = f"with scenario {written(name)} the scenarios and programs of this lesson are too large"
            expected = f"at most {_MAX_SOURCES_BYTES >> 20} MiB together; make two lessons of it"
            raise LessonError(self._file, header.line_of("scenario", table, number), problem, expected)
        return self._files[place]


def _size_bytes(place: Path, scenario: Scenario) -> int:
    """Return about how large a scenario and its programs are."""
    programs = {spec.program.path: len(spec.program.source) for spec in scenario.processes if spec.program is not None}
    try:
        return place.stat().st_size + sum(programs.values())
    except OSError:  # it was there a moment ago
        return sum(programs.values())


def _source(
    header: Header, values: Mapping[str, Any], before: str | None, *, table: str = "", number: int = 0
) -> _Source:
    """Return which scenario a header names; the one before where it only sets something."""
    name = values.get("scenario", before)
    if name is None:
        problem = f"{'this side' if table else 'the first step'} names no scenario"
        raise LessonError(header.file, header.line_of("set", table, number), problem, 'scenario = "…"')
    name = checked_text(header, "scenario", name, maximum=MAX_LABEL_CHARS, table=table, number=number)
    settings = values.get("set", {})
    if not isinstance(settings, dict):
        raise header.error("set", settings, "a table such as { cores = 2 }", table=table, number=number)
    found = []
    for key, value in settings.items():
        if key not in VARIANT_KEYS or not _is_setting(value):
            expected = f"texts or whole numbers for {', '.join(VARIANT_KEYS)}"
            raise LessonError(
                header.file, header.line_of("set", table, number), f"set.{key} is {written(value)}", expected
            )
        found.append((key, str(value)))
    return _Source(name=name, settings=tuple(sorted(found)))


def _is_setting(value: object) -> bool:
    """Return whether a value is a text, or a whole number that can be written as one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value.bit_length() <= _NUMBER_BITS
    return isinstance(value, str)


def _notes(file: str, text: StepText) -> str:
    notes = "\n\n".join(text.notes)
    if len(notes) > _MAX_NOTES_CHARS:
        problem = f"the notes of this step have {len(notes)} characters"
        raise LessonError(file, text.line, problem, f"at most {_MAX_NOTES_CHARS}")
    return notes


def _caption(file: str, text: StepText) -> Caption:
    caption = Caption(paragraphs=tuple(text.paragraphs))
    if not caption.text.strip():
        expected = "one to three short sentences below its block ```toml"
        raise LessonError(file, text.line, f"the step {written(text.title)} has no caption", expected)
    _shown(file, text.line, "caption", caption.text.replace("\n", " "), MAX_CAPTION_CHARS)
    return caption


def _shown(file: str, line: int, what: str, text: str, maximum: int) -> str:
    """Return a text that the audience sees, if it can be shown."""
    if len(text) > maximum:
        raise LessonError(file, line, f"the {what} of this step has {len(text)} characters", f"at most {maximum}")
    if not is_printable(text):
        raise LessonError(file, line, f"the {what} of this step holds a character that cannot be shown", "plain text")
    return text
