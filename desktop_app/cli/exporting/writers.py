"""Who writes the chunks of a film in a format, and who makes a file of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.formats import Format, Kind, Quality
from desktop_app.export.progress import Progress
from desktop_app.export.sequence import write_frames

if TYPE_CHECKING:
    from desktop_app.export.animated.writers import Writer
    from desktop_app.export.video.codec import Codec

#: Makes an easel for a film.
MakeEasel = Callable[[Film], Easel]


class ClipWriter(Protocol):
    """Writes one format."""

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        """Write chunks, by their numbers from 0, as they come, into files of a folder.

        Raises:
            CoreloomError: When a file cannot be written, or the progress says that it is to stop.
            OSError: When a file cannot be written.
        """

    def join(self, film: Film, folder: Path, chunks: range, out: Path) -> None:
        """Make a file of chunks that are in a folder, without encoding again.

        Args:
            film: The film that they are all of, or one of its steps.
            folder: Where they are.
            chunks: Their numbers in the whole film.
            out: The file.

        Raises:
            CoreloomError: When it cannot be written.
        """


def writer_for(
    form: Format, quality: Quality | None, make_easel: MakeEasel, jobs: int, codec: str | None = None
) -> ClipWriter:
    """Return who writes a format.

    Args:
        form: A sequence, or the format of a clip.
        quality: How much may be lost; None where the format has nothing to choose.
        make_easel: Makes what paints.
        jobs: How many processes work at the same time.
        codec: How a video is encoded, ``vp9`` or ``av1``; None for what is usual in such a file.

    Raises:
        CoreloomError: When the format cannot have that, or what encodes it is not installed.
    """
    if form.kind is Kind.SEQUENCE:
        return _Frames(make_easel)
    if form.even:
        from desktop_app.export.video.codec import codec_of  # noqa: PLC0415 - only videos need it

        return _Video(codec_of(form, quality, codec), make_easel, jobs)
    from desktop_app.export.animated.writers import writer_of  # noqa: PLC0415 - only animations need it

    return _Animation(writer_of(form.name, quality), make_easel)


def join_parts(writer: ClipWriter, folder: Path, outs: Iterable[tuple[Film, Path]]) -> None:
    """Make files of the chunks that are in a folder, of which each takes as many as it has, in their order.

    Raises:
        CoreloomError: When one cannot be written.
    """
    number = 0
    for film, out in outs:
        count = len(film.chunks)
        writer.join(film, folder, range(number, number + count), out)
        number += count


@dataclass(frozen=True, slots=True)
class _Frames:
    """Writes pictures, which are the folder's own files."""

    make_easel: MakeEasel

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        frames = film.chunks
        with closing(self.make_easel(film)) as easel:
            for number in chunks:
                write_frames(film, frames[number].start, frames[number].stop, easel, folder, progress)

    def join(self, film: Film, folder: Path, chunks: range, out: Path) -> None:
        """Do nothing: a sequence is the pictures themselves."""


@dataclass(frozen=True, slots=True)
class _Animation:
    """Writes a chunk after the other."""

    writer: Writer
    make_easel: MakeEasel

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        frames = film.chunks
        with closing(self.make_easel(film)) as easel:
            for number in chunks:
                self.writer.encode_chunk(film, frames[number], easel, _file(folder, number), progress)

    def join(self, film: Film, folder: Path, chunks: range, out: Path) -> None:
        self.writer.join(film, [_file(folder, number) for number in chunks], out)


def _file(folder: Path, number: int) -> Path:
    return folder / f"chunk_{number:06}"


@dataclass(frozen=True, slots=True)
class _Video:
    """Writes several chunks side by side, with an encoder for each."""

    codec: Codec
    make_easel: MakeEasel
    jobs: int

    def write(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        from desktop_app.export.video.encoding import encode_chunks, lanes_for  # noqa: PLC0415 - as in `writer_for`

        lanes = lanes_for(film.look.size, self.jobs)
        encode_chunks(film, self.codec, chunks, lambda: self.make_easel(film), folder, progress, lanes)

    def join(self, film: Film, folder: Path, chunks: range, out: Path) -> None:
        from desktop_app.export.video.encoding import chunk_file  # noqa: PLC0415 - as in `writer_for`
        from desktop_app.export.video.joining import join  # noqa: PLC0415 - as in `writer_for`

        join(film, self.codec, [chunk_file(folder, number) for number in chunks], out)
