from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from desktop_app.views.stage import sprites as module
from desktop_app.views.stage.drawing import box
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.sprites import Sprites
from desktop_app.views.theme import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")


class Chips:
    """Draws chips of one colour, and counts how often."""

    def __init__(self, colour: str = "#40A0E0") -> None:
        self.drawn = 0
        self.colour = colour

    def paint(self, painter: QPainter, rect: Rect) -> None:
        self.drawn += 1
        box(painter, rect, fill=QColor(self.colour), radius=3)


@pytest.fixture(autouse=True)
def fresh():
    """No sprites from other tests."""
    module._atlas.cache_clear()


def image_of(draw, scale: float = 1.0, *, shift: tuple[float, float] = (0.0, 0.0), dpr: float = 1.0) -> QImage:
    image = QImage(round(200 * dpr), round(100 * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor("#101010"))
    painter = QPainter(image)
    painter.translate(*shift)
    painter.scale(scale, scale)
    draw(painter)
    painter.end()
    return image


def inked(image: QImage) -> tuple[int, int, int, int]:
    """The smallest and largest x and y of what is not ground."""
    places = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != QColor("#101010")
    ]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), max(xs), min(ys), max(ys)


def test_it_stands_at_whole_pixels_of_the_device():
    chips = Chips()

    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.put("a", Rect(10.3, 20.4, 30.2, 10.1), chips.paint)

    assert inked(image_of(draw)) == (10, 39, 20, 29)
    assert inked(image_of(draw, 1.5)) == (15, 59, 31, 45)
    assert inked(image_of(draw, shift=(5.0, 3.2))) == (15, 44, 24, 33)
    assert inked(image_of(draw, dpr=2.0)) == (21, 80, 41, 60)


def test_what_looks_alike_is_drawn_once_per_scale_and_theme():
    chips = Chips()

    def draw(theme):
        def drawn(painter: QPainter) -> None:
            with Sprites(painter, theme) as sprites:
                for number in range(5):
                    sprites.put("a", Rect(20.0 * number, 0, 10, 10), chips.paint)
                    sprites.put("b", Rect(20.0 * number, 20, 10, 10), chips.paint)

        return drawn

    for _ in range(3):
        image_of(draw(DARK))
    assert chips.drawn == 2
    image_of(draw(LIGHT))
    image_of(draw(DARK), 1.25)
    assert chips.drawn == 6


def test_a_clip_cuts_it_off():
    chips = Chips()

    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.put("a", Rect(10, 10, 30, 20), chips.paint, Rect(20, 0, 15, 25))
            sprites.put("a", Rect(10, 50, 30, 20), chips.paint, Rect(100, 50, 15, 25))

    assert inked(image_of(draw)) == (20, 34, 10, 24)


def test_opacity_lets_the_ground_through():
    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.put("a", Rect(10, 10, 30, 20), Chips("#F0F0F0").paint, None, 0.5)

    assert image_of(draw).pixelColor(25, 20).red() == pytest.approx(0x80, abs=2)


def test_sprites_that_do_not_fit_together_are_all_drawn(monkeypatch):
    monkeypatch.setattr(module, "_WIDE", 64)
    monkeypatch.setattr(module, "_HIGH", 32)
    chips = Chips()

    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            for number in range(12):
                sprites.put(number, Rect(4.0 + 16 * number, 10, 12, 12), chips.paint)

    image = image_of(draw)
    assert [image.pixelColor(10 + 16 * number, 16) for number in range(12)] == [QColor(chips.colour)] * 12


def test_only_the_oldest_make_room_for_new_ones(monkeypatch):
    monkeypatch.setattr(module, "_WIDE", 64)
    monkeypatch.setattr(module, "_HIGH", 32)
    chips = Chips()

    def draw(*numbers: int):
        def drawn(painter: QPainter) -> None:
            with Sprites(painter, DARK) as sprites:
                for number in numbers:
                    sprites.put(number, Rect(4.0 + 16 * number, 10, 12, 12), chips.paint)

        return drawn

    image_of(draw(*range(10)))  # five on a shelf, and two shelves
    assert chips.drawn == 10
    image_of(draw(10, 7, 8, 9))
    assert chips.drawn == 11
    image_of(draw(0))
    assert chips.drawn == 12


@given(st.lists(st.tuples(st.integers(1, 24), st.integers(1, 24)), max_size=60))
def test_no_two_sprites_that_are_kept_share_a_pixel(sizes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_WIDE", 64)
        patch.setattr(module, "_HIGH", 64)
        atlas = module.Atlas()
        for number, (wide, high) in enumerate(sizes):
            if atlas.make(number, wide, high, 1.0, Chips().paint) is None:
                atlas.free(high)
                assert atlas.make(number, wide, high, 1.0, Chips().paint) is not None
            assert number in atlas.sprites
        taken = [
            (x, y)
            for left, top, wide, high in atlas.sprites.values()
            for x in range(left, left + wide)
            for y in range(top, top + high)
        ]
    assert len(taken) == len(set(taken))
    assert all(x < 64 and y < 64 for x, y in taken)


def test_one_that_is_too_large_is_drawn_in_place(monkeypatch):
    monkeypatch.setattr(module, "_LARGEST", (20, 20))
    chips = Chips()

    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.put("a", Rect(10, 10, 30, 20), chips.paint)

    assert inked(image_of(draw)) == (10, 39, 10, 29)
    image_of(draw)
    assert chips.drawn == 2


def test_a_page_gets_shapes_and_no_pixels():
    chips = Chips()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    with Sprites(painter, DARK) as sprites:
        sprites.put("a", Rect(10, 10, 30, 20), chips.paint, Rect(0, 0, 20, 20), 0.5)
        sprites.put("a", Rect(10, 50, 30, 20), chips.paint)
    painter.end()
    buffer.close()
    assert chips.drawn == 2
    assert b"/Subtype /Image" not in bytes(data.data())


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0, 2.0])
def test_a_bar_is_filled_from_the_left(share):
    def draw(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.bar(Rect(10, 10, 100, 10), share, "#F00000", "#0000F0")

    image = image_of(draw)
    middle = [image.pixelColor(x, 15) for x in range(12, 108)]
    filled = sum(ink.red() > ink.blue() for ink in middle)
    assert filled == pytest.approx(96 * min(1.0, share), abs=3)
    assert middle == sorted(middle, key=lambda ink: -ink.red())


@pytest.mark.parametrize("scale", [1.0, 1.37, 2.0])
def test_what_stands_still_is_exactly_where_it_would_be_drawn_in_place(scale):
    chips, place = Chips(), Rect(10.3, 20.4, 30.2, 10.1)

    def kept(painter: QPainter) -> None:
        with Sprites(painter, DARK) as sprites:
            sprites.put_still("a", place, chips.paint)

    def drawn(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chips.paint(painter, place)

    one, other = image_of(kept, scale), image_of(drawn, scale)
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    assert max(abs(a - b) for a, b in pairs) < 12
