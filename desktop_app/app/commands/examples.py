"""The gallery of ready lessons and examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.documents import Documents
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.gallery import ShippedLesson, first_lesson, gallery, shipped_lessons
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.scenario_file import open_source

if TYPE_CHECKING:
    from desktop_app.app.gallery import Entry, GalleryDialog
    from desktop_app.app.main_window import MainWindow


class ExampleCommands:
    """Opens ready lessons and examples."""

    def __init__(self, documents: Documents, window: MainWindow) -> None:
        self._documents = documents
        self._window = window

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"gallery": self.show_gallery, "lessons": self.show_lessons}

    def show_gallery(self) -> None:
        """Let the user choose a lesson or an example."""
        self._show(lambda: (*shipped_lessons(), *gallery()), self._window.tr("Lessons and examples"))

    def show_examples(self) -> None:
        """Let the user choose an example."""
        self._show(gallery, self._window.tr("Examples"))

    def show_lessons(self) -> None:
        """Let the user choose a lesson."""
        self._show(shipped_lessons, self._window.tr("Lessons"))

    def open_first_lesson(self) -> None:
        """Open the lesson to begin with."""
        try:
            lesson = first_lesson()
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("There are no lessons"), str(error))
            return
        self.open(lesson)

    def present_lesson(self) -> None:
        """Let the user choose a lesson, and show it to an audience."""
        dialog = self._show(shipped_lessons, self._window.tr("Which lesson to present?"), self._present)
        if dialog is not None:
            dialog.open_button.setText(self._window.tr("&Present"))

    def _present(self, entry: Entry) -> None:
        if self.open(entry):
            self._window.presentation.begin(from_start=True)

    def _show(
        self,
        entries: Callable[[], tuple[Entry, ...]],
        title: str,
        chosen: Callable[[Entry], object] | None = None,
    ) -> GalleryDialog | None:
        from desktop_app.app.gallery import GalleryDialog  # noqa: PLC0415 - not before the first paint

        try:
            found = entries()
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("There are no examples"), str(error))
            return None
        dialog = GalleryDialog(found, title, self._window.theme, self._window)
        dialog.entry_chosen.connect(chosen or self.open)
        dialog.open()
        return dialog

    def open(self, entry: Entry) -> bool:
        """Open a lesson, or an example as a new document, so that saving never changes what ships with Coreloom.

        Returns whether it is open.
        """
        if not self._documents.may_leave():
            return False
        try:
            if isinstance(entry, ShippedLesson):
                lesson = read_lesson(entry.path)
                self._documents.lesson_chosen.emit(lesson)
                return self._window.lessons.player.lesson is lesson
            scenario = open_source(entry.path)
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("This file cannot be opened"), str(error))
            return False
        return self._documents.show(scenario, None)
