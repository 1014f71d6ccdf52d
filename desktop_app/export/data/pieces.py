"""Files that are written piece by piece, so that the largest one takes no more memory than the smallest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from desktop_app.export.progress import Progress
from desktop_app.storage.atomic import replacing

#: Whoever listens to the export of data is told of so many steps by its end, whatever there is to write.
STEPS: Final = 1_000
#: Pieces that are written at a time; each is a line or so.
_AT_ONCE: Final = 4_096

Row = TypeVar("Row", bound=tuple[Any, ...])


def write_pieces(out: Path, pieces: Iterable[str]) -> None:
    """Write a text as UTF-8 in the place of a file, or leave everything as it was.

    A character that is no Unicode text, half of a surrogate pair, becomes a question mark.

    Raises:
        FileError: When the file cannot be written.
        CancelledError: When whoever listens has the export stop; nor is anything left of it then.
    """
    rest = iter(pieces)
    with replacing(out) as temporary, temporary.open("wb") as stream:
        while block := "".join(islice(rest, _AT_ONCE)):
            stream.write(block.encode(errors="replace"))


def told(rows: Iterable[Row], begin_ns: int, end_ns: int, progress: Progress) -> Iterator[Row]:
    """Yield rows that begin with their time, and tell of `STEPS` steps as the times go from beginning to end.

    Args:
        rows: In order of time.
        begin_ns: When the first one may be.
        end_ns: When the last one may be.
        progress: Who is told.
    """
    done, span_ns = 0, max(1, end_ns - begin_ns)
    for number, row in enumerate(rows, 1):
        if number % _AT_ONCE == 0:
            now = max(done, min(STEPS, (row[0] - begin_ns) * STEPS // span_ns))
            progress.frames(now - done)
            done = now
        yield row
    progress.frames(STEPS - done)
