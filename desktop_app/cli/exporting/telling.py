"""How far an export is, told to a person on a terminal or to the window that started it, either of whom may stop it."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from desktop_app.cli.output import write_output
from desktop_app.export.progress import CancelledError
from desktop_app.model.durations import NS_PER_S, format_duration
from desktop_app.storage.file_sizes import bytes_of

#: How often it is told, in seconds.
_EVERY_S: Final = 0.1
#: Until so much time has gone, nobody can say how long it will take.
_SURE_AFTER_S: Final = 1.0
_CLEAR_LINE: Final = "\r\x1b[K"


class Telling:
    """Counts what is done. Any thread may call it.

    Args:
        json_lines: Whether it is told as lines of JSON on standard output, and a line or the end of standard input has
            the export stop; otherwise a line on a terminal says it.
    """

    def __init__(self, *, json_lines: bool) -> None:
        self._json = json_lines
        self._shown = not json_lines and sys.stderr is not None and sys.stderr.isatty()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._done = self._total = 0
        self._began_s = time.monotonic()
        self._told_s = 0.0
        if json_lines:
            threading.Thread(target=self._listen, daemon=True).start()

    def begin(self, total: int) -> None:
        """Take note how many frames, pages or rows there are."""
        with self._lock:
            self._total, self._done = total, 0
            self._began_s = time.monotonic()
            self._tell()

    def temporary(self, path: Path) -> None:
        """Say where something stands that is of no use unless the export is whole."""
        if self._json:
            self._say({"temporary": [str(path)]})

    def frames(self, done: int) -> None:
        """Take note that so many more are done.

        Raises:
            CancelledError: When somebody had it stop.
        """
        with self._lock:
            self._done += done
            if time.monotonic() - self._told_s >= _EVERY_S:
                self._tell()
        if self._stop.is_set():
            raise CancelledError

    def written(self, paths: list[Path], text: str) -> None:
        """Say what was written.

        Args:
            paths: The files, or the folder.
            text: What a person reads.
        """
        self.clear()
        if self._json:
            self._say({"done": self._done, "total": self._total, "seconds": time.monotonic() - self._began_s})
            self._say({"written": [str(path) for path in paths], "bytes": sum(map(bytes_of, paths))})
        else:
            write_output(text)

    def clear(self) -> None:
        """Leave the terminal's line empty."""
        if self._shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()

    def _tell(self) -> None:
        now_s = self._told_s = time.monotonic()
        spent_s = now_s - self._began_s
        if self._json:
            self._say({"done": self._done, "total": self._total, "seconds": spent_s})
        elif self._shown and self._total:
            left = ""
            if spent_s >= _SURE_AFTER_S and self._done:
                left_s = spent_s * (self._total - self._done) / self._done
                left = f", {format_duration(round(left_s) * NS_PER_S)} left"
            sys.stderr.write(f"{_CLEAR_LINE}{self._done} of {self._total} ({self._done * 100 // self._total} %){left}")
            sys.stderr.flush()

    def _say(self, what: dict[str, Any]) -> None:
        write_output(f"{json.dumps(what)}\n")

    def _listen(self) -> None:
        """Wait for whoever started this: a word, or the end of them, has it stop."""
        if sys.stdin is not None:
            sys.stdin.readline()
        self._stop.set()


def size_text(path: Path) -> str:
    """Return the size of a file, or of all files in a folder, for people."""
    size = bytes_of(path)
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"  # noqa: PLR2004 - the unit
