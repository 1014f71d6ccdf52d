import re

from desktop_app.export.slides.pdf_slides import write_pdf_slides


def test_there_is_a_title_page_and_a_page_for_each_slide(deck, sides, progress, tmp_path):
    out = tmp_path / "slides.pdf"
    assert write_pdf_slides(deck, out, progress, sides) == progress.done == 4
    data = out.read_bytes()
    assert len(re.findall(rb"/Type /Page\b", data)) == 4
    assert data.count(b"/MediaBox [0 0 720.000000 405.000000]") == 4
    for title in ("A lesson", "1. A moment", "2. A question", "3. Two sides"):
        assert title.encode("utf-16-be").hex().encode() in data


def test_the_same_deck_is_the_same_bytes(deck, sides, progress, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_pdf_slides(deck, tmp_path / name, progress, sides)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
