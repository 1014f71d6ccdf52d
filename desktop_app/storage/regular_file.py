"""Reading a file whose content nobody vouches for: never blocks, never reads more than the limit."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from desktop_app.model.errors import FileError

#: O_NONBLOCK: a pipe that replaced the file since the first look must not block; O_BINARY: Windows would translate.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

_PROBLEMS: Final = {
    errno.ENOENT: "there is no such file; check its name and its folder",
    errno.ENOTDIR: "there is no such file; a part of its path is a file and not a folder",
    errno.EISDIR: "it is a folder; choose a file inside it",
    errno.EACCES: "you may not read it; change its permissions or choose another file",
    errno.EPERM: "you may not read it; change its permissions or choose another file",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}


def read_regular_file(path: Path, *, maximum_bytes: int) -> bytes:
    """Return the content of an ordinary file.

    Args:
        path: The file; symbolic links are followed.
        maximum_bytes: A longer file is refused.

    Raises:
        FileError: When it is missing, a folder, a device or a pipe, longer than the limit, or may not be read.
    """
    with open_regular_file(path) as stream:
        content = stream.read(maximum_bytes + 1)
    if len(content) > maximum_bytes:
        raise FileError(str(path), f"it is larger than {_size(maximum_bytes)}, the most that is read; shorten it")
    return content


@contextmanager
def open_regular_file(path: Path) -> Iterator[BinaryIO]:
    """Open an ordinary file to read it as bytes, which may fail on the way.

    Args:
        path: The file; symbolic links are followed.

    Raises:
        FileError: When it is missing, a folder, a device or a pipe, or may not be read.
    """
    try:
        # Opening a device can already do something, so look before and look again at what was opened.
        _refuse_special(path, path.stat())
        stream = open(os.open(path, _FLAGS), "rb")  # noqa: PTH123, SIM115 - a descriptor, not a path; closed below
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:
        raise FileError(str(path), "its name holds a character that no file name may hold") from None
    with stream:
        try:
            _refuse_special(path, os.fstat(stream.fileno()))
            yield stream
        except OSError as error:
            raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> FileError:
    problem = _PROBLEMS.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")
    return FileError(str(path), problem)


def read_text_file(path: Path, *, maximum_bytes: int) -> str:
    """Return the text of an ordinary file in UTF-8, without the byte order mark that Windows editors put first.

    Args:
        path: The file; symbolic links are followed.
        maximum_bytes: A longer file is refused.

    Raises:
        FileError: As `read_regular_file`, and when it is no UTF-8 text.
    """
    data = read_regular_file(path, maximum_bytes=maximum_bytes)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(str(path), f"line {line} is not UTF-8 text ({error.reason}); save it as UTF-8") from None


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(str(path), _PROBLEMS[errno.EISDIR])
    if not stat.S_ISREG(status.st_mode):
        raise FileError(str(path), "it is a device, a pipe or a socket; choose an ordinary file")


def _size(count_bytes: int) -> str:
    return f"{count_bytes >> 20} MiB" if count_bytes >= 1 << 20 else f"{count_bytes >> 10} KiB"
