"""Replacing a file as a whole: after any failure the old file is still there, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from desktop_app.model.errors import FileError

_READ_ONLY_FOLDER: Final = "you may not write in its folder, or another program keeps it open; save it elsewhere"
_NO_SPACE: Final = "there is no space left for it; free some space, or save it on another disk"

_PROBLEMS: Final = {
    errno.EACCES: _READ_ONLY_FOLDER,
    errno.EPERM: _READ_ONLY_FOLDER,
    errno.EROFS: _READ_ONLY_FOLDER,
    errno.ENOSPC: _NO_SPACE,
    getattr(errno, "EDQUOT", errno.ENOSPC): _NO_SPACE,
    errno.ENOENT: "its folder does not exist; create the folder, or choose another one",
    errno.ENOTDIR: "its folder is not a folder; choose another one",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    errno.ELOOP: "its symbolic links lead in a circle; choose another name",
}

_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of a file's content, or leave everything as it was.

    A symbolic link stays one: the file that it names is replaced. An existing file keeps its permissions.

    Raises:
        FileError: When the file is read-only, or no file can be written there.
    """
    try:
        target = path.resolve()
        mode = _existing_mode(target, shown=str(path))
        # Next to the target, because a rename is atomic within one file system only.
        temporary = target.with_name(f".coreloom-{secrets.token_hex(8)}.tmp")
        try:
            _write_through(temporary, data, mode)
            os.replace(temporary, target)  # noqa: PTH105 - the os function says what it does on Windows
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError) as error:  # RuntimeError: Python 3.11 and 3.12 meeting a circle of links
        number = error.errno if isinstance(error, OSError) else errno.ELOOP
        problem = _PROBLEMS.get(number or 0, f"it cannot be written: {getattr(error, 'strerror', None) or error}")
        raise FileError(str(path), problem) from None
    except ValueError:
        raise FileError(str(path), "its name holds a character that no file name may hold") from None
    _sync_folder(target.parent)


def _existing_mode(target: Path, *, shown: str) -> int | None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise FileError(shown, "it is a folder; choose a file name inside it")
    if not stat.S_ISREG(mode):
        raise FileError(shown, "it is a device, a pipe or a socket; choose another name")
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        # A rename would replace it all the same: the folder's permissions decide that, not the file's.
        raise FileError(shown, "it is read-only; make it writable, or save under another name")
    return stat.S_IMODE(mode)


def _write_through(temporary: Path, data: bytes, mode: int | None) -> None:
    with open(os.open(temporary, _NEW_FILE, 0o666), "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system lets a folder be synced at all."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
