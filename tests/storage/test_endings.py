from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.storage.endings import ENDINGS, FileKind, described, kind_of, named, patterns


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("two.coreloom", FileKind.SCENARIO),
        ("two.TOML", FileKind.SCENARIO),
        ("one.CoreLesson", FileKind.LESSON),
        ("lessons/one.md", FileKind.LESSON),
        ("app.py", FileKind.PROGRAM),
        ("run.coretrace", FileKind.TRACE),
        ("coreloom", None),
        (".coreloom", None),
        ("notes.txt", None),
        ("", None),
    ],
)
def test_the_name_says_what_a_file_is(name: str, kind: FileKind | None) -> None:
    assert kind_of(name) is kind
    assert kind_of(Path(name)) is kind


def test_an_ending_says_one_thing_only() -> None:
    endings = [ending for several in ENDINGS.values() for ending in several]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("two", "two.coreloom"),
        ("two.toml", "two.toml"),
        ("two.Coreloom", "two.Coreloom"),
        ("version 1.2", "version 1.2.coreloom"),
        ("two.md", "two.md.coreloom"),
    ],
)
def test_a_new_file_has_an_ending_of_its_kind(given: str, name: str) -> None:
    assert named(Path("folder") / given, FileKind.SCENARIO) == Path("folder") / name


def test_endings_are_said_in_a_sentence_and_in_a_filter() -> None:
    assert described(FileKind.TRACE) == "a recorded run (.coretrace)"
    assert described(FileKind.PROGRAM, FileKind.SCENARIO) == "a Python program (.py) or a scenario (.coreloom or .toml)"
    assert described(*FileKind).count(",") == len(FileKind) - 2
    assert patterns(FileKind.SCENARIO, FileKind.LESSON) == "*.coreloom *.toml *.corelesson *.md"
