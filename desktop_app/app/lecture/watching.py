"""A lesson that is written in an editor while it is open here: whatever is saved there is shown here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.stamps import Stamp, stamp_of
from desktop_app.app.watched_files import MOST_FILES, SETTLE_MS, watch_only
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.endings import FileKind, kind_of
from desktop_app.storage.lesson_file import read_lesson

#: While the lesson is presented, it is asked this often whether it still is.
_AGAIN_MS = 1_000


class LessonWatch(QObject):
    """Opens the lesson again, at the step that is shown, when its file or a scenario of it was changed.

    Not while it is presented, nor while live changes of the step would be lost: then as soon as neither is so.

    Args:
        player: The lesson that is open.
        presents: Whether it is presented now.
        parent: Its owner.
    """

    def __init__(self, player: LessonPlayer, presents: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._presents = presents
        self._watcher: QFileSystemWatcher | None = None
        self._known: dict[Path, Stamp | None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        player.opened.connect(lambda _lesson: self._follow())
        player.closed.connect(self._follow)
        player.live_changed.connect(lambda _changed: self._timer.start(SETTLE_MS))

    def files(self) -> list[Path]:
        """Return the files that the lesson was read from: its own, and those of its scenarios."""
        lesson = self._player.lesson
        if lesson is None:
            return []
        sources = [side.scenario.source for step in lesson.steps for side in step.sides]
        names = [lesson.file, *(name for name in sources if kind_of(name) is FileKind.SCENARIO)]
        return list(dict.fromkeys(Path(name) for name in names))[:MOST_FILES]

    def look(self) -> None:
        """Open the lesson again if its files say something else now, and nothing stands against that."""
        lesson = self._player.lesson
        if lesson is None or self._player.changed:
            return
        if self._presents():
            self._timer.start(_AGAIN_MS)
            return
        stamps = {path: stamp_of(path) for path in self._known}
        if stamps == self._known or None in stamps.values():  # a file that is not there is being written just now
            return
        self._known = stamps
        try:
            read = read_lesson(Path(lesson.file))
        except CoreloomError as error:
            self._watch()
            self._player.refused.emit(self.tr("The lesson was changed and cannot be read now"), str(error))
            return
        if read == lesson:
            self._watch()
        else:
            self._player.open(read, self._player.index)

    def _follow(self) -> None:
        self._known = {path: stamp_of(path) for path in self.files()}
        self._watch()

    def _watch(self) -> None:
        """Watch the files that the lesson has now, and those again that were replaced."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(lambda _name: self._timer.start(SETTLE_MS))
        watch_only(self._watcher, self._known)
