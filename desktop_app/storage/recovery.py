"""Unsaved work on disk, from which it is recovered after a crash: a folder for each running instance.

An instance holds the lock of its folder as long as it runs. A folder with work in it whose lock nobody holds was left
by an instance that ended without a word: its work is orphaned.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from desktop_app.model.errors import CoreloomError, FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.folder_lock import FolderLock, lock_folder
from desktop_app.storage.places import state_folder
from desktop_app.storage.regular_file import read_regular_file
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.storage.scenario_writing import format_scenario

_DOCUMENT: Final = "document.json"
_MOST_BYTES: Final = 64 << 20
#: An instance that has just begun holds its lock only a moment after its folder is there.
_JUST_MADE_S: Final = 60.0
#: Folders that are looked at; more are nobody's crashes.
_MOST_FOLDERS: Final = 200


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it was at some moment.

    Attributes:
        name: What it was called.
        text: The scenario, as the text of a file, with its programs.
        saved_at_s: When it was written down, in seconds of Unix time.
        path: The file that it came from; empty when it had none.
        stamp: What showed then whether that file was changed; None when it had none.
        programs: The files that its programs came from, by the indexes of the entries.
        drafts: Texts of programs that were being written, by the names of the programs.
    """

    name: str
    text: str
    saved_at_s: float
    path: str = ""
    stamp: tuple[int, int] | None = None
    programs: dict[int, str] = msgspec.field(default_factory=dict)
    drafts: dict[str, str] = msgspec.field(default_factory=dict)

    def scenario(self) -> Scenario:
        """Return the scenario.

        Raises:
            ScenarioError: When its text is damaged.
        """
        scenario = parse_scenario(self.text, file=self.path or self.name, folder=None)
        entries = tuple(
            entry
            if entry.program is None or index not in self.programs
            else replace(entry, program=replace(entry.program, path=self.programs[index]))
            for index, entry in enumerate(scenario.processes)
        )
        return replace(scenario, processes=entries)


def work_of(
    scenario: Scenario,
    *,
    name: str,
    path: Path | None = None,
    stamp: tuple[int, int] | None = None,
    drafts: Mapping[str, str] | None = None,
) -> Work:
    """Return a document as it can be written down.

    Raises:
        ScenarioError: When it is none that could be read again.
    """
    named = {i: entry.program.path for i, entry in enumerate(scenario.processes) if entry.program is not None}
    return Work(
        name=name,
        text=format_scenario(scenario, folder=None, file=name),
        saved_at_s=time.time(),
        path="" if path is None else str(path.absolute()),
        stamp=stamp,
        programs={index: place for index, place in named.items() if place},
        drafts=dict(drafts or {}),
    )


def recovery_root() -> Path:
    """Return where the folders of this user's instances are; it need not exist."""
    return state_folder() / "recovery"


class RecoveryFolder:
    """The folder of an instance that runs, or the one that a crashed instance left."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        """Use a folder whose lock is held."""
        self.folder = folder
        self._lock = lock

    def write(self, work: Work) -> None:
        """Put a document in the place of the one before; after a crash in the middle, that one is still there.

        Raises:
            FileError: When it cannot be written.
        """
        try:
            data = msgspec.json.encode(work)
        except (UnicodeEncodeError, ValueError) as error:
            raise FileError(str(self.folder), f"the work cannot be written down: {error}") from None
        if len(data) > _MOST_BYTES:
            raise FileError(str(self.folder), f"the work is larger than {_MOST_BYTES >> 20} MiB; save it by itself")
        write_atomically(self.folder / _DOCUMENT, data, private=True)

    def read(self) -> Work:
        """Return the document.

        Raises:
            FileError: When it cannot be read, or is damaged.
        """
        place = self.folder / _DOCUMENT
        data = read_regular_file(place, maximum_bytes=_MOST_BYTES)
        try:
            return msgspec.json.decode(data, type=Work)
        except (msgspec.DecodeError, RecursionError) as error:
            raise FileError(str(place), f"it is damaged: {error}") from None

    def forget(self) -> None:
        """Drop the document: it is saved, or nobody wants it."""
        with contextlib.suppress(OSError):
            (self.folder / _DOCUMENT).unlink(missing_ok=True)

    def release(self) -> None:
        """Leave the folder as it is, for another instance or for later."""
        self._lock.release()

    def remove(self) -> None:
        """Remove the folder, the document first, so that nobody takes it for orphaned."""
        self.forget()
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_folder(root: Path) -> RecoveryFolder:
    """Return a new folder for this instance.

    Raises:
        FileError: When it cannot be made.
    """
    folder = root / secrets.token_hex(8)
    try:
        folder.mkdir(mode=0o700, parents=True)
        lock = lock_folder(folder)
    except OSError as error:
        raise FileError(str(root), f"unsaved work cannot be kept there: {error.strerror or error}") from None
    if lock is None:
        raise FileError(str(root), "unsaved work cannot be kept there: its file system knows no locks")
    return RecoveryFolder(folder, lock)


def orphaned(root: Path) -> list[RecoveryFolder]:
    """Return the folders with work that crashed instances left, each locked by this process; the newest work first.

    What such an instance left without work is removed.
    """
    found = []
    for folder in _folders(root):
        try:
            lock = lock_folder(folder)
        except OSError:
            continue
        if lock is None:
            continue
        left = RecoveryFolder(folder, lock)
        document = folder / _DOCUMENT
        if document.is_file():
            found.append((document.stat().st_mtime_ns, left))
        elif time.time() - folder.stat().st_mtime > _JUST_MADE_S:
            left.remove()
        else:
            left.release()
    return [left for _, left in sorted(found, key=lambda pair: -pair[0])]


def _folders(root: Path) -> list[Path]:
    try:
        return [each for each in sorted(root.iterdir()) if each.is_dir() and not each.is_symlink()][:_MOST_FOLDERS]
    except OSError:
        return []


def readable(folder: RecoveryFolder) -> tuple[Work | None, str]:
    """Return the work in a folder whose text can be opened, or None and what is wrong with it."""
    try:
        work = folder.read()
        work.scenario()
    except CoreloomError as error:
        return None, str(error)
    return work, ""
