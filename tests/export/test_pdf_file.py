import re
import zlib

import pytest
from PySide6.QtCore import QPointF

from desktop_app.export.pdf_file import PdfFile
from desktop_app.views.theme import ui_font

pytestmark = pytest.mark.usefixtures("qapp")


def two_pages(title="Tit)le ä <&>"):
    file = PdfFile(title, (400, 300))
    for text, bookmark in (("At 12.5 ms: P1, 30", "One (1"), ("67 and 48", "")):
        painter = file.page(bookmark)
        painter.setFont(ui_font(20, 700))
        painter.drawText(QPointF(10, 50), text)
    return file.data()


def letters(data):
    """Return what all glyphs mean, by the tables that count: the last ones of their numbers."""
    numbers = set(re.findall(rb"/ToUnicode (\d+) 0 R", data))
    assert numbers
    found = ""
    for number in numbers:
        table = data[data.rindex(b"\n%s 0 obj" % number) :].split(b"endobj", 1)[0]
        length = int(re.search(rb"/Length (\d+)", table)[1])
        text = table.split(b"stream\n", 1)[1].split(b"endstream", 1)[0]
        assert len(text) == length
        found += "".join(chr(int(code, 16)) for code in re.findall(rb"<\w+> <(\w+)>\n", text) if code != b"FFFF")
    return found


def test_the_same_pages_are_the_same_bytes():
    assert two_pages() == two_pages()
    assert b"(D:" not in two_pages()


def test_digits_of_one_width_can_be_found():
    found = letters(two_pages())
    assert set("12.5:,3067And") - {"n", "d"} <= set(found)
    assert not any(0xE000 <= ord(letter) < 0xF900 for letter in found)


def test_every_object_is_where_the_tables_say():
    data = two_pages()
    at, seen = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)[1]), {}
    while at is not None:
        table, trailer = data[at:].split(b"trailer", 1)
        lines = table.split(b"\n")[1:]
        number = left = 0
        for line in lines:
            if re.fullmatch(rb"\d+ \d+ ?", line):
                number, left = (int(part) for part in line.split())
            elif left:
                if line.endswith(b"n "):
                    seen.setdefault(number, int(line[:10]))
                number, left = number + 1, left - 1
        before = re.search(rb"/Prev (\d+)", trailer[: trailer.index(b"startxref")])
        at = int(before[1]) if before else None
    assert all(data[place:].startswith(b"%d 0 obj" % number) for number, place in seen.items())
    assert int(re.findall(rb"/Size (\d+)", data)[-1]) == max(seen) + 1


def test_there_is_a_bookmark_for_each_page_that_has_one():
    data = two_pages()
    assert data.count(b"/Dest [") == 1
    assert "One (1".encode("utf-16-be").hex().encode() in data
    assert b"/PageMode /UseOutlines" in data


def test_a_title_is_text_wherever_it_stands():
    data = two_pages()
    assert "Tit)le ä &lt;&amp;&gt;".encode() in data
    assert b"<&>" not in data.split(b"x:xmpmeta", 1)[1].split(b"x:xmpmeta")[0]


def test_control_characters_are_left_out_of_titles():
    file = PdfFile("A\x00\x0bB", (400, 300))
    file.page("C\x07D")
    assert b"A B" in file.data()


def test_bold_letters_are_drawn_once():
    """Qt would draw them twice, a little apart: the font is bold already."""
    data = two_pages()
    for page in re.finditer(rb"/Type /Page\s[^>]*?/Contents (\d+) 0 R", data):
        stored = data[data.rindex(b"\n%s 0 obj" % page[1]) :].split(b"stream\n", 1)[1]
        content = zlib.decompressobj().decompress(stored)
        assert content.count(b" Tm") == content.count(b"BT\n") == 1
        assert b"BDC" not in content
        assert content.count(b"BT\n") == content.count(b"ET\n")
