"""Writing unsaved work down while it is worked on, so that a crash takes no more than the last seconds of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.app.documents import Documents
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.recovery import RecoveryFolder, new_folder, work_of

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

#: From a change to writing it down. With the writing itself it is less than the five seconds that may be lost.
DELAY_MS = 2_000
#: How long closing the window, or a crash dialog, waits for the disk.
_PATIENCE_S = 5.0

Drafts = Callable[[], Mapping[str, str]]


class Autosave(QObject):
    """Keeps a copy of the open document, while it has changes that are not saved.

    The copy is made and written in another thread. Its folder is made with the first one, and removed by `close`.

    Args:
        session: What is open.
        documents: Says when there are changes.
        root: Where folders of instances are; None to keep no copies.
        drafts: Returns the texts of programs that are being written, by the programs' names.
        parent: Its owner.

    Signals:
        failed: No copy could be written; why.
    """

    failed = Signal(str)

    def __init__(
        self, session: Session, documents: Documents, root: Path | None, drafts: Drafts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._root = root
        self._drafts = drafts
        self._folder: RecoveryFolder | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._writing: Future[None] | None = None
        self._written: tuple[Scenario | None, dict[str, str]] = (None, {})
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._save)
        documents.changed.connect(self.note)

    @property
    def folder(self) -> RecoveryFolder | None:
        """The folder of this instance; None before the first copy."""
        return self._folder

    def note(self) -> None:
        """Take note that something changed, or was saved."""
        if self._root is None:
            return
        if not self._wanted():
            self._timer.stop()
            if self._written[0] is not None:
                self._written = (None, {})
                self._submit(self._forget)
        elif not self._timer.isActive() and self._state() != self._written:
            self._timer.start()

    def save_now(self) -> bool:
        """Write a copy and wait for it, for a while; return whether there is one, or none is needed."""
        if self._root is None or not self._wanted():
            return True
        if not self._wait():
            return False
        self._save()
        return self._wait() and not self._problem

    def close(self) -> None:
        """Remove the copy: everything is saved, or is not to be."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)
            self._worker = None
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def _wait(self) -> bool:
        """Wait for what is being written, for a while, and return whether that worked."""
        try:
            if self._writing is not None:
                self._writing.result(timeout=_PATIENCE_S)
        except Exception:  # noqa: BLE001 - whatever it was, there is no copy
            return False
        return True

    def _wanted(self) -> bool:
        return self._session.scenario is not None and (self._documents.modified or bool(self._drafts()))

    def _state(self) -> tuple[Scenario | None, dict[str, str]]:
        return self._session.scenario, dict(self._drafts())

    def _save(self) -> None:
        if self._writing is not None and not self._writing.done():
            self._timer.start()  # a slow disk: once more when it is done
            return
        scenario, drafts = self._state()
        if scenario is None:
            return
        self._written = (scenario, drafts)
        documents = self._documents
        name, path, stamp = documents.name, documents.path, documents.stamp
        self._submit(lambda: self._write(scenario, drafts, name, path, stamp))

    def _submit(self, job: Callable[[], None]) -> None:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not needed for the first paint

        if self._worker is None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="autosave")
        self._writing = self._worker.submit(job)

    # -- in the other thread --------------------------------------------------------------------------------

    def _write(
        self,
        scenario: Scenario,
        drafts: dict[str, str],
        name: str,
        path: Path | None,
        stamp: tuple[int, int] | None,
    ) -> None:
        assert self._root is not None
        try:
            if self._folder is None:
                self._folder = new_folder(self._root)
            self._folder.write(work_of(scenario, name=name, path=path, stamp=stamp, drafts=drafts))
        except CoreloomError as error:
            if str(error) != self._problem:  # once is enough
                self._problem = str(error)
                self.failed.emit(self._problem)
        else:
            self._problem = ""

    def _forget(self) -> None:
        if self._folder is not None:
            self._folder.forget()
