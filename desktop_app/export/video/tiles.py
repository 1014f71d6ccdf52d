"""Which parts of a picture differ from the one before: only these are copied, and converted."""

from __future__ import annotations

from collections.abc import Sequence
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
#: Pixels are compared in pairs, and what came out of eight pairs is looked at together.
_PAIR: Final = 2
#: A larger share of tiles is compared all at once, a smaller one tile by tile.
_MANY: Final = 0.3

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
        size: Width and height of the pictures, in pixels; the width is even.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._width, self._height = size
        self._tiles = tiles_of(size)
        rows, columns = self._tiles
        self._last = np.zeros((self._height, self._width * PIXEL_BYTES), np.uint8)
        self._differs = np.zeros((rows * TILE_ROWS, columns * TILE_COLUMNS // _PAIR), np.bool_)
        self._begun = False

    def changes(self, image: QImage, where: Sequence[QRect] | None = None) -> Changes:
        """Return what changed since the last call; all of it the first time.

        Args:
            image: An opaque picture of 32 bits a pixel. Nothing refers to it afterwards.
            where: Rectangles within it, in pixels, outside of which it is known to be as it was; None for nowhere.
        """
        assert image.format() == QImage.Format.Format_RGB32
        # The view does not hold the memory of the image: it must not outlive that.
        picture = np.frombuffer(image.constBits(), np.uint8).reshape(self._last.shape)
        tiles = self._differing(picture, where) if self._begun else np.ones(self._tiles, np.bool_)
        self._begun = True
        rows, columns = np.nonzero(tiles)
        pixels = np.empty((len(rows), TILE_ROWS, TILE_COLUMNS * PIXEL_BYTES), np.uint8)
        for tile, row, column in zip(pixels, rows.tolist(), columns.tolist(), strict=True):
            place = _place(row, column)
            new = picture[place]
            self._last[place] = new
            tile[: new.shape[0], : new.shape[1]] = new
        return Changes(rows=rows, columns=columns, pixels=pixels)

    def _differing(self, picture: Pixels, where: Sequence[QRect] | None) -> NDArray[np.bool_]:
        """Return which tiles differ, by their rows and columns."""
        if where is None:
            return self._differing_anywhere(picture)
        found = np.zeros(self._tiles, np.bool_)
        for rect in where:
            rows = slice(rect.top() // TILE_ROWS, rect.bottom() // TILE_ROWS + 1)
            found[rows, rect.left() // TILE_COLUMNS : rect.right() // TILE_COLUMNS + 1] = True
        if np.count_nonzero(found) > _MANY * found.size:
            return self._differing_anywhere(picture)
        for row, column in zip(*(each.tolist() for each in np.nonzero(found)), strict=True):
            place = _place(row, column)
            found[row, column] = picture[place].tobytes() != self._last[place].tobytes()
        return found

    def _differing_anywhere(self, picture: Pixels) -> NDArray[np.bool_]:
        differs = self._differs
        np.not_equal(
            picture.view(np.uint64),
            self._last.view(np.uint64),
            out=differs[: self._height, : self._width // _PAIR],
        )
        rows, columns = self._tiles
        words = differs.view(np.uint64).reshape(rows, TILE_ROWS, columns, -1)
        found: NDArray[np.bool_] = np.bitwise_or.reduce(np.bitwise_or.reduce(words, axis=1), axis=2) != 0
        return found


def _place(row: int, column: int) -> tuple[slice, slice]:
    """Return the rows of pixels and the bytes in them of a tile."""
    left = column * TILE_COLUMNS * PIXEL_BYTES
    return slice(row * TILE_ROWS, (row + 1) * TILE_ROWS), slice(left, left + TILE_COLUMNS * PIXEL_BYTES)


def tiles_of(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many rows and columns of tiles a picture of this size has, in pixels."""
    width, height = size
    return -(-height // TILE_ROWS), -(-width // TILE_COLUMNS)
