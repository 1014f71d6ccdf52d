"""The part of a picture that is not as it was in the frame before: all that an animation has to hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

#: A picture, or a part of one: rows of pixels, each ``0xAARRGGBB`` with straight alpha, in memory from blue to alpha.
Pixels: TypeAlias = npt.NDArray[np.uint32]

_OPAQUE: Final = np.uint32(0xFF000000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A rectangle that is put on the frame before.

    Attributes:
        left: How far it is from the left, in pixels.
        top: How far it is from the top, in pixels.
        pixels: What it shows.
        over: Whether its pixels are either opaque, or wholly transparent and leave what was there; else each of them
            takes the place of what was there.
    """

    left: int
    top: int
    pixels: Pixels
    over: bool


#: The patch of a picture that is the same as the one before. Decoders count frames, so there has to be one.
_NOTHING: Final = Patch(left=0, top=0, pixels=np.zeros((1, 1), np.uint32), over=True)


def pixels_of(image: QImage) -> Pixels:
    """Return a copy of a picture's pixels; those of a picture without alpha are opaque."""
    alpha = image.hasAlphaChannel()
    # Where it is so already, Qt copies nothing.
    image = image.convertToFormat(QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), "<u4").reshape(image.height(), image.bytesPerLine() // 4)
    pixels: Pixels = words[:, : image.width()].astype(np.uint32)
    if not alpha:
        # What Qt leaves in the unused byte is nobody's promise.
        pixels |= _OPAQUE
    return pixels


def patch_of(picture: Pixels, before: Pixels | None) -> Patch:
    """Return what has to be put on the frame before to get a picture.

    Its left and top are even, as WebP wants them.

    Args:
        picture: What is to be seen.
        before: The frame before, of the same size; the very same where nothing was painted; None where there is none.
    """
    if before is None:
        return Patch(left=0, top=0, pixels=picture, over=False)
    if picture is before:
        return _NOTHING
    changed = picture != before
    place = extent(changed)
    if place is None:
        return _NOTHING
    shown, fresh = picture[place], changed[place]
    # What becomes see-through cannot be said by pixels of which some leave what was there.
    over = bool((shown[fresh] >= _OPAQUE).all())
    pixels = np.where(fresh, shown, np.uint32(0)) if over else shown
    return Patch(left=place[1].start, top=place[0].start, pixels=pixels, over=over)


def extent(marked: npt.NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Return the rows and columns that hold all marks, from an even row and column on; None where there are none."""
    rows = np.flatnonzero(marked.any(axis=1))
    if not rows.size:
        return None
    top, bottom = int(rows[0]) & ~1, int(rows[-1]) + 1
    columns = np.flatnonzero(marked[top:bottom].any(axis=0))
    return slice(top, bottom), slice(int(columns[0]) & ~1, int(columns[-1]) + 1)
