from dataclasses import replace

import pytest

from desktop_app.cli.lesson_deck import lesson_deck, scenario_deck
from desktop_app.export.look import Look
from desktop_app.model.bookmark import Bookmark
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.lesson import Shown
from tests.cli.lessons import small_lesson
from tests.scenarios import program, scenario

pytestmark = pytest.mark.usefixtures("qapp")
LOOK = Look(size=(960, 540))


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    return lesson_deck(small_lesson(tmp_path_factory.mktemp("lesson")), LOOK, 10)


def test_a_deck_says_what_the_lesson_says(deck):
    assert (deck.title, deck.sentence, deck.introduction) == ("A lesson", "What it shows.", "The introduction.")
    assert deck.simplifications == ("Nothing is as simple.",)
    assert [slide.title for slide in deck.slides][:2] == ["A moment", "A question"]
    assert deck.slides[1].notes == "Ask the hall.\n\n• wait"
    assert [slide.asks for slide in deck.slides] == [False, True, False, False, True]
    assert [slide.repeat for slide in deck.slides] == [False, False, False, True, False]
    assert deck.slides[0].said == "It is here."


def test_a_slide_shows_the_end_of_what_plays(deck):
    scene = deck.slides[1].scene()
    assert scene.still.t_ns == 3 * NS_PER_MS
    assert scene.still.told.one_line
    assert scene.asking.t_ns == NS_PER_MS
    assert not scene.asking.told.revealed
    assert scene.asked.revealed
    assert scene.asked.choices
    assert scene.moment == "1 ms to 3 ms"
    assert scene.played.frames == 6


def test_a_slide_that_stands_still_plays_nothing(deck):
    scene = deck.slides[0].scene()
    assert (scene.played, scene.asking, scene.asked) == (None, None, None)
    assert (scene.lit, scene.moment) == ("core 0", "2 ms")


def test_a_scenario_has_a_slide_for_each_bookmark():
    marks = (Bookmark(at_ns=100_000, name="Begins"), Bookmark(at_ns=300_000, name=""))
    deck = scenario_deck(replace(scenario(program()), bookmarks=marks), LOOK, 10, shown=Shown.STAGE)
    assert [slide.title for slide in deck.slides] == ["Begins", "At 0.30 ms"]
    assert deck.slides[0].scene().played.seen(0).t_ns == 100_000


def test_a_program_is_one_slide_that_plays_its_whole_run():
    deck = scenario_deck(scenario(program()), LOOK, 10)
    (slide,) = deck.slides
    played = slide.scene().played
    assert played.seen(0).t_ns == 0
    assert played.seen(played.frames - 1).t_ns == slide.scene().still.t_ns > 0
