import re
from dataclasses import replace

from desktop_app.export.slides.pdf_handout import write_handout
from tests.export.slides.test_web_text import HOSTILE


def pages(data):
    return len(re.findall(rb"/Type /Page\b", data))


def test_there_is_a_page_for_each_slide_after_the_first_one(deck, sides, progress, tmp_path):
    out = tmp_path / "handout.pdf"
    assert write_handout(deck, out, progress, sides) == 4
    data = out.read_bytes()
    assert pages(data) == progress.done == 4
    assert data.count(b"/MediaBox [0 0 595.000000 842.000000]") == 4
    assert "2. A question".encode("utf-16-be").hex().encode() in data


def test_long_notes_go_on_on_other_pages(deck, sides, progress, tmp_path):
    long = replace(
        deck.slides[0],
        notes="\n\n".join(f"• Item {number}, of many words that say little." * 3 for number in range(60)),
    )
    out = tmp_path / "long.pdf"
    count = write_handout(replace(deck, slides=(long, deck.slides[0])), out, progress, sides)
    assert count == pages(out.read_bytes()) > 4
    assert out.read_bytes().count(b"/Dest [") == 3


def test_the_same_deck_is_the_same_bytes(deck, sides, progress, tmp_path):
    one = replace(deck, slides=deck.slides[1:2])
    for name in ("a.pdf", "b.pdf"):
        write_handout(one, tmp_path / name, progress, sides)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_whatever_a_deck_says_is_text(deck, sides, progress, tmp_path):
    hostile = replace(deck.slides[0], title=HOSTILE * 9, notes=HOSTILE)
    out = tmp_path / "x.pdf"
    deck = replace(deck, title=HOSTILE * 20, sentence=HOSTILE, introduction=HOSTILE, slides=(hostile,))
    assert write_handout(deck, out, progress, sides) == pages(out.read_bytes()) >= 2
