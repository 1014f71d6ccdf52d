"""One export as a child process: the command line itself, which says how far it is, and can be stopped."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QTimer, Signal

from desktop_app.app.own_command import own_command

#: Has the command line say how far it is; it is not for people.
PROGRESS_OPTION: Final = "--progress-json"
#: How long a child that was told to stop may take for it, in milliseconds.
PATIENCE_MS: Final = 5_000
#: How the names of all that is written beside a target begin.
BESIDE: Final = ".coreloom-"
_MOST_LINE_BYTES: Final = 1 << 20
_MOST_ERROR_CHARS: Final = 4_000
_REFUSED: Final = 2


class End(Enum):
    """How an export ended."""

    WRITTEN = "written"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an export ended, and what came of it.

    Attributes:
        end: How.
        paths: What was written.
        bytes: How large that is.
        frames: How many frames, pages or rows it has; 0 where nobody said.
        wall_ms: How long it took, in milliseconds.
        reason: Why it failed, for people; otherwise empty.
    """

    end: End
    paths: tuple[Path, ...] = ()
    bytes: int = 0
    frames: int = 0
    wall_ms: int = 0
    reason: str = ""


class Told(msgspec.Struct, frozen=True):
    """A line of what the child says; what it does not speak of is None."""

    done: int | None = None
    total: int | None = None
    seconds: float | None = None
    written: list[str] | None = None
    bytes: int | None = None
    temporary: list[str] | None = None


def export_command(arguments: list[str]) -> list[str]:
    """Return the program and its arguments that run ``coreloom export`` with these."""
    return own_command(["export", *arguments, PROGRESS_OPTION])


class ExportChild(QObject):
    """Runs one export.

    Args:
        command: The program and its arguments.
        target: The file or folder that it writes.
        parent: Its owner.
        folder: The folder that it runs in; None for this process's own.
        patience_ms: How long it may take to stop.

    Signals:
        progressed: So many frames, pages or rows are done, and how many there are; both numbers.
        ended: It is over; an `Ended`.
    """

    progressed = Signal(object, object)
    ended = Signal(object)

    def __init__(
        self,
        command: list[str],
        target: Path,
        parent: QObject | None = None,
        *,
        folder: Path | None = None,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._target = target
        self._clock = QElapsedTimer()
        self._rest = b""
        self._errors = ""
        self._written: Told | None = None
        self._left: tuple[Path, ...] = ()
        self._cancelled = self._over = False
        self.done = self.total = 0
        self._process = QProcess(self)
        if folder is not None:
            self._process.setWorkingDirectory(str(folder))
        self._process.readyReadStandardOutput.connect(self._listen)
        self._process.readyReadStandardError.connect(self._listen_to_errors)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail_to_start)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self._process.kill)

    @property
    def running(self) -> bool:
        """Whether it was started and is not over."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def wall_ms(self) -> int:
        """How long it has been running, in milliseconds."""
        return self._clock.elapsed() if self._clock.isValid() else 0

    @property
    def temporary(self) -> tuple[Path, ...]:
        """What it said that it writes before its target is complete."""
        return self._left

    def start(self) -> None:
        """Begin."""
        self._clock.start()
        program, *arguments = self._command
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Have it stop; when that takes too long it is ended, and what is left of it is removed."""
        if self._over or self._cancelled:
            return
        self._cancelled = True
        if self.running:
            self._process.write(b"cancel\n")
            self._process.closeWriteChannel()
            self._patience.start()
        else:
            self._end(Ended(end=End.CANCELLED))

    def wait(self) -> None:
        """Wait until a cancelled one is over: for as long as it may take to stop."""
        if self.running and not self._process.waitForFinished(self._patience.interval()):
            self._process.kill()
            self._process.waitForFinished()

    # -- what it says ---------------------------------------------------------------------------------------

    def _listen(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        self._rest = self._rest[:_MOST_LINE_BYTES]
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        """Take note of a line; what is no line of ours says nothing."""
        try:
            told = msgspec.json.decode(line, type=Told)
        except (msgspec.DecodeError, RecursionError):
            return
        if told.temporary is not None:
            self._left += tuple(Path(name) for name in told.temporary)
        if told.written is not None:
            self._written = told
        if told.done is not None and told.total is not None:
            self.done, self.total = told.done, told.total
            if not self._cancelled:
                self.progressed.emit(told.done, told.total)

    def _listen_to_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self._errors = (self._errors + text)[-_MOST_ERROR_CHARS:]

    # -- how it ends ----------------------------------------------------------------------------------------

    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(Ended(end=End.FAILED, reason=self._process.errorString()))

    def _finish(self, code: int, _status: object) -> None:
        self._listen()
        self._listen_to_errors()
        written = self._written
        # One that was complete by the time it was told to stop has written its file, and that is said.
        if code == 0 and written is not None and written.written is not None:
            paths = tuple(Path(name) for name in written.written)
            self._end(
                Ended(end=End.WRITTEN, paths=paths, bytes=written.bytes or 0, frames=self.total, wall_ms=self.wall_ms)
            )
        elif self._cancelled:
            self._clear()
            self._end(Ended(end=End.CANCELLED, wall_ms=self.wall_ms))
        else:
            self._clear()
            self._end(Ended(end=End.FAILED, reason=self._reason(code), wall_ms=self.wall_ms))

    def _reason(self, code: int) -> str:
        said = self._errors.strip().removeprefix("coreloom: ")
        if code == _REFUSED and said:
            return self._named(said)
        # Something went wrong in Coreloom itself, or the system ended it: the last line says most.
        last = said.splitlines()[-1] if said else ""
        reason = self.tr("The export ended unexpectedly (exit code {}).").format(code)
        return f"{reason}\n{last}" if last else reason

    def _named(self, reason: str) -> str:
        """Return a reason that names the target, where it names what stands beside that until it is complete."""
        name, colon, rest = reason.partition(": ")
        beside = any(name.startswith(str(path)) for path in self._left)
        return f"{self._target}{colon}{rest}" if beside else reason

    def _clear(self) -> None:
        """Remove what an export that did not end by itself has left: only what is ours, and beside the target."""
        folder = self._target.absolute().parent
        for path in self._left:
            if path.name.startswith(BESIDE) and path.absolute().parent == folder:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    with suppress(OSError):
                        path.unlink(missing_ok=True)

    def _end(self, ended: Ended) -> None:
        self._patience.stop()
        if not self._over:
            self._over = True
            self.ended.emit(ended)
