"""The committed icons are what the drawings show, and every size is there."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

# What the same drawing may differ by where Qt was built for another processor: the last bits of a smooth edge.
ROUNDED = 3


@pytest.fixture
def icons(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("artwork.draw_icons")


def assert_same(picture, other):
    assert picture.size == other.size
    assert max(high for _low, high in ImageChops.difference(picture, other).getextrema()) <= ROUNDED


def opened(path):
    """A picture of which the file is closed again."""
    return Image.open(io.BytesIO(path.read_bytes()))


def pixels(picture):
    """The red, green, blue and alpha of each pixel."""
    content = picture.tobytes()
    return [tuple(content[start : start + 4]) for start in range(0, len(content), 4)]


def named_sizes(icons):
    yield from ((icons.APPLICATION, size) for size in icons.APPLICATION_SIZES)
    yield from ((name, size) for name in icons.DOCUMENTS for size in icons.DOCUMENT_SIZES)


def test_the_committed_pngs_show_the_drawings(icons):
    for name, size in named_sizes(icons):
        committed = opened(icons.ICONS / f"{name}-{size}.png").convert("RGBA")
        assert_same(committed, icons.icon(name, size))


def test_icons_differ_from_each_other_and_from_a_plain_tile_even_at_16_pixels(icons):
    pictures = [icons.icon(name, 16) for name in (icons.APPLICATION, *icons.DOCUMENTS)]
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)
    for picture in pictures:
        vivid = sum(1 for *colour, alpha in pixels(picture) if alpha == 255 and max(colour) - min(colour) > 80)
        assert vivid >= 16  # of 256: what is in the colours of processes


def test_the_windows_icons_hold_every_size(icons):
    for name in (icons.APPLICATION, *icons.DOCUMENTS):
        sizes = icons.WINDOWS_APPLICATION_SIZES if name == icons.APPLICATION else icons.WINDOWS_DOCUMENT_SIZES
        committed = opened(icons.ICONS / f"{name}.ico")
        assert committed.info["sizes"] == {(size, size) for size in sizes}
        assert_same(committed.ico.getimage((16, 16)).convert("RGBA"), icons.icon(name, 16))
        assert_same(committed.ico.getimage((32, 32)).convert("RGBA"), icons.icon(name, 32))
    assert_same(committed.ico.getimage((256, 256)).convert("RGBA"), icons.icon(name, 256))


def chunks(content):
    """What is in a macOS icon, by type."""
    assert content[:4] == b"icns"
    assert struct.unpack_from(">I", content, 4) == (len(content),)
    found, place = {}, 8
    while place < len(content):
        kind, length = struct.unpack_from(">4sI", content, place)
        found[kind.decode()] = content[place + 8 : place + length]
        place += length
    return found


def test_the_macos_icons_hold_every_size_plain_and_doubled(icons):
    for name in (icons.APPLICATION, *icons.DOCUMENTS):
        found = chunks((icons.ICONS / f"{name}.icns").read_bytes())
        sides = {kind: Image.open(io.BytesIO(found[kind])).width for kind in found if kind not in {"ic04", "ic05"}}
        assert sides == {
            "ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512, "ic10": 1024
        }  # fmt: skip
        assert set(found) == {*sides, "ic04", "ic05"}


def test_small_pictures_in_macos_icons_are_their_four_channels(icons):
    picture = icons.icon(icons.APPLICATION, 16)
    content = chunks((icons.ICONS / f"{icons.APPLICATION}.icns").read_bytes())["ic04"]
    assert content[:4] == b"ARGB"
    plain, place = b"", 4
    while place < len(content):
        run = content[place] + 1
        plain += content[place + 1 : place + 1 + run]
        place += 1 + run
    alpha, red, green, blue = (
        Image.frombytes("L", (16, 16), plain[start : start + 256]) for start in range(0, 1024, 256)
    )
    assert_same(Image.merge("RGBA", (red, green, blue, alpha)), picture)


def test_on_macos_the_tile_has_its_margin_and_a_shadow_below(icons):
    side = 256
    picture = icons.on_macos(side)
    margin = round(side * 100 / 1024)
    assert picture.getpixel((side // 2, 2)) == (0, 0, 0, 0)
    assert picture.getpixel((side // 2, margin + 2))[3] == 255
    assert picture.getpixel((margin - 2, side // 2))[3] < 128
    above, below = (picture.getpixel((side // 2, y))[3] for y in (margin - 2, side - margin + 1))
    assert 0 < above < below < 128


def test_windows_icons_fill_their_square(icons):
    committed = opened(icons.ICONS / f"{icons.APPLICATION}.ico")
    for size in (16, 48, 256):
        assert committed.ico.getimage((size, size)).convert("RGBA").getbbox() == (0, 0, size, size)


def test_the_drawings_are_plain_and_small(icons):
    drawings = sorted(icons.ICONS.glob("*.svg"))
    assert len(drawings) >= 5
    for path in drawings:
        text = path.read_text(encoding="utf-8")
        assert len(text) < 4_000, path
        assert not re.search(r"<(?:text|image|script|style|metadata|foreignObject)|href|inkscape|sodipodi", text), path


def test_the_symbolic_icon_has_one_colour(icons):
    picture = icons.drawn(icons.ICONS / "org.coreloom.Coreloom-symbolic.svg", 16, 16)
    solid = {tuple(colour) for *colour, alpha in pixels(picture) if alpha == 255}
    assert solid == {(0x2E, 0x34, 0x36)}


@pytest.mark.qt_log_ignore("Cannot read file")
def test_what_is_no_drawing_is_refused(icons, tmp_path):
    (tmp_path / "other.svg").write_text("<html/>", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"other\.svg cannot be drawn"):
        icons.drawn(tmp_path / "other.svg", 16, 16)
