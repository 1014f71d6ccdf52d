"""One instruction seen closely: what it is, the source that it comes from, and its bytes, more of it the more room."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtGui import QColor, QPainter

from desktop_app.model.listing import CodeListing, ListingLine
from desktop_app.views.stage.byte_meanings import Spelled, spelled
from desktop_app.views.stage.drawing import Align, box, colour, label, mix
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.options import ByteForm
from desktop_app.views.stage.sprites import Sprites
from desktop_app.views.stage.text import BODY, TAB, Face, one_line, shown_before, tr
from desktop_app.views.theme import Theme

#: A row this high has a second line, with the source.
SOURCE_HIGH = 46.0
#: And a third, with the bytes in words.
BYTES_HIGH = 70.0
#: All that there is to say of an instruction, its bytes bit by bit, needs this much room; a larger row is drawn larger.
FULL_HIGH = 100.0
FULL_WIDE = 760.0
#: How much nearer one looks at the bytes alone.
BYTES_ZOOM = 2.2

_PAD = 10.0
_CELL_WIDE = 19.0
_CELL_GAP = 2.0
_HALF_GAP = 6.0
#: From this scale on, each digit says what it is worth.
_WORTH_FROM = 1.7
_DIGITS = {ByteForm.BITS: 8, ByteForm.HEX: 2}


def text_x(row: Rect) -> float:
    """Return where the texts of a row begin, in units."""
    return row.x + _PAD * _scale(row)


def _scale(row: Rect) -> float:
    return max(1.0, row.h / FULL_HIGH)


def paint(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    theme: Theme,
    tint: str,
    row: Rect,
    listing: CodeListing,
    line: ListingLine,
    form: ByteForm,
    *,
    lit: bool,
) -> None:
    """Draw an instruction in a row of at least `SOURCE_HIGH`.

    Args:
        painter: Where to.
        theme: The colours.
        tint: The colour of its process.
        row: The row; its ground is drawn already.
        listing: What the instruction belongs to.
        line: The instruction.
        form: How its bytes are written.
        lit: Whether it is in flight, so that grey would drown in the colour of the row.
    """
    k = _scale(row)
    quiet = mix(theme.text, theme.muted, 0.75) if lit else colour(theme.muted)
    lines = 4 if row.h >= FULL_HIGH else 3 if row.h >= BYTES_HIGH else 2
    pitch = (row.h - 6 * k) / lines
    x, y = text_x(row), row.y + 3 * k + pitch / 2
    room = min(row.w - 2 * _PAD * k, FULL_WIDE * k)
    bytes_of = spelled(line, listing.python)
    _instruction(painter, theme, (x, y, room), line, quiet, k)
    _source(painter, theme, tint, (x, y + pitch, room), listing, line, quiet, k)
    if lines == 3:  # noqa: PLR2004 - bytes in words
        face = Face(round((BODY - 1) * k), 500)
        words = f"{_opcode_words(line, bytes_of)}   ·   {_argument_words(bytes_of)}"
        label(painter, x, y + 2 * pitch, one_line(words), face, quiet, room=room)
    if lines == 4:  # noqa: PLR2004 - byte by byte
        told = ((bytes_of.opcode, _opcode_words(line, bytes_of)), (bytes_of.argument, _argument_words(bytes_of)))
        for number, (value, words) in enumerate(told):
            middle = y + (2 + number) * pitch
            used = _byte(painter, theme, tint, (x, middle, pitch - 4 * k), value, form, k)
            face = Face(round((BODY - 1) * k), 500)
            label(painter, x + used + 12 * k, middle, one_line(words), face, quiet, room=room - used - 12 * k)


def _instruction(  # noqa: PLR0917 - as PLR0913
    painter: QPainter, theme: Theme, place: tuple[float, float, float], line: ListingLine, quiet: QColor, k: float
) -> None:
    x, y, room = place
    mono, strong = Face(round(BODY * k), 500, mono=True), Face(round((BODY + 1) * k), 700, mono=True)
    right = x + room
    for text, gap in ((f"0x{line.address:02X}", 14.0), (line.raw[:4].hex(" ").upper(), 6.0)):
        x += label(painter, x, y, text, mono, quiet) + gap * k
    if len(line.raw) > 4:  # noqa: PLR2004 - as many bytes are shown
        x += label(painter, x, y, f"+{len(line.raw) - 4}", Face(round(13 * k), 500, mono=True), quiet)
    x += 14 * k
    x += label(painter, x, y, line.opname, strong, colour(theme.text), room=right - x) + 12 * k
    label(painter, x, y, one_line(line.argument), strong, colour(theme.text), room=max(0.0, right - x))


def _source(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    theme: Theme,
    tint: str,
    place: tuple[float, float, float],
    listing: CodeListing,
    line: ListingLine,
    quiet: QColor,
    k: float,
) -> None:
    """Draw the line of the program that it comes from, with its own part of it marked."""
    x, y, room = place
    texts = _lines(listing.source)
    face = Face(round(BODY * k), 500, mono=True)
    if not 1 <= line.line <= len(texts):
        words = tr("from no line of {program}").format(program=listing.program)
        label(painter, x, y, words, Face(round(BODY * k), 500), quiet, room=room)
        return
    number = tr("line {number}").format(number=line.line)
    used = label(painter, x, y, number, Face(round(BODY * k), 500), quiet) + 14 * k
    text, start, end = excerpt(texts[line.line - 1], line.column, line.end_column, face, room - used)
    if end > start:
        left, right = face.width(text[:start]), face.width(text[:end])
        mark = Rect(x + used + left - 3 * k, y - 10.5 * k, right - left + 6 * k, 21 * k)
        # Text can be read on it whether the row is lit in a bright colour or not.
        box(painter, mark, fill=colour(theme.shade, 0.6), border=colour(tint), radius=5 * k, line=1.5 * k)
    label(painter, x + used, y, text, face, colour(theme.text))


def excerpt(text: str, column: int, end_column: int, face: Face, room: float) -> tuple[str, int, int]:
    """Return as much of a source line as fits, with the part between two columns in sight, and where that begins and
    ends in it; the two are equal when the columns are unknown.

    Args:
        text: The line.
        column: Where the part begins, in UTF-8 bytes as CPython counts; -1 when unknown.
        end_column: Where it ends.
        face: How it is drawn.
        room: In units.
    """  # noqa: D205 - its first sentence is long
    known = 0 <= column < end_column <= len(text.encode())
    cuts = [len(shown_before(text, at)) if known else 0 for at in (column, end_column)]
    text = text.expandtabs(TAB)
    indent = min(len(text) - len(text.lstrip()), cuts[0]) if known else len(text) - len(text.lstrip())
    text, start, end = text[indent:], max(0, cuts[0] - indent), max(0, cuts[1] - indent)
    behind = face.width("…") if end < len(text) else 0.0
    if face.width(text[:end]) > room - behind:
        dropped = bisect_left(range(start), True, key=lambda at: face.width("…" + text[at:end]) <= room - behind)
        text, start, end = "…" + text[dropped:], start - dropped + 1, end - dropped + 1
    shown = face.fitted(text, room)
    return shown, min(start, len(shown)), min(end, len(shown))


@lru_cache(maxsize=16)
def _lines(source: str) -> tuple[str, ...]:
    return tuple(source.split("\n"))


def _opcode_words(line: ListingLine, found: Spelled) -> str:
    words = tr("opcode {code} is {name}").format(code=found.opcode, name=line.opname)
    if found.caches:
        words += "  ·  " + tr("{count} bytes of inline cache follow").format(count=found.caches)
    return words


def _argument_words(found: Spelled) -> str:
    words = tr("argument {value}: {meaning}").format(value=found.value, meaning=found.meaning)
    if found.longer:
        bytes_before = bytes(found.longer).hex(" ").upper()
        words += "  ·  " + tr("its higher bytes {bytes} come from EXTENDED_ARG before it").format(bytes=bytes_before)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digit:
    """A digit of a byte; all that its looks depend on beside its size.

    Attributes:
        text: The digit.
        worth: What it is worth where it stands; empty where there is no room for that.
        tint: The colour of its process.
        k: How much larger than designed it is drawn.
    """

    text: str
    worth: str
    tint: str
    k: float


def _byte(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    theme: Theme,
    tint: str,
    place: tuple[float, float, float],
    value: int,
    form: ByteForm,
    k: float,
) -> float:
    """Draw a byte digit by digit, with what each is worth where there is room, and return its width."""
    x, middle, high = place
    count = _DIGITS[form]
    base = 16 if form is ByteForm.HEX else 2
    text = f"{value:0{count}b}" if form is ByteForm.BITS else f"{value:02X}"
    with Sprites(painter, theme) as sprites:
        for at, one in enumerate(text):
            worth = str(base ** (count - 1 - at)) if k >= _WORTH_FROM else ""
            digit = _Digit(text=one, worth=worth, tint=tint, k=k)
            cell = Rect(x, middle - high / 2, _CELL_WIDE * k, high)
            sprites.put(digit, cell, partial(_cell, theme, digit))
            x += (_CELL_WIDE + (_HALF_GAP if at == count // 2 - 1 else _CELL_GAP)) * k
    return x - _CELL_GAP * k - place[0]


def _cell(theme: Theme, digit: _Digit, painter: QPainter, cell: Rect) -> None:
    on, k = digit.text != "0", digit.k
    fill = colour(digit.tint if on else theme.panel)
    box(painter, cell, fill=fill, border=colour(theme.border), radius=4 * k, line=max(1.0, k / 2))
    ink = colour(theme.on_process if on else theme.muted)
    face = Face(round((12 if digit.worth else BODY) * k), 700, mono=True)
    label(painter, cell.cx, cell.cy - (3.7 * k if digit.worth else 0), digit.text, face, ink, Align.CENTRE)
    if digit.worth:
        small = Face(max(1, round(7 * k)), 500, mono=True)
        label(painter, cell.cx, cell.cy + 5.3 * k, digit.worth, small, ink, Align.CENTRE)
