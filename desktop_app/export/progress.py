"""How far an export is, told to whoever waits for it, who may have it stop."""

from __future__ import annotations

from typing import Protocol

from desktop_app.model.errors import CoreloomError


class CancelledError(CoreloomError):
    """Somebody had an export stop; nothing is left of it."""

    def __str__(self) -> str:
        return "the export was cancelled; nothing was written"


class Progress(Protocol):
    """Listens to an export."""

    def frames(self, done: int) -> None:
        """Take note that so many more frames, pages or rows are done. It may be called from any thread.

        Raises:
            CancelledError: When the export is to stop.
        """


class Untold:
    """Listens to nothing, and never has anything stop."""

    def frames(self, done: int) -> None:
        """Take no note."""
