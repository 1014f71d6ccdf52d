"""What stands on a screen: Xvfb keeps it in a file that can be read while it is drawn on."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

#: The fields of an X window dump's head that matter here, as 32-bit numbers of it.
_HEAD, _WIDTH, _HEIGHT, _BITS, _LINE, _COLOURS = 0, 4, 5, 11, 12, 19
_PIXEL_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Pixels, four bytes each: blue, green, red and one that means nothing.

    Attributes:
        width: In pixels.
        height: In pixels.
        data: The lines, from the top.
    """

    width: int
    height: int
    data: bytes

    def part(self, x: int, y: int, width: int, height: int) -> Picture:
        """Return a part, cut where it reaches beyond the edges."""
        left, right = max(x, 0), min(x + width, self.width)
        top, bottom = max(y, 0), min(y + height, self.height)
        line = self.width * _PIXEL_BYTES
        lines = [
            self.data[at * line + left * _PIXEL_BYTES : at * line + right * _PIXEL_BYTES] for at in range(top, bottom)
        ]
        return Picture(width=max(right - left, 0), height=max(bottom - top, 0), data=b"".join(lines))

    def values(self, every: int = 1) -> list[int]:
        """Return every so-and-so-manyth pixel of the lines of a grid, as numbers of red, green and blue."""
        numbers = memoryview(self.data).cast("I")
        found: list[int] = []
        for y in range(0, self.height, every):
            found += numbers[y * self.width : (y + 1) * self.width : every].tolist()
        return [value & 0xFFFFFF for value in found]

    def save(self, place: Path) -> Path:
        """Write a PNG, and return its place."""
        pixels = bytearray(self.width * self.height * 3)
        for channel in range(3):
            pixels[channel::3] = self.data[2 - channel :: _PIXEL_BYTES]
        line = self.width * 3
        lines = b"".join(b"\0" + pixels[at : at + line] for at in range(0, len(pixels), line))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
        data = b"\x89PNG\r\n\x1a\n"
        for name, body in parts:
            data += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        place.write_bytes(data)
        return place


def read(dump: Path) -> Picture:
    """Return what stands on a screen now.

    Args:
        dump: The file that Xvfb keeps, an X window dump.
    """
    data = dump.read_bytes()
    head = struct.unpack(">25I", data[:100])
    begin = head[_HEAD] + head[_COLOURS] * 12
    assert head[_BITS] == 8 * _PIXEL_BYTES
    assert head[_LINE] == head[_WIDTH] * _PIXEL_BYTES
    size = head[_LINE] * head[_HEIGHT]
    return Picture(width=head[_WIDTH], height=head[_HEIGHT], data=data[begin : begin + size])


def shapes(picture: Picture) -> list[tuple[int, ...]]:
    """Return the shapes that stand beside each other in a line of text, each as rows of bits.

    Letters of one line are told apart where a column of pixels has none of them. Where letters are missing from a font
    they are all drawn as the same box.

    Args:
        picture: One line of text on a ground of one colour.
    """
    pixels = picture.values()
    ground = max(set(pixels), key=pixels.count)
    dark = [
        sum(1 << y for y in range(picture.height) if _differs(pixels[y * picture.width + x], ground))
        for x in range(picture.width)
    ]
    found: list[tuple[int, ...]] = []
    shape: list[int] = []
    for column in [*dark, 0]:
        if column:
            shape.append(column)
        elif shape:
            found.append(tuple(shape))
            shape = []
    return found


def _differs(one: int, other: int, least: int = 90) -> bool:
    return sum(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16)) > least
