"""What only the speaker reads of a step, the same in the lesson's panel and in the console of a presentation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.model.lesson import Lesson


def notes_of(lesson: Lesson, index: int) -> str:
    """Return the notes of a step in paragraphs; those of the first follow the introduction and what is simplified."""
    parts = [lesson.steps[index].notes]
    if index == 0:
        simplified = [_tr("What is simplified:"), *lesson.simplifications] if lesson.simplifications else []
        parts = [lesson.introduction, *simplified, *parts]
    return "\n\n".join(filter(None, parts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("LessonPanel", text)
