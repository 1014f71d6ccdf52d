"""Reading recordings for the window, which takes as long as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.model.errors import FileError
from desktop_app.storage.trace_file.reading import Recording, read_trace
from desktop_app.trace.size import size_bytes

#: What the columns and texts of a recording may take: a window looks through all of it, which takes some ten seconds
#: for each million dispatches (32 MB). Its own runs forget what is older than half of that.
MOST_SHOWN_BYTES: Final = 128 << 20


@contextmanager
def waiting() -> Iterator[None]:
    """Let the cursor say that something takes time."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def read_recording(path: Path) -> Recording:
    """Return the recording in a trace file.

    Raises:
        FileError: When it cannot be used, or is too long for a window.
    """
    recording = read_trace(path)
    taken = size_bytes(recording.trace)
    if taken > MOST_SHOWN_BYTES:
        problem = (
            f"its run takes {taken >> 20} MiB of memory, and a window shows at most {MOST_SHOWN_BYTES >> 20} MiB; "
            "`coreloom run` and `coreloom export` read it"
        )
        raise FileError(str(path), problem)
    return recording
