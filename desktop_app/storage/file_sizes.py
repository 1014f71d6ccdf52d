"""How large files are."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def bytes_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; 0 where there is none."""
    with suppress(OSError):
        if path.is_dir():
            return sum(bytes_of(entry) for entry in path.iterdir())
        return path.stat().st_size
    return 0
