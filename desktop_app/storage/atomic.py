"""Replacing a file, or a folder, as a whole: after any failure the old one is still there, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from desktop_app.model.errors import FileError
from desktop_app.model.quoting import quoted

_READ_ONLY_FOLDER: Final = "you may not write in its folder, or another program keeps it open; save it elsewhere"
_NO_SPACE: Final = "there is no space left for it; free some space, or save it on another disk"

_PROBLEMS: Final = {
    errno.EACCES: _READ_ONLY_FOLDER,
    errno.EPERM: _READ_ONLY_FOLDER,
    errno.EROFS: _READ_ONLY_FOLDER,
    errno.ENOSPC: _NO_SPACE,
    getattr(errno, "EDQUOT", errno.ENOSPC): _NO_SPACE,
    errno.EFBIG: "it would be larger than files may be there; write less, or save it on another disk",
    errno.ENOENT: "its folder does not exist; create the folder, or choose another one",
    errno.ENOTDIR: "its folder is not a folder; choose another one",
    errno.EBUSY: "another program uses it, or a disk is mounted there; choose another name",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    errno.ELOOP: "its symbolic links lead in a circle; choose another name",
}

_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
#: Files that systems put into folders on their own, which nobody misses.
_LEFT_BY_SYSTEMS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put ``data`` in the place of a file's content, or leave everything as it was.

    A symbolic link stays one: the file that it names is replaced. An existing file keeps its permissions.

    Args:
        path: The file.
        data: All that is to be in it.
        private: Whether a new file is for nobody else to read.

    Raises:
        FileError: When the file is read-only, or no file can be written there.
    """
    with replacing(path, private=private) as temporary, open(temporary, "wb") as stream:  # noqa: PTH123 - as the descriptors below
        stream.write(data)


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give an empty file beside a file, which takes its place when all is written into it.

    After any failure, and when what writes is cancelled, that new file is gone and everything is as it was. A symbolic
    link stays one: the file that it names is replaced. An existing file keeps its permissions.

    Args:
        path: The file.
        private: Whether a new file is for nobody else to read.

    Yields:
        The new file's path; whoever writes there may empty it, and closes it before the end.

    Raises:
        FileError: When the file is read-only, or no file can be written there; for any `OSError` from within, too,
            such as that of a full disk.
    """
    with _told(path):
        target = _resolved(path)
        mode = _existing_mode(target, shown=str(path))
        temporary = _beside(target)
        try:
            os.close(os.open(temporary, _NEW_FILE, 0o600 if private else 0o666))
            yield temporary
            _sync_file(temporary)
            if mode is not None:
                temporary.chmod(mode)
            os.replace(temporary, target)  # noqa: PTH105 - the os function says what it does on Windows
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


@contextlib.contextmanager
def replacing_folder(path: Path, earlier: Callable[[Path], Collection[str]]) -> Iterator[Path]:
    """Give an empty folder beside a folder, which takes its place when all files are in it.

    After any failure, and when what writes is cancelled, that new folder is gone and everything is as it was. A folder
    that is there already goes only if it holds nothing but what was made the same way before; it keeps its permissions
    and its symbolic link.

    Args:
        path: The folder, which need not be there yet.
        earlier: Returns the names of the files in a folder that are of no use any more as soon as there are new ones.
            Where the folder holds anything else it is left alone.

    Yields:
        The new folder's path, for files only.

    Raises:
        FileError: When something else is in the folder, or none can be made there; for any `OSError` from within, too.
    """
    with _told(path):
        target = _resolved(path)
        mode = _existing_folder_mode(target, earlier, shown=str(path))
        temporary = _beside(target)
        try:
            temporary.mkdir()
            yield temporary
            for file in temporary.iterdir():
                # Most of them are on the disk by now: to wait for each as it is written would take longer.
                _sync_file(file)
            _sync_folder(temporary)
            if mode is not None:
                temporary.chmod(mode)
            # Whoever put something there since the beginning wants to keep it.
            _existing_folder_mode(target, earlier, shown=str(path))
            _take_place(temporary, target, earlier)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    _sync_folder(target.parent)


@contextlib.contextmanager
def parts_beside(path: Path) -> Iterator[Path]:
    """Give a folder beside a file, for files that it is made of; it is gone in the end, whatever happens.

    Nowhere else there need be room for what may be as large as the file.

    Raises:
        FileError: When there can be no such folder; for any `OSError` from within, too. What is wrong with a file in
            the folder is said of the file that it is for, as nobody knows of the others.
    """
    with _told(path):
        beside = _resolved(path).parent
        made = tempfile.TemporaryDirectory(prefix=".coreloom-", suffix=".tmp", dir=beside, ignore_cleanup_errors=True)
        with made as name:
            folder = Path(name)
            try:
                yield folder
            except FileError as error:
                if folder not in Path(error.file).parents:
                    raise
                raise FileError(str(path), error.problem) from None


def _take_place(temporary: Path, target: Path, earlier: Callable[[Path], Collection[str]]) -> None:
    """Rename a folder to where another one may be, which is put by first, as no system replaces one that is full."""
    if not target.exists():
        temporary.rename(target)
        return
    old = _beside(target)
    target.rename(old)
    try:
        temporary.rename(target)
    except BaseException:
        old.rename(target)
        raise
    with contextlib.suppress(OSError):
        for name in (*earlier(old), *_LEFT_BY_SYSTEMS):
            (old / name).unlink(missing_ok=True)
        old.rmdir()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what is wrong with a file where the system refuses something."""
    try:
        yield
    except OSError as error:
        problem = _PROBLEMS.get(error.errno or 0, f"it cannot be written: {error.strerror or error}")
        raise FileError(str(path), problem) from None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # Python 3.11 and 3.12 meeting a circle of links
        raise FileError(str(path), _PROBLEMS[errno.ELOOP]) from None
    except ValueError:
        raise FileError(str(path), "its name holds a character that no file name may hold") from None


def _beside(target: Path) -> Path:
    """Return a new name next to the target, because a rename is atomic within one file system only."""
    return target.with_name(f".coreloom-{secrets.token_hex(8)}.tmp")


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


def _existing_folder_mode(target: Path, earlier: Callable[[Path], Collection[str]], *, shown: str) -> int | None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISDIR(mode):
        raise FileError(shown, "it is a file, and a folder is to be there; choose another name")
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise FileError(shown, "the folder is read-only; make it writable, or choose another one")
    names = set(os.listdir(target)) - _LEFT_BY_SYSTEMS  # noqa: PTH208 - names are all that is wanted
    others = names.difference(earlier(target)) if names else names
    if others:
        problem = f"the folder holds other files, such as {quoted(min(others))}; choose a new or an empty one"
        raise FileError(shown, problem)
    return stat.S_IMODE(mode)


def _sync_file(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)  # Windows syncs only what may be written
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system lets a folder be synced at all."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
