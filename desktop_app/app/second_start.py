"""Whether a start is a second one: then its file belongs to the window that is open already."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import platformdirs

#: What makes two sessions of one user different: a window on another screen is no use.
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_ID")


def server_name() -> str:
    """Return the name of the socket of this user's window on this display: a path, but on Windows."""
    state = platformdirs.user_state_path("coreloom", appauthor=False)
    parts = [str(state), *(os.environ.get(name, "") for name in _DISPLAYS)]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
    if sys.platform == "win32":
        return f"coreloom-{digest}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime) / "coreloom" if Path(runtime).is_absolute() else state / "run"
    return str(folder / f"{digest}.socket")


def is_taken_over(source: str | None) -> bool:
    """Hand a source to the window that is open already, and return whether it took it.

    What is no file is not handed over: this start can say more about it.
    """
    path = None if source is None else Path(source)
    name = server_name()
    if (path is not None and not path.is_file()) or not _may_be_there(name):
        return False
    from desktop_app.app.instance import hand_over  # noqa: PLC0415 - a first start needs no network module here

    return hand_over(name, path)


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
