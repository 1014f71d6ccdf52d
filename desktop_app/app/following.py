"""Whom the window follows: one thread, chosen anywhere and marked everywhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.trace.trace import Trace


class Following(QObject):
    """The thread that is followed.

    Signals:
        changed: Another one, or nobody; its index in the trace or None.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: int | None = None

    @property
    def followed(self) -> int | None:
        """Its index in the trace, or None."""
        return self._thread

    def follow(self, thread: int | None) -> None:
        """Follow a thread, or nobody."""
        if thread != self._thread:
            self._thread = thread
            self.changed.emit(thread)

    def toggle(self, thread: int) -> None:
        """Follow a thread, or nobody when it is followed already: what a click on it does."""
        self.follow(None if thread == self._thread else thread)


def still_followed(thread: int | None, before: Trace, after: Trace, from_ns: int) -> int | None:
    """Return who is followed when a run goes on in another way from ``from_ns`` on: the same thread, if there is one.

    Threads that came to exist later may have become other ones.
    """
    if thread is None or thread >= min(len(before.threads), len(after.threads)):
        return None
    same = before.threads[thread] == after.threads[thread]
    return thread if same and after.threads[thread].arrival_ns <= from_ns else None
