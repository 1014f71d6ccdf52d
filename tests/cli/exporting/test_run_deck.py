from dataclasses import replace

import pytest

from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.options import export_options
from desktop_app.cli.exporting.run_deck import run_deck
from desktop_app.cli.exporting.runs import Shot
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.bookmark import Bookmark
from tests.scenarios import program, scenario

pytestmark = pytest.mark.usefixtures("qapp")
BARE = scenario(program())


def options(*arguments):
    return export_options(export_parser().parse_args(["a.py", "a.html", *arguments]))


@pytest.fixture(scope="module")
def shot():
    trace = simulate(BARE, BATCH_LIMITS).run()
    return Shot(trace=trace, begin_ns=0, end_ns=trace.known_until_ns)


def test_there_is_a_slide_from_each_bookmark_to_the_next(shot):
    marks = tuple(Bookmark(at_ns=at_ns, name=name) for at_ns, name in ((300_000, ""), (100_000, "Begins")))
    deck = run_deck(shot, replace(BARE, bookmarks=marks), options())
    assert [(slide.title, slide.said) for slide in deck.slides] == [("Begins", "Begins"), ("At 0.30 ms", "")]
    scenes = [slide.scene() for slide in deck.slides]
    assert [scene.still.t_ns for scene in scenes] == [300_000, shot.end_ns]
    assert [scene.played.seen(0).t_ns for scene in scenes] == [100_000, 300_000]
    assert scenes[0].still.stretch == (100_000, 300_000)
    assert scenes[0].moment == "100 µs to 300 µs"


def test_a_run_without_bookmarks_is_one_slide(shot):
    deck = run_deck(shot, BARE, options())
    (slide,) = deck.slides
    scene = slide.scene()
    assert (slide.title, slide.said, deck.has_words) == ("test", "", False)
    assert scene.played.seen(scene.played.frames - 1).t_ns == scene.still.t_ns == shot.end_ns


def test_bookmarks_outside_of_what_is_shown_are_left_out(shot):
    marks = (Bookmark(at_ns=100_000, name="One"), Bookmark(at_ns=600_000, name="Two"))
    part = replace(shot, begin_ns=200_000, end_ns=700_000)
    (slide,) = run_deck(part, replace(BARE, bookmarks=marks), options()).slides
    assert slide.title == "Two"


def test_a_moment_plays_nothing(shot):
    (slide,) = run_deck(replace(shot, begin_ns=200_000, end_ns=200_000), BARE, options()).slides
    assert slide.scene().played is None


def test_what_is_asked_for_is_seen(shot):
    (slide,) = run_deck(shot, BARE, options("--lit", "core 0", "--speed", "1ms", "--fps", "10")).slides
    scene = slide.scene()
    assert scene.lit == "core 0"
    assert scene.still.options.lit
    assert scene.played.frames == 1 + -(-shot.end_ns * 10 // 1_000_000)
