"""PNG files hold exactly the picture, as another decoder reads them."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QColor, QImage

from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.png import ScanLines, png_bytes
from tests.export.films import moments_of_programs, seen_at


def decoded(data):
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        return picture


def image_of(pixels, form):
    """A Qt image of its own of an array of 32-bit pixels."""
    high, wide = pixels.shape
    return QImage(pixels.tobytes(), wide, high, wide * 4, form).copy()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("best", [False, True])
def test_a_picture_comes_out_exactly(best):
    image = Easel(Look(size=(641, 361))).paint(seen_at(moments_of_programs(), 500_000))
    data = png_bytes(image, best=best)
    picture = decoded(data)
    expected = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(361, 641, 4)[:, :, 2::-1]
    assert (picture.mode, picture.size) == ("RGB", (641, 361))
    assert picture.text == {"Software": "Coreloom"}
    assert np.array_equal(np.asarray(picture), expected)
    assert png_bytes(image, best=best) == data


def test_best_is_smaller(qapp):
    image = Easel(Look(size=(960, 540))).paint(seen_at(moments_of_programs(), 500_000))
    assert len(png_bytes(image, best=True)) < 0.85 * len(png_bytes(image))


@given(st.integers(1, 9), st.integers(1, 5), st.randoms(use_true_random=False))
def test_any_pixels_come_out_exactly(wide, high, random):
    pixels = np.array([[random.getrandbits(32) for _ in range(wide)] for _ in range(high)], np.uint32)
    image = image_of(pixels | np.uint32(0xFF000000), QImage.Format.Format_RGB32)
    found = np.asarray(decoded(png_bytes(image)))
    assert found.shape == (high, wide, 3)
    channels = [(pixels >> np.uint32(shift)) & np.uint32(255) for shift in (16, 8, 0)]
    assert np.array_equal(found, np.stack(channels, axis=2))


def test_alpha_is_straight_and_loses_nothing():
    """Every premultiplied grey with every alpha, drawn again, gives the same pixel."""
    alpha, grey = np.meshgrid(np.arange(256, dtype=np.uint32), np.arange(256, dtype=np.uint32), indexing="ij")
    grey = np.minimum(grey, alpha)
    pixels = alpha << 24 | grey << 16 | grey << 8 | grey
    image = image_of(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    picture = decoded(png_bytes(image))
    assert picture.mode == "RGBA"
    found = np.asarray(picture).astype(np.uint32)
    assert np.array_equal(found[:, :, 3], alpha)
    product = found[:, :, 0] * alpha
    assert np.array_equal((product + (product >> 8) + 0x80) >> 8, grey)
    straight = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    straight.fill(QColor(200, 100, 50, 128))
    assert decoded(png_bytes(straight)).getpixel((0, 0)) == pytest.approx((200, 100, 50, 128), abs=1)


def test_lines_are_taken_again_whatever_the_picture_before_was():
    lines = ScanLines()
    for size, form in (((7, 3), "RGB32"), ((2, 9), "ARGB32_Premultiplied"), ((28, 3), "RGB32"), ((21, 3), "ARGB32")):
        image = QImage(*size, getattr(QImage.Format, f"Format_{form}"))
        image.fill(QColor(10, 20, 30))
        lines.take(image)
        picture = decoded(lines.png())
        assert picture.size == size
        assert set(picture.convert("RGB").get_flattened_data()) == {(10, 20, 30)}


def test_pictures_for_dense_screens_keep_all_their_pixels():
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 20, 30))
    image.setDevicePixelRatio(2.0)
    assert decoded(png_bytes(image)).size == (20, 10)
