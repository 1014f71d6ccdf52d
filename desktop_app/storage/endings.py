"""What the name of a file says about what is in it, and what a file of each kind is named."""

from __future__ import annotations

from enum import Enum
from pathlib import Path, PurePath
from typing import Final


class FileKind(Enum):
    """What can be opened. The value is what such a file is called in a sentence."""

    PROGRAM = "a Python program"
    SCENARIO = "a scenario"
    LESSON = "a lesson"
    TRACE = "a recorded run"


#: The endings of each kind of file, without regard to case; new files get the first. A desktop opens a file by its
#: ending alone, and those of Python, TOML and Markdown belong to editors: so scenarios and lessons have one of their
#: own beside the one that tells an editor what language they are in.
ENDINGS: Final[dict[FileKind, tuple[str, ...]]] = {
    FileKind.PROGRAM: (".py",),
    FileKind.SCENARIO: (".coreloom", ".toml"),
    FileKind.LESSON: (".corelesson", ".md"),
    FileKind.TRACE: (".coretrace",),
}
_KINDS: Final = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}


def kind_of(path: PurePath | str) -> FileKind | None:
    """Return what a file is, by its name alone; None when the name does not say so."""
    return _KINDS.get(PurePath(path).suffix.lower())


def named(path: Path, kind: FileKind) -> Path:
    """Return a name for a new file of this kind: the one given, with an ending unless it has one of this kind's."""
    return path if kind_of(path) is kind else path.with_name(f"{path.name}{ENDINGS[kind][0]}")


def described(*kinds: FileKind) -> str:
    """Return kinds of files with their endings, for a sentence: ``a Python program (.py) or a scenario (.toml)``."""
    parts = [f"{kind.value} ({' or '.join(ENDINGS[kind])})" for kind in kinds]
    return " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def patterns(*kinds: FileKind) -> str:
    """Return the patterns of a file dialog's filter, such as ``*.coreloom *.toml``."""
    return " ".join(f"*{ending}" for kind in kinds for ending in ENDINGS[kind])
