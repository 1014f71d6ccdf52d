"""APNG: PNG (Third Edition) with frames, every pixel exact."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from desktop_app.export.animated.chunk import frames_of, write_chunk, write_joined
from desktop_app.export.animated.patch import Pixels, patch_of
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.progress import Progress

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: A higher level takes longer and saves next to nothing.
_LEVEL: Final = 6
#: A frame's width, height, left and top.
_PLACE: Final = struct.Struct(">IIII")
#: Whether a frame takes the place of what was there, or is put over it.
_SOURCE, _OVER = b"\0", b"\1"


class Apng:
    """Writes APNG."""

    def encode_chunk(self, film: Film, chunk: range, easel: Easel, path: Path, progress: Progress) -> None:
        """Write the frames of a chunk into a file; see `chunk.write_chunk`."""
        write_chunk(film, chunk, easel, path, progress, _compressed)

    def join(self, film: Film, chunk_files: Sequence[Path], out: Path) -> None:
        """Write the file from those of its chunks, in order.

        Raises:
            FileError: When the file cannot be written.
        """
        write_joined(out, _parts(film, chunk_files))


def _compressed(picture: Pixels, before: Pixels | None) -> bytes:
    patch = patch_of(picture, before)
    height, width = patch.pixels.shape
    place = _PLACE.pack(width, height, patch.left, patch.top)
    return place + (_OVER if patch.over else _SOURCE) + zlib.compress(_rows(patch.pixels), _LEVEL)


def _rows(pixels: Pixels) -> bytes:
    """Return rows of red, green, blue and alpha, each behind the number of its filter: none."""
    height, width = pixels.shape
    # From blue, green, red and alpha to the other way round; then alpha comes last again.
    turned = pixels.astype("<u4", copy=False).byteswap()
    channels = turned >> np.uint32(8) | turned << np.uint32(24)
    rows = np.zeros((height, 1 + 4 * width), np.uint8)
    rows[:, 1:] = channels.view(np.uint8)
    return rows.tobytes()


def _parts(film: Film, chunk_files: Sequence[Path]) -> Iterator[bytes]:
    width, height = film.look.size
    yield _SIGNATURE
    # Eight bits each of red, green, blue and alpha.
    yield _block(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    # For ever again from the beginning.
    yield _block(b"acTL", struct.pack(">II", film.frames, 0))
    number = 0
    for frame in frames_of(chunk_files):
        place, blend, data = frame[: _PLACE.size], frame[_PLACE.size : _PLACE.size + 1], frame[_PLACE.size + 1 :]
        # It stays for a part of a second, and then it is left as it is.
        yield _block(b"fcTL", struct.pack(">I", number) + place + struct.pack(">HHB", 1, film.fps, 0) + blend)
        # The first one is the picture of programs that know nothing of frames, and has no number.
        yield _block(b"fdAT", struct.pack(">I", number + 1), data) if number else _block(b"IDAT", data)
        number += 2 if number else 1
    yield _block(b"IEND")


def _block(kind: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))))
