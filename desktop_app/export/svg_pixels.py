"""Small pictures of few colours as shapes, and all others as they are, for an SVG file."""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from desktop_app.export.png import png_bytes
from desktop_app.export.svg_text import element

#: A picture of more blocks of one colour than this is smaller, and drawn sooner, as a picture.
_MOST_BLOCKS: Final = 4_000
_OPAQUE: Final = 255


def picture_of(image: QImage) -> str:
    """Return a picture whose upper left corner is the origin, a unit a pixel: as shapes, if that is not too much."""
    argb = image.convertToFormat(QImage.Format.Format_ARGB32)
    wide, high = argb.width(), argb.height()
    pixels = np.frombuffer(argb.constBits(), np.uint32).reshape(high, argb.bytesPerLine() // 4)[:, :wide].copy()
    blocks = _blocks(pixels)
    if blocks is None:
        data = base64.b64encode(png_bytes(image, best=True)).decode("ascii")
        how = {"preserveAspectRatio": "none", "image-rendering": "pixelated"}
        source = f"data:image/png;base64,{data}"
        return element("image", {"width": wide, "height": high, **how, "xlink:href": source})
    drawn = []
    for colour, steps in blocks.items():
        alpha = colour >> 24
        share = None if alpha == _OPAQUE else alpha / _OPAQUE
        ink = f"#{colour & 0xFFFFFF:06x}"
        shape = "".join(steps)
        drawn.append(element("path", {"d": shape, "fill": ink, "fill-opacity": share, "shape-rendering": "crispEdges"}))
    return "".join(drawn)


def _blocks(pixels: NDArray[np.uint32]) -> dict[int, list[str]] | None:
    """Return the rectangles of one colour as steps of a path, by colour; None where there are too many of them."""
    high, wide = pixels.shape
    # Rows that are alike are one block high.
    edges = [0, *(np.flatnonzero((pixels[1:] != pixels[:-1]).any(axis=1)) + 1).tolist(), high]
    found, count = dict[int, list[str]](), 0
    for top, below in pairwise(edges):
        row = pixels[top]
        starts = [0, *(np.flatnonzero(row[1:] != row[:-1]) + 1).tolist(), wide]
        count += len(starts) - 1
        if count > _MOST_BLOCKS:
            return None
        for left, right in pairwise(starts):
            colour = int(row[left])
            if colour >> 24:
                found.setdefault(colour, []).append(f"M{left},{top}H{right}V{below}H{left}Z")
    return found
