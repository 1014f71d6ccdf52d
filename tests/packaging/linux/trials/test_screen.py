"""What stands on a screen, read from a dump as Xvfb keeps it, and letters told from boxes."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

WHITE, INK = 0xFFFFFF, 0x102030


@pytest.fixture(scope="module")
def screen(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.trials.screen")


def picture_of(screen: ModuleType, lines: list[str]):
    data = b"".join(struct.pack("<I", INK if dot == "#" else WHITE) for line in lines for dot in line)
    return screen.Picture(width=len(lines[0]), height=len(lines), data=data)


def test_a_dump_is_read_behind_its_head_and_colours(screen: ModuleType, tmp_path: Path):
    picture = picture_of(screen, ["#..", ".#."])
    head = [0] * 25
    head[0], head[4], head[5], head[11], head[12], head[19] = 100, 3, 2, 32, 12, 2
    dump = tmp_path / "Xvfb_screen0"
    dump.write_bytes(struct.pack(">25I", *head) + bytes(24) + picture.data + b"what follows is nobody's")
    assert screen.read(dump) == picture


def test_a_screenshot_has_the_pixels_of_the_screen(screen: ModuleType, tmp_path: Path):
    place = picture_of(screen, ["#..", ".#."]).save(tmp_path / "a.png")
    image = Image.open(BytesIO(place.read_bytes()))
    assert image.size == (3, 2)
    assert [image.getpixel((x, y)) for y in range(2) for x in range(3)] == [
        (0x10, 0x20, 0x30), (255, 255, 255), (255, 255, 255),
        (255, 255, 255), (0x10, 0x20, 0x30), (255, 255, 255),
    ]  # fmt: skip


def test_a_part_ends_at_the_edges(screen: ModuleType):
    part = picture_of(screen, ["#..", ".#."]).part(1, 1, 5, 5)
    assert (part.width, part.height, part.values()) == (2, 1, [INK, WHITE])


def test_letters_are_different_shapes_and_boxes_are_all_the_same(screen: ModuleType):
    letters = picture_of(screen, ["#..##.#..", "#..#..###", "#..##.#.#"])
    assert len(set(screen.shapes(letters))) == 3
    ground = "." * 11
    boxes = picture_of(screen, [ground, ground, "###.###.###", "#.#.#.#.#.#", "###.###.###", ground])
    assert len(screen.shapes(boxes)) == 3
    assert len(set(screen.shapes(boxes))) == 1


def test_nothing_is_drawn_where_there_is_only_ground(screen: ModuleType):
    assert screen.shapes(picture_of(screen, ["...", "..."])) == []
