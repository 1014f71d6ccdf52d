import pytest

from desktop_app.cli.lesson_deck import lesson_deck
from desktop_app.export.look import Look
from desktop_app.model.durations import NS_PER_MS
from tests.cli.lessons import small_lesson

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


def test_without_words_there_are_pictures_only(tmp_path):
    bare = lesson_deck(small_lesson(tmp_path, 0, 1), LOOK, 10, words=False)
    slide = bare.slides[1]
    scene = slide.scene()
    assert (slide.asks, slide.said, scene.asked, scene.asking) == (False, "", None, None)
    assert scene.still.told is None
