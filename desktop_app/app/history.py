"""The history of a document: every change as a command that can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop_app.model.scenario import Scenario

#: Changes that are remembered; one may hold a program's text of 1 MiB.
MOST_CHANGES = 200
_MERGES = 1


class ScenarioChange(QUndoCommand):
    """A change from one scenario to another, which was made already when it is pushed.

    Args:
        text: What it is, in a few words: "Kill P2".
        before: The scenario without it.
        after: The scenario with it.
        use: Makes a scenario the document.
        about: What it sets. Two changes in a row that set the same become one; empty for one that never does.
    """

    def __init__(
        self, text: str, before: Scenario, after: Scenario, use: Callable[[Scenario], None], *, about: str = ""
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self.about = about
        self._use = use
        self._made = True

    def id(self) -> int:
        """Return what lets Qt ask whether it merges."""
        return _MERGES if self.about else -1

    def redo(self) -> None:
        """Make the change."""
        if self._made:
            self._made = False
        else:
            self._use(self.after)

    def undo(self) -> None:
        """Take the change back."""
        self._use(self.before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a change that sets the same."""
        if not isinstance(other, ScenarioChange) or other.about != self.about:
            return False
        self.after = other.after
        self.setText(other.text())
        self.setObsolete(self.after == self.before)
        return True


def new_history(parent: QObject) -> QUndoStack:
    """Return an empty history."""
    history = QUndoStack(parent)
    history.setUndoLimit(MOST_CHANGES)
    return history
