"""Bookmarks: moments of the open scenario that somebody named, kept in its file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from desktop_app.app.documents import Documents
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.durations import NS_PER_MS
from desktop_app.storage.limits import MAX_BOOKMARKS, MAX_LABEL_CHARS, as_label

_WIDTH_PX = 380


class BookmarkCommands(QObject):
    """Adds, removes and visits bookmarks.

    Signals:
        changed: There are other bookmarks; all of them, by time.
    """

    changed = Signal(object)

    def __init__(self, session: Session, documents: Documents, playhead: Playhead, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._documents = documents
        self._playhead = playhead
        self._window = window
        documents.changed.connect(lambda: self.changed.emit(self.bookmarks))

    @property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks of the open scenario, by time."""
        scenario = self._session.scenario
        marks = scenario.bookmarks if scenario is not None else ()
        return tuple(sorted(marks, key=lambda mark: mark.at_ns))

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            "bookmark": self.ask,
            "bookmark_remove": self.remove,
            "bookmark_next": self.go_to_next,
            "bookmark_previous": self.go_to_previous,
        }

    def ask(self) -> None:
        """Ask for a name and add a bookmark at the playhead."""
        if self._session.scenario is None:
            return
        at_ns = self._playhead.t_ns
        self._playhead.pause()
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Add a bookmark"))
        dialog.setLabelText(self.tr("What happens at {} ms?").format(f"{at_ns / NS_PER_MS:.2f}"))
        dialog.setTextValue(self.tr("Bookmark {}").format(len(self.bookmarks) + 1))
        dialog.textValueSelected.connect(lambda text: self.add(at_ns, text))
        dialog.finished.connect(dialog.deleteLater)
        # Wide enough for its title, and for a name of a few words.
        dialog.resize(_WIDTH_PX, dialog.sizeHint().height())
        dialog.open()

    def add(self, at_ns: int, name: str) -> None:
        """Add a bookmark, in place of one at the same moment."""
        if len(self.bookmarks) >= MAX_BOOKMARKS:
            self._documents.refused.emit(
                self.tr("No more bookmarks"), self.tr("A scenario has at most {} of them.").format(MAX_BOOKMARKS)
            )
            return
        others = tuple(mark for mark in self.bookmarks if mark.at_ns != at_ns)
        shown = as_label(name.strip()[:MAX_LABEL_CHARS], otherwise="")
        self._set((*others, Bookmark(at_ns=at_ns, name=shown)))

    def remove(self) -> None:
        """Remove the bookmark at the playhead, or the last one before it."""
        marks = self.bookmarks
        index = bisect_right(marks, self._playhead.t_ns, key=lambda mark: mark.at_ns) - 1
        if index >= 0:
            self._set(marks[:index] + marks[index + 1 :])

    def go_to_next(self) -> None:
        """Go to the first bookmark after the playhead."""
        marks = self.bookmarks
        index = bisect_right(marks, self._playhead.t_ns, key=lambda mark: mark.at_ns)
        if index < len(marks):
            self._playhead.go_to(marks[index].at_ns)

    def go_to_previous(self) -> None:
        """Go to the last bookmark before the playhead."""
        marks = self.bookmarks
        index = bisect_left(marks, self._playhead.t_ns, key=lambda mark: mark.at_ns) - 1
        if index >= 0:
            self._playhead.go_to(marks[index].at_ns)

    def fill(self, menu: QMenu, first: int) -> None:
        """List the bookmarks in a menu, behind its ``first`` entries."""
        for action in menu.actions()[first:]:
            menu.removeAction(action)
            action.deleteLater()
        if self.bookmarks:
            menu.addSeparator()
        for mark in self.bookmarks[:30]:
            text = f"{mark.at_ns / NS_PER_MS:.2f} ms   {mark.name}".rstrip().replace("&", "&&")
            menu.addAction(text).triggered.connect(self._goer(mark.at_ns))

    def _goer(self, at_ns: int) -> Callable[[], None]:
        return lambda: self._playhead.go_to(at_ns)

    def _set(self, marks: tuple[Bookmark, ...]) -> None:
        scenario = self._session.scenario
        if scenario is not None:
            ordered = tuple(sorted(marks, key=lambda mark: mark.at_ns))
            self._documents.change(replace(scenario, bookmarks=ordered))
