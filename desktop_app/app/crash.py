"""What happens when something goes wrong that nobody foresaw: it is logged, work is kept, and people are told."""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qFormatLogMessage,
    qInstallMessageHandler,
)

from desktop_app import __version__
from desktop_app.app.last_words import say
from desktop_app.storage.crash_file import CrashFile
from desktop_app.storage.log_file import LogFile

if TYPE_CHECKING:
    from desktop_app.app.dialogs.crash import CrashDialog
    from desktop_app.app.main_window import MainWindow

#: The same error is written down this often, and then at each power of two of its number.
_WRITTEN_OUT = 3
#: Different errors that are told apart; what comes after is counted together.
_MOST_KINDS = 100
_SEEN_MESSAGES = 100
#: As shells have it of what Ctrl+C ended.
_EXIT_INTERRUPTED = 130
_LOGGED = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class CrashReporter(QObject):
    """Takes what would only be printed: exceptions that nobody caught, and what Qt complains about.

    Args:
        log: Where it is written down.
        file: What this process leaves behind for who comes later; None where it can leave nothing.
        speaks: Whether it is also printed, as there is a terminal.

    Signals:
        failed: An exception that nobody caught, with its traceback as text. It may come from any thread.
        complained: What Qt warned of, each complaint once. It may come from any thread.
    """

    failed = Signal(str)
    complained = Signal(str)

    def __init__(
        self, log: LogFile, file: CrashFile | None = None, *, speaks: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.log = log
        self._file = file
        #: Whether nobody listens any more: the window is closed.
        self._over = False
        #: What came before anybody listened.
        self.before: list[str] = []
        self._heard = False
        #: What is open as long as somebody watches this process.
        self.watch: IO[bytes] | None = None
        self._speaks = speaks
        self._counts: dict[str, int] = {}
        self._messages: set[str] = set()
        self._lock = threading.Lock()

    def install(self) -> None:
        """Take what goes wrong from now on."""
        sys.excepthook = self._caught
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._in_thread
        qInstallMessageHandler(self._said)
        if self._file is not None:
            faulthandler.enable(self._file.descriptor, all_threads=True)

    def listen(self, hear: Callable[[str], object]) -> None:
        """Tell somebody what goes wrong, and what did so far."""
        self._heard = True
        self.failed.connect(hear)
        for text in self.before:
            hear(text)
        self.before.clear()

    def end(self) -> None:
        """Take note that the window is closed: what goes wrong from now on is for who watches this process."""
        self._over = True
        if self._file is not None and self.watch is None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def report(self, error: BaseException) -> None:
        """Write an exception down, print it and tell who listens."""
        text = _text(error)
        count = self._count(_kind(error))
        if self._speaks and sys.stderr is not None:
            sys.stderr.write(text)
        if count <= _WRITTEN_OUT:
            self.log.write(f"Coreloom {__version__}: an error that nobody caught\n{text}")
        elif count & (count - 1) == 0:
            self.log.write(f"the same error for the {count}th time: {_kind(error)}")
        if count == 1 and self._over:
            self._leave(text)
        elif count == 1:
            if not self._heard:
                self.before.append(text)
            self.failed.emit(text)

    def _leave(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text)

    def _count(self, kind: str) -> int:
        with self._lock:
            if kind not in self._counts and len(self._counts) >= _MOST_KINDS:
                kind = "others"
            self._counts[kind] = self._counts.get(kind, 0) + 1
            return self._counts[kind]

    def _caught(self, _kind: type[BaseException], error: BaseException, _place: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            # Ctrl+C in the terminal: the work is kept as in a crash, and nobody asks a question.
            QCoreApplication.exit(_EXIT_INTERRUPTED)
            return
        self.report(error)

    def _unraisable(self, what: sys.UnraisableHookArgs) -> None:
        if what.exc_value is not None:
            self.report(what.exc_value)

    def _in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self.report(what.exc_value)

    def _said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Write down what Qt complains about, each complaint once."""
        text = qFormatLogMessage(kind, context, message)
        if self._speaks and sys.stderr is not None:
            sys.stderr.write(f"{text}\n")
        if kind in _LOGGED and text not in self._messages and len(self._messages) < _SEEN_MESSAGES:
            self._messages.add(text)
            self.log.write(f"Qt: {text}")
            self.complained.emit(text)
        if kind == QtMsgType.QtFatalMsg:  # Qt ends the process when this returns
            self._leave(f"Qt: {message}")
            if sys.platform == "win32":
                say(f"Coreloom cannot go on. What happened stands in {self.log.path}\n\n{message}")


class CrashNotice(QObject):
    """Tells people in a window what a reporter took: one dialog at a time, after the work is written down.

    Args:
        reporter: Takes what goes wrong.
        window: Whose work it is.
        leave: Ends the application, with an exit code.
    """

    def __init__(self, reporter: CrashReporter, window: MainWindow, leave: Callable[[int], object]) -> None:
        super().__init__(window)
        self._log = reporter.log
        self._window = window
        self._leave = leave
        self.dialog: CrashDialog | None = None
        reporter.listen(self.show)

    def show(self, text: str) -> None:
        """Show the dialog, or in the open one that there is more."""
        if self.dialog is not None:
            self.dialog.add(text)
            return
        try:
            self._open(text)
        except Exception:
            say(f"Something went wrong in Coreloom. What happened stands in {self._log.path}")
            raise

    def _open(self, text: str) -> None:
        from desktop_app.app.dialogs.crash import CrashDialog  # noqa: PLC0415 - mostly nobody needs it

        self._window.playhead.pause()
        kept = self._window.autosave.save_now()
        self.dialog = CrashDialog(text, self._log.path, kept=kept, parent=self._window.front())
        self.dialog.quit_chosen.connect(self._quit)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _quit(self) -> None:
        """End without a question: the work is kept where the next start finds it."""
        self._leave(1)


def _text(error: BaseException) -> str:
    """Return an error with its traceback, as far as there is the memory for that."""
    try:
        return "".join(traceback.format_exception(error))
    except Exception:  # noqa: BLE001 - out of memory, or an error whose own text fails
        return f"{type(error).__name__}; what it says cannot be shown\n"


def _kind(error: BaseException) -> str:
    """Return what makes two errors the same: their class and where they came from."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{type(error).__name__} in {Path(last[0].filename).name}, line {last[0].lineno}" if last else repr(error)
