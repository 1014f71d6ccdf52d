"""What is read off Mach-O files, which are made here by Apple's description of them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

MACOS, IOS = 1, 2


@pytest.fixture(scope="module")
def minimum(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("macos.minimum")


def packed(major: int, minor: int) -> int:
    return major << 16 | minor << 8


def build_version(major: int, minor: int, platform: int = MACOS) -> bytes:
    return struct.pack("<6I", 0x32, 24, platform, packed(major, minor), packed(26, 0), 0)


def version_min(major: int, minor: int) -> bytes:
    return struct.pack("<4I", 0x24, 16, packed(major, minor), packed(26, 0))


def thin(*commands: bytes) -> bytes:
    other = struct.pack("<2I8x", 0x19, 16)  # something else in front
    body = other + b"".join(commands)
    return struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 6, len(commands) + 1, len(body), 0, 0) + body


def fat(*parts: bytes) -> bytes:
    head, body = struct.pack(">2I", 0xCAFEBABE, len(parts)), b""
    start = 8 + 20 * len(parts)
    for part in parts:
        head += struct.pack(">5I", 7, 3, start + len(body), len(part), 0)
        body += part
    return head + body


@pytest.mark.parametrize(
    ("data", "needed"),
    [
        (thin(build_version(14, 4)), (14, 4)),
        (thin(version_min(10, 13)), (10, 13)),
        (fat(thin(build_version(11, 0)), thin(build_version(13, 0))), (13, 0)),
        (thin(build_version(17, 0, IOS)), None),
        (thin(), None),
        (b"", None),
        (b"\xca\xfe", None),
        (b"#!/bin/sh\n", None),
        (thin(build_version(14, 4))[:40], None),
        (struct.pack(">2I", 0xCAFEBABE, 65) + bytes(200), None),  # a class of Java
    ],
)
def test_a_file_says_what_it_needs(minimum: Any, tmp_path: Path, data: bytes, needed: Any) -> None:
    (tmp_path / "file").write_bytes(data)
    assert minimum.needs(tmp_path / "file") == needed


def test_only_what_needs_a_newer_system_is_named(minimum: Any, tmp_path: Path) -> None:
    for name, version in {"old.dylib": (13, 0), "same.so": (14, 4), "numpy/new.so": (15, 0)}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(thin(build_version(*version)))
    (tmp_path / "link.so").symlink_to("numpy/new.so")
    (tmp_path / "text.py").write_text("x = 1\n")
    assert minimum.too_new(tmp_path, (14, 4)) == [(tmp_path / "numpy" / "new.so", (15, 0))]
    assert minimum.too_new(tmp_path, (15, 0)) == []


def test_what_pyside_was_built_on_is_not_what_it_needs_but_qt_is_asked(minimum: Any, tmp_path: Path) -> None:
    names = ("PySide6/QtCore.abi3.so", "PySide6/libpyside6.abi3.6.12.dylib", "shiboken6/Shiboken.abi3.so")
    qt = "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore"
    for name in (*names, qt):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(thin(build_version(26, 0)))
    assert minimum.too_new(tmp_path, (14, 4)) == [(tmp_path / qt, (26, 0))]
