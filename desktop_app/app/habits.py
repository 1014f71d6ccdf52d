"""The user's preferences while the window is open: read once, changed anywhere, written a moment later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.model.errors import CoreloomError
from desktop_app.storage.preferences import Preferences, StoredPreferences, read_preferences, write_preferences

#: Changes that follow each other this quickly are written once.
_WRITE_AFTER_MS = 400


class Habits(QObject):
    """What the user likes.

    Args:
        store: Where it is remembered; None when it is not to be.
        parent: Its owner.

    Signals:
        changed: Something else is liked now.
        failed: It cannot be remembered, for the first time; why.

    Attributes:
        problem: Why what was liked before is not known, for people; empty where it is.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, store: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        found = read_preferences(store) if store is not None else StoredPreferences(preferences=Preferences())
        self._store = store if found.is_safe else None
        self._now = found.preferences
        self.problem = found.problem
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)

    @property
    def now(self) -> Preferences:
        """What is liked now."""
        return self._now

    def change(self, **values: Any) -> None:  # noqa: ANN401 - the fields of Preferences, which say their types
        """Change preferences, by their names."""
        changed = msgspec.structs.replace(self._now, **values)
        if changed != self._now:
            self._now = changed
            if self._store is not None:
                self._timer.start()
            self.changed.emit()

    def write(self) -> None:
        """Write them now; where a home folder cannot be written they hold for this session."""
        self._timer.stop()
        if self._store is not None:
            try:
                write_preferences(self._store, self._now)
            except CoreloomError as error:
                if not self._failed:
                    self._failed = True
                    self.failed.emit(str(error))
