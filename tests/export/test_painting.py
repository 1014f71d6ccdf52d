from dataclasses import replace

import pytest
from PySide6.QtCore import QSize

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.export.painting import picture_of
from desktop_app.export.seen import Run, Seen, areas
from desktop_app.export.timeline_picture import timeline_unit
from desktop_app.model.lesson import Caption, Shown
from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.layout import TEXT
from tests.scenarios import program, scenario

SIZES = [(1920, 1080), (1366, 768), (1024, 768), (3840, 2160)]
ASKED = AskedQuestion(prompt="Which thread gets the core next?", choices=("P1·T1", "P1·T2"), right=0, explanation="So.")
SMALL, SCREEN = QSize(320, 180), QSize(1280, 720)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def seen():
    run = Run(moments=Moments(simulate(scenario(program()), BATCH_LIMITS).run()))
    return Seen(runs=(run,), t_ns=300_000, caption=Caption.of("Short."))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("asked", [None, ASKED])
def test_a_timeline_that_stands_alone_is_written_for_the_last_row(seen, size, asked):
    place = areas(replace(seen, shown=Shown.TIMELINE, asked=asked), *size).timeline
    assert timeline_unit(place, Shown.TIMELINE) * TEXT >= size[1] / 72


@pytest.mark.parametrize(
    "other",
    [
        {"t_ns": 500_000},
        {"caption": Caption.of("Another.")},
        {"shown": Shown.BOTH},
        {"shown": Shown.TIMELINE},
        {"asked": ASKED},
    ],
)
def test_a_picture_shows_all_that_is_to_be_seen_and_nothing_that_was_drawn_before(seen, other):
    first = picture_of(seen, SMALL, SCREEN, DARK, None)
    assert picture_of(replace(seen, **other), SMALL, SCREEN, DARK, None) != first
    assert picture_of(seen, SMALL, SCREEN, LIGHT, None) != first
    assert picture_of(seen, SMALL, SCREEN, DARK, None) == first
