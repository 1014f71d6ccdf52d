"""What is open in the window, as the command line takes it: a file that says the same."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from desktop_app.model.errors import FileError
from desktop_app.model.lesson import Lesson, Side
from desktop_app.model.scenario import Scenario
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.lesson_writing import format_lesson
from desktop_app.storage.scenario_file import write_scenario

_FOLDER: Final = "coreloom-export-"
#: What no file name may hold on one system or another.
_UNFIT: Final = frozenset('<>:"/\\|?*')


class Scope(Enum):
    """How much of what is open is exported; its value is its name in settings."""

    LESSON = "lesson"
    """All steps of a lesson."""
    STEP = "step"
    """The step that is shown."""
    RUN = "run"
    """The run that is shown, live changes included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is open.

    Attributes:
        name: What its file is called, without an ending.
        title: What people call it.
        scenario: What runs.
        lesson: The lesson that is open, or None.
        step: The index of its step that is shown, from 0.
        changed: Whether that step's run was changed live, so that it is not the lesson's any more.
        recording: The file of a recorded run, or None.
        folder: Where its file is; None where it is none of the user's own.
    """

    name: str
    title: str
    scenario: Scenario
    lesson: Lesson | None = None
    step: int = 0
    changed: bool = False
    recording: Path | None = None
    folder: Path | None = None


class Handed:
    """A file for the command line to read; one that was made for it is removed when nobody needs it any more.

    Attributes:
        path: The file.
        folder: The folder that was made for it, from where it is read by its name alone: what is written may name its
            source, and must neither tell where that was nor be another file each time. None where none was made.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self.path = path
        self.folder = folder
        self._made = folder

    @property
    def source(self) -> str:
        """What the command line is given for it."""
        return str(self.path) if self.folder is None else self.path.name

    def remove(self) -> None:
        """Remove what was made for it."""
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)
            self._made = None


def hand_over(opened: Opened, scope: Scope) -> Handed:
    """Return a file that says what is open, with the texts of its programs, whether it was saved or not.

    Raises:
        CoreloomError: When what is open cannot be written down, or there is no room for that.
    """
    lesson = opened.lesson if scope is not Scope.RUN else None
    if lesson is not None and lesson.file and Path(lesson.file).exists():
        return Handed(Path(lesson.file).absolute())
    if lesson is None and opened.recording is not None:
        return Handed(opened.recording.absolute())
    try:
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
    except OSError as error:
        problem = f"nothing can be written there: {error.strerror or error}"
        raise FileError(tempfile.gettempdir(), problem) from None
    try:
        path = _written_scenario(opened, folder) if lesson is None else _written_lesson(lesson, opened, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Handed(path, folder)


def file_name(name: str) -> str:
    """Return a name as a file's, without what no file's name may hold; never empty."""
    kept = "".join("-" if mark in _UNFIT or not mark.isprintable() else mark for mark in name).strip(" .-")
    return kept[:80].rstrip(" .") or "coreloom"


def _written_scenario(opened: Opened, folder: Path) -> Path:
    path = folder / f"{file_name(opened.name)}.toml"
    write_scenario(opened.scenario, path)
    return path


def _written_lesson(lesson: Lesson, opened: Opened, folder: Path) -> Path:
    """Write a lesson that has no file, each of its scenarios beside it."""
    written: list[Scenario] = []  # by their numbers: their options cannot be keys

    def named(side: Side) -> str:
        if side.scenario not in written:
            written.append(side.scenario)
            write_scenario(side.scenario, folder / _name_of(len(written)))
        return _name_of(written.index(side.scenario) + 1)

    path = folder / f"{file_name(opened.name)}.md"
    write_atomically(path, format_lesson(lesson, named).encode("utf-8"))
    return path


def _name_of(number: int) -> str:
    return f"scenario-{number:02d}.toml"
