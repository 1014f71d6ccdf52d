"""The gallery of ready lessons and examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.documents import Documents
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.gallery import ShippedLesson, gallery, shipped_lessons
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.scenario_file import open_source

if TYPE_CHECKING:
    from desktop_app.app.gallery import Entry
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

    def show_lessons(self) -> None:
        """Let the user choose a lesson."""
        self._show(shipped_lessons, self._window.tr("Lessons"))

    def _show(self, entries: Callable[[], tuple[Entry, ...]], title: str) -> None:
        from desktop_app.app.gallery import GalleryDialog  # noqa: PLC0415 - not before the first paint

        try:
            found = entries()
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("There are no examples"), str(error))
            return
        dialog = GalleryDialog(found, title, self._window.theme, self._window)
        dialog.entry_chosen.connect(self.open)
        dialog.open()

    def open(self, entry: Entry) -> None:
        """Open a lesson, or an example as a new document, so that saving never changes what ships with Coreloom."""
        if not self._documents.may_leave():
            return
        try:
            if isinstance(entry, ShippedLesson):
                self._documents.lesson_chosen.emit(read_lesson(entry.path))
                return
            scenario = open_source(entry.path)
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("This file cannot be opened"), str(error))
            return
        self._documents.show(scenario, None)
