"""The application object, which macOS tells what to open: a double click there sends an event, and no argument."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLoggingCategory, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class AskedFiles(QObject):
    """Keeps the files that the system wants to be opened until there is a window that can open them.

    Signals:
        asked: These files should be opened, together.
    """

    asked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._listened_to = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def take(self, file: str) -> bool:
        """Keep a file, and return whether it is one; the system may name an address elsewhere, too."""
        if not file:
            return False
        self._waiting.append(Path(file))
        if self._listened_to:
            self._timer.start(0)  # those that were chosen together come one by one, at once
        return True

    def so_far(self) -> list[Path]:
        """Return the files that came until now, and keep them no longer."""
        paths, self._waiting = self._waiting, []
        return paths

    def listen(self) -> None:
        """Hand files on from now on, those that wait already first."""
        self._listened_to = True
        if self._waiting:
            self._timer.start(0)

    def _ask(self) -> None:
        paths = self.so_far()
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


#: What Qt says of the session bus: its thread complains of services that come and go, and where no desktop entry is
#: installed, or it has told the portal before which one is ours, that there is nothing to tell.
_OF_THE_BUS = "qt.dbus.integration.warning=false\nqt.qpa.services.warning=false"


def made_application(arguments: Sequence[str], platform: str) -> QApplication:
    """Return the application object, and let Qt's thread for the session bus keep its complaints to itself.

    That thread holds a lock while it complains, and Python writes complaints down. The main thread may run a method
    that Python has overridden, when no other thread runs Python, and want the bus and so the lock: each would wait for
    the other, and no window would ever come. Seen where a start is the first to want the desktop's portal. For the same
    reason the object is Qt's own where the system sends it no files: Qt asks the bus from that object's events.

    Args:
        arguments: The name of the program, and what is meant for Qt.
        platform: As ``sys.platform``.
    """
    QLoggingCategory.setFilterRules(_OF_THE_BUS)
    return Application(arguments) if platform == "darwin" else QApplication(list(arguments))
