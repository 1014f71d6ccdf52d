"""The user's preferences while the window is open: read once, changed anywhere, written a moment later."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.model.errors import CoreloomError
from desktop_app.storage.preferences import Preferences, read_preferences, write_preferences

#: Changes that follow each other this quickly are written once.
_WRITE_AFTER_MS = 400


class Habits(QObject):
    """What the user likes.

    Args:
        store: Where it is remembered; None when it is not to be.
        parent: Its owner.

    Signals:
        changed: Something else is liked now.
    """

    changed = Signal()

    def __init__(self, store: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._now = read_preferences(store) if store is not None else Preferences()
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
            with suppress(CoreloomError):
                write_preferences(self._store, self._now)
