"""What a process leaves behind that ends in the middle of something: a file that is empty as long as all is well.

The interpreter writes there when it crashes itself, when nothing else can be done any more. Who comes later reads it: a
watch (`desktop_app.app.crash_watch`) right away, or the next start.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PREFIX: Final = "crash-"
_LONGEST: Final = 20_000
#: Files that are looked at; more are nobody's crashes.
_MOST: Final = 200
#: One that was just written to, a watch tells of by now; an empty one this old is of a process that was killed.
_JUST_WRITTEN_S, _FORGOTTEN_S = 10.0, 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashFile:
    """The file of a process.

    Attributes:
        path: The file.
        descriptor: Open for writing as long as the process runs.
    """

    path: Path
    descriptor: int

    def write(self, text: str) -> None:
        """Add what would be told to nobody otherwise."""
        with contextlib.suppress(OSError):
            os.write(self.descriptor, f"{text.rstrip()}\n".encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Remove it, as nobody watches: all went well."""
        with contextlib.suppress(OSError):
            os.close(self.descriptor)
            self.path.unlink()


def new_crash_file(folder: Path) -> CrashFile | None:
    """Return an empty file for this process, in a folder or among temporary files; None where there can be none."""
    name = f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}.txt"
    for place in (folder, None):
        try:
            if place is None:
                descriptor, path = tempfile.mkstemp(prefix="coreloom-", suffix=".txt")
                return CrashFile(path=Path(path), descriptor=descriptor)
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            return CrashFile(path=place / name, descriptor=os.open(place / name, flags, 0o600))
        except OSError:
            continue
    return None


def take_crash(path: Path) -> str:
    """Return what stands in a file of a process that has ended, and remove it; empty when there is nothing."""
    text = ""
    with contextlib.suppress(OSError):
        with path.open("rb") as stream:
            text = stream.read(_LONGEST).decode("utf-8", "replace").strip()
        path.unlink()
    return text


def left_crashes(folder: Path) -> list[str]:
    """Return what processes left that nobody told of yet, the oldest first, and remove it."""
    now = time.time()
    found = []
    try:
        paths = sorted(folder.glob(f"{_PREFIX}*.txt"))[:_MOST]
    except OSError:
        return []
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.lstat()
            age_s = now - status.st_mtime
            if status.st_size and age_s > _JUST_WRITTEN_S:
                found.append((status.st_mtime, take_crash(path)))
            elif not status.st_size and age_s > _FORGOTTEN_S:
                path.unlink()
    return [text for _, text in sorted(found) if text]
