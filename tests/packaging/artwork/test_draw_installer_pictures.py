"""The committed pictures of the installers are what the drawings show, as their installers need them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

# What the same drawing may differ by where Qt was built for another processor; and what 256 colours may leave out of a
# smooth edge, and of all of it.
ROUNDED, QUANTISED, MEAN = 3, 48, 0.5


@pytest.fixture
def pictures(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("artwork.draw_installer_pictures")


def committed(pictures, name):
    return Image.open(io.BytesIO((pictures.PACKAGING / name).read_bytes()))


def assert_same(picture, other, tolerance):
    assert picture.size == other.size
    difference = ImageChops.difference(picture.convert("RGB"), other.convert("RGB"))
    assert max(high for _low, high in difference.getextrema()) <= tolerance


@pytest.mark.parametrize("name", ["wizard", "header"])
def test_windows_has_bitmaps_for_each_density(pictures, name):
    for density, size in {"wizard": pictures.WIZARDS, "header": pictures.HEADERS}[name].items():
        picture = committed(pictures, f"windows/{pictures.file_name(name, density)}")
        assert (picture.format, picture.size) == ("BMP", size)
        drawing = pictures.drawn(pictures.PACKAGING / "windows" / f"{name}.svg", *size)
        assert_same(picture, drawing, QUANTISED)
        assert max(ImageStat.Stat(ImageChops.difference(picture.convert("RGB"), drawing.convert("RGB"))).mean) <= MEAN


def test_the_head_begins_as_white_as_the_rest_of_it(pictures):
    for density in pictures.HEADERS:
        picture = committed(pictures, f"windows/{pictures.file_name('header', density)}").convert("RGB")
        assert {picture.getpixel((0, y)) for y in range(picture.height)} == {(255, 255, 255)}


def test_the_ground_of_the_disk_image_is_there_plain_and_doubled(pictures):
    for scale, name in ((1, "macos/background.png"), (2, "macos/background@2x.png")):
        assert_same(committed(pictures, name), Image.open(io.BytesIO(pictures.ground(scale))), ROUNDED)


def luminance(colour):
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_names_can_be_read_on_it_in_black_and_in_white(pictures):
    picture = committed(pictures, "macos/background.png").convert("RGB")
    for x in (170, 470):
        for y in range(255, 295):
            light = luminance(picture.getpixel((x, y)))
            assert (light + 0.05) / 0.05 >= 4.5
            assert 1.05 / (light + 0.05) >= 4.5
