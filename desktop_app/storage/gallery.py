"""The ready examples and lessons: which files they are, and what the gallery says of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from desktop_app.model.errors import FileError
from desktop_app.storage.lesson_file import read_heading
from desktop_app.storage.limits import ARRIVAL
from desktop_app.storage.regular_file import read_regular_file
from desktop_app.storage.resources import resource_path

_MAX_BYTES: Final = 1 << 18
_Line = Annotated[str, Meta(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A ready example.

    Attributes:
        path: Its file.
        title: What the gallery calls it.
        sentence: What it shows, in one sentence.
        group: The heading that it stands under.
        at_ns: The moment of its picture.
    """

    path: Path
    title: str
    sentence: str
    group: str
    at_ns: int


class _Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    file: _Line
    title: _Line
    sentence: _Line
    group: _Line
    at: _Line


class _List(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    example: list[_Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLesson:
    """A ready lesson.

    Attributes:
        path: Its file.
        title: Its title.
        sentence: What it shows, in one sentence.
        group: The heading that it stands under.
    """

    path: Path
    title: str
    sentence: str
    group: str


def shipped_lessons() -> tuple[ShippedLesson, ...]:
    """Return the lessons that ship with Coreloom, in the order of their file names; only their headers are read.

    Raises:
        CoreloomError: When the installation is damaged.
    """
    return tuple(_shipped(path) for path in lesson_paths())


def lesson_paths() -> tuple[Path, ...]:
    """Return the files of the lessons that ship with Coreloom, in the order of their names.

    Raises:
        FileError: When the installation is damaged.
    """
    return tuple(sorted(resource_path("lessons").glob("*.md")))


def first_lesson() -> ShippedLesson:
    """Return the lesson to begin with.

    Raises:
        CoreloomError: When the installation is damaged.
    """
    paths = lesson_paths()
    if not paths:
        raise FileError(str(resource_path("lessons")), "its lessons are missing; install Coreloom again")
    return _shipped(paths[0])


def _shipped(path: Path) -> ShippedLesson:
    about = read_heading(path)
    return ShippedLesson(path=path, title=about.title, sentence=about.sentence, group=about.topic)


def gallery() -> tuple[Example, ...]:
    """Return the examples that ship with Coreloom, in the order of the gallery.

    Raises:
        FileError: When the installation is damaged.
    """
    store = resource_path("gallery.toml")
    try:
        entries = msgspec.toml.decode(read_regular_file(store, maximum_bytes=_MAX_BYTES), type=_List).example
        return tuple(
            Example(
                path=resource_path(entry.file),
                title=entry.title,
                sentence=entry.sentence,
                group=entry.group,
                at_ns=ARRIVAL.parse(entry.at),
            )
            for entry in entries
        )
    except (msgspec.DecodeError, ValueError) as error:
        raise FileError(
            str(store), f"it belongs to Coreloom and is damaged ({error}); install Coreloom again"
        ) from None
