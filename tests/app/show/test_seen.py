from dataclasses import replace

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.app.show.seen import NOTHING_SAID, Run, Seen, areas
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.lesson import Caption, Shown, Span
from desktop_app.views.caption.band import text_px
from desktop_app.views.caption.question import AskedQuestion
from tests.scenarios import program, scenario

SIZES = [(1920, 1080), (1366, 768), (1024, 768), (3840, 2160), (640, 480)]
LONG = Caption(paragraphs=((Span(text="A caption of the most letters that one may have. " * 5),),))
ASKED = AskedQuestion(prompt="Which thread gets the core next?", choices=("P1·T1", "P1·T2"), right=0, explanation="So.")


@pytest.fixture(scope="module")
def seen():
    run = Run(moments=Moments(simulate(scenario(program()), BATCH_LIMITS).run()))
    return Seen(runs=(run,), t_ns=0, caption=Caption.of("Short."), captions=(Caption.of("Short."), LONG))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("asked", [None, ASKED, replace(ASKED, revealed=True)])
@pytest.mark.parametrize("shown", list(Shown))
def test_parts_fill_the_screen_from_top_to_bottom_without_overlap(seen, size, asked, shown):
    width, height = size
    places = areas(replace(seen, asked=asked, shown=shown), width, height)
    y = 0.0
    for place in (places.stage, places.timeline, places.question, places.band):
        assert place.y() == y
        assert place.width() == width
        y += place.height()
    assert y == height
    assert places.stage.height() + places.timeline.height() >= height * 0.4


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_keeps_its_place_from_step_to_step(seen, size):
    long = replace(seen, caption=LONG)
    silent = replace(seen, caption=NOTHING_SAID)
    assert areas(seen, *size) == areas(long, *size) == areas(silent, *size)


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_keeps_its_place_when_the_answer_is_revealed(seen, size):
    asking, told = replace(seen, asked=ASKED), replace(seen, asked=replace(ASKED, revealed=True))
    assert areas(asking, *size).stage == areas(told, *size).stage


@pytest.mark.parametrize("size", SIZES)
def test_a_caption_is_written_for_the_last_row(size):
    assert text_px(size[1]) >= size[1] / 30


def test_a_caption_is_not_read_before_the_question_about_it_is_answered(seen):
    assert replace(seen, asked=ASKED).read == NOTHING_SAID
    assert replace(seen, asked=ASKED).compared == ()
    assert replace(seen, asked=replace(ASKED, revealed=True)).read == seen.caption
    assert replace(seen, asked=replace(ASKED, revealed=True)).compared == seen.figures
