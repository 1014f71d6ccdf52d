"""Chunks of an animation: frames that are painted and compressed into a file of their own, and files that are joined.

A chunk's first frame is a whole picture, so that its file depends on nothing outside of it. Where a frame stands in
the animation is written when chunks are joined.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Final

from desktop_app.export.animated.patch import Pixels, pixels_of
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.progress import Progress
from desktop_app.storage.atomic import replacing

#: Compresses a picture, of which the one before is known but for the first of a chunk.
Compress = Callable[[Pixels, Pixels | None], bytes]

#: How many pictures wait to be compressed at the most.
_WAITING: Final = 2
_LENGTH: Final = struct.Struct(">I")


def write_chunk(  # noqa: PLR0917 - as PLR0913
    film: Film, chunk: range, easel: Easel, path: Path, progress: Progress, compress: Compress, head: bytes = b""
) -> None:
    """Write what all of a film's chunks have in common, and the frames of one of them.

    Args:
        film: The film.
        chunk: The numbers of its frames.
        easel: Paints them.
        path: The file, of which nothing is left after any failure.
        progress: Is told of each frame.
        compress: Makes bytes of a picture, and depends on nothing but what it is given. It is called in another thread,
            so that the next picture is painted meanwhile.
        head: What all chunks have in common.

    Raises:
        FileError: When the file cannot be written.
        CancelledError: When the export is to stop.
    """
    before = None
    waiting = deque[Future[bytes]]()
    with replacing(path) as beside, beside.open("wb") as stream, ThreadPoolExecutor(1) as compressing:
        _write_part(stream, head)
        try:
            for frame in chunk:
                image = easel.paint(film.seen(frame))
                picture = before if before is not None and easel.changed == [] else pixels_of(image)
                waiting.append(compressing.submit(compress, picture, before))
                before = picture
                if len(waiting) > _WAITING:
                    _write_first(waiting, stream, progress)
            while waiting:
                _write_first(waiting, stream, progress)
        finally:
            for unwanted in waiting:
                unwanted.cancel()


def _write_first(waiting: deque[Future[bytes]], stream: IO[bytes], progress: Progress) -> None:
    _write_part(stream, waiting.popleft().result())
    progress.frames(1)


def _write_part(stream: IO[bytes], part: bytes) -> None:
    stream.write(_LENGTH.pack(len(part)))
    stream.write(part)


def head_of(chunk_file: Path) -> bytes:
    """Return what all chunks have in common."""
    with chunk_file.open("rb") as stream:
        return next(_parts(stream))


def frames_of(chunk_files: Sequence[Path]) -> Iterator[bytes]:
    """Yield the compressed frames of chunks, one after the other."""
    for file in chunk_files:
        with file.open("rb") as stream:
            parts = _parts(stream)
            next(parts)
            yield from parts


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    while length := stream.read(_LENGTH.size):
        yield stream.read(_LENGTH.unpack(length)[0])


def write_joined(out: Path, parts: Iterable[bytes]) -> None:
    """Write a file from its parts; it is replaced as a whole.

    Raises:
        FileError: When the file cannot be written, or a part cannot be read.
    """
    with replacing(out) as beside, beside.open("wb") as stream:
        stream.writelines(parts)
