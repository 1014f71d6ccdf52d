"""Sets text in lines: spans of several styles, wrapped between words, lines of about equal length, never markup.

``set_text(paragraphs, width, px, most_lines)`` returns the lines; ``Setting.draw`` paints them. What does not fit in
the most lines ends in an ellipsis, and ``Setting.whole`` says whether all of it fits. All sizes are logical pixels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from desktop_app.model.lesson import Span, SpanStyle
from desktop_app.views.theme import Theme, mono_font, ui_font, ui_italic_font

#: From one line to the next, and between paragraphs, in sizes of text.
LEADING = 1.36
PARAGRAPH_GAP = 0.22
#: Code is a little smaller, since its letters are wider and look larger.
_CODE_SIZE = 0.92
#: How far the plate behind code reaches beyond its letters, in sizes of text.
_CODE_PAD = 0.13
#: Halvings until lines are balanced to about a letter.
_HALVINGS = 9
#: What no line can take: nothing longer is laid out.
_MOST_LETTERS = 4000

#: A space at which no line ends, and where it stands instead of an ordinary one: between a number and its unit.
_NO_BREAK = "\u00a0"
_NUMBER_BEFORE_UNIT = re.compile(r"(\d) (?=(?:ns|µs|ms|s|B|KB|MB|GB|KiB|MiB|GiB|%|×)(?!\w))")
#: Code of at most so many letters stays on one line.
_SHORT_CODE = 24

Paragraphs = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of one paragraph: which of its lines, of what spans all of it is, and where its top left corner is."""

    layout: QTextLayout
    spans: tuple[Span, ...]
    number: int
    top: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Text that has been set.

    Attributes:
        px: Its size.
        width: The width of its longest line.
        height: From the top of its first line to the bottom of its last.
        count: How many lines it has.
        whole: Whether all of the text is there.
    """

    px: int
    width: float
    height: float
    count: int
    whole: bool
    _lines: tuple[_Line, ...]
    _codes: tuple[tuple[QRectF, ...], ...]

    def draw(self, painter: QPainter, x: float, y: float, theme: Theme, ink: QColor | None = None) -> None:
        """Draw the lines with their top left corner at a point, in the theme's colour of text or another one."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(QPen(QColor(theme.border), max(1.0, self.px / 30)))
        painter.setBrush(QColor(theme.cell))
        for rects in self._codes:
            for rect in rects:
                painter.drawRoundedRect(rect.translated(x, y), self.px * 0.2, self.px * 0.2)
        painter.setPen(ink if ink is not None else QColor(theme.text))
        for line in self._lines:
            text = line.layout.lineAt(line.number)
            text.draw(painter, QPointF(x + line.left - text.x(), y + line.top - text.y()))
        painter.restore()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """How text is set.

    Attributes:
        px: Size.
        weight: Of plain text, 100 to 900 as in CSS.
        centred: Whether lines are centred on each other.
    """

    px: int
    weight: int = 500
    centred: bool = True


def plain(text: str) -> Paragraphs:
    """Return text of one paragraph and one style."""
    return ((Span(text=text),),)


@lru_cache(maxsize=128)
def set_text(paragraphs: Paragraphs, width: float, face: Typeface, most_lines: int) -> Setting:
    """Return text in lines.

    Args:
        paragraphs: The text; line breaks and tabs in it become spaces.
        width: What a line has, more than 0.
        face: How it is set.
        most_lines: Lines at most, 1 or more.
    """
    left, whole, blocks = most_lines, True, list[tuple[QTextLayout, tuple[Span, ...]]]()
    cleaned = [spans for spans in map(_clean, paragraphs) if spans]
    for number, spans in enumerate(cleaned):
        if left <= 0:
            whole = False
            break
        cut, block = _within(spans, width, face, left, goes_on=left == 1 and number + 1 < len(cleaned))
        whole = whole and not cut
        blocks.append(block)
        left -= block[0].lineCount()
    return _placed(blocks, width, face, whole=whole)


def _clean(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans without what would break a line, and without spaces around all of them."""
    found, room, spaced = list[Span](), _MOST_LETTERS, True
    for span in spans:
        # As few blanks as one would type; a span may begin or end with the blank between two words.
        words = " ".join(span.text.split())
        if not words:
            if span.text and not spaced:
                # A span of its own: behind code, the blank is not on the code's plate.
                found.append(replace(span, text=" "))
                spaced = True
            continue
        before = " " if span.text[0].isspace() and not spaced else ""
        spaced = span.text[-1].isspace()
        text = f"{before}{words}{' ' if spaced else ''}"[:room]
        room -= len(text)
        found.append(replace(span, text=text))
        if room <= 0:
            break
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return kept_together(found)


def kept_together(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return a paragraph in which no line ends between a number and its unit, nor within a little code."""
    text = "".join(span.text for span in spans)
    kept = _NUMBER_BEFORE_UNIT.sub(f"\\1{_NO_BREAK}", text)
    found, place = list[Span](), 0
    for span in spans:
        words = kept[place : place + len(span.text)]
        place += len(span.text)
        if span.style is SpanStyle.CODE and len(words.strip()) <= _SHORT_CODE:
            inner = words.strip()
            words = words.replace(inner, inner.replace(" ", _NO_BREAK))
        found.append(replace(span, text=words))
    return tuple(found)


def _within(
    spans: tuple[Span, ...], width: float, face: Typeface, most: int, *, goes_on: bool
) -> tuple[bool, tuple[QTextLayout, tuple[Span, ...]]]:
    """Return a paragraph in its lines, and whether it was cut because there were more of them than may be."""
    layout = _layout(spans, face, width)
    if layout.lineCount() <= most and not goes_on:
        return False, (layout, spans)
    letters = sum(len(span.text) for span in spans)
    fits, not_fits = 0, letters + 1
    while not_fits - fits > 1:
        middle = (fits + not_fits) // 2
        layout = _layout(_shortened(spans, middle), face, width)
        fits, not_fits = (middle, not_fits) if layout.lineCount() <= most else (fits, middle)
    spans = _shortened(spans, fits)
    return True, (_layout(spans, face, width), spans)


def _shortened(spans: tuple[Span, ...], letters: int) -> tuple[Span, ...]:
    """Return as many letters of the spans, and an ellipsis."""
    found = list[Span]()
    for span in spans:
        text = span.text[:letters]
        letters -= len(text)
        if text:
            found.append(replace(span, text=text))
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return (*found, Span(text="…", style=SpanStyle.PLAIN))


@lru_cache(maxsize=64)
def _font(style: SpanStyle, px: int, weight: int) -> QFont:
    if style is SpanStyle.CODE:
        return mono_font(px * _CODE_SIZE, 600)
    if style is SpanStyle.EMPHASIS:
        return ui_italic_font(px, weight)
    return ui_font(px, 750 if style is SpanStyle.STRONG else weight)


@lru_cache(maxsize=64)
def _spaced(style: SpanStyle, px: int, weight: int) -> QFont:
    """Return the font of a letter after which a plate of code begins or ends."""
    font = QFont(_font(style, px, weight))
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, px * _CODE_PAD)
    return font


def _layout(spans: tuple[Span, ...], face: Typeface, width: float) -> QTextLayout:
    """Return a paragraph in its lines."""
    layout = QTextLayout("".join(span.text for span in spans), _font(SpanStyle.PLAIN, face.px, face.weight))
    formats, start = [], 0
    for span, after in zip(spans, (*spans[1:], None), strict=True):
        end = start + _units(span.text)
        parted = SpanStyle.CODE in {span.style, after.style if after is not None else span.style}
        last = end - _units(span.text[-1:]) if parted else end
        formats.append(_range(start, last, _font(span.style, face.px, face.weight)))
        formats.append(_range(last, end, _spaced(span.style, face.px, face.weight)))
        start = end
    layout.setFormats([one for one in formats if one.length])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    _break(layout, width)
    return layout


def _units(text: str) -> int:
    """Return how long a text is as Qt counts, in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _range(start: int, end: int, font: QFont) -> QTextLayout.FormatRange:
    found, kind = QTextLayout.FormatRange(), QTextCharFormat()
    kind.setFont(font)
    found.start, found.length, found.format = start, end - start, kind
    return found


def _break(layout: QTextLayout, width: float) -> None:
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()


def _balance(layout: QTextLayout, width: float) -> None:
    """Break a paragraph into as many lines as it has, of the least width at which it has no more."""
    count = layout.lineCount()
    low, high = width / max(1, count) * 0.8, width
    if count < 2:  # noqa: PLR2004 - one line is balanced
        return
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        _break(layout, middle)
        low, high = (low, middle) if layout.lineCount() <= count else (middle, high)
    _break(layout, high)


def _placed(
    blocks: Sequence[tuple[QTextLayout, tuple[Span, ...]]], width: float, face: Typeface, *, whole: bool
) -> Setting:
    pitch, top = face.px * LEADING, 0.0
    lines = list[_Line]()
    for number, (layout, spans) in enumerate(blocks):
        _balance(layout, width)
        top += face.px * PARAGRAPH_GAP if number else 0.0
        for at in range(layout.lineCount()):
            # All lines stand on one grid, whatever font a letter had to be taken from.
            rise = _rise(face.px) - layout.lineAt(at).ascent()
            lines.append(_Line(layout=layout, spans=spans, number=at, top=top + rise, left=0.0))
            top += pitch
    widest = max(map(_natural, lines), default=0.0)
    if face.centred:
        lines = [replace(one, left=(widest - _natural(one)) / 2) for one in lines]
    codes = tuple(tuple(_code_rects(one, face.px)) for one in lines)
    return Setting(
        px=face.px, width=widest, height=top, count=len(lines), whole=whole, _lines=tuple(lines), _codes=codes
    )


def _natural(line: _Line) -> float:
    return line.layout.lineAt(line.number).naturalTextWidth()


@lru_cache(maxsize=32)
def _rise(px: int) -> float:
    """Return how far a line's base is below its top, with its capitals in the middle."""
    metrics = QFontMetricsF(_font(SpanStyle.PLAIN, px, 500))
    return px * LEADING / 2 + metrics.capHeight() / 2


def _code_rects(line: _Line, px: int) -> list[QRectF]:
    """Return the plates behind a line's code."""
    text = line.layout.lineAt(line.number)
    begin, end, start = text.textStart(), text.textStart() + text.textLength(), 0
    rects, middle = [], line.top + text.ascent() - px * 0.36
    for span in line.spans:
        length = _units(span.text)
        first, last = max(begin, start), min(end, start + length)
        start += length
        if span.style is SpanStyle.CODE and first < last:
            left, right = sorted((_x(text, first), _x(text, last)))
            # The space behind the last letter is there for the plate.
            right -= px * _CODE_PAD if last == start else 0.0
            pad = px * _CODE_PAD
            rects.append(QRectF(line.left + left - pad, middle - px * 0.56, right - left + 2 * pad, px * 1.12))
    return rects


def _x(line: QTextLine, at: int) -> float:
    """Return where a letter begins in a line, from the line's left edge."""
    # Its stub says object; it is the place, or in some versions the place and the cursor that C++ may move.
    found: Any = line.cursorToX(at)
    return float(found[0] if isinstance(found, (tuple, list)) else found)
