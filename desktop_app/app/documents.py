"""The open document: opening, changing, saving, and the question before changes are lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.app.differences import change_text
from desktop_app.app.history import ScenarioChange, new_history
from desktop_app.app.recent_files import RecentFiles
from desktop_app.app.session import Session
from desktop_app.app.stamps import Stamp, stamp_of
from desktop_app.app.together import scenario_of
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.storage.endings import FileKind, kind_of, named, patterns
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.places import home_folder
from desktop_app.storage.scenario_file import open_source, write_scenario
from desktop_app.views.question import Button, ask
from desktop_app.views.saving import ask_where_to_save

#: What a new document runs at first.
NEW_PROGRAM = """\
numbers = [3, 1, 2]
total = 0
for number in numbers:
    total = total + number
print(total)
"""


def as_scenario(path: Path, _chosen: str) -> Path:
    """Return the name of a scenario's file, from the one that was typed."""
    return named(path, FileKind.SCENARIO)


def scenario_filter() -> str:
    """Return the filter of a dialog that asks where a scenario is saved."""
    return f"{QCoreApplication.translate('Documents', 'Scenarios')} ({patterns(FileKind.SCENARIO)})"


class Documents(QObject):
    """Opens and saves scenarios for one window; whatever fails leaves what was open as it was.

    Signals:
        changed: Another document, another name, or changes that are not saved.
        loaded: Another document was opened; not so for a step of a lesson.
        lesson_chosen: A lesson was read, which is to be opened; it.
        refused: Something could not be used; a title and what to do about it.
    """

    changed = Signal()
    loaded = Signal()
    lesson_chosen = Signal(object)
    refused = Signal(str, str)

    def __init__(self, session: Session, recent_store: Path, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self.recent = RecentFiles(recent_store, self._open_recent, self)
        self._window = window
        self._path: Path | None = None
        self._saved = True
        self._stamp: Stamp | None = None
        self._drafts: dict[Program, str] = {}
        #: Who else is asked before another document is opened: each returns False for staying.
        self.also_asked: list[Callable[[], bool]] = []
        self.history = new_history(self)
        self.history.indexChanged.connect(self._tell)
        self.history.cleanChanged.connect(self._tell)

    @property
    def modified(self) -> bool:
        """Whether there are changes that are not saved."""
        return not self._saved or not self.history.isClean() or bool(self._drafts)

    @property
    def drafts(self) -> dict[str, str]:
        """Texts of programs that are being written and are not used yet, by the programs' names."""
        return {program.name: text for program, text in self._drafts.items()}

    @property
    def path(self) -> Path | None:
        """The file it came from, or was saved to; None when there is none yet."""
        return self._path

    @property
    def name(self) -> str:
        """The document's file name, or its title."""
        scenario = self._session.scenario
        if self._path is not None:
            return self._path.name
        return scenario.title if scenario else ""

    @property
    def locked(self) -> str:
        """Why what is open cannot be changed, for people; empty when it can."""
        if not self._session.recorded:
            return ""
        return self.tr("This is a recording: its run cannot be changed. Open its scenario to change it.")

    @property
    def stamp(self) -> Stamp | None:
        """What showed whether the file was changed when it was read or written last."""
        return self._stamp

    def open(self, path: Path) -> bool:
        """Open a program, a scenario, a lesson or a recording, and say whether that worked."""
        try:
            if kind_of(path) is FileKind.LESSON:
                self.open_lesson(path)
                return True
            if kind_of(path) is FileKind.TRACE:
                self.open_recording(path)
                return True
            scenario = open_source(path)
        except CoreloomError as error:
            if not path.exists():
                self.recent.remove(path)
            self.refused.emit(self.tr("This file cannot be opened"), str(error))
            return False
        return self.show(scenario, path)

    def open_lesson(self, path: Path) -> None:
        """Read a lesson, and let it be opened.

        Raises:
            CoreloomError: When it cannot be used; what was open stays.
        """
        self.lesson_chosen.emit(read_lesson(path))
        self.recent.add(path)

    def open_recording(self, path: Path) -> None:
        """Open the run that a trace file holds.

        Raises:
            CoreloomError: When it cannot be used; what was open stays.
        """
        from desktop_app.app.recordings import read_recording, waiting  # noqa: PLC0415 - not before the first paint

        with waiting():
            recording = read_recording(path)
            self._session.open_recording(recording.scenario, recording.trace)
        self._is_loaded(path, saved=True, stamp=None)

    def open_its_scenario(self) -> None:
        """Open the scenario of the recording that is open as a new document, which nobody has saved yet."""
        scenario = self._session.scenario
        if scenario is None or not self._session.recorded or not self.may_leave():
            return
        try:
            self.load(replace(scenario, source=""), None, saved=False)
        except CoreloomError as error:
            self.refused.emit(self.tr("This cannot be run"), str(error))

    def show(self, scenario: Scenario, path: Path | None) -> bool:
        """Open a scenario that was read from ``path``, and say whether that worked."""
        try:
            self.load(scenario, path)
        except CoreloomError as error:
            self.refused.emit(self.tr("This cannot be run"), str(error))
            return False
        return True

    def load(self, scenario: Scenario, path: Path | None, *, saved: bool = True, stamp: Stamp | None = None) -> None:
        """Open a scenario that was read from ``path``.

        Args:
            scenario: The scenario.
            path: Its file, or None when it has none yet.
            saved: Whether the file, or where there is none nobody, would miss anything.
            stamp: What showed whether the file was changed when this was read from it; None for what shows it now.

        Raises:
            CoreloomError: When it cannot be run; what was open stays.
        """
        self._session.open(scenario)
        self._is_loaded(path, saved=saved, stamp=stamp)

    def _is_loaded(self, path: Path | None, *, saved: bool, stamp: Stamp | None) -> None:
        """Take note that another document is open."""
        self._path, self._saved, self._stamp = path, saved, stamp or stamp_of(path)
        self._drafts.clear()
        self.history.clear()
        if path is not None:
            self.recent.add(path)
        self.loaded.emit()
        self.changed.emit()

    def show_step(self, scenario: Scenario, *, saved: bool) -> None:
        """Open what a step of a lesson shows, as a document without a file; its runs are kept for coming back.

        Args:
            scenario: The scenario.
            saved: Whether it is as the lesson has it, so that nobody would miss it.

        Raises:
            CoreloomError: When it cannot be run; what was open stays.
        """
        self._session.open(scenario, keep=True)
        self._path, self._saved, self._stamp = None, saved, None
        self._drafts.clear()
        self.history.clear()
        self.changed.emit()

    def change(self, scenario: Scenario, text: str = "", *, about: str = "") -> None:
        """Change the open document, as one step that can be undone.

        Args:
            scenario: The document as it is to be.
            text: What the change is, in a few words; found out when empty.
            about: What it sets: a change right after another one that set the same becomes one with it.

        Raises:
            CoreloomError: When that is impossible; what was open stays.
        """
        before = self._session.scenario
        if scenario == before:
            return
        if self.locked:
            raise CoreloomError(self.locked)
        self._session.change(scenario)
        if before is None:
            self._saved = False
        else:
            self._follow_drafts(before, scenario)
            text = text or change_text(before, scenario)
            self.history.push(ScenarioChange(text, before, scenario, self._use, about=about))
        self.changed.emit()

    def keep_draft(self, program: Program, text: str) -> None:
        """Keep the text of a program that is being written; the program's own text means that there is none."""
        before = dict(self._drafts)
        if text == program.source or self.locked:
            self._drafts.pop(program, None)
        else:
            self._drafts[program] = text
        if self._drafts != before:
            self.changed.emit()

    def restore_drafts(self, drafts: Mapping[str, str]) -> None:
        """Take over texts of programs, by the programs' names, as drafts."""
        scenario = self._session.scenario
        for entry in scenario.processes if scenario is not None else ():
            if entry.program is not None and entry.program.name in drafts:
                self.keep_draft(entry.program, drafts[entry.program.name])

    def draft_of(self, program: Program) -> str:
        """Return the text that is being written for a program, or the program's own."""
        return self._drafts.get(program, program.source)

    def use_draft(self, program: Program) -> None:
        """Run the open document with the text that was written for a program.

        Raises:
            CoreloomError: When that text cannot be run; it is still a draft then.
        """
        scenario, text = self._session.scenario, self._drafts.get(program)
        used = scenario is not None and any(entry.program == program for entry in scenario.processes)
        if scenario is not None and used and text is not None:
            self.change(with_text(scenario, program, text), self.tr("Edit {}").format(program.name))
            self._drafts.pop(program, None)
            self.changed.emit()

    def discard(self) -> None:
        """Take the document as it is for saved: nobody is asked about it any more."""
        self._saved = True
        self._drafts.clear()
        self.history.setClean()

    def reloaded(self) -> None:
        """Take note that the document is as in its file again."""
        self._stamp = stamp_of(self._path)
        self.discard()
        self.changed.emit()

    def _follow_drafts(self, before: Scenario, after: Scenario) -> None:
        """Let each draft belong to the program that has taken the place of its own."""
        known = {entry.program for entry in after.processes}
        for program in [each for each in self._drafts if each not in known]:
            index = next((i for i, entry in enumerate(before.processes) if entry.program == program), None)
            heir = after.processes[index].program if index is not None and index < len(after.processes) else None
            if heir is not None:
                text = self._drafts.pop(program)
                if text != heir.source:
                    self._drafts[heir] = text

    def _tell(self) -> None:
        self.changed.emit()

    def _use(self, scenario: Scenario) -> None:
        """Make an earlier or later state of the document the present one."""
        now = self._session.scenario
        try:
            self._session.change(scenario if now is None else replace(scenario, source=now.source))
            self._follow_drafts(now or scenario, scenario)
        except CoreloomError as error:
            self.refused.emit(self.tr("This cannot be run"), str(error))

    def new(self) -> bool:
        """Begin a new document with one small program, and say whether that was wanted."""
        if not self.may_leave():
            return False
        name = self.tr("untitled")
        program = Program(name="program.py", source=NEW_PROGRAM)
        entry = ProcessSpec(name=program.name, program=program)
        return self.show(Scenario(title=name, processes=(entry,)), None)

    def open_all(self, paths: Sequence[Path]) -> bool:
        """Open files that are one document: programs, each as a process of a new scenario, or anything by itself."""
        if not paths or not self.may_leave():
            return False
        if len(paths) == 1:
            return self.open(paths[0])
        try:
            self.load_programs(paths)
        except CoreloomError as error:
            self.refused.emit(self.tr("This file cannot be opened"), str(error))
            return False
        return True

    def load_programs(self, paths: Sequence[Path], change: Callable[[Scenario], Scenario] | None = None) -> None:
        """Open programs, each as a process of a new scenario.

        Args:
            paths: The programs.
            change: Changes the scenario before it is run.

        Raises:
            CoreloomError: When one of them cannot be used; what was open stays.
        """
        scenario = scenario_of(paths, self.tr("untitled"))
        self.load(change(scenario) if change is not None else scenario, None, saved=False)

    def ask_open(self) -> None:
        """Let the user choose a file and open it."""
        if not self.may_leave():
            return
        filters = f"{self.tr('Programs, scenarios, lessons and recordings')} ({patterns(*FileKind)})"
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open"), self.folder(), filters)
        if name:
            self.open(Path(name))

    def save(self) -> bool:
        """Save to the file it came from, or ask for one, and say whether it is saved."""
        if self._path is None or kind_of(self._path) is not FileKind.SCENARIO:
            return self.ask_save_as()
        return self.save_to(self._path)

    def ask_save_as(self) -> bool:
        """Let the user choose a file and save there."""
        suggestion = str(Path(self.folder()) / as_scenario(Path(Path(self.name).stem or "scenario"), ""))
        path = ask_where_to_save(self._window, self.tr("Save the scenario"), suggestion, scenario_filter(), as_scenario)
        return path is not None and self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save the scenario to ``path``, and say whether that worked."""
        scenario = self._session.scenario
        if scenario is None or self.locked or not self._may_overwrite(path):
            return False
        try:
            for program in list(self._drafts):
                self.use_draft(program)
            scenario = self._session.scenario or scenario
            write_scenario(scenario, path)
        except CoreloomError as error:
            self.refused.emit(self.tr("This file cannot be saved"), str(error))
            return False
        self._session.rename(replace(scenario, source=str(path)))
        self._path, self._stamp = path, stamp_of(path)
        self.discard()
        self.recent.add(path)
        self.changed.emit()
        return True

    def _may_overwrite(self, path: Path) -> bool:
        """Ask before a file is replaced that another program changed since it was opened here."""
        if path != self._path or stamp_of(path) in {None, self._stamp}:
            return True
        answer = ask(
            self._window,
            self.tr("Replace the changed file?"),
            self.tr("Another program has changed “{}” since it was opened here. Saving replaces what it wrote.").format(
                path.name
            ),
            Button.Save | Button.Cancel,
            Button.Cancel,
        )
        return answer == Button.Save

    def may_leave(self) -> bool:
        """Ask what to do with changes that are not saved; False means: stay."""
        return (not self.modified or self._ask_to_save()) and all(may() for may in self.also_asked)

    def _ask_to_save(self) -> bool:
        answer = ask(
            self._window,
            self.tr("Save changes?"),
            self.tr("“{}” has changes that are not saved.").format(self.name),
            Button.Save | Button.Discard | Button.Cancel,
            Button.Save,
        )
        if answer == Button.Save:
            return self.save()
        return answer == Button.Discard

    def _open_recent(self, path: Path) -> None:
        if self.may_leave():
            self.open(path)

    def folder(self) -> str:
        """Return where files are looked for first: where the document is, or at home."""
        return str(self._path.parent) if self._path else str(home_folder())


def with_text(scenario: Scenario, program: Program, text: str) -> Scenario:
    """Return a scenario in which a program has another text, wherever it runs."""
    changed = replace(program, source=text)
    entries = (replace(entry, program=changed) if entry.program == program else entry for entry in scenario.processes)
    return replace(scenario, processes=tuple(entries))
