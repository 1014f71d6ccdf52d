"""Files that are given to the window from outside: by a second start, dropped on it, or by the system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QProcess, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app.own_command import own_command
from desktop_app.app.stamps import stamp_of
from desktop_app.app.together import documents_of

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow

#: Windows that are opened for files that were given together.
MOST_WINDOWS: Final = 10
#: How often one looks whether a question is answered, for which files wait.
_LOOK_MS: Final = 200


class Given(QObject):
    """Opens files in the window, and where several are no one document, others in windows of their own.

    Args:
        window: The window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[tuple[Path, ...]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def take(self, paths: Sequence[Path]) -> None:
        """Come to the front, and open files; where the window asks something, as soon as that is answered."""
        front = QApplication.activeModalWidget() or self._window
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        for window in dict.fromkeys((self._window, front)):
            window.raise_()
            window.activateWindow()
        if not paths:
            return
        if is_asking():
            self._waiting.append(tuple(paths))
            self._timer.start()
        else:
            self.open(paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Open files: the first document here, if nobody minds, and others in windows of their own."""
        here, *others = documents_of(paths) or [()]
        if here and not self._is_open(here):
            self._window.documents.open_all(list(here))
        self.open_elsewhere(others)

    def _is_open(self, paths: Sequence[Path]) -> bool:
        """Return whether a file is what is open already: to open it again would lose the place in its run."""
        documents = self._window.documents
        if len(paths) != 1 or documents.path is None or documents.path.absolute() != paths[0].absolute():
            return False
        return documents.stamp is not None and documents.stamp == stamp_of(paths[0])

    def open_elsewhere(self, documents: Sequence[tuple[Path, ...]]) -> None:
        """Open documents in windows of their own."""
        for paths in documents[:MOST_WINDOWS]:
            program, *arguments = own_command(["--new-window", *map(str, map(Path.absolute, paths))], window=True)
            if not _start(program, arguments):
                self._refuse(self.tr("Coreloom cannot be started once more to open it."), paths)
        if len(documents) > MOST_WINDOWS:
            text = self.tr("So many windows are not opened together. These files were left out:")
            self._refuse(text, [path for paths in documents[MOST_WINDOWS:] for path in paths])

    def _refuse(self, text: str, paths: Sequence[Path]) -> None:
        names = "\n".join(str(path) for path in paths)
        self._window.documents.refused.emit(self.tr("This file cannot be opened"), f"{text}\n\n{names}")

    def _look(self) -> None:
        if self._waiting and not is_asking():
            self.open(self._waiting.pop(0))
        if not self._waiting:
            self._timer.stop()


def is_asking() -> bool:
    """Return whether a dialog has to be answered before anything else."""
    return QApplication.activeModalWidget() is not None


def _start(program: str, arguments: list[str]) -> bool:
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    started: object = process.startDetached()  # a bool, or with some versions of PySide also the process's number
    return started is True or (isinstance(started, tuple) and bool(started[0]))
