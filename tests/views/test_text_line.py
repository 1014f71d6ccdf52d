import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.views.text_line import paint_line
from desktop_app.views.theme import ui_font

WIDE = 300


def inked(text, place, *, right=False):
    """Return how wide a line says it is, and the columns of a picture that it covers."""
    image = QImage(WIDE, 30, QImage.Format.Format_RGB32)
    image.fill("#000000")
    painter = QPainter(image)
    wide = paint_line(painter, place, text, ui_font(16), "#FFFFFF", right=right)
    painter.end()
    return wide, [x for x in range(WIDE) if any(image.pixelColor(x, y).lightness() > 60 for y in range(30))]


@pytest.mark.parametrize("right", [False, True])
def test_a_line_stands_at_an_end_of_its_place_and_is_as_wide_as_it_says(qapp, right):
    wide, columns = inked("Ready queue", QRectF(50, 0, 200, 30), right=right)
    assert columns[0] >= 50
    assert columns[-1] <= 250
    assert abs((columns[-1] - columns[0]) - wide) < 4
    assert abs((columns[-1] - 250) if right else (columns[0] - 50)) < 4


def test_a_line_that_is_too_long_is_shortened(qapp):
    wide, columns = inked("Ready queue " * 9, QRectF(50, 0, 100, 30))
    assert wide <= 100
    assert columns[-1] <= 150


def test_no_room_is_no_line(qapp):
    assert inked("Ready", QRectF(50, 0, -5, 30))[0] <= inked("…", QRectF(50, 0, 100, 30))[0]
