"""Who writes the chunks of a film in a format, and who makes a file of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.formats import Format, Kind, Quality
from desktop_app.export.progress import Progress
from desktop_app.export.sequence import write_frames

#: Makes an easel for a film.
MakeEasel = Callable[[Film], Easel]


class ClipWriter(Protocol):
    """Writes one format."""

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        """Write chunks, by their numbers from 0, as they come, into files of a folder.

        Raises:
            OSError: When a file cannot be written.
            CancelledError: When the progress says so.
        """

    def join(self, film: Film, files: Sequence[Path], out: Path) -> None:
        """Make a file of the chunks of a film, in their order, without encoding again.

        Raises:
            OSError: When it cannot be written.
        """


def chunk_file(folder: Path, number: int) -> Path:
    """Return where a chunk is kept until all are there, by its number from 0."""
    return folder / f"chunk_{number:06}"


@dataclass(frozen=True, slots=True)
class _Frames:
    """Writes pictures, which are the folder's own files."""

    make_easel: MakeEasel

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        """Write chunks, by their numbers from 0, as they come, into files of a folder."""
        easel, frames = self.make_easel(film), film.chunks
        for number in chunks:
            write_frames(film, frames[number].start, frames[number].stop, easel, folder, progress)
        easel.close()

    def join(self, film: Film, files: Sequence[Path], out: Path) -> None:
        """Do nothing: a sequence is the pictures themselves."""


def writer_for(form: Format, quality: Quality | None, make_easel: MakeEasel, lanes: int) -> ClipWriter:
    """Return who writes a format.

    Args:
        form: A sequence, or the format of a clip.
        quality: How much may be lost; None where the format has nothing to choose.
        make_easel: Makes what paints.
        lanes: How many chunks are encoded at the same time in this process.

    Raises:
        CoreloomError: When what encodes it is not installed.
    """
    if form.kind is Kind.SEQUENCE:
        return _Frames(make_easel)
    raise NotImplementedError
