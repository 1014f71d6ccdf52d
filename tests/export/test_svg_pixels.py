import base64
import re
import xml.etree.ElementTree as ET
from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QImage

from desktop_app.export import svg_pixels
from desktop_app.export.svg_pixels import picture_of

STEP = re.compile(r"M(\d+),(\d+)H(\d+)V(\d+)H(\d+)Z")
INKS = (0xFF102030, 0xFFE69F00, 0x80102030, 0)


def image_of(pixels):
    high, wide = pixels.shape
    return QImage(pixels.tobytes(), wide, high, wide * 4, QImage.Format.Format_ARGB32).copy()


def painted(text, shape):
    """The pixels that the rectangles of a picture cover; none covers what another one has."""
    found = np.zeros(shape, np.uint32)
    for path in ET.fromstring(f"<g>{text}</g>"):
        alpha = round(float(path.get("fill-opacity", "1")) * 255)
        ink = alpha << 24 | int(path.get("fill")[1:], 16)
        for left, top, right, below, back in (map(int, step) for step in STEP.findall(path.get("d"))):
            assert left == back
            assert not found[top:below, left:right].any()
            found[top:below, left:right] = ink
    return found


@given(st.lists(st.lists(st.sampled_from(INKS), min_size=5, max_size=5), min_size=1, max_size=7))
def test_pixels_of_few_colours_become_shapes_that_cover_exactly_them(rows):
    pixels = np.array(rows, np.uint32)
    assert np.array_equal(painted(picture_of(image_of(pixels)), pixels.shape), pixels)


def test_rows_that_are_alike_are_one_shape():
    pixels = np.full((40, 60), INKS[0], np.uint32)
    assert picture_of(image_of(pixels)).count("M") == 1


def test_a_picture_of_many_colours_stays_one(monkeypatch):
    monkeypatch.setattr(svg_pixels, "_MOST_BLOCKS", 10)
    pixels = np.arange(12 * 4, dtype=np.uint32).reshape(4, 12) | np.uint32(0xFF000000)
    found = ET.fromstring(f'<g xmlns:xlink="http://www.w3.org/1999/xlink">{picture_of(image_of(pixels))}</g>')[0]
    assert (found.tag, found.get("width"), found.get("height")) == ("image", "12", "4")
    data = found.get("{http://www.w3.org/1999/xlink}href").removeprefix("data:image/png;base64,")
    with Image.open(BytesIO(base64.b64decode(data))) as picture:
        assert np.asarray(picture.convert("RGB"))[3, 11].tolist() == [0, 0, 47]
