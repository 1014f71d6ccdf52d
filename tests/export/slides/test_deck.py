from desktop_app.export.slides.deck import paragraphs, wordless


def test_without_words_nothing_is_told_that_a_question_asks(deck):
    scene = deck.slides[1].scene()
    for seen in (scene.asking, scene.still):
        bare = wordless(seen)
        assert (bare.told, bare.read.paragraphs, bare.captions) == (None, (), ())
        assert bare.compared == seen.compared
        assert bare.options == seen.options


def test_paragraphs_stand_between_empty_lines():
    assert paragraphs("One\nline.\n\n\n• an item\n\n") == ("One\nline.", "• an item")
