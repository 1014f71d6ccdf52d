"""The log: what went wrong, in a file of bounded size that people can send along."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

#: Bytes of the log, and of the one before.
MAX_LOG_BYTES: Final = 256 << 10
_LOG: Final = "coreloom.log"
_LONGEST: Final = 20_000


class LogFile:
    """Appends to a log. Nothing is raised: where nothing can be written, there is no log.

    Args:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def path(self) -> Path:
        """The log itself; it need not exist."""
        return self._folder / _LOG

    def write(self, text: str) -> None:
        """Append an entry with the time. When the log is full, it becomes the old one and a new one begins."""
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST // 2]}\n[...]\n{text[-_LONGEST // 2 :]}"
        now = datetime.now(tz=UTC).astimezone().isoformat(timespec="seconds")
        data = f"{now}  {text.rstrip()}\n".encode("utf-8", "backslashreplace")
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._rotate(len(data))
            # One write to the end: lines of several instances do not mix.
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)

    def _rotate(self, more: int) -> None:
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return
        if size + more > MAX_LOG_BYTES:
            os.replace(self.path, self.path.with_suffix(".1.log"))  # noqa: PTH105 - as in atomic.py
