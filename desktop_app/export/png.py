"""Pictures as PNG files: their pixels exactly, the same bytes on every run, and quickly.

Qt writes some 15 pictures of 1920 by 1080 a second and Pillow 20, because zlib takes that long. ISA-L's deflate takes a
thirtieth of it at its level 1 and releases Python's lock meanwhile; what a PNG file is besides that is a few bytes.
Source: PNG (Third Edition), W3C, 2025.
"""

from __future__ import annotations

import zlib
from struct import pack
from typing import Final

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray
from PySide6.QtGui import QImage

#: What every PNG file begins with.
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: Bits of a channel; then the numbers that say which channels there are.
_DEPTH: Final = 8
_RGB, _RGBA = 2, 6
#: Who made the file: a text that depends on nothing.
_SOFTWARE: Final = b"Software\0Coreloom"
#: Where speed is not all: the most thorough search of zlib's, and its largest memory.
_BEST: Final = 9
#: ISA-L's best ratio of time and size; 3 takes six times as long for a thirtieth less.
_FAST: Final = 1


class ScanLines:
    """A picture as PNG has it before it is compressed: each line's pixels behind a byte that says how it is filtered.

    None is: these pictures are flat, and filters only hide what repeats in them. It may be taken into again and again,
    which spares the system the search for memory, by one thread while no other one encodes it.
    """

    def __init__(self) -> None:
        self._rows: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._size = 0, 0

    def take(self, image: QImage) -> None:
        """Take a picture's pixels over; with alpha, if it has any, not multiplied into the colours."""
        alpha = image.hasAlphaChannel()
        form = QImage.Format.Format_RGBA8888 if alpha else QImage.Format.Format_RGB888
        wide, high = image.width(), image.height()
        line = 1 + wide * (4 if alpha else 3)
        if self._rows.shape != (high, line):
            self._rows = np.zeros((high, line), np.uint8)
        self._size = wide, high
        plain = image.convertToFormat(form)
        pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(high, plain.bytesPerLine())
        self._rows[:, 1:] = pixels[:, : line - 1]

    def png(self, *, best: bool = False) -> bytes:
        """Return the picture as a PNG file.

        Args:
            best: Whether to search a hundred times as long for what repeats: for single pictures, a quarter smaller.
        """
        wide, high = self._size
        kind = _RGBA if self._rows.shape[1] == 1 + 4 * wide else _RGB
        packed = _thoroughly(self._rows) if best else isal_zlib.compress(self._rows, _FAST)
        return b"".join(
            (
                _SIGNATURE,
                *_chunk(b"IHDR", pack(">IIBBBBB", wide, high, _DEPTH, kind, 0, 0, 0)),
                *_chunk(b"tEXt", _SOFTWARE),
                *_chunk(b"IDAT", packed),
                *_chunk(b"IEND", b""),
            )
        )


def png_bytes(image: QImage, *, best: bool = False) -> bytes:
    """Return a picture as a PNG file: RGB, or RGBA where it has alpha.

    Args:
        image: The picture, in any of Qt's formats; more than eight bits of a channel are lost.
        best: Whether to search a hundred times as long for what repeats: for single pictures, a quarter smaller.
    """
    lines = ScanLines()
    lines.take(image)
    return lines.png(best=best)


def _thoroughly(rows: NDArray[np.uint8]) -> bytes:
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, zlib.MAX_WBITS, _BEST)
    return packer.compress(rows.data) + packer.flush()


def _chunk(kind: bytes, data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return a chunk in parts, which are joined once."""
    check = isal_zlib.crc32(data, isal_zlib.crc32(kind))
    return pack(">I", len(data)), kind, data, pack(">I", check)
