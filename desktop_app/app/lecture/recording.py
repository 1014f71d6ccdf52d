"""A new lesson from a session: its bookmarks become steps, and its scenario with all live actions what they show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.app.documents import Documents
from desktop_app.app.lecture.bookmarked import lesson_of
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError, FileError
from desktop_app.model.lesson import MAX_STEPS, Caption, Lesson, Step
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import ENDINGS, FileKind, named, patterns
from desktop_app.storage.lesson_writing import write_lesson
from desktop_app.storage.scenario_file import write_scenario
from desktop_app.views.saving import ask_where_to_save


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("NewLesson", text)


def ask_new_lesson(session: Session, documents: Documents, window: QWidget) -> None:
    """Let the user choose a file, write the lesson there, and open it."""
    scenario = session.scenario
    if scenario is None:
        return
    if not scenario.bookmarks:
        documents.refused.emit(
            tr("There are no bookmarks yet"),
            tr("A lesson's steps are the bookmarks of a session. Add some with Ctrl+B, and name what is to be seen."),
        )
        return
    suggestion = str(Path(documents.folder()) / f"{Path(documents.name).stem or 'lesson'}{ENDINGS[FileKind.LESSON][0]}")
    path = ask_where_to_save(
        window,
        tr("New lesson"),
        suggestion,
        f"{tr('Lessons')} ({patterns(FileKind.LESSON)})",
        lambda path, _chosen: named(path, FileKind.LESSON),
    )
    if path is None:
        return
    try:
        record(scenario, path)
    except CoreloomError as error:
        documents.refused.emit(tr("The lesson cannot be saved"), str(error))
        return
    if documents.may_leave():
        documents.open(path)


def record(scenario: Scenario, path: Path) -> None:
    """Write a lesson from a scenario's bookmarks, and beside it the scenario.

    Args:
        scenario: What is shown; with at least one bookmark.
        path: The lesson's file. The scenario goes into a file of a new name, so that no other one is replaced.

    Raises:
        CoreloomError: When one of the files cannot be written, or there are more bookmarks than a lesson has steps.
    """
    count = len(scenario.bookmarks)
    if count > MAX_STEPS:
        problem = f"it would have {count} steps, one for each bookmark; keep at most {MAX_STEPS} of them"
        raise FileError(str(path), problem)
    beside = _free(path.with_suffix(ENDINGS[FileKind.SCENARIO][0]))
    lesson = lesson_of(scenario)
    steps = tuple(replace(step, caption=_caption(step)) for step in lesson.steps)
    write_scenario(replace(scenario, bookmarks=()), beside)
    write_lesson(_described(replace(lesson, steps=steps)), path, beside.name)


def _described(lesson: Lesson) -> Lesson:
    return replace(lesson, introduction=tr("What you tell the class before the first step."))


def _caption(step: Step) -> Caption:
    """Return a step's caption; one without a name gets its title, as every step says something."""
    return step.caption if step.caption.text.strip() else Caption.of(step.title)


def _free(path: Path) -> Path:
    """Return a path that nobody uses, this one or one with a number."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free
