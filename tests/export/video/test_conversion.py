import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from desktop_app.export.video.conversion import Converting
from desktop_app.export.video.tiles import Comparing


def planes_of(frame):
    return [
        np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width].copy()
        for plane in frame.planes
    ]


def picture(size, seed):
    width, height = size
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    return QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGB32).copy()


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#1e1e2e", "#89b4fa"])
def test_colours_follow_the_matrix_of_bt709_to_the_nearest_step(colour):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    red, green, blue, _ = QColor(colour).getRgbF()
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    wanted = 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748
    found = planes_of(Converting((64, 48)).frame(Comparing((64, 48)).changes(image)))
    for plane, value in zip(found, wanted, strict=True):
        assert (plane == plane[0, 0]).all()
        assert plane[0, 0] == pytest.approx(value, abs=0.55)


@settings(max_examples=25)
@given(
    st.sampled_from([(2, 2), (130, 18), (320, 40), (514, 66)]),
    st.lists(st.integers(0, 3), min_size=1, max_size=6),
    st.data(),
)
def test_a_picture_is_converted_alike_whatever_came_before(size, seeds, data):
    comparing, converting = Comparing(size), Converting(size)
    for seed in seeds:
        # Parts of one picture and parts of another.
        image, other = picture(size, seed), picture(size, 9)
        for x, y in data.draw(st.sets(st.tuples(st.integers(0, size[0] - 1), st.integers(0, size[1] - 1)), max_size=3)):
            image.setPixel(x, y, other.pixel(x, y))
        frame = converting.frame(comparing.changes(image))
        whole = Converting(size).frame(Comparing(size).changes(image))
        for found, wanted in zip(planes_of(frame), planes_of(whole), strict=True):
            assert (found == wanted).all()


def test_an_encoder_may_keep_a_frame():
    comparing, converting = Comparing((64, 48)), Converting((64, 48))
    first = converting.frame(comparing.changes(picture((64, 48), 1)))
    before = planes_of(first)
    converting.frame(comparing.changes(picture((64, 48), 2)))
    assert all((found == wanted).all() for found, wanted in zip(planes_of(first), before, strict=True))


def test_little_more_is_converted_than_what_changed():
    size = (1280, 320)
    comparing, converting = Comparing(size), Converting(size)
    image = picture(size, 1)
    converting.frame(comparing.changes(image))
    converted = []
    converting._parts = _Noting(converted)
    for tiles in (1, 7, 50):
        for tile in range(tiles):
            image.setPixel(tile % 10 * 128, tile // 10 * 16, tiles)
        converting.frame(comparing.changes(image))
    assert all(tiles <= count <= 1.5 * tiles + 4 for tiles, count in zip((1, 7, 50), converted, strict=True))


class _Noting(dict):
    """Notes how many tiles are converted at a time."""

    def __init__(self, counts):
        super().__init__()
        self._counts = counts

    def __getitem__(self, count):
        self._counts.append(count)
        return super().__getitem__(count)
