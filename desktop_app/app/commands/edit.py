"""Undoing and doing again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QUndoStack


class EditCommands(QObject):
    """Takes changes back; each action says which one."""

    def __init__(self, history: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"undo": self._history.undo, "redo": self._history.redo}

    def attach(self, undo: QAction, redo: QAction) -> None:
        """Let the actions say what they would take back and do again, and whether they can."""
        self._undo, self._redo = undo, redo
        self._history.canUndoChanged.connect(undo.setEnabled)
        self._history.canRedoChanged.connect(redo.setEnabled)
        self._history.undoTextChanged.connect(self._name_undo)
        self._history.redoTextChanged.connect(self._name_redo)
        undo.setEnabled(self._history.canUndo())
        redo.setEnabled(self._history.canRedo())

    def _name_undo(self, text: str) -> None:
        self._undo.setText(_titled(self.tr("&Undo {}"), text))

    def _name_redo(self, text: str) -> None:
        self._redo.setText(_titled(self.tr("&Redo {}"), text))


def _titled(pattern: str, text: str) -> str:
    """Return an action's text; names from files have no mnemonics."""
    return pattern.format(text.replace("&", "&&")).strip()
