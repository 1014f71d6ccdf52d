"""Files: beginning, opening, saving and recovering documents, and writing their programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.app.documents import Documents
from desktop_app.app.fronting import come_to_front
from desktop_app.app.recovering import Recovery
from desktop_app.app.session import Session

if TYPE_CHECKING:
    from desktop_app.app.dialogs.program_editor import ProgramEditor
    from desktop_app.app.main_window import MainWindow


class FileCommands(QObject):
    """What is in the menu File, but for pictures."""

    def __init__(self, session: Session, documents: Documents, recovery: Recovery, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._documents = documents
        self._recovery = recovery
        self._window = window
        self.editor: ProgramEditor | None = None
        documents.changed.connect(self._close_editor)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            "new": self.new,
            "open": self._documents.ask_open,
            "save": self._documents.save,
            "save_as": self._documents.ask_save_as,
            "recover": self._recovery.ask,
            "edit_program": self.edit_program,
        }

    def new(self) -> None:
        """Begin a new document, and write its program."""
        if self._documents.new():
            self.edit_program()

    def edit_program(self) -> ProgramEditor | None:
        """Show the editor of the document's programs."""
        if self._session.scenario is None:
            return None
        if self.editor is None:
            from desktop_app.app.dialogs.program_editor import ProgramEditor  # noqa: PLC0415 - as all dialogs

            self.editor = ProgramEditor(self._session, self._documents, self._window.theme, self._window)
            self.editor.finished.connect(self._forget_editor)
        come_to_front(self.editor)
        return self.editor

    def _close_editor(self) -> None:
        """Write no programs of a recording."""
        if self.editor is not None and self._documents.locked:
            self.editor.close()

    def _forget_editor(self) -> None:
        if self.editor is not None:
            self.editor.deleteLater()
            self.editor = None
