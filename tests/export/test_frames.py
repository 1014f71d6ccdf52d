"""Stored frames guard the picture. Fonts are our own, yet Qt's versions rasterise them a little differently:
so what is compared are small blocks of pixels, and a few of them may differ a little.
"""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from desktop_app.analysis.moment import Moments
from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.seen import Run, Seen
from desktop_app.model.camera import parse_camera
from desktop_app.model.lesson import Shown
from desktop_app.model.lit import parse_lit
from desktop_app.views.stage.options import PLAIN, StageOptions
from tests.golden import golden_trace

FRAMES = Path(__file__).with_name("frames")
SIZE = (1280, 720)
#: Pixels in the side of a block, the largest difference of its mean colour, and how many blocks may differ more.
BLOCK = 8
TOLERANCE = 12
MOST_APART = 0.002

CASES = [
    ("one-core", 430_000, "dark"),
    ("one-core", 430_000, "light"),
    ("two-launches", 1_250_000, "dark"),
    ("two-threads-gil", 1_600_000, "light"),
    ("two-threads-free", 2_050_000, "dark"),
    ("mixed", 3_300_000, "dark"),
    ("mixed", 3_300_000, "light"),
    ("fcfs", 4_500_000, "dark"),
    ("fcfs", 8_000_000, "light"),
]
#: Seen closely, from where a camera's text says.
CLOSE = [
    ("two-launches", 1_250_000, "dark", "core 0"),
    ("two-launches", 1_250_000, "light", "source P1·T1"),
    ("two-threads-gil", 1_600_000, "dark", "ram P1·T1"),
    ("fcfs", 4_500_000, "light", "scheduler"),
]
#: With something lit.
LIT = [("two-launches", 1_250_000, "dark", "core 0, P2·T1, variable P1 total, bus")]


def draw(moments, t_ns, size, theme, options=PLAIN):
    seen = Seen(runs=(Run(moments=moments),), t_ns=t_ns, shown=Shown.BOTH, options=options)
    return Easel(Look(size=size, theme=theme)).paint(seen)


def blocks(image):
    width, height = SIZE
    pixels = np.asarray(image.convert("RGB"), dtype=float)
    return pixels.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def share_apart(first, second):
    return float((np.abs(blocks(first) - blocks(second)).max(axis=2) > TOLERANCE).mean())


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("name", "t_ns", "theme"), CASES)
def test_the_frame_is_the_stored_one(name, t_ns, theme, monkeypatch, store):
    image = pillow_of(draw(Moments(golden_trace(name, monkeypatch)), t_ns, SIZE, theme))
    compare(image, FRAMES / f"{name}-{t_ns}-{theme}.png", store)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("case", CLOSE)
def test_the_frame_seen_closely_is_the_stored_one(case, monkeypatch, store):
    name, t_ns, theme, camera = case
    options = StageOptions(camera=parse_camera(camera, file="", field="camera"))
    image = pillow_of(draw(Moments(golden_trace(name, monkeypatch)), t_ns, SIZE, theme, options))
    compare(image, FRAMES / f"{name}-{t_ns}-{theme}-{camera.split()[0]}.png", store)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("case", LIT)
def test_the_frame_with_something_lit_is_the_stored_one(case, monkeypatch, store):
    name, t_ns, theme, lit = case
    options = StageOptions(lit=tuple(parse_lit(text) for text in lit.split(",")))
    image = pillow_of(draw(Moments(golden_trace(name, monkeypatch)), t_ns, SIZE, theme, options))
    compare(image, FRAMES / f"{name}-{t_ns}-{theme}-lit.png", store)


def pillow_of(image):
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = rgb.width(), rgb.height()
    return Image.frombytes("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine())


def compare(image, path, store):
    if store:
        image.quantize(128).save(path, optimize=True)
    with Image.open(path) as kept:
        assert share_apart(image, kept) < MOST_APART


def test_a_different_moment_is_noticed(qapp, monkeypatch):
    moments = Moments(golden_trace("one-core", monkeypatch))
    first, second = (pillow_of(draw(moments, t_ns, SIZE, "dark")) for t_ns in (430_000, 530_000))
    assert share_apart(first, second) > MOST_APART
