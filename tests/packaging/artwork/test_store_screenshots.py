"""The committed pictures for software centres: all there, of the promised size, with something on them, and small."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture
def shots(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("artwork.store_screenshots")


def test_each_is_there_and_is_full_of_colours(shots):
    assert {path.stem for path in shots.OUT.glob("*.png")} == {state.name for state in shots.SHOTS}
    for state in shots.SHOTS:
        picture = Image.open(io.BytesIO((shots.OUT / f"{state.name}.png").read_bytes()))
        assert picture.size == shots.STAGE.size
        assert len(picture.getcolors(256)) > 100


def test_together_they_are_small(shots):
    assert sum(path.stat().st_size for path in shots.OUT.iterdir()) < 1_000_000


def test_a_picture_in_256_colours_keeps_its_ground_and_what_is_rare(shots, tmp_path):
    picture = Image.linear_gradient("L").convert("RGB")
    picture.paste((0x0E, 0x11, 0x16), (0, 0, 256, 128))
    picture.paste((0xE6, 0xED, 0xF3), (10, 10, 14, 12))
    picture.save(tmp_path / "shot.png")
    content = shots.shrunk(tmp_path / "shot.png")
    shrunk = Image.open(io.BytesIO(content)).convert("RGB")
    difference = ImageChops.difference(picture, shrunk)
    assert difference.crop((0, 0, 256, 128)).getextrema() == ((0, 0), (0, 0), (0, 0))
