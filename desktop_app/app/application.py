"""The application object, which macOS tells what to open: a double click there sends an event, and no argument."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

#: How long to wait before trying again, while the window asks its user something.
_AGAIN_MS = 300


class AskedFiles(QObject):
    """Keeps the files that the system wants to be opened until there is a window that can open them.

    Signals:
        asked: These files should be opened, together.
    """

    asked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._is_busy: Callable[[], bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def take(self, file: str) -> bool:
        """Keep a file, and return whether it is one; the system may name an address elsewhere, too."""
        if not file:
            return False
        self._waiting.append(Path(file))
        if self._is_busy is not None:
            self._timer.start(0)  # those that were chosen together come one by one, at once
        return True

    def first(self) -> Path | None:
        """Return the file that Coreloom was started with, if it is only one, and keep it no longer."""
        return self._waiting.pop() if len(self._waiting) == 1 else None

    def listen(self, is_busy: Callable[[], bool]) -> None:
        """Hand files on from now on, those that wait already first.

        Args:
            is_busy: Whether the window cannot take files now, as it asks its user something.
        """
        self._is_busy = is_busy
        if self._waiting:
            self._timer.start(0)

    def _ask(self) -> None:
        if self._is_busy is not None and self._is_busy():
            self._timer.start(_AGAIN_MS)
            return
        paths, self._waiting = self._waiting, []
        if paths:
            self.asked.emit(paths)


class Application(QApplication):
    """The application object. Only what is sent to itself passes through Python, and not each event of each widget."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.asked_files = AskedFiles(self)

    def event(self, event: QEvent) -> bool:
        """Take the files that the system wants to be opened."""
        if isinstance(event, QFileOpenEvent) and self.asked_files.take(event.file()):
            return True
        return super().event(event)
