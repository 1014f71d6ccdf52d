"""Which files the system is asked to watch, for whoever shows what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher

#: Editors write a file in several steps; this long after the last one it is looked at.
SETTLE_MS: Final = 300
#: Files that are watched; a system allows for so many only.
MOST_FILES: Final = 100


def watch_only(watcher: QFileSystemWatcher, paths: Iterable[Path]) -> None:
    """Watch these files and no others: also those again that were replaced, which a system then watches no more."""
    wanted = {str(path.absolute()) for path in paths}
    watched = set(watcher.files())
    if watched - wanted:
        watcher.removePaths(sorted(watched - wanted))
    there = [name for name in sorted(wanted - watched) if Path(name).is_file()]
    if there:
        watcher.addPaths(there)
