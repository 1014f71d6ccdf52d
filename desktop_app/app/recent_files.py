"""The files that were opened before, and the menu that offers them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from desktop_app.model.errors import CoreloomError
from desktop_app.storage.recent import add_recent, clear_recent, read_recent, remove_recent
from desktop_app.views.plain_tip import plain_tip


class RecentFiles(QObject):
    """Remembers files; a home folder that cannot be written is no reason to stop.

    Args:
        store: The file that lists them.
        open_file: Opens one of them.
        parent: Its owner.
    """

    def __init__(self, store: Path, open_file: Callable[[Path], object], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._open = open_file

    def add(self, path: Path) -> None:
        """Remember a file that was opened or saved."""
        with suppress(CoreloomError):
            add_recent(self._store, path)

    def remove(self, path: Path) -> None:
        """Forget a file that is not there any more."""
        with suppress(CoreloomError):
            remove_recent(self._store, path)

    def forget(self) -> None:
        """Forget all of them."""
        with suppress(CoreloomError):
            clear_recent(self._store)

    def fill(self, menu: QMenu) -> None:
        """Put them into a menu."""
        menu.clear()
        for path in read_recent(self._store):
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(plain_tip(str(path)))
            action.triggered.connect(lambda _checked=False, path=path: self._open(path))
        menu.setEnabled(not menu.isEmpty())
        if not menu.isEmpty():
            menu.addSeparator()
            menu.addAction(self.tr("&Forget these")).triggered.connect(self.forget)
