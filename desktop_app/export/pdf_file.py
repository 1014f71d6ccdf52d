"""A PDF file, page after page, with bookmarks, the same bytes whenever it is made.

Qt draws the pages. What it writes of them is made good afterwards, in place and by an incremental update (ISO 32000-1,
7.5.6): the time of day is taken out, bookmarks are added (12.3.3), and figures can be found and copied (9.10.3), since
digits of one width are glyphs of their own, which Qt takes for letters of private use. Bold letters are drawn once: Qt
draws them twice, a little apart, as if they were not bold already.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextLayout

from desktop_app import __version__
from desktop_app.export.svg_text import clean
from desktop_app.views.theme import ui_font

#: Units of a page in an inch. Qt spaces letters rightly at the resolution of its screens only, which this is offscreen.
_DPI: Final = 96
POINTS_PER_PX: Final = 72 / _DPI
_CREATOR: Final = f"Coreloom {__version__}"
#: Letters of private use in Unicode, and what a part of a table of letters may have at the most.
_PRIVATE: Final = range(0xE000, 0xF900)
_MOST_ROWS: Final = 100
#: Letters that are drawn once more, as what has no text: so that nobody finds them twice.
_SECOND_TIME: Final = re.compile(rb"[-\d. ]+ Tm\n/Span << /ActualText <> >> BDC\n.*?\nEMC\n", re.DOTALL)
_SMALLEST: Final = 9
#: What no file of characters may hold.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bookmark:
    """A line of the outline that viewers show beside the pages; pages count from 0."""

    title: str
    page: int


class PdfFile:
    """Pages of one size.

    Args:
        title: The document's title.
        size: Width and height of a page, in the units that are painted in: logical pixels, of which an inch has 96.
    """

    def __init__(self, title: str, size: tuple[float, float]) -> None:
        self._title = clean(_CONTROL.sub(" ", title))
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # Qt keeps fonts in tables whose order differs from run to run, unless it is told otherwise.
        QHashSeed.setDeterministicGlobalSeed()
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(_DPI)
        points = QSizeF(size[0] * POINTS_PER_PX, size[1] * POINTS_PER_PX)
        page = QPageSize(points, QPageSize.Unit.Point, matchPolicy=QPageSize.SizeMatchPolicy.ExactMatch)
        self._writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        self._writer.setTitle(self._title)
        self._writer.setCreator(_CREATOR)
        self._writer.setDocumentXmpMetadata(QByteArray(_metadata(self._title)))
        self._writer.setDocumentId(QUuid(str(uuid5(NAMESPACE_URL, self._title))))
        self._painter: QPainter | None = None
        self._bookmarks: list[_Bookmark] = []
        self._pages = 0

    def page(self, bookmark: str = "") -> QPainter:
        """Begin another page, and return what paints on it until the next one; with a bookmark, if it is given one."""
        if self._painter is None:
            self._painter = QPainter(self._writer)
            self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        else:
            self._painter.restore()
            self._writer.newPage()
        if bookmark:
            self._bookmarks.append(_Bookmark(title=_CONTROL.sub(" ", bookmark), page=self._pages))
        self._pages += 1
        self._painter.save()
        return self._painter

    def data(self) -> bytes:
        """Return the whole file; nothing can be painted any more."""
        if self._painter is not None:
            self._painter.restore()
            self._painter.end()
        self._buffer.close()
        QHashSeed.resetRandomGlobalSeed()
        return _made_good(bytes(self._data.data()), self._bookmarks)


def _metadata(title: str) -> bytes:
    """Return the document's description without any time (XMP, ISO 16684-1)."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{escape(_CREATOR)}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _dateless(data: bytes) -> bytes:
    """Return a file of Qt's without the time of day, which may be left out; nothing else moves."""
    end = data.find(b"endobj")
    dates = rb"/(?:CreationDate|ModDate) \(D:[^()]*\)"
    head = re.sub(dates, lambda found: b" " * len(found[0]), data[:end])
    return head + data[end:]


def _made_good(data: bytes, bookmarks: list[_Bookmark]) -> bytes:
    """Return a file of Qt's with bookmarks and readable figures; one that Qt writes in another way stays as it is."""
    data = _dateless(data)
    trailer = re.search(rb"/Size (\d+)\s*/Info (\d+) 0 R\s*/Root (\d+) 0 R\s*(/ID \[[^\]]*\])?", data[-2048:])
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
    if trailer is None or start is None:
        return data
    first, root = int(trailer[1]), int(trailer[3])
    objects = _readable(data) | _drawn_once(data) | _with_outline(data, bookmarks, first, root)
    added, places = bytearray(data if data.endswith(b"\n") else data + b"\n"), dict[int, int]()
    for number, body in sorted(objects.items()):
        places[number] = len(added)
        added += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(added)
    added += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % place for place in sorted(places.items()))
    size, info = max(first, *(number + 1 for number in objects), 0), int(trailer[2])
    said = (size, info, root, trailer[4] or b"", start[1], table)
    added += b"trailer\n<<\n/Size %d\n/Info %d 0 R\n/Root %d 0 R\n%s\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % said
    return bytes(added)


def _readable(data: bytes) -> dict[int, bytes]:
    """Return tables of letters in which all glyphs mean what they look like, by the numbers of their objects."""
    changed, letters = dict[int, bytes](), _letters_of_glyphs()
    for font in re.finditer(rb"/ToUnicode (\d+) 0 R", data):
        number = int(font[1])
        table = re.search(rb"\n%d 0 obj\s*<<[^>]*>>\s*stream\n(.*?)endstream" % number, data, re.DOTALL)
        if table is None:
            continue
        meant = {glyph: letters.get(code, code) for glyph, code in _meant(table[1]).items()}
        changed[number] = _table_of_letters(meant)
    return changed


def _drawn_once(data: bytes) -> dict[int, bytes]:
    """Return pages' contents without the second time that letters are drawn, by the numbers of their objects."""
    changed = dict[int, bytes]()
    for page in re.finditer(rb"/Type /Page\s[^>]*?/Contents (\d+) 0 R", data):
        number = int(page[1])
        begin = re.search(rb"\n%d 0 obj\s*<<[^>]*/FlateDecode[^>]*>>\s*stream\n" % number, data)
        if begin is None:
            continue
        content = zlib.decompressobj().decompress(data[begin.end() :])
        once, count = _SECOND_TIME.subn(b"", content)
        if count:
            packed = zlib.compress(once, _SMALLEST)
            head = b"<</Length %d /Filter /FlateDecode>>" % len(packed)
            changed[number] = head + b"\nstream\n" + packed + b"\nendstream"
    return changed


def _meant(table: bytes) -> dict[int, int]:
    """Return what glyphs mean by Qt's table: code points by glyphs."""
    found = dict[int, int]()
    for first, last, start, listed in re.findall(rb"<(\w+)> <(\w+)> (?:<(\w+)>|\[([^\]]*)\])", table):
        glyphs = range(int(first, 16), int(last, 16) + 1)
        begin = int(start or b"0", 16)
        codes = [int(code, 16) for code in re.findall(rb"\w+", listed)] or range(begin, begin + len(glyphs))
        found.update(zip(glyphs, codes, strict=False))
    return found


def _table_of_letters(meant: dict[int, int]) -> bytes:
    """Return the object that says which letters glyphs mean."""
    rows = [b"<%04X> <%04X>\n" % pair for pair in sorted(meant.items())]
    parts = [rows[at : at + _MOST_ROWS] for at in range(0, len(rows), _MOST_ROWS)]
    text = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    text += b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    text += b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    text += b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    text += b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(part), b"".join(part)) for part in parts)
    text += b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    return b"<</Length %d>>\nstream\n%sendstream" % (len(text), text)


@cache
def _letters_of_glyphs() -> dict[int, int]:
    """Return which letters the interface font's glyphs of private use stand for, by their code points."""
    font, line = ui_font(16), "".join(map(chr, range(0x21, 0x7F)))
    letters = dict[int, int]()
    private = "".join(map(chr, range(_PRIVATE.start, _PRIVATE.stop)))
    for letter in line:
        layout = QTextLayout(letter, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        for run in layout.glyphRuns():
            glyphs = run.rawFont().glyphIndexesForString(private)
            letters.update(
                {ord(private[at]): ord(letter) for at, glyph in enumerate(glyphs) if glyph in run.glyphIndexes()}
            )
    return letters


def _with_outline(data: bytes, bookmarks: list[_Bookmark], first: int, root: int) -> dict[int, bytes]:
    """Return the objects of an outline, and the catalogue that names it, by their numbers."""
    kids = re.search(rb"/Type /Pages\s*/Kids\s*\[([^\]]*)\]", data)
    catalogue = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % root, data, re.DOTALL)
    pages = re.findall(rb"(\d+) 0 R", kids[1]) if kids is not None else []
    if catalogue is None or not bookmarks or len(pages) <= bookmarks[-1].page:
        return {}
    named = b"<<%s/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % (catalogue[1], first)
    return {root: named, **_outline(first, bookmarks, pages)}


def _outline(first: int, bookmarks: list[_Bookmark], pages: list[bytes]) -> dict[int, bytes]:
    """Return the objects of an outline by their numbers, of which the first one is the outline itself."""
    last = first + len(bookmarks)
    objects = {first: b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>" % (first + 1, last, last - first)}
    for number, mark in enumerate(bookmarks, first + 1):
        title = (b"\xfe\xff" + mark.title.encode("utf-16-be", "replace")).hex().encode()
        links = b"/Prev %d 0 R " % (number - 1) if number > first + 1 else b""
        links += b"/Next %d 0 R " % (number + 1) if number < last else b""
        place = b"/Dest [%s 0 R /Fit]" % pages[mark.page]
        objects[number] = b"<</Title <%s> /Parent %d 0 R %s%s>>" % (title, first, links, place)
    return objects
