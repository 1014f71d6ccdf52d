"""Reading the values of a lesson's headers, with errors that name the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from desktop_app.model.camera import WHOLE_STAGE, Camera, parse_camera
from desktop_app.model.errors import LessonError, ScenarioError
from desktop_app.model.instant import END, START, Anchor, Instant, parse_instant
from desktop_app.model.labels import thread_label
from desktop_app.model.lesson import CriterionName, Shown
from desktop_app.model.lit import MAX_LIT, LitTarget, parse_lit
from desktop_app.model.question import MOMENT_OPTIONS, NUMBER_OPTIONS, OPTIONS, QuestionKind, QuestionSpec
from desktop_app.storage import limits
from desktop_app.storage.toml_reading import load_toml
from desktop_app.storage.wording import did_you_mean, written

_Value = TypeVar("_Value")

#: How long a text of a lesson's header may be, and a text of a step's.
MAX_TEXT_CHARS: Final = 500
_SPEED: Final = limits.DurationRange(minimum_ns=1)
_NUMBERS: Final = limits.CountRange(minimum=0, maximum=1_000_000)
_SPEED_FORM: Final = 'simulated time that passes in a second of playing, such as "0.5ms"'
_TABLE_HEAD: Final = re.compile(r"\s*\[+\s*[A-Za-z]")
_TOML_PLACE: Final = re.compile(r"line (\d+)")


class Header:
    """The values of one header.

    Args:
        text: TOML.
        line: The line of its first line in the lesson, from 1.
        file: The lesson's name, for errors.

    Raises:
        LessonError: When it is no TOML.
    """

    def __init__(self, text: str, line: int, file: str) -> None:
        self._lines = text.split("\n")
        self._first = line
        self.file = file
        try:
            self.values = load_toml(text, file=file)
        except ScenarioError as error:
            place = _TOML_PLACE.match(error.field)
            at = line + int(place[1]) - 1 if place else line
            raise LessonError(file, at, f"this is {error.value}", error.expected) from None

    def line_of(self, key: str, table: str = "", number: int = 0) -> int:
        """Return the line on which a key stands; the one on which its table or header begins where it does not.

        Args:
            key: The key.
            table: The table that it belongs to, such as ``question``; empty for none.
            number: Which of several tables of that name, from 0.
        """
        begin = 0
        if table:
            heads = [at for at, line in enumerate(self._lines) if re.match(rf"\s*\[+\s*{table}\s*\]", line)]
            if number >= len(heads):  # it is written on the line of its key
                return self.line_of(table)
            begin = heads[number] + 1
        for at in range(begin, len(self._lines)):
            if re.match(rf"\s*(?:\"{re.escape(key)}\"|'{re.escape(key)}'|{re.escape(key)})\s*=", self._lines[at]):
                return self._first + at
            if table and _TABLE_HEAD.match(self._lines[at]):
                break
        return self._first + max(0, begin - 1)

    def error(self, key: str, value: object, expected: str, *, table: str = "", number: int = 0) -> LessonError:
        """Return the error for a value as it stands in the file."""
        named = f"{table}.{key}" if table else key
        return LessonError(self.file, self.line_of(key, table, number), f"{named} is {written(value)}", expected)

    def refuse_unknown(
        self, known: Iterable[str], values: Mapping[str, Any] | None = None, *, table: str = "", number: int = 0
    ) -> None:
        """Refuse keys that mean nothing.

        Raises:
            LessonError: For the first of them.
        """
        keys = list(known)
        for key in self.values if values is None else values:
            if key not in keys:
                expected = f"one of {', '.join(keys)}{did_you_mean(key, keys)}"
                line = self.line_of(key, table, number)
                raise LessonError(self.file, line, f"{written(key)} means nothing here", expected)

    def text(self, key: str, *, otherwise: str | None = None, maximum: int = MAX_TEXT_CHARS) -> str:
        """Return a text of one line; ``otherwise`` where there is none.

        Raises:
            LessonError: When it is missing though it must not be, or is no such text.
        """
        if key not in self.values:
            if otherwise is None:
                raise LessonError(self.file, self._first, f"{key} is missing", f'{key} = "…"')
            return otherwise
        return checked_text(self, key, self.values[key], maximum=maximum)

    def texts(self, key: str, *, maximum: int) -> tuple[str, ...]:
        """Return a list of texts of one line each; none where it is left out.

        Raises:
            LessonError: When it is no such list.
        """
        values = self.values.get(key, [])
        if not isinstance(values, list) or len(values) > maximum:
            raise self.error(key, values, f'a list of at most {maximum} texts, such as ["…", "…"]')
        return tuple(checked_text(self, key, value, maximum=MAX_TEXT_CHARS) for value in values)

    def flag(self, key: str) -> bool:
        """Return whether something is to be so; no where it is left out.

        Raises:
            LessonError: When it is neither true nor false.
        """
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, value, "true or false")
        return value

    def parsed(self, key: str, parse: Callable[[str], _Value], *, otherwise: _Value) -> _Value:
        """Return what a text stands for; ``otherwise`` where there is none.

        Raises:
            LessonError: When the text stands for nothing.
        """
        if key not in self.values:
            return otherwise
        text = checked_text(self, key, self.values[key], maximum=MAX_TEXT_CHARS)
        try:
            return parse(text)
        except ValueError as error:
            raise self.error(key, text, str(error)) from None


def checked_text(header: Header, key: str, value: object, *, maximum: int, table: str = "", number: int = 0) -> str:
    """Return a value as the text of one line that it is.

    Raises:
        LessonError: When it is none.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > maximum or not limits.is_printable(value):
        raise header.error(key, value, f"a text of 1 to {maximum} characters on one line", table=table, number=number)
    return value


def read_span(header: Header) -> tuple[Instant, Instant | None]:
    """Return the moment that a step begins with, and the one that it plays up to, or None where it stands still.

    Raises:
        LessonError: When they are not moments, or do not go together.
    """
    if "at" in header.values:
        other = next((key for key in ("from", "to", "speed", "repeat") if key in header.values), None)
        if other is not None:
            raise header.error(other, header.values[other], "no such key beside at: a moment stands still")
        return header.parsed("at", parse_instant, otherwise=START), None
    begin = header.parsed("from", parse_instant, otherwise=START)
    end = header.parsed("to", parse_instant, otherwise=END)
    timed = begin.anchor is Anchor.START and end.anchor is Anchor.START
    if timed and end.shift_ns <= begin.shift_ns:
        raise header.error("to", header.values["to"], f"a moment after {begin.text}")
    return begin, end


def read_speed(header: Header) -> int | None:
    """Return the simulated nanoseconds per second of playing, or None where the step does not say.

    Raises:
        LessonError: When it is no duration.
    """

    def parse(text: str) -> int:
        try:
            return _SPEED.parse(text)
        except ValueError:
            raise ValueError(_SPEED_FORM) from None

    return header.parsed("speed", parse, otherwise=None)


def read_camera(header: Header) -> Camera:
    """Return where a step is seen from: the whole stage where it does not say.

    Raises:
        LessonError: When it is no camera.
    """

    def parse(text: str) -> Camera:
        try:
            return parse_camera(text, file="", field="")
        except ScenarioError as error:
            raise ValueError(error.expected) from None

    return header.parsed("camera", parse, otherwise=WHOLE_STAGE)


def read_followed(header: Header) -> str:
    """Return the label of the thread that the camera goes with; empty for none.

    Raises:
        LessonError: When it is no such label.
    """

    def parse(text: str) -> str:
        label = thread_label(text)
        if label is None:
            raise ValueError("a thread such as P1·T2")
        return label

    return header.parsed("follow", parse, otherwise="")


def read_shown(header: Header) -> Shown:
    """Return which pictures a step shows.

    Raises:
        LessonError: When it is none of them.
    """

    def parse(text: str) -> Shown:
        found = next((shown for shown in Shown if shown.value == text), None)
        if found is None:
            raise ValueError(" or ".join(f'"{shown.value}"' for shown in Shown))
        return found

    return header.parsed("show", parse, otherwise=Shown.STAGE)


def read_figures(header: Header) -> tuple[CriterionName, ...] | None:
    """Return which figures a step with several sides shows, in their order; None where it does not say, () for none.

    Raises:
        LessonError: When something in the list is no figure, or stands there twice.
    """
    value = header.values.get("figures")
    if value is None:
        return None
    known = {name.value: name for name in CriterionName}
    expected = f'false, or a list such as ["makespan", "speed-up"]; figures are {", ".join(known)}'
    if value is False:
        return ()
    if not isinstance(value, list) or not value:
        raise header.error("figures", value, expected)
    for number, name in enumerate(value):
        if not isinstance(name, str) or name not in known:
            hint = did_you_mean(name, known) if isinstance(name, str) else ""
            raise header.error("figures", name, f"{expected}{hint}")
        if name in value[:number]:
            raise header.error("figures", name, "each figure once")
    return tuple(known[name] for name in value)


def read_lit(header: Header) -> tuple[LitTarget, ...]:
    """Return what a step lights.

    Raises:
        LessonError: When something in the list is nothing on the stage.
    """
    targets = []
    for text in header.texts("lit", maximum=MAX_LIT):
        try:
            targets.append(parse_lit(text))
        except ValueError as error:
            raise header.error("lit", text, str(error)) from None
    return tuple(targets)


def read_question(header: Header) -> QuestionSpec | None:
    """Return what a step asks, or None.

    Raises:
        LessonError: When it asks nothing that can be asked, or what it is about is missing or wrong.
    """
    values = header.values.get("question")
    if values is None:
        return None
    if not isinstance(values, dict):
        raise header.error("question", values, 'a table [question] with ask = "…"')
    kind = _asked(header, values)
    known = OPTIONS[kind]
    header.refuse_unknown(("ask", "text", *known), values, table="question")
    missing = next((name for name, needed in known.items() if needed and name not in values), None)
    if missing is not None:
        raise header.error("ask", kind.value, f'a key {missing} beside it, such as {missing} = "…"', table="question")
    text = values.get("text", "")
    if "text" in values:
        text = checked_text(header, "text", text, maximum=MAX_TEXT_CHARS, table="question")
    options = {name: _option(header, name, values[name]) for name in known if name in values}
    return QuestionSpec(kind=kind, options=MappingProxyType(options), text=text)


def _asked(header: Header, values: Mapping[str, Any]) -> QuestionKind:
    value = values.get("ask")
    kind = next((one for one in QuestionKind if one.value == value), None)
    if kind is None:
        expected = f"one of {', '.join(one.value for one in QuestionKind)}"
        raise header.error("ask", "" if value is None else value, expected, table="question")
    return kind


def _option(header: Header, name: str, value: object) -> str | int:
    if name in NUMBER_OPTIONS:
        if type(value) is not int or not _NUMBERS.minimum <= value <= _NUMBERS.maximum:
            raise header.error(name, value, _NUMBERS.expected, table="question")
        return value
    text = checked_text(header, name, value, maximum=MAX_TEXT_CHARS, table="question")
    if name in MOMENT_OPTIONS:
        try:
            parse_instant(text)
        except ValueError as error:
            raise header.error(name, text, str(error), table="question") from None
    return text
