"""How a trace file is laid out: named columns of integers, compressed and checked, one after the other.

======================  ==================================================================================
16 bytes                ``89 "CORETRACE" 0D 0A 1A 0A 00 00``: what a transfer as text would damage shows at once
2 unsigned 16-bit       the version, major and minor
blocks                  a header of 60 bytes (`_BLOCK`), then the block's bytes
======================  ==================================================================================

A block is a stretch of at most `SLICE` items of one column: the column's name, the item's type as in `array`, how its
items are written, their number, how many bytes are stored, and the CRC-32 of these. Items are the numbers themselves,
or the first one and the differences that follow. The lowest bytes of all items come first, then their next ones, and so
on, as those of one significance are much alike; zlib compresses that. Stretches of a column come one after the other.
The last block is called ``end`` and holds the SHA-256 of everything before it. All integers of the layout are
little-endian.

The same columns give the same bytes.

A change that older versions of Coreloom can do without only adds columns, or keys of the head, and raises the minor
version: what a reader does not know it skips, once its sizes and sums are right, and what an older file lacks is empty.
Any other change raises the major version, and older readers refuse it.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from operator import sub
from struct import Struct
from typing import BinaryIO, Final

MAGIC: Final = b"\x89CORETRACE\r\n\x1a\n\0\0"
VERSION: Final = (1, 0)
#: Items of a block, so that a file of any length is written and read in little memory.
SLICE: Final = 1 << 18
#: What a file may unpack to: more than a run on the command line may take (768 MiB, and what is added until it looks).
MOST_UNPACKED_BYTES: Final = 864 << 20

_VERSION: Final = Struct("<HH")
_BLOCK: Final = Struct("<24s1sB2xQQI12x")
_PLAIN, _DIFFERENCES = range(2)
_END: Final = "end"
_ITEM_BYTES: Final = {"B": 1, "b": 1, "h": 2, "i": 4, "q": 8}
#: Higher levels take twice as long and save a few hundredths.
_LEVEL: Final = 6
#: What zlib makes of a block at the most, in bytes, for each byte and beside that.
_MOST_GROWTH: Final = 1.01
_MOST_MORE: Final = 64


class DamagedError(Exception):
    """What is wrong with a file that is no whole trace file, as a clause about the file."""


class ColumnWriter:
    """Writes columns to a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sum = hashlib.sha256()
        self.unpacked_bytes = 0
        self._put(MAGIC + _VERSION.pack(*VERSION))

    def write(self, name: str, typecode: str, parts: Iterable[array[int]], *, differences: bool = False) -> None:
        """Write a column.

        Args:
            name: At most 24 ASCII characters.
            typecode: As in `array`: B, b, h, i or q.
            parts: What it consists of, one after the other; of this type.
            differences: Whether its numbers lie close to each other.
        """
        waiting = array(typecode)
        for part in parts:
            for begin in range(0, len(part), SLICE):
                waiting.extend(part[begin : begin + SLICE])
                if len(waiting) >= SLICE:
                    self._write_block(name, waiting[:SLICE], differences=differences)
                    del waiting[:SLICE]
        if waiting:
            self._write_block(name, waiting, differences=differences)

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a column of bytes."""
        self.write(name, "B", [array("B", data)])

    def finish(self) -> None:
        """Write the sum; nothing comes after it."""
        digest = self._sum.digest()
        self._put(_BLOCK.pack(_END.encode(), b"B", _PLAIN, len(digest), len(digest), zlib.crc32(digest)) + digest)

    def _write_block(self, name: str, items: array[int], *, differences: bool) -> None:
        self.unpacked_bytes += len(items) * items.itemsize
        way, written = _PLAIN, items
        if differences:
            try:
                written = array(items.typecode, chain(items[:1], map(sub, items[1:], items)))
                way = _DIFFERENCES
            except OverflowError:
                written = items  # some lie too far from each other
        if sys.byteorder == "big":
            written = written[:]
            written.byteswap()
        data, size = written.tobytes(), written.itemsize
        stored = zlib.compress(b"".join([data[place::size] for place in range(size)]), _LEVEL)
        self._put(
            _BLOCK.pack(name.encode("ascii"), items.typecode.encode(), way, len(items), len(stored), zlib.crc32(stored))
        )
        self._put(stored)

    def _put(self, data: bytes) -> None:
        self._sum.update(data)
        self._stream.write(data)


def read_columns(stream: BinaryIO, known: dict[str, str]) -> dict[str, array[int]]:
    """Return the columns of a file by their names.

    Nothing is unpacked before it is certain how much that will be, and that the file is whole.

    Args:
        stream: The file, at its beginning; it can be read again from there.
        known: The names of the columns that are wanted, and their types. Those that are not there are empty.

    Raises:
        DamagedError: When it is no trace file, of a later version, damaged, or too large.
    """
    length = stream.seek(0, 2)
    stream.seek(0)
    _check_beginning(stream)
    blocks = list(_blocks(stream, length))
    for name, typecode, *_ in blocks:
        if known.get(name, typecode) != typecode:
            raise DamagedError(f"it is damaged: its column {name} is of another type")
    columns = {name: array(typecode) for name, typecode in known.items()}
    for name, typecode, way, count, place, stored in blocks:
        if name in known:
            stream.seek(place)
            columns[name].extend(_unpacked(name, typecode, way, count, stream.read(stored)))
    return columns


def _check_beginning(stream: BinaryIO) -> None:
    if stream.read(len(MAGIC)) != MAGIC:
        raise DamagedError("it is no trace file; `coreloom export SOURCE x.coretrace` writes one")
    data = stream.read(_VERSION.size)
    if len(data) < _VERSION.size:
        raise DamagedError(_CUT)
    major, minor = _VERSION.unpack(data)
    if major > VERSION[0]:
        raise DamagedError(
            f"it was made by a newer Coreloom (its format is {major}.{minor}, this one reads up to {VERSION[0]}); "
            "update Coreloom to open it"
        )
    if not major:
        raise DamagedError("it is damaged: no Coreloom ever wrote version 0")


_CUT: Final = "it ends too early; it was not copied to its end, or is damaged"
#: Name, type, way, count of items, where the stored bytes are, and how many.
_Block = tuple[str, str, int, int, int, int]


def _blocks(stream: BinaryIO, length: int) -> Iterator[_Block]:
    """Read the file through once, and yield its blocks, whose sums and sizes are right.

    That of the whole file is known to be right only when this ends.
    """
    stream.seek(0)
    digest = hashlib.sha256(stream.read(len(MAGIC) + _VERSION.size))
    left = MOST_UNPACKED_BYTES
    while True:
        head = stream.read(_BLOCK.size)
        if len(head) < _BLOCK.size:
            raise DamagedError(_CUT)
        named, typed, way, count, stored, crc = _BLOCK.unpack(head)
        name, typecode, place = _named(named), typed.decode("latin-1"), stream.tell()
        item_bytes = _ITEM_BYTES.get(typecode, 0)
        if not item_bytes or way not in {_PLAIN, _DIFFERENCES} or not 0 < count <= SLICE:
            raise DamagedError(f"it is damaged: a block of its column {name} is not of this format")
        if stored > length - place:
            raise DamagedError(_CUT)
        if stored > count * item_bytes * _MOST_GROWTH + _MOST_MORE:
            raise DamagedError(f"it is damaged: a block of its column {name} is larger than it can be")
        left -= count * item_bytes
        if left < 0:
            raise DamagedError(f"it unpacks to more than {MOST_UNPACKED_BYTES >> 20} MiB, the most that is read")
        data = stream.read(stored)
        if zlib.crc32(data) != crc:
            raise DamagedError(f"it is damaged: the sum of its column {name} is wrong")
        if name == _END:
            if data != digest.digest() or stream.read(1):
                raise DamagedError("it is damaged: its sum is wrong")
            return
        digest.update(head)
        digest.update(data)
        yield name, typecode, way, count, place, stored


def _named(name: bytes) -> str:
    try:
        text = name.rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError:
        text = ""
    if not text.isprintable() or not text:
        raise DamagedError("it is damaged: a column of it has no name")
    return text


def _unpacked(name: str, typecode: str, way: int, count: int, stored: bytes) -> array[int]:
    """Return the items of a block."""
    expected = count * _ITEM_BYTES[typecode]
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(stored, expected + 1)
    except zlib.error:
        raise DamagedError(f"it is damaged: its column {name} cannot be unpacked") from None
    if len(data) != expected or not unpacking.eof or unpacking.unused_data:
        raise DamagedError(f"it is damaged: its column {name} has another length than it says")
    size = _ITEM_BYTES[typecode]
    whole = bytearray(expected)
    for place in range(size):
        whole[place::size] = data[place * count : (place + 1) * count]
    items = array(typecode)
    items.frombytes(whole)
    if sys.byteorder == "big":
        items.byteswap()
    if way == _PLAIN:
        return items
    try:
        return array(typecode, accumulate(items))
    except OverflowError:
        raise DamagedError(f"it is damaged: numbers of its column {name} are too large") from None
