"""Whether a start is the first one or a second: then its files belong to the window that is open already."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from desktop_app.storage.folder_lock import FolderLock, lock_folder
from desktop_app.storage.places import state_folder

#: What makes two screens of one user different: a window on another one is no use.
_DISPLAYS: Final = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_SOCKET: Final = "socket"
#: Bytes that the name of a socket may have at most, with some room: 104 on macOS, 108 on Linux.
_LONGEST: Final = 100
#: A first start that has not opened its window yet is waited for so long, in seconds, looked for this often.
_PATIENCE_S: Final = 10.0
_LOOK_S: Final = 0.05


class Answer(Enum):
    """What the window that is open does with the files of a second start."""

    OPENS = "opens"
    """It opens them."""
    WAITS = "waits"
    """It asks something, and opens them when that is answered."""
    NOTHING = "nothing"
    """It does not answer: it hangs, or is no Coreloom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to be the window that second starts hand their files to, for as long as the process runs.

    Attributes:
        name: The socket to listen at; empty where there can be none.
        lock: What nobody else can hold meanwhile; None where there can be none.
    """

    name: str
    lock: FolderLock | None


def take_turn() -> Turn | None:
    """Return the turn, or None when another process has it.

    The system gives it back when its process ends, however that was. Where there is no place for it everybody has one.
    """
    name = server_name()
    folder = _lock_folder(name)
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_private(folder.parent):
            return Turn(name="", lock=None)
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = lock_folder(folder) if is_private(folder) else None
    except OSError:
        return Turn(name="", lock=None)
    return None if lock is None else Turn(name=name, lock=lock)


def server_name() -> str:
    """Return the name of the socket of this user's window on this display: a path, but on Windows."""
    # Windows has sockets of its own on each computer, and asking it for its name can take a second.
    computer = "" if sys.platform == "win32" else platform.node()
    parts = [str(state_folder()), computer, *_display()]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    if sys.platform == "win32":
        return f"coreloom-{digest}"
    return str(_run_folder() / digest / _SOCKET)


def hand_over(paths: Sequence[Path], *, clock: Callable[[], float] = time.monotonic) -> Answer | Turn:
    """Hand files, or none for no more than to show itself, to the window of whoever has the turn.

    Args:
        paths: The files.
        clock: Returns seconds, as the window may only be about to open.

    Returns:
        What the window does with them; or the turn, where whoever had it has just ended.
    """
    name = server_name()
    try:
        from desktop_app.app.instance import ask  # noqa: PLC0415 - a first start needs no network module here
    except ImportError:
        return Answer.NOTHING  # where Qt's network module lacks a library of the system, no window listens
    until_s = clock() + _PATIENCE_S
    while True:
        answer = ask(name, paths) if _may_be_there(name) else None
        if answer is not None:
            return answer
        turn = take_turn()
        if turn is not None:
            return turn
        if clock() >= until_s:
            return Answer.NOTHING
        time.sleep(_LOOK_S)


def _display() -> list[str]:
    """Return what tells this screen from others of the same user."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        session = ctypes.c_ulong()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session))
        return [str(session.value)]
    # A display's screens have one pointer and one keyboard: ":0.0" is ":0".
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    return [f"{host}{colon}{number.partition('.')[0]}", *(os.environ.get(name, "") for name in _DISPLAYS)]


def _run_folder() -> Path:
    """Return the folder for sockets: that of the session, or one of Coreloom's own where there is none."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and is_private(runtime):  # another user's, after `su`, is not
        return runtime / "coreloom"
    own = state_folder() / "run"
    if len(os.fsencode(own)) + len("/01234567890123456789/") + len(_SOCKET) <= _LONGEST:
        return own
    return Path(tempfile.gettempdir()) / f"coreloom-{os.getuid() if sys.platform != 'win32' else 0}"


def _lock_folder(name: str) -> Path:
    return state_folder() / "run" / name if sys.platform == "win32" else Path(name).parent


def _may_be_there(name: str) -> bool:
    """Return whether there is a socket in a folder that is nobody else's."""
    if sys.platform == "win32":
        return True
    return os.path.lexists(name) and is_private(Path(name).parent)


def is_private(folder: Path) -> bool:
    """Return whether a folder belongs to this user, and nobody else can put anything there."""
    if sys.platform == "win32":
        return True
    try:
        status = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and status.st_uid == os.getuid() and not status.st_mode & 0o022
