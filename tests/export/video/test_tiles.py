import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from desktop_app.export.video.tiles import TILE_COLUMNS, TILE_ROWS, Comparing, tiles_of

SIZES = st.sampled_from([(2, 2), (128, 16), (130, 18), (320, 40), (254, 50)])


def blank(size):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#102030"))
    return image


def test_all_of_the_first_picture_is_new():
    changes = Comparing((300, 50)).changes(blank((300, 50)))
    assert tiles_of((300, 50)) == (4, 3)
    assert list(zip(changes.rows, changes.columns, strict=True)) == [
        (row, column) for row in range(4) for column in range(3)
    ]


def test_nothing_is_new_where_nothing_changed():
    comparing = Comparing((300, 50))
    comparing.changes(blank((300, 50)))
    assert len(comparing.changes(blank((300, 50)))) == 0


@given(SIZES, st.integers(0, 2), st.data())
def test_a_tile_is_new_if_and_only_if_a_pixel_of_it_changed(size, reach, data):
    comparing = Comparing(size)
    comparing.changes(blank(size))
    image = blank(size)
    pixel = st.tuples(st.integers(0, size[0] - 1), st.integers(0, size[1] - 1))
    changed = data.draw(st.sets(pixel, max_size=5))
    for x, y in changed:
        image.setPixelColor(x, y, QColor("#112030"))
    where = [QRect(x - reach, y - reach, 2 * reach + 1, 2 * reach + 1) & image.rect() for x, y in changed]
    changes = comparing.changes(image, data.draw(st.sampled_from([None, where])))
    found = list(zip(changes.rows.tolist(), changes.columns.tolist(), strict=True))
    assert found == sorted({(y // TILE_ROWS, x // TILE_COLUMNS) for x, y in changed})
    assert len(comparing.changes(image)) == 0


def test_changes_keep_their_pixels_when_the_picture_is_painted_over():
    comparing = Comparing((128, 16))
    image = blank((128, 16))
    changes = comparing.changes(image)
    image.fill(QColor("white"))
    assert (changes.pixels.reshape(-1, 4) == np.array([0x30, 0x20, 0x10, 0xFF])).all()
