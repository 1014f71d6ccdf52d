"""The gallery of ready examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.documents import Documents
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.gallery import Example, gallery
from desktop_app.storage.scenario_file import open_source

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


class ExampleCommands:
    """Opens ready examples."""

    def __init__(self, documents: Documents, window: MainWindow) -> None:
        self._documents = documents
        self._window = window

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"gallery": self.show_gallery}

    def show_gallery(self) -> None:
        """Let the user choose an example."""
        from desktop_app.app.gallery import GalleryDialog  # noqa: PLC0415 - not before the first paint

        try:
            examples = gallery()
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("There are no examples"), str(error))
            return
        dialog = GalleryDialog(examples, self._window.theme, self._window)
        dialog.example_chosen.connect(self.open)
        dialog.open()

    def open(self, example: Example) -> None:
        """Open an example as a new document, so that saving never changes what ships with Coreloom."""
        if not self._documents.may_leave():
            return
        try:
            scenario = open_source(example.path)
        except CoreloomError as error:
            self._documents.refused.emit(self._window.tr("This file cannot be opened"), str(error))
            return
        self._documents.show(scenario, None)
