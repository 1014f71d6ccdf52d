"""A picture without a ground, laid on the ground's colour, is the picture with it: nothing else is missing."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.model.camera import parse_camera
from desktop_app.model.lit import parse_lit
from desktop_app.views.stage.options import PLAIN, StageOptions
from tests.export.films import moments_of_programs, seen_at

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (960, 540)
CLOSE = StageOptions(camera=parse_camera("source P1·T1", file="", field=""))
LIT = StageOptions(lit=tuple(parse_lit(text) for text in ("core 0", "P2·T1", "variable P1 z", "bus")))


def channels(image):
    return np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


@pytest.mark.parametrize("theme", ["dark", "contrast-light"])
@pytest.mark.parametrize("options", [PLAIN, CLOSE, LIT], ids=["whole", "close", "lit"])
def test_laid_on_its_ground_it_is_the_opaque_picture(theme, options):
    seen = seen_at(moments_of_programs(), 500_000, options=options)
    opaque = channels(Easel(Look(size=SIZE, theme=theme)).paint(seen))
    look = Look(size=SIZE, theme=theme, transparent=True)
    found = channels(Easel(look).paint(seen))
    ground = QColor(look.palette.shade)
    laid = found[:, :, :3] + (255 - found[:, :, 3:]) / 255 * (ground.blue(), ground.green(), ground.red())
    assert np.abs(laid - opaque[:, :, :3]).max() < 3
    # Between the panels nothing at all is left, and panels hide what is behind them.
    assert (found[:, :, 3] == 0).mean() > 0.05
    assert options.lit or (found[:, :, 3] == 255).mean() > 0.6
    assert not found[:8, :, 3].any()


@pytest.mark.parametrize("options", [PLAIN, CLOSE], ids=["whole", "close"])
def test_it_does_not_depend_on_what_was_painted_before(options):
    for transparent in (False, True):
        look = Look(size=(640, 361), transparent=transparent)
        easel = Easel(look)
        for t_ns in (100_000, 430_000, 440_000, 900_000, 430_000):
            seen = seen_at(moments_of_programs(), t_ns, options=options)
            assert np.array_equal(channels(easel.paint(seen)), channels(Easel(look).paint(seen)))


def test_the_palette_keeps_its_colours():
    palette = Look(size=SIZE, transparent=True).palette
    assert palette.see_through
    assert palette.shade == Look(size=SIZE).palette.window
    assert not Look(size=SIZE).palette.see_through
    assert QColor(palette.window).alpha() == 0
    assert palette.panel == Look(size=SIZE).palette.panel
