"""The first page of slides: what the lesson is called, what it shows, and what is simplified in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_app.export.slides.deck import Deck
from desktop_app.views.caption.setting import Setting, Typeface, plain, set_text
from desktop_app.views.theme import Theme, ui_font

SIMPLIFIED: Final = "What is simplified"
#: Shares of the height: margins, sizes of text, and what stands between.
_MARGIN, _TITLE, _SENTENCE, _HEADING, _ITEM, _GAP = 0.11, 0.072, 0.036, 0.021, 0.026, 0.045
#: Items are not wider than one reads with ease, in shares of the width.
_WIDE: Final = 0.78
_MOST_LINES: Final = 40
#: Where there is much to say, it is said smaller, but no smaller than this.
_SMALLER, _LEAST = 0.93, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a title page, in a size in which they have room."""

    factor: float
    title: Setting
    sentence: Setting | None
    items: tuple[Setting, ...]

    def height(self, page: float) -> float:
        """Return how high all of it is on a page of some height."""
        gap = _GAP * page * self.factor
        high = self.title.height + (self.sentence.height + gap * 0.6 if self.sentence is not None else 0)
        if self.items:
            high += gap * 2 + _HEADING * page * 1.4 + sum(item.height + gap * 0.3 for item in self.items)
        return high


def paint_title_page(painter: QPainter, screen: QSize, deck: Deck, theme: Theme) -> None:
    """Draw the first page of a deck over the ground.

    Args:
        painter: In logical pixels of the page.
        screen: The page's size.
        deck: What it is about.
        theme: The colours.
    """
    width, height = float(screen.width()), float(screen.height())
    words = _fitting(deck, width, height)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    x, y, gap = width * _MARGIN * 0.75, max(height * _MARGIN, height * 0.42 - words.height(height) / 2), _GAP * height
    _paint_tokens(painter, x, y - height * 0.055, height, theme)
    words.title.draw(painter, x, y, theme)
    y += words.title.height
    if words.sentence is not None:
        y += gap * 0.6 * words.factor
        words.sentence.draw(painter, x, y, theme, QColor(theme.muted))
        y += words.sentence.height
    if words.items:
        _paint_items(painter, x, y + gap * 1.4 * words.factor, height, words, theme)
    painter.restore()


def _paint_tokens(painter: QPainter, x: float, y: float, height: float, theme: Theme) -> None:
    """Draw a token of each process's colour: what moves in all the pictures that follow."""
    high = height * 0.014
    painter.setPen(Qt.PenStyle.NoPen)
    for at, colour in enumerate(theme.processes[:4]):
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(x + at * high * 4.2, y, high * 3.6, high), high * 0.35, high * 0.35)


def _paint_items(painter: QPainter, x: float, y: float, height: float, words: _Words, theme: Theme) -> None:  # noqa: PLR0917 - as PLR0913
    font = ui_font(_HEADING * height * max(words.factor, 0.7), 700, spacing_px=height * 0.0012)
    painter.setFont(font)
    painter.setPen(QColor(theme.faint))
    painter.drawText(QRectF(x, y, height, _HEADING * height * 1.4), 0, SIMPLIFIED.upper())
    y += _HEADING * height * 1.4 + _GAP * height * 0.3 * words.factor
    for item in words.items:
        size = item.px * 0.28
        middle = y + item.px * 0.68
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.faint))
        painter.drawEllipse(QRectF(x, middle - size / 2, size, size))
        item.draw(painter, x + item.px, y, theme, QColor(theme.muted))
        y += item.height + _GAP * height * 0.3 * words.factor


def _fitting(deck: Deck, width: float, height: float) -> _Words:
    """Return the words in the largest size in which all of them have room."""
    for step in count():
        factor = max(_LEAST, _SMALLER**step)
        words = _set(deck, width, height, factor)
        if factor <= _LEAST or words.height(height) <= height * (1 - 2 * _MARGIN):
            return words
    raise AssertionError


def _set(deck: Deck, width: float, height: float, factor: float) -> _Words:
    def words(text: str, share: float, weight: int, wide: float = _WIDE) -> Setting:
        face = Typeface(px=max(1, round(height * share * factor)), weight=weight, centred=False)
        return set_text(plain(text), width * wide, face, _MOST_LINES)

    return _Words(
        factor=factor,
        title=words(deck.title, _TITLE, 750, 1 - 1.5 * _MARGIN),
        sentence=words(deck.sentence, _SENTENCE, 450) if deck.sentence else None,
        items=tuple(words(text, _ITEM, 450) for text in deck.simplifications),
    )
