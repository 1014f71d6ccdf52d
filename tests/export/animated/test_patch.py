import itertools

import numpy as np
from hypothesis import given
from PySide6.QtGui import QImage

from desktop_app.export.animated.patch import patch_of, pixels_of
from tests.export.animated.films import SEE_THROUGH, SOLID, films


def put(patch, before):
    """Do what players do."""
    picture = np.zeros_like(patch.pixels) if before is None else before.copy()
    height, width = patch.pixels.shape
    place = picture[patch.top : patch.top + height, patch.left : patch.left + width]
    place[...] = np.where(patch.pixels == 0, place, patch.pixels) if patch.over else patch.pixels
    return picture


@given(films(SEE_THROUGH))
def test_patches_one_after_the_other_are_the_pictures(pictures):
    shown = None
    for picture in pictures:
        patch = patch_of(picture, shown)
        assert (patch.left % 2, patch.top % 2) == (0, 0)
        shown = put(patch, shown)
        np.testing.assert_array_equal(shown, picture)


@given(films(SOLID))
def test_pixels_that_are_the_same_are_left_out(pictures):
    for before, picture in itertools.pairwise(pictures):
        patch = patch_of(picture, before)
        assert patch.over
        assert (patch.pixels != 0).sum() == (picture != before).sum()


def test_where_nothing_changed_one_pixel_is_left_as_it_was():
    picture = np.full((4, 4), 0xFF123456, np.uint32)
    patch = patch_of(picture, picture.copy())
    assert (patch.pixels.tolist(), patch.over) == ([[0]], True)


def test_see_through_pixels_are_as_qt_writes_them_into_a_png():
    values = np.arange(256, dtype=np.uint32)
    colours = values[:, np.newaxis] << 24 | np.minimum(values, values[:, np.newaxis]) * 0x010101
    premultiplied = QImage(colours.data, 256, 256, QImage.Format.Format_ARGB32_Premultiplied)
    pixels = pixels_of(premultiplied)
    straight = premultiplied.convertToFormat(QImage.Format.Format_RGBA8888)
    red, green, blue, alpha = (
        np.frombuffer(straight.constBits(), np.uint8).reshape(256, 256, 4).transpose(2, 0, 1).astype(np.uint32)
    )
    np.testing.assert_array_equal(pixels, alpha << 24 | red << 16 | green << 8 | blue)


def test_pixels_are_a_copy_without_what_fills_the_rows():
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(0xFF102030)
    pixels = pixels_of(image)
    image.fill(0)
    assert pixels.tolist() == [[0xFF102030] * 3] * 2
    grey = QImage(3, 2, QImage.Format.Format_RGB888)
    grey.fill(0x405060)
    assert pixels_of(grey).tolist() == [[0xFF405060] * 3] * 2
