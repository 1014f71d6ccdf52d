"""From the pixels of a picture to those of a video: luma for each, colours for each four, by the matrix of BT.709."""

from __future__ import annotations

from typing import Final, cast

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from desktop_app.export.video.tiles import PIXEL_BYTES, TILE_COLUMNS, TILE_ROWS, Changes, Pixels, tiles_of

#: The mean of four pixels' colours, so that a tile needs no other; rounded alike whatever the processor can do.
_HOW: Final = int(Interpolation.AREA) | 0x40000 | 0x80000  # SWS_ACCURATE_RND | SWS_BITEXACT, which 16 has no names for
#: Threads of our own are busy already. Before 17 there was one thread anyway.
_ONE_THREAD: Final = {"threads": 1} if int(av.__version__.split(".")[0]) >= 17 else {}  # noqa: PLR2004 - a version
#: Tiles are converted together, by what is made for one of these shares of a picture, in 64ths.
_SHARES: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
_WHOLE: Final = 64
#: By how many bits luma and both colours are smaller than the picture.
_SMALLER: Final = (0, 1, 1)


class Converting:
    """Converts pictures, each by what changed since the one before. What comes out depends on the picture only.

    Args:
        size: Width and height in pixels, both even.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._parts = dict[int, _Part]()
        rows, columns = tiles_of(size)
        self._fits = tuple(-(-rows * columns * share // _WHOLE) for share in _SHARES)
        # The whole picture as it is now: tile from the top, row, tile from the left, column.
        self._planes = [np.zeros((rows, TILE_ROWS >> by, columns, TILE_COLUMNS >> by), np.uint8) for by in _SMALLER]

    def frame(self, changes: Changes) -> VideoFrame:
        """Return the picture, for an encoder, which may keep it."""
        if len(changes):
            self._take(changes)
        width, height = self._size
        frame = VideoFrame(width, height, "yuv420p")
        for by, plane, kept in zip(_SMALLER, frame.planes, self._planes, strict=True):
            into = _bytes_of(plane).reshape(height >> by, plane.line_size)
            whole = kept.reshape(kept.shape[0] * kept.shape[1], -1)
            into[:, : width >> by] = whole[: height >> by, : width >> by]
        return frame

    def _take(self, changes: Changes) -> None:
        """Bring the planes up to date."""
        count = next(fit for fit in self._fits if fit >= len(changes))
        if count not in self._parts:
            self._parts[count] = _Part(count)
        for plane, new in zip(self._planes, self._parts[count].convert(changes.pixels), strict=True):
            plane[changes.rows, :, changes.columns] = new


class _Part:
    """Converts a number of tiles at a time, which stand below each other.

    Args:
        count: How many there are.
    """

    def __init__(self, count: int) -> None:
        self._source = VideoFrame(TILE_COLUMNS, count * TILE_ROWS, "bgra")
        plane = self._source.planes[0]
        assert plane.line_size == TILE_COLUMNS * PIXEL_BYTES
        self._tiles: Pixels = _bytes_of(plane).reshape(count, TILE_ROWS, TILE_COLUMNS * PIXEL_BYTES)
        self._tiles[:] = 0
        self._reformatter = VideoReformatter()

    def convert(self, pixels: Pixels) -> list[Pixels]:
        """Return luma and both colours of so many tiles or fewer: tile, row, column."""
        self._tiles[: len(pixels)] = pixels
        converted = self._reformatter.reformat(
            self._source,
            format="yuv420p",
            interpolation=_HOW,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            **_ONE_THREAD,
        )
        return [
            _bytes_of(plane).reshape(-1, TILE_ROWS >> by, plane.line_size)[: len(pixels), :, : TILE_COLUMNS >> by]
            for by, plane in zip(_SMALLER, converted.planes, strict=True)
        ]


def _bytes_of(plane: VideoPlane) -> Pixels:
    """Return the memory of a plane, which lives as long as somebody looks at it."""
    # It can be looked at as bytes can, which its types do not say.
    return np.frombuffer(cast("bytes", plane), np.uint8)
