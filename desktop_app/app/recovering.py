"""Offering the work of instances that crashed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.app.autosave import Autosave
from desktop_app.app.documents import Documents, as_scenario, scenario_filter
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.endings import ENDINGS, FileKind
from desktop_app.storage.places import home_folder
from desktop_app.storage.recovery import Work, orphaned
from desktop_app.storage.scenario_file import write_scenario
from desktop_app.views.saving import ask_where_to_save

if TYPE_CHECKING:
    from desktop_app.app.dialogs.recovery import RecoveryDialog


class Recovery(QObject):
    """Finds orphaned work and opens it.

    Args:
        root: Where the folders of instances are; None where nothing is kept.
        documents: Opens it.
        autosave: Keeps it from then on.
        window: Over which it is offered.
    """

    def __init__(self, root: Path | None, documents: Documents, autosave: Autosave, window: QWidget) -> None:
        super().__init__(window)
        self._root = root
        self._documents = documents
        self._autosave = autosave
        self._window = window

    def offer(self) -> RecoveryDialog | None:
        """Offer what there is, if there is any."""
        left = [] if self._root is None else orphaned(self._root)
        if not left:
            return None
        from desktop_app.app.dialogs.recovery import RecoveryDialog  # noqa: PLC0415 - mostly nobody needs it

        dialog = RecoveryDialog(left, self.restore, self.save, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask(self) -> None:
        """Offer what there is, or say that there is nothing."""
        if self.offer() is None:
            self._documents.refused.emit(
                self.tr("There is nothing to recover"), self.tr("No instance of Coreloom left unsaved work behind.")
            )

    def restore(self, work: Work) -> bool:
        """Open some work as a document with changes, and return whether it is open and kept anew."""
        if not self._documents.may_leave():
            return False
        path = Path(work.path) if work.path else None
        try:
            self._documents.load(work.scenario(), path, saved=False, stamp=work.stamp)
        except CoreloomError as error:
            self._documents.refused.emit(self.tr("This cannot be run"), str(error))
            return False
        self._documents.restore_drafts(work.drafts)
        return self._autosave.save_now()

    def save(self, work: Work) -> bool:
        """Ask for a file and save some work there, with its programs in it."""
        folder = Path(work.path).parent if work.path else home_folder()
        suggestion = str(folder / f"{Path(work.name).stem or 'scenario'} (recovered){ENDINGS[FileKind.SCENARIO][0]}")
        path = ask_where_to_save(self._window, self.tr("Save the scenario"), suggestion, scenario_filter(), as_scenario)
        if path is None:
            return False
        try:
            write_scenario(work.scenario(), path)
        except CoreloomError as error:
            self._documents.refused.emit(self.tr("This file cannot be saved"), str(error))
            return False
        return True
