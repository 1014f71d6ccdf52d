from dataclasses import replace

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.export.seen import NOTHING_SAID, Run, Seen, areas
from desktop_app.model.lesson import Caption, Shown, Span
from desktop_app.views.caption.band import text_px
from desktop_app.views.caption.question import AskedQuestion
from tests.scenarios import program, scenario

pytestmark = pytest.mark.usefixtures("qapp")
SIZES = [(1920, 1080), (1366, 768), (1024, 768), (3840, 2160), (640, 480)]
LONG = Caption(paragraphs=((Span(text="A caption of the most letters that one may have. " * 5),),))
ASKED = AskedQuestion(prompt="Which thread gets the core next?", choices=("P1·T1", "P1·T2"), right=0, explanation="So.")
TOLD = replace(ASKED, revealed=True)
STRETCH = (0, 600_000)


@pytest.fixture(scope="module")
def seen():
    run = Run(moments=Moments(simulate(scenario(program()), BATCH_LIMITS).run()))
    return Seen(runs=(run,), t_ns=0, caption=Caption.of("Short."), captions=(Caption.of("Short."), LONG))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("asked", [None, ASKED, TOLD])
@pytest.mark.parametrize("shown", list(Shown))
@pytest.mark.parametrize(("stretch", "t_ns"), [(None, 0), (STRETCH, 0), (STRETCH, 300_000)])
def test_parts_fill_the_screen_from_top_to_bottom_without_overlap(seen, size, asked, shown, stretch, t_ns):  # noqa: PLR0917
    width, height = size
    places = areas(replace(seen, asked=asked, shown=shown, stretch=stretch, t_ns=t_ns), width, height)
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
    asking = replace(seen, asked=ASKED, stretch=STRETCH)
    assert areas(asking, *size) == areas(replace(asking, asked=TOLD), *size)


@pytest.mark.parametrize("size", SIZES)
def test_no_room_is_kept_for_a_caption_that_may_not_be_read_yet(seen, size):
    places = areas(replace(seen, asked=ASKED), *size)
    assert places.band.isEmpty()
    assert places.question.bottom() == size[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("caption", [Caption.of("Short."), LONG])
def test_what_proves_an_answer_has_most_of_the_screen_while_it_plays(seen, size, caption):
    told = replace(seen, asked=TOLD, stretch=STRETCH, caption=caption)
    for proving in (replace(told, playing=True), replace(told, t_ns=1), replace(told, t_ns=STRETCH[1])):
        assert proving.told.one_line
        assert proving.read == caption
        assert not proving.holds_proof
        assert areas(proving, *size).stage.height() >= size[1] * 0.6


def test_an_answer_is_told_with_all_there_is_until_what_proves_it_plays(seen):
    told = replace(seen, asked=TOLD, stretch=STRETCH)
    assert told.holds_proof
    assert not told.told.one_line
    assert told.read == NOTHING_SAID


@pytest.mark.parametrize("t_ns", [0, 300_000])
def test_a_question_that_is_open_stays_open_wherever_one_goes(seen, t_ns):
    asking = replace(seen, asked=ASKED, stretch=STRETCH, t_ns=t_ns, playing=True)
    assert not asking.told.one_line
    assert not asking.holds_proof
    assert asking.read == NOTHING_SAID


def test_a_step_that_stands_still_tells_answer_and_caption_beside_each_other(seen):
    told = replace(seen, asked=TOLD, t_ns=300_000)
    assert not told.holds_proof
    assert not told.told.one_line
    assert told.read == seen.caption
    assert areas(told, 1920, 1080).band.height() > 0


@pytest.mark.parametrize("size", SIZES)
def test_a_timeline_beside_a_question_can_be_read_or_is_not_there(seen, size):
    long = AskedQuestion(prompt="Which of all these threads is it? " * 4, choices=("A choice " * 8,) * 6, right=0)
    for asked in (ASKED, long):
        high = areas(replace(seen, asked=asked, shown=Shown.BOTH), *size).timeline.height()
        assert high == 0 or high >= size[1] * 0.12


@pytest.mark.parametrize("size", SIZES)
def test_a_caption_is_written_for_the_last_row(size):
    assert text_px(size[1]) >= size[1] / 30


def test_a_caption_is_not_read_before_the_question_about_it_is_answered(seen):
    assert replace(seen, asked=ASKED).read == NOTHING_SAID
    assert replace(seen, asked=ASKED).compared == ()
    assert replace(seen, asked=replace(ASKED, revealed=True)).read == seen.caption
    assert replace(seen, asked=replace(ASKED, revealed=True)).compared == seen.figures
    told = replace(seen, asked=replace(ASKED, revealed=True), stretch=(seen.t_ns, seen.t_ns + 1))
    assert told.compared == ()
    assert replace(told, playing=True).compared == seen.figures
