"""GIF (89a): one palette for the whole film, and of each picture only what changed."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

from desktop_app.export.animated.chunk import frames_of, head_of, write_chunk, write_joined
from desktop_app.export.animated.palette import Palette, palette_of
from desktop_app.export.animated.patch import Pixels, extent
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.progress import Progress

#: Steps of time in a second.
_TICKS: Final = 100
#: A frame is put on what was there before.
_KEEP: Final = 1
#: For ever again from the beginning.
_FOR_EVER: Final = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"


class Gif:
    """Writes GIF.

    Args:
        colours: How many its table has, a power of two from 64 to 256. The last one stands for what is as it was.
    """

    def __init__(self, colours: int) -> None:
        self._colours = colours
        self._chosen: tuple[Film, Palette] | None = None

    def encode_chunk(self, film: Film, chunk: range, easel: Easel, path: Path, progress: Progress) -> None:
        """Write the frames of a chunk into a file, behind the film's palette; see `chunk.write_chunk`.

        Raises:
            ValueError: When a frame does not last whole hundredths of a second, or can be seen through half.
        """
        if _TICKS % film.fps or film.look.transparent:
            raise ValueError(f"no GIF of {film.fps} frames a second, transparent={film.look.transparent}")
        palette = self._palette(film, easel)

        def compress(picture: Pixels, before: Pixels | None) -> bytes:
            return self._frame(film.fps, picture, before, palette)

        write_chunk(film, chunk, easel, path, progress, compress, head=self._table(palette))

    def join(self, film: Film, chunk_files: Sequence[Path], out: Path) -> None:
        """Write the file from those of its chunks, in order.

        Raises:
            FileError: When the file cannot be written.
        """
        write_joined(out, self._parts(film, chunk_files))

    def _parts(self, film: Film, chunk_files: Sequence[Path]) -> Iterator[bytes]:
        # One table for all frames, of so many colours of eight bits a channel.
        flags = 0xF0 | (self._colours.bit_length() - 2)
        yield b"GIF89a" + struct.pack("<HHBBB", *film.look.size, flags, 0, 0)
        # Whoever joins paints nothing, so the palette comes from a chunk.
        yield head_of(chunk_files[0])
        yield _FOR_EVER
        yield from frames_of(chunk_files)
        yield b";"

    def _palette(self, film: Film, easel: Easel) -> Palette:
        if self._chosen is None or self._chosen[0] is not film:
            self._chosen = film, palette_of(film, easel, self._colours - 1)
        return self._chosen[1]

    def _table(self, palette: Palette) -> bytes:
        colours = np.zeros(self._colours, ">u4")
        colours[: len(palette.colours)] = palette.colours
        return colours.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()

    def _frame(self, fps: int, picture: Pixels, before: Pixels | None, palette: Palette) -> bytes:
        kept = self._colours - 1
        left, top, shown = _patch(picture, before, palette, kept)
        # In milliseconds.
        told = {"duration": 1000 // fps, "transparency": kept, "disposal": _KEEP}
        return b"".join(GifImagePlugin.getdata(Image.fromarray(shown), (left, top), **told))


def _patch(
    picture: Pixels, before: Pixels | None, palette: Palette, kept: int
) -> tuple[int, int, npt.NDArray[np.uint8]]:
    """Return how far from the left and the top something changed, and the numbers of the colours there."""
    if before is None:
        return 0, 0, palette.numbers(picture).astype(np.uint8)
    if picture is before:
        return 0, 0, np.full((1, 1), kept, np.uint8)
    changed = picture != before
    fresh, old = palette.numbers(picture[changed]), palette.numbers(before[changed])
    shown = np.full(picture.shape, kept, np.uint8)
    # Colours that are nearly the same are the same here.
    shown[changed] = np.where(fresh == old, kept, fresh)
    rows, columns = extent(shown != kept) or (slice(0, 1), slice(0, 1))
    return columns.start, rows.start, np.ascontiguousarray(shown[rows, columns])
