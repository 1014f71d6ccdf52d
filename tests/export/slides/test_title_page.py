from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.slides.title_page import paint_title_page
from desktop_app.views.theme import DARK

SIZE = QSize(480, 270)


def drawn(deck):
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.window))
    painter = QPainter(image)
    paint_title_page(painter, SIZE, deck, DARK)
    painter.end()
    return image


def inked(image):
    """Return the rows in which there is anything."""
    ground = QColor(DARK.window).rgb()
    return [y for y in range(image.height()) if any(image.pixel(x, y) != ground for x in range(image.width()))]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("count", [0, 1, 12])
def test_all_that_is_said_has_room(deck, count):
    long = replace(deck, simplifications=("A sentence that says what a real machine does instead. " * 3,) * count)
    rows = inked(drawn(long))
    assert min(rows) > SIZE.height() * 0.03
    assert max(rows) < SIZE.height() * 0.95


@pytest.mark.usefixtures("qapp")
def test_a_title_alone_is_enough(deck):
    assert inked(drawn(replace(deck, sentence="", simplifications=())))
