"""The files opened last, newest first, remembered from one session to the next."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from desktop_app.model.errors import FileError
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.places import state_folder
from desktop_app.storage.regular_file import read_regular_file

#: Files that are remembered.
MAX_RECENT: Final = 10
_MAX_LIST_BYTES: Final = 1 << 20


def recent_list_path() -> Path:
    """Return where this user's list is kept; neither the file nor its folder need exist."""
    return state_folder() / "recent.json"


def read_recent(store: Path) -> tuple[Path, ...]:
    """Return the remembered files, newest first; none when the list is missing or damaged.

    A file that has gone since is still listed: it may be on a disk that comes back.

    Args:
        store: The list, as `recent_list_path` returns it.
    """
    try:
        entries = msgspec.json.decode(read_regular_file(store, maximum_bytes=_MAX_LIST_BYTES), type=list[str])
    except (FileError, msgspec.DecodeError, RecursionError):
        return ()
    return _distinct([Path(entry) for entry in entries if entry and "\0" not in entry])


def add_recent(store: Path, opened: Path) -> tuple[Path, ...]:
    """Put a file first in the list and return the list.

    Raises:
        FileError: When the list cannot be written.
    """
    return _write(store, [Path(os.path.abspath(opened)), *read_recent(store)])  # noqa: PTH100 - resolve() would replace links


def remove_recent(store: Path, missing: Path) -> tuple[Path, ...]:
    """Take a file out of the list and return the list.

    Raises:
        FileError: When the list cannot be written.
    """
    gone = _identity(Path(os.path.abspath(missing)))  # noqa: PTH100 - as above
    return _write(store, [path for path in read_recent(store) if _identity(path) != gone])


def clear_recent(store: Path) -> None:
    """Forget all files.

    Raises:
        FileError: When the list cannot be written.
    """
    _write(store, [])


def _write(store: Path, paths: Sequence[Path]) -> tuple[Path, ...]:
    remembered = _distinct(paths)
    try:
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(str(store), f"its folder cannot be made: {error.strerror or error}") from None
    # A name that is no Unicode text (possible on Linux) cannot stand in JSON.
    texts = [str(path) for path in remembered if _is_text(str(path))]
    write_atomically(store, msgspec.json.format(msgspec.json.encode(texts), indent=2), private=True)
    return remembered


def _distinct(paths: Sequence[Path]) -> tuple[Path, ...]:
    newest: dict[str, Path] = {}
    for path in paths:
        newest.setdefault(_identity(path), path)
    return tuple(newest.values())[:MAX_RECENT]


def _identity(path: Path) -> str:
    return os.path.normcase(path)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
