"""The preview of a lesson: a picture of each step, drawn from runs of its own while one looks at the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QPixmap

from desktop_app.app.exporting.choices import Choices
from desktop_app.app.exporting.context import Context
from desktop_app.app.exporting.footage import look_of
from desktop_app.app.exporting.preview import Preview
from desktop_app.app.exporting.source import Scope
from desktop_app.app.exporting.words import tr
from desktop_app.app.show.pictures import Look, StepPictures
from desktop_app.export.seen import NOTHING_SAID
from desktop_app.model.lesson import Lesson
from desktop_app.views.theme import THEMES

#: Pictures of a lesson are no larger than this, in device pixels: there may be many.
_MOST_WIDE_PX: Final = 900


class LessonPreview(QObject):
    """Shows the steps of the lesson that is open, as they will be written.

    Args:
        context: What the window shows.
        preview: Where.
        parent: Its owner.
    """

    def __init__(self, context: Context, preview: Preview, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._preview = preview
        self._pictures: StepPictures | None = None
        self._drawn_by: tuple[object, ...] = ()
        self._first = 0

    def show(self, choices: Choices) -> None:
        """Show what is chosen of the lesson."""
        lesson = self._context.opened.lesson
        assert lesson is not None
        look = look_of(choices)
        drawn_by = (look, choices.captions)
        if drawn_by != self._drawn_by or self._pictures is None:
            self.stop()
            self._drawn_by = drawn_by
            self._pictures = self._drawing(lesson, choices)
        only = choices.scope is Scope.STEP
        self._first = choices.step if only else 0
        count = 1 if only else len(lesson.steps)
        self._preview.show_steps(count, self._picture, self._told, look, 0 if only else choices.step)

    def stop(self) -> None:
        """Draw no more."""
        if self._pictures is not None:
            self._pictures.stop()
            self._pictures.deleteLater()
            self._pictures = None

    def _drawing(self, lesson: Lesson, choices: Choices) -> StepPictures:
        if not choices.captions:
            bare = (replace(step, caption=NOTHING_SAID, question=None) for step in lesson.steps)
            lesson = replace(lesson, steps=tuple(bare))
        look = look_of(choices)
        wide = min(_MOST_WIDE_PX, look.size[0])
        size = QSize(wide, round(wide * look.size[1] / look.size[0]))
        options = replace(self._context.options, reduce_motion=False)
        drawn = StepPictures(
            lesson, Look(screen=look.screen, size=size, theme=THEMES[look.theme], options=options), self
        )
        drawn.drawn.connect(lambda _index: self._preview.draw())
        return drawn

    def _picture(self, number: int) -> QPixmap | None:
        """Return the picture of a step, or have it drawn next."""
        pictures, index = self._pictures, number + self._first
        if pictures is None:
            return None
        found = pictures.picture(index)
        if found is None and not pictures.problem(index):
            pictures.want([index])
        return found

    def _told(self, number: int) -> str:
        """Return what is said of a step."""
        lesson = self._context.opened.lesson
        assert lesson is not None
        index = number + self._first
        width, height = self._drawn_by[0].size  # type: ignore[attr-defined]
        problem = self._pictures.problem(index) if self._pictures is not None else ""
        if problem:
            return problem
        count = tr("Step {} of {}").format(index + 1, len(lesson.steps))
        return f"{count}: {lesson.steps[index].title} · {width} × {height}"
