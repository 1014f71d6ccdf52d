"""Files of the open document that other programs change: whoever has it open is asked, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.app.documents import Documents, with_text
from desktop_app.app.session import Session
from desktop_app.app.stamps import Stamp, stamp_of
from desktop_app.app.watched_files import MOST_FILES, SETTLE_MS, watch_only
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.endings import FileKind, kind_of
from desktop_app.storage.program_file import read_program
from desktop_app.storage.scenario_file import read_scenario


class FileWatch(QObject):
    """Asks whether to reload a file of the open document that was changed. Reloading is a step that can be undone.

    Args:
        session: What is open.
        documents: Whose files are watched.
        window: Over which it is asked.
    """

    def __init__(self, session: Session, documents: Documents, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._documents = documents
        self._window = window
        self._watcher: QFileSystemWatcher | None = None
        self._dirty: set[Path] = set()
        self._declined: dict[Path, Stamp | None] = {}
        self.question: QMessageBox | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.look)
        documents.changed.connect(self._follow)

    def start(self) -> None:
        """Watch the files from now on."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self.note)
            self._follow()

    def files(self) -> list[Path]:
        """Return the files that the document was read from: its own, and those of its programs."""
        if self._session.recorded:
            return []  # it was read as a whole, and is what it is
        scenario, path = self._session.scenario, self._documents.path
        entries = scenario.processes if scenario is not None else ()
        programs = [Path(entry.program.path) for entry in entries if entry.program is not None and entry.program.path]
        own = [path] if path is not None else []
        return list(dict.fromkeys([*own, *programs]))[:MOST_FILES]

    def note(self, name: str) -> None:
        """Take note that a file was changed, or replaced."""
        self._dirty.add(Path(name))
        self._timer.start()

    def look(self) -> None:
        """Ask about the files that were changed since."""
        if self.question is not None:
            return  # one question at a time; it is looked again after the answer
        self._follow()
        dirty, self._dirty = self._dirty, set()
        changed = [path for path in self.files() if self._same_as(path, dirty) and self._is_news(path)]
        if changed:
            self._ask(changed)

    def _same_as(self, path: Path, dirty: set[Path]) -> bool:
        return path in dirty or path.absolute() in dirty

    def _is_news(self, path: Path) -> bool:
        """Return whether a file now says something else than the document, and nobody declined that."""
        stamp = stamp_of(path)
        if stamp is None or self._declined.get(path) == stamp:
            return False
        if kind_of(path) is FileKind.SCENARIO:
            return stamp != self._documents.stamp
        scenario = self._session.scenario
        try:
            found = read_program(path).source
        except CoreloomError:
            return False  # it is written just now, or is no program any more
        entries = scenario.processes if scenario is not None else ()
        return any(
            entry.program is not None and entry.program.path == str(path.resolve()) and entry.program.source != found
            for entry in entries
        )

    def _ask(self, changed: list[Path]) -> None:
        names = ", ".join(path.name for path in changed)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(box.textFormat().PlainText)
        box.setWindowTitle(self.tr("Changed by another program"))
        box.setText(self.tr("“{}” was changed by another program. Reload it?").format(names))
        box.setInformativeText(self.tr("Reloading is a step that you can undo, whatever you changed here."))
        reload_it = box.addButton(self.tr("&Reload"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("&Keep what is open"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(reload_it)
        box.finished.connect(lambda _code: self._answered(changed, yes=box.clickedButton() is reload_it))
        self.question = box
        box.open()

    def _answered(self, changed: list[Path], *, yes: bool) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None
        for path in changed:
            if yes:
                self.reload(path)
            else:
                self._declined[path] = stamp_of(path)
        if self._dirty:
            self._timer.start()

    def reload(self, path: Path) -> bool:
        """Take over what a file says now, and say whether that worked."""
        scenario = self._session.scenario
        if scenario is None:
            return False
        own = path == self._documents.path
        clean = own and not self._documents.modified
        try:
            changed = _reloaded(scenario, path)
            self._documents.change(changed, self.tr("Reload {}").format(path.name))
        except CoreloomError as error:
            self._declined[path] = stamp_of(path)
            self._documents.refused.emit(self.tr("This file cannot be reloaded"), str(error))
            return False
        if own and (clean or kind_of(path) is FileKind.SCENARIO):
            self._documents.reloaded()
        return True

    def _follow(self) -> None:
        """Watch the files that the document has now, and those again that were replaced."""
        if self._watcher is not None:
            watch_only(self._watcher, self.files())


def _reloaded(scenario: Scenario, path: Path) -> Scenario:
    if kind_of(path) is FileKind.SCENARIO:
        return read_scenario(path)
    found = read_program(path)
    for program in {entry.program for entry in scenario.processes if entry.program is not None}:
        if program.path == found.path:
            scenario = with_text(scenario, program, found.source)
    return scenario
