"""The exports of a window: one runs at a time, as each uses all the computer has; others wait for their turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop_app.app.exporting.child import End, Ended, ExportChild, export_command
from desktop_app.app.exporting.choices import Counted
from desktop_app.app.exporting.estimate import Sample, pace_of
from desktop_app.app.exporting.source import Handed
from desktop_app.app.exporting.time_left import TimeLeft
from desktop_app.storage.preferences import ExportRate

#: Exports that are over and still listed, at the most.
_MOST_OVER: Final = 2

#: Makes the command from the command line's arguments.
Command = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants to be exported.

    Attributes:
        handed: The file that says what.
        target: The file or folder to write.
        arguments: What the command line is given, the source and the target included.
        key: What exports have in common that take about as long as it for a frame or a page.
        counted: What its progress is counted in.
    """

    handed: Handed
    target: Path
    arguments: list[str]
    key: str = ""
    counted: Counted = Counted.FRAMES


class Export(QObject):
    """One export: it waits, runs, and is over.

    Args:
        order: What is wanted.
        command: Makes the command.
        parent: Its owner.

    Signals:
        changed: It is further than before, or over.
        ended: It is over; itself.
    """

    changed = Signal()
    ended = Signal(object)

    def __init__(self, order: Order, command: Command, parent: QObject) -> None:
        super().__init__(parent)
        self.order = order
        self.outcome: Ended | None = None
        self.stopping = False
        self._time_left = TimeLeft()
        self._child = ExportChild(command(order.arguments), order.target, self, folder=order.handed.folder)
        self._child.progressed.connect(self._note)
        self._child.ended.connect(self._end)
        self._started = False
        #: When the first of it was done.
        self._began: Sample | None = None

    @property
    def started(self) -> bool:
        """Whether it waits no more."""
        return self._started

    @property
    def running(self) -> bool:
        """Whether it was started and is not over."""
        return self._started and self.outcome is None

    @property
    def done(self) -> int:
        """How many frames or pages are done."""
        return self._child.done

    @property
    def total(self) -> int:
        """How many there are; 0 while nobody knows."""
        return self._child.total

    @property
    def seconds_left(self) -> float | None:
        """How long it will go on, in seconds; None while nobody can tell."""
        return self._time_left.seconds(self.total) if self.total else None

    @property
    def rate(self) -> ExportRate | None:
        """What it took for each frame or page; None where it did not come to its end."""
        outcome = self.outcome
        if outcome is None or outcome.end is not End.WRITTEN or not outcome.frames:
            return None
        last = Sample(at_s=outcome.wall_ms / 1000, done=outcome.frames, bytes=outcome.bytes)
        start_s, item_s = pace_of(self._began or last, last)
        return ExportRate(start_s=start_s, item_s=item_s, item_bytes=outcome.bytes / outcome.frames)

    def start(self) -> None:
        """Begin."""
        self._started = True
        self._child.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Stop it, or let it never begin."""
        if self.outcome is None:
            self.stopping = True
            self.changed.emit()
            self._child.cancel()

    def wait(self) -> None:
        """Wait until it is over, which was cancelled."""
        self._child.wait()

    def _note(self, done: int, _total: int) -> None:
        if self._began is None and done:
            self._began = Sample(at_s=self._child.wall_ms / 1000, done=done, bytes=0)
        if done:  # the first takes long, as all that is needed for one is loaded for it
            self._time_left.note(self._child.wall_ms / 1000, done)
        self.changed.emit()

    def _end(self, ended: Ended) -> None:
        self.outcome = ended
        self.order.handed.remove()
        self.changed.emit()
        self.ended.emit(self)


class Exports(QObject):
    """All exports of a window.

    Args:
        parent: Its owner.
        command: Makes the command from the command line's arguments.

    Signals:
        added: Another one is to be done; an `Export`.
        dropped: One is listed no more; it.
        written: One has written its file; it.
        failed: One has not; it.
        busy_changed: There are some to be done, or none any more.
    """

    added = Signal(object)
    dropped = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, command: Command = export_command) -> None:
        super().__init__(parent)
        self._command = command
        self._all: list[Export] = []

    @property
    def all(self) -> tuple[Export, ...]:
        """Those that are listed: to be done, or over and not yet put away; the oldest first."""
        return tuple(self._all)

    @property
    def unfinished(self) -> tuple[Export, ...]:
        """Those that are not over."""
        return tuple(each for each in self._all if each.outcome is None)

    def add(self, order: Order) -> Export:
        """Export something, after all that was wanted before."""
        export = Export(order, self._command, self)
        self._all.append(export)
        export.ended.connect(self._end)
        self.added.emit(export)
        if len(self.unfinished) == 1:
            self.busy_changed.emit(True)
        self._next()
        return export

    def writes(self, target: Path) -> bool:
        """Return whether one that is not over will write this file."""
        return any(each.order.target == target for each in self.unfinished)

    def drop(self, export: Export) -> None:
        """List one that is over no more."""
        if export.outcome is not None and export in self._all:
            self._all.remove(export)
            self.dropped.emit(export)
            export.deleteLater()

    def close(self) -> None:
        """Stop all, and wait until they have."""
        unfinished = self.unfinished
        for export in reversed(unfinished):  # those that wait first, so that none of them begins
            export.cancel()
        for export in unfinished:
            export.wait()

    def _next(self) -> None:
        if not any(each.running for each in self._all):
            waiting = next((each for each in self._all if each.outcome is None and not each.stopping), None)
            if waiting is not None:
                waiting.start()

    def _end(self, export: Export) -> None:
        assert export.outcome is not None
        if export.outcome.end is End.CANCELLED:
            self.drop(export)
        elif export.outcome.end is End.WRITTEN:
            self.written.emit(export)
        else:
            self.failed.emit(export)
        over = [each for each in self._all if each.outcome is not None]
        for each in over[:-_MOST_OVER]:
            self.drop(each)
        self._next()
        if not self.unfinished:
            self.busy_changed.emit(False)
