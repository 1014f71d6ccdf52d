"""Measures what an export would take: it is begun, in a folder of its own, and stopped after a few frames."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.app.exporting.child import End, Ended, ExportChild
from desktop_app.app.exporting.choices import Choices, Counted, ending_of
from desktop_app.app.exporting.estimate import Sample, rate_of
from desktop_app.app.exporting.exports import Command
from desktop_app.app.exporting.source import Handed, Opened, Scope, hand_over
from desktop_app.export.formats import Kind
from desktop_app.model.errors import CoreloomError
from desktop_app.model.quoting import line_shown
from desktop_app.storage.file_sizes import bytes_of

#: Changes that follow each other this quickly are measured once.
_WAIT_MS: Final = 700
#: How often it is looked how large it is by now.
_LOOK_MS: Final = 150
#: It is stopped after so much time of writing and so many frames, or so much time at the most.
_ENOUGH_S, _LONG_S, _LONGEST_S = 3.5, 15.0, 40.0
_ENOUGH_FRAMES: Final = 60
#: Of a lesson's slides so many are written, and at least so many: they differ too much to stop after the first.
_SHARE_OF_STEPS, _LEAST_STEPS = 4, 3
#: So much of data is shown.
_MOST_READ, _MOST_LINES, _MOST_COLUMNS = 20_000, 60, 200
_FOLDER: Final = "coreloom-measure-"


#: Those that are not over: they may be so later than the dialog that began them.
_ALIVE: set[Trial] = set()


class Trial(QObject):
    """An export that is begun and stopped, in a folder of its own.

    Args:
        choices: What is exported.
        handed: The file that says what is open; it is removed when this is over.
        folder: Where it writes; likewise.
        command: Makes the command from the command line's arguments.
        times: How many times as much is wanted.

    Signals:
        measured: What was measured by now: how many frames or pages there are, the rate or None, whether that is all.
        failed: Why it cannot be exported.
        read: How the text begins that was written, where it is one.
    """

    measured = Signal(object, object, bool)
    failed = Signal(str)
    read = Signal(str)

    def __init__(self, choices: Choices, handed: Handed, folder: Path, command: Command, times: float) -> None:
        super().__init__()
        self._times = times
        self._choices = choices
        self._handed = handed
        self._folder = folder
        self._samples: list[Sample] = []
        self._stopped = False
        target = folder / f"out{ending_of(choices.form)}"
        arguments = choices.arguments(handed.source, str(target))
        self._child = ExportChild(command(arguments), target, self, folder=handed.folder)
        self._child.progressed.connect(self._sample)
        self._child.ended.connect(self._end)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._sample)

    def start(self) -> None:
        """Begin."""
        _ALIVE.add(self)
        self._child.start()
        self._look.start()

    def stop(self) -> None:
        """Stop it: nothing more is told."""
        self._stopped = True
        self._look.stop()
        self._child.cancel()

    def wait(self) -> None:
        """Wait until it has stopped."""
        self._child.wait()

    def _sample(self) -> None:
        """Take note how far it is, and stop it when that says enough."""
        child = self._child
        now_s = child.wall_ms / 1000
        if self._stopped or (not child.total and now_s < _LONGEST_S):
            return
        if not child.total:  # the run alone takes that long
            self.measured.emit(0, None, True)
            self.stop()
            return
        if not self._samples or child.done != self._samples[-1].done:
            self._samples.append(Sample(at_s=now_s, done=child.done, bytes=self._size()))
        enough = self._enough(now_s - self._samples[0].at_s) or now_s >= _LONGEST_S
        rate = rate_of(self._samples, child.total, in_chunks=self._choices.counts_frames)
        self.measured.emit(self._whole(child.total), rate, enough)
        if enough:
            self.stop()

    def _whole(self, measured: int) -> int:
        """Return how many frames or pages all of it has, by how many were measured; a title page comes once."""
        once = self._choices.form.name == "slides"
        return once + round((measured - once) * self._times)

    def _enough(self, writing_s: float) -> bool:
        """Return whether what was written in so much time says enough."""
        done = self._child.done
        if self._choices.form.kind is Kind.SLIDES:
            return False  # some have their size only when all of it is there
        if self._choices.counted is Counted.SHARE:
            return done > 0 and writing_s >= _ENOUGH_S
        return (done >= _ENOUGH_FRAMES and writing_s >= _ENOUGH_S) or (done > 0 and writing_s >= _LONG_S)

    def _size(self) -> int:
        """Return how much is written by now: in the folder, and wherever else it said."""
        elsewhere = (path for path in self._child.temporary if self._folder not in path.parents)
        return bytes_of(self._folder) + sum(map(bytes_of, elsewhere))

    def _end(self, ended: Ended) -> None:
        self._look.stop()
        if not self._stopped:
            self._tell(ended)
        self._handed.remove()
        shutil.rmtree(self._folder, ignore_errors=True)
        _ALIVE.discard(self)
        self.deleteLater()

    def _tell(self, ended: Ended) -> None:
        """Say what one took that came to its end before it was stopped."""
        self._stopped = True
        if ended.end is End.FAILED:
            self.failed.emit(ended.reason)
            return
        if self._choices.form.kind is Kind.DATA and ended.paths:
            self.read.emit(_beginning(ended.paths[0]))
        total = max(1, ended.frames)
        self._samples.append(Sample(at_s=ended.wall_ms / 1000, done=total, bytes=ended.bytes))
        self.measured.emit(self._whole(total), rate_of(self._samples, total, in_chunks=False), True)


class Measuring(QObject):
    """Measures what is chosen, as soon as nothing is changed any more.

    Args:
        opened: What is open.
        command: Makes the command from the command line's arguments.
        parent: Its owner.

    Signals:
        measured: As `Trial` has it.
        failed: Why it cannot be exported.
        read: How the data begins that would be written; empty where it is no text.
    """

    measured = Signal(object, object, bool)
    failed = Signal(str)
    read = Signal(str)

    def __init__(self, opened: Opened, command: Command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._command = command
        self._choices: Choices | None = None
        self._trial: Trial | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._begin)

    def want(self, choices: Choices) -> None:
        """Measure this soon; what was being measured is given up."""
        self.stop()
        self._choices = choices
        self._wait.start()

    def stop(self) -> None:
        """Measure no more."""
        self._wait.stop()
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.measured.disconnect(self._take)
            trial.failed.disconnect(self._fail)
            trial.read.disconnect(self.read)
            trial.stop()

    @property
    def busy(self) -> bool:
        """Whether something is being measured, or will be."""
        return self._trial is not None or self._wait.isActive()

    def _begin(self) -> None:
        choices = self._choices
        assert choices is not None
        try:
            opened, times = few_steps(self._opened, choices)
            handed = hand_over(opened, choices.scope)
            folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
        except CoreloomError as error:
            self.failed.emit(str(error))
            return
        except OSError as error:
            self.failed.emit(str(error.strerror or error))
            return
        self._trial = Trial(choices, handed, folder, self._command, times)
        self._trial.measured.connect(self._take)
        self._trial.failed.connect(self._fail)
        self._trial.read.connect(self.read)
        self._trial.start()

    def _take(self, total: int, rate: object, whole: bool) -> None:  # noqa: FBT001 - a Qt slot
        if whole:
            self._trial = None
        self.measured.emit(total, rate, whole)

    def _fail(self, reason: str) -> None:
        self._trial = None
        self.failed.emit(reason)


def few_steps(opened: Opened, choices: Choices) -> tuple[Opened, float]:
    """Return what is open with some of its steps only where slides are made of them, and how many times as many it has.

    Slides are put together in memory: how large they become is seen when they are there.
    """
    lesson = opened.lesson
    if lesson is None or choices.scope is not Scope.LESSON or choices.form.kind is not Kind.SLIDES:
        return opened, 1.0
    count = len(lesson.steps)
    some = max(_LEAST_STEPS, -(-count // _SHARE_OF_STEPS))
    if some >= count:
        return opened, 1.0
    steps = tuple(lesson.steps[(2 * number + 1) * count // (2 * some)] for number in range(some))
    return replace(opened, lesson=replace(lesson, steps=steps, file="")), count / some


def stop_all() -> None:
    """Stop all that is measured, and wait until it has stopped."""
    trials = tuple(_ALIVE)
    for trial in trials:
        trial.stop()
    for trial in trials:
        trial.wait()


def _beginning(path: Path) -> str:
    """Return the first lines of a text; nothing where it is none."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_READ)
    except OSError:
        return ""
    if b"\0" in data:
        return ""
    lines = data.decode("utf-8", "replace").splitlines()[:_MOST_LINES]
    return "\n".join(line_shown(line[:_MOST_COLUMNS]) for line in lines)
