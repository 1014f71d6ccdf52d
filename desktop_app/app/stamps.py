"""Files as they were when they were read or written last, by which one sees that another program changed them."""

from __future__ import annotations

from pathlib import Path

#: When a file was changed last, in nanoseconds, and its size in bytes.
Stamp = tuple[int, int]


def stamp_of(path: Path | None) -> Stamp | None:
    """Return what shows that a file was changed, or None when it is not there."""
    if path is None:
        return None
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
