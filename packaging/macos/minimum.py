"""The oldest macOS that an application's libraries can do with, read off the files themselves.

Each wheel says that of itself, and pip takes the one that suits the machine that builds: a library built for a newer
macOS than Info.plist promises would be found out by the first user who has the older one. Mach-O's layout is that of
Apple's <mach-o/loader.h> and <mach-o/fat.h>.

PySide's own modules are left out, and Qt's libraries beside them asked instead. They are stamped with the macOS of
whoever built the wheel: 15.0 in 6.10 and 6.11, 26.0 in 6.12, in wheels whose names say 13.0 and 14.0 and whose Qt says
13.0 and 14.4.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC_64 = 0xFEEDFACF
_MAGIC_FAT = 0xCAFEBABE
#: As big-endian numbers: Mach-O is little-endian on both processors, and the head of a fat file is big-endian.
_BEGINNINGS = (0xCFFAEDFE, _MAGIC_FAT)
#: Java's classes begin like fat files; these have fewer parts than the lowest version of Java's.
_MOST_PARTS = 20
_LC_VERSION_MIN_MACOSX = 0x24
_LC_BUILD_VERSION = 0x32
_PLATFORM_MACOS = 1
_STAMPED_BY_THE_BUILDER = re.compile(r"/(?:PySide6|shiboken6)/[^/]+\.abi3\.so$|/lib(?:pyside6|shiboken6)[^/]*\.dylib$")


def too_new(folder: Path, oldest: tuple[int, int]) -> list[tuple[Path, tuple[int, int]]]:
    """Return the Mach-O files below a folder that need a newer macOS than this one, with what they need, by name.

    Args:
        folder: An application.
        oldest: Major and minor version that all of it should run on.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or _STAMPED_BY_THE_BUILDER.search(path.as_posix()):
            continue
        needed = needs(path)
        if needed is not None and needed > oldest:
            found.append((path, needed))
    return found


def needs(path: Path) -> tuple[int, int] | None:
    """Return major and minor version of the macOS that a file needs; None when it is no Mach-O file, or says nothing.

    Of a file for several processors, the newest that one of its parts needs.
    """
    with path.open("rb") as file:
        if struct.unpack(">I", file.read(4).ljust(4, b"\0"))[0] not in _BEGINNINGS:
            return None
    data = path.read_bytes()
    try:
        return max((version for part in _parts(data) for version in _versions(data, part)), default=None)
    except struct.error:
        return None


def _parts(data: bytes) -> Iterator[int]:
    """Yield where the parts of a file begin."""
    magic, count = struct.unpack_from(">II", data)
    if magic != _MAGIC_FAT:
        yield 0
    elif count <= _MOST_PARTS:
        for number in range(count):
            _, _, offset, _, _ = struct.unpack_from(">5I", data, 8 + 20 * number)
            yield offset


def _versions(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield what the load commands of a part say of the oldest macOS."""
    magic, _, _, _, commands, _, _, _ = struct.unpack_from("<8I", data, start)
    if magic != _MAGIC_64:
        return
    at = start + 32
    for _ in range(commands):
        kind, size, first, second = struct.unpack_from("<4I", data, at)
        if kind == _LC_VERSION_MIN_MACOSX:
            yield first >> 16, first >> 8 & 0xFF
        elif kind == _LC_BUILD_VERSION and first == _PLATFORM_MACOS:
            yield second >> 16, second >> 8 & 0xFF
        at += size
