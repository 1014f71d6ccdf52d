"""Which parts of a picture differ from the one before: only these are copied, and converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

#: Pictures are compared by tiles of this height and width, in pixels. Two by two pixels have one colour in a video.
TILE_ROWS: Final = 16
TILE_COLUMNS: Final = 128
PIXEL_BYTES: Final = 4
_ROW_BYTES: Final = TILE_COLUMNS * PIXEL_BYTES
_TILE_BYTES: Final = TILE_ROWS * _ROW_BYTES

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The tiles of a picture that changed.

    Attributes:
        rows: Which they are, by their numbers from the top.
        columns: By their numbers from the left.
        pixels: What they look like: tile, row of pixels, and blue, green, red and a byte that means nothing of each.
            What a tile has beyond the picture's edge means nothing, either.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    pixels: Pixels

    def __len__(self) -> int:
        return len(self.rows)


class Comparing:
    """Compares each picture with the one before.

    Args:
        size: Width and height of the pictures, in pixels.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self._shape = height, width * PIXEL_BYTES
        self._tiles = rows, columns = tiles_of(size)
        self._places = [_place(row, column) for row in range(rows) for column in range(columns)]
        # What each tile shows: bytes of a tile lie together, so that they are compared and copied in one go.
        self._last = [b""] * len(self._places)

    def changes(self, image: QImage, where: Sequence[QRect] | None = None) -> Changes:
        """Return what changed since the last call; all of it the first time.

        Args:
            image: An opaque picture of 32 bits a pixel. Nothing refers to it afterwards.
            where: Rectangles within it, in pixels, outside of which it is known to be as it was; None for nowhere.
        """
        assert image.format() == QImage.Format.Format_RGB32
        # The view does not hold the memory of the image: it must not outlive that.
        picture = np.frombuffer(image.constBits(), np.uint8).reshape(self._shape)
        last, places = self._last, self._places
        changed = list[int]()
        for number in self._numbers(where):
            tile = picture[places[number]].tobytes()
            if tile != last[number]:
                last[number] = tile
                changed.append(number)
        rows, columns = np.divmod(np.array(changed, np.intp), self._tiles[1])
        pixels = b"".join(self._whole(number) for number in changed)
        return Changes(
            rows=rows, columns=columns, pixels=np.frombuffer(pixels, np.uint8).reshape(-1, TILE_ROWS, _ROW_BYTES)
        )

    def _numbers(self, where: Sequence[QRect] | None) -> Iterable[int]:
        """Return the numbers of the tiles that may have changed."""
        if where is None or not self._last[0]:
            return range(len(self._places))
        found = np.zeros(self._tiles, np.bool_)
        for rect in where:
            rows = slice(rect.top() // TILE_ROWS, rect.bottom() // TILE_ROWS + 1)
            found[rows, rect.left() // TILE_COLUMNS : rect.right() // TILE_COLUMNS + 1] = True
        return np.flatnonzero(found).tolist()

    def _whole(self, number: int) -> bytes:
        """Return a tile's bytes, with what it lacks at the edges of the picture."""
        tile = self._last[number]
        if len(tile) == _TILE_BYTES:
            return tile
        row_bytes = min(_ROW_BYTES, self._shape[1] - self._places[number][1].start)
        rows = np.frombuffer(tile, np.uint8).reshape(-1, row_bytes)
        return np.pad(rows, ((0, TILE_ROWS - len(rows)), (0, _ROW_BYTES - row_bytes))).tobytes()


def _place(row: int, column: int) -> tuple[slice, slice]:
    """Return the rows of pixels and the bytes in them of a tile."""
    return (
        slice(row * TILE_ROWS, (row + 1) * TILE_ROWS),
        slice(column * _ROW_BYTES, (column + 1) * _ROW_BYTES),
    )


def tiles_of(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many rows and columns of tiles a picture of this size has, in pixels."""
    width, height = size
    return -(-height // TILE_ROWS), -(-width // TILE_COLUMNS)
