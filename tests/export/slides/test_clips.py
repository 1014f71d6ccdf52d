from desktop_app.export.look import Look
from desktop_app.export.slides.clips import clip_film, picture_look


def test_pictures_beside_words_are_less_high_and_even():
    assert picture_look(Look(size=(1921, 1081))).size == (1920, 864)


def test_a_clip_is_what_a_slide_plays_with_or_without_words(deck):
    take = deck.slides[1].scene().played
    worded, bare = (clip_film(deck, take, deck.look, words=words) for words in (True, False))
    assert worded.frames == bare.frames == take.frames
    assert (worded.fps, worded.title) == (deck.fps, deck.title)
    assert worded.seen(1).told is not None
    assert bare.seen(1).told is None
    assert bare.seen(1).t_ns == worded.seen(1).t_ns
