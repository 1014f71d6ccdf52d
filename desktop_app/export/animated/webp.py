"""Animated WebP (RFC 9649): lossless frames; what may be lost is lost before, as colours that are nearly the same.

Lossy frames were larger, slower and worse for such pictures: letters, lines and plain grounds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from desktop_app.export.animated.chunk import frames_of, write_chunk, write_joined
from desktop_app.export.animated.palette import Palette, palette_of
from desktop_app.export.animated.patch import Pixels, patch_of
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.progress import Progress
from desktop_app.model.errors import FileError

#: How hard the encoder tries. Higher ones take two to four times as long and save a hundredth.
_METHOD, _EFFORT = 1, 30
#: Flags of a file: it has frames, and some of these have alpha.
_FLAGS: Final = 0x02 | 0x10
#: Flags of a frame that takes the place of what was there, and of one that is put over it. Both are left as they are.
_SOURCE, _OVER = 0x02, 0x00
#: A frame's left, top, width and height.
_PLACE_BYTES: Final = 12
#: In the file of a chunk a length stands before each frame; here it is a name, a length, and how long the frame lasts.
_LENGTH_BYTES, _FRAME_BYTES = 4, 4 + 4 + 3
#: What stands before all frames.
_HEAD_BYTES: Final = 44
_MOST_BYTES: Final = (1 << 32) - 10


class Webp:
    """Writes animated WebP.

    Args:
        colours: How many colours it may have; None for every pixel exact.
    """

    def __init__(self, colours: int | None) -> None:
        self._colours = colours
        self._chosen: tuple[Film, Palette] | None = None

    def encode_chunk(self, film: Film, chunk: range, easel: Easel, path: Path, progress: Progress) -> None:
        """Write the frames of a chunk into a file; see `chunk.write_chunk`."""
        palette = self._palette(film, easel)

        def compress(picture: Pixels, before: Pixels | None) -> bytes:
            return _compressed(picture, before, palette)

        write_chunk(film, chunk, easel, path, progress, compress)

    def join(self, film: Film, chunk_files: Sequence[Path], out: Path) -> None:
        """Write the file from those of its chunks, in order.

        Raises:
            FileError: When the file cannot be written, or would be larger than WebP can be.
        """
        write_joined(out, _parts(film, chunk_files, out))

    def _palette(self, film: Film, easel: Easel) -> Palette | None:
        if self._colours is None:
            return None
        if self._chosen is None or self._chosen[0] is not film:
            self._chosen = film, palette_of(film, easel, self._colours)
        return self._chosen[1]


def _compressed(picture: Pixels, before: Pixels | None, palette: Palette | None) -> bytes:
    """Return a frame's place, flags and encoded picture."""
    if palette is not None:
        picture, before = _changes_reduced(picture, before, palette)
    patch = patch_of(picture, before)
    # What takes the place of everything holds what did not change, too.
    pixels = patch.pixels if palette is None or patch.over else palette.shown(patch.pixels)
    height, width = pixels.shape
    image = Image.frombuffer("RGBA", (width, height), pixels.astype("<u4").tobytes(), "raw", "BGRA", 0, 1)
    encoded = BytesIO()
    image.save(encoded, "WEBP", lossless=True, method=_METHOD, quality=_EFFORT, exact=True)
    place = b"".join(_u24(number) for number in (patch.left // 2, patch.top // 2, width - 1, height - 1))
    # The file of a single picture is its own head of 12 bytes, and what a frame has as well.
    return place + bytes((_OVER if patch.over else _SOURCE,)) + encoded.getbuffer()[12:]


def _changes_reduced(picture: Pixels, before: Pixels | None, palette: Palette) -> tuple[Pixels, Pixels | None]:
    """Return a picture and the one before in which all that is not the same has colours of the palette."""
    if before is None:
        return picture, None
    changed = picture != before
    reduced, reduced_before = picture.copy(), picture.copy()
    reduced[changed], reduced_before[changed] = palette.shown(picture[changed]), palette.shown(before[changed])
    return reduced, reduced_before


def _parts(film: Film, chunk_files: Sequence[Path], out: Path) -> Iterator[bytes]:
    # Chunks have nothing in common but the length of that.
    lengths = _LENGTH_BYTES * (len(chunk_files) + film.frames)
    size = _HEAD_BYTES + sum(file.stat().st_size for file in chunk_files) - lengths + _FRAME_BYTES * film.frames
    if size > _MOST_BYTES:
        raise FileError(str(out), "a WebP file cannot be that large; choose less of the run, a smaller --size or .apng")
    width, height = film.look.size
    yield b"RIFF" + struct.pack("<I", size - 8) + b"WEBP"
    yield b"VP8X" + struct.pack("<IB3x", 10, _FLAGS) + _u24(width - 1) + _u24(height - 1)
    # On nothing, and for ever again from the beginning.
    yield b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    for number, frame in enumerate(frames_of(chunk_files)):
        # In whole milliseconds, so that no frame is off by more than half a one.
        lasts_ms = _moment_ms(number + 1, film.fps) - _moment_ms(number, film.fps)
        place, shown = frame[:_PLACE_BYTES], frame[_PLACE_BYTES:]
        yield b"ANMF" + struct.pack("<I", len(frame) + 3) + place + _u24(lasts_ms) + shown


def _moment_ms(frame: int, fps: int) -> int:
    return (2000 * frame + fps) // (2 * fps)


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")
