from dataclasses import replace

from desktop_app.export.look import Look
from desktop_app.export.slides.clips import clips_film, picture_look, write_steps
from desktop_app.model.lesson import Caption


def test_pictures_above_words_are_less_high_and_even(deck):
    large = replace(deck, look=Look(size=(1921, 1081)))
    silent = replace(large, slides=tuple(replace(slide, caption=Caption(), asks=False) for slide in deck.slides))
    assert picture_look(large).size == (1920, 864)
    assert picture_look(silent).size == (1920, 1016)


def test_clips_are_what_slides_play_with_or_without_words(deck):
    worded, bare = (clips_film(deck, deck.look, words=words) for words in (True, False))
    assert [(take.step, take.frames) for take in worded.takes] == [(1, 4), (2, deck.slides[2].scene().played.frames)]
    assert worded.frames == bare.frames
    assert worded.seen(1).told is not None
    assert bare.seen(1).told is None
    assert bare.seen(1).t_ns == worded.seen(1).t_ns


def test_where_nothing_plays_there_is_no_film(deck):
    assert clips_film(replace(deck, slides=deck.slides[:1]), deck.look, words=True) is None


def test_each_step_is_a_file(deck, tmp_path):
    asked = []

    def write(film, kind, outs):
        asked.append((kind, [(part.frames, path.name) for part, path in outs]))
        assert film.frames == sum(part.frames for part, _ in outs)

    film = clips_film(deck, deck.look, words=False)
    files = write_steps(film, "webm", tmp_path, write)
    assert files == {1: tmp_path / "1.webm", 2: tmp_path / "2.webm"}
    assert asked == [("webm", [(4, "1.webm"), (film.frames - 4, "2.webm")])]
