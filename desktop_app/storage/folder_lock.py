"""A lock on a folder that the operating system gives back when its holder ends, however that was."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "lock"


class FolderLock:
    """A lock that one process holds, on a file in the folder."""

    def __init__(self, descriptor: int) -> None:
        """Hold the lock that ``descriptor`` has."""
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; once more does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def lock_folder(folder: Path) -> FolderLock | None:
    """Return a lock on an existing folder, or None when another process, or this one, holds it.

    Raises:
        OSError: When no file can be made there, or its file system knows no locks.
    """
    descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        taken = _try_to_lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    if not taken:
        os.close(descriptor)
        return None
    return FolderLock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:  # the same error whether it is locked or cannot be
            return False
        return True

else:
    import fcntl

    def _try_to_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
