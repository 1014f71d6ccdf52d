from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.views.stage.device_grid import Grid
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.soft_line import RINGS, soft_line

pytestmark = pytest.mark.usefixtures("qapp")

GROUND, INK = "#101010", "#F0F0F0"


def drawn(rect, radius, scale=1.0, strength=1.0):
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    painter.scale(scale, scale)
    grid = Grid(painter)
    soft_line(painter, grid, rect, radius, INK, strength)
    pixels = grid.pixels(rect)
    painter.end()
    return image, pixels


@pytest.mark.parametrize("scale", [0.6, 1.0, 1.37, 2.0])
@pytest.mark.parametrize("radius", [0, 6, 15])
def test_it_is_around_the_rectangle_and_reaches_no_farther_than_it_should(scale, radius):
    image, pixels = drawn(Rect(30.3, 24.8, 50.1, 30.4), radius, scale)
    reach = RINGS[-1][1] * scale + 1
    inked = [(x, y) for x in range(200) for y in range(120) if image.pixelColor(x, y) != QColor(GROUND)]
    assert inked
    inner = pixels.adjusted(round(radius * scale), 0, -round(radius * scale), 0)
    assert not any(inner.contains(x, y) for x, y in inked)
    outer = pixels.adjusted(-reach, -reach, reach, reach)
    assert all(outer.contains(x, y) for x, y in inked)


def test_it_fades_outwards_and_with_its_strength():
    image, pixels = drawn(Rect(40, 30, 60, 40), 8)
    lights = [image.pixelColor(pixels.left() - d, 50).lightness() for d in (1, 4, 8, 12, 16)]
    assert lights == sorted(lights, reverse=True)
    assert lights[0] == QColor(INK).lightness()
    weak, _ = drawn(Rect(40, 30, 60, 40), 8, strength=0.3)
    assert weak.pixelColor(pixels.left() - 1, 50).lightness() < lights[0] / 2


def test_its_edges_go_on_where_its_corners_end():
    image, pixels = drawn(Rect(40, 30, 60, 40), 8)
    row = {image.pixelColor(x, pixels.top() - 1).name() for x in range(pixels.left() + 9, pixels.right() - 9)}
    assert row == {INK.lower()}


def test_a_smaller_rectangle_than_its_corners_is_drawn_too():
    image, pixels = drawn(Rect(40, 30, 9, 5), 30)
    assert image.pixelColor(pixels.center().x(), pixels.top() - 1) != QColor(GROUND)
