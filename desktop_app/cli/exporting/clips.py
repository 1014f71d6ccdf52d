"""Clips and sequences: a film's chunks, written by as many processes as pay, and put together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_app.app.own_command import own_command
from desktop_app.cli.exporting.chunks import Asking, Worker, fingerprint, write_all
from desktop_app.cli.exporting.telling import Telling
from desktop_app.cli.exporting.writers import ClipWriter, join_parts
from desktop_app.export.film import CHUNK_FRAMES, Film
from desktop_app.export.processors import processors
from desktop_app.export.sequence import sequence_folder, write_manifest
from desktop_app.model.errors import FileError
from desktop_app.storage.atomic import parts_beside, replacing

#: Frames that a process should have, so that its start, and running the source again, pay.
_LEAST_FRAMES: Final = 2 * CHUNK_FRAMES
#: Processes that nobody asked for have no more pixels all together: an encoder holds dozens of pictures.
_MOST_PIXELS: Final = 8 * 3840 * 2160


def jobs_for(film: Film, asked: int | None) -> int:
    """Return how many processes work at a film: as many as were asked for, or as pay, and none without a chunk."""
    width, height = film.look.size
    pay = max(1, min(processors(), film.frames // _LEAST_FRAMES, _MOST_PIXELS // (width * height)))
    return min(len(film.chunks), asked or pay)


def _nothing(_film: Film) -> None:
    """Load nothing."""


#: Objects made between collections of the youngest, and collections of younger ones between those of older ones.
_COLLECTED: Final = (50_000, 10, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A film that is to be written.

    Attributes:
        film: The film.
        source: By what another process knows that it has read the same.
        arguments: Those of the command line, with which another process makes the same film.
        jobs: How many processes work at it, this one included.
        telling: Who is told how far it is.
        prepare: Loads what pictures need, before frames are counted: else nobody could tell how long all of them take
            from how long the first ones took.
    """

    film: Film
    source: str
    arguments: Sequence[str]
    jobs: int
    telling: Telling
    prepare: Callable[[Film], None] = _nothing

    def write(self, writer: ClipWriter, folder: Path) -> None:
        """Write all chunks into a folder.

        Raises:
            CoreloomError: When one of the processes fails, or somebody had it stop.
            OSError: When a file cannot be written.
        """
        film = self.film
        known_by = fingerprint(self.source, film)
        command = own_command(["export", "--worker", str(folder), *self.arguments])
        workers = [Worker(command, known_by) for _ in range(self.jobs - 1)]
        self.prepare(film)
        collect_seldom()
        self.telling.begin(film.frames)
        write_all(writer.write, film, folder, self.telling, workers)


def write_clip(work: Work, writer: ClipWriter, outs: Sequence[tuple[Film, Path]]) -> None:
    """Write a film as a file, or as one for each of its steps; all of them, or none.

    Args:
        work: The film.
        writer: Who writes the format.
        outs: The files, and what of the film is in each, in its order.

    Raises:
        CoreloomError: When it cannot be written; what was there before is as it was.
    """
    with ExitStack() as files:
        temporary = [files.enter_context(replacing(out)) for _, out in outs]
        folder = files.enter_context(parts_beside(outs[0][1]))
        for path in (folder, *temporary):
            work.telling.temporary(path)
        try:
            work.write(writer, folder)
            join_parts(writer, folder, [(film, path) for (film, _), path in zip(outs, temporary, strict=True)])
        except FileError as error:
            # Who asked for a file knows nothing of those that it is made of.
            meant = {str(path): out for (_, out), path in zip(outs, temporary, strict=True)}
            if error.file not in meant:
                raise
            raise FileError(str(meant[error.file]), error.problem) from None


def write_sequence(work: Work, writer: ClipWriter, out: Path) -> None:
    """Write a film as a folder of pictures, or leave everything as it was.

    Raises:
        CoreloomError: When it cannot be written.
    """
    with sequence_folder(out) as folder:
        work.telling.temporary(folder)
        work.write(writer, folder)
        write_manifest(work.film, folder)


def serve(writer: ClipWriter, film: Film, source: str, folder: Path) -> None:
    """Write chunks for the process that started this one."""
    collect_seldom()
    asking = Asking(fingerprint(source, film))
    writer.write(film, asking, folder, asking)
    asking.end()


def collect_seldom() -> None:
    """Have Python look through what is there by now no more, which lives as long as this process, and else seldom.

    A picture makes thousands of objects, none of which lives longer or refers to itself.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
