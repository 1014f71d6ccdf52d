"""Text that flows from page to page. It is inserted as it is, so nothing in it is ever taken for markup."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextListFormat,
)

from desktop_app.export.slides.deck import BULLET, clean, paragraphs
from desktop_app.model.lesson import Span, SpanStyle
from desktop_app.views.caption.question import LETTERS, AskedQuestion, in_code
from desktop_app.views.caption.setting import kept_together
from desktop_app.views.caption.shapes import right_colour
from desktop_app.views.theme import LIGHT, mono_font, ui_font, ui_italic_font

#: Of plain text, in pixels, and of lines in per cent of their size.
TEXT_PX = 13.0
_LEADING = 140.0


class Flow:
    """A document for paper.

    Args:
        has_picture: Whether its first page has a picture, for which a `frame` keeps the room.
    """

    def __init__(self, *, has_picture: bool = False) -> None:
        self.has_picture = has_picture
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(ui_font(TEXT_PX))
        self._cursor = QTextCursor(self.document)
        self._empty = True

    def paragraph(
        self,
        text: str,
        *,
        px: float = TEXT_PX,
        weight: int = 400,
        ink: str = LIGHT.text,
        above_px: float = 0.0,
        one_line_px: float = 0.0,
    ) -> None:
        """Add a paragraph of plain text.

        Args:
            text: The text; line breaks stay.
            px: Its size.
            weight: 100 to 900, as in CSS.
            ink: Its colour.
            above_px: What is kept free above it.
            one_line_px: Where it has one line only, which is cut off; how wide that is.
        """
        words = clean(text)
        if one_line_px:
            words = QFontMetricsF(ui_font(px, weight)).elidedText(
                words.replace("\n", " "), Qt.TextElideMode.ElideRight, one_line_px
            )
        self._block(above_px, one_line=bool(one_line_px))
        form = _format(SpanStyle.PLAIN, px, weight, ink)
        self._cursor.setBlockCharFormat(form)
        self._cursor.insertText(words.replace("\n", "\u2028"), form)

    def spans(
        self, pieces: Iterable[Span], *, px: float = TEXT_PX, ink: str = LIGHT.text, above_px: float = 0.0
    ) -> None:
        """Add a paragraph in several styles."""
        self._block(above_px)
        self._insert(pieces, px, ink)

    def heading(self, text: str) -> None:
        """Add a small heading, which stays with what follows."""
        self.paragraph(text.upper(), px=10.5, weight=700, ink=LIGHT.muted, above_px=16)

    def items(self, texts: Iterable[str]) -> None:
        """Add a list."""
        style = QTextListFormat()
        style.setStyle(QTextListFormat.Style.ListDisc)
        style.setIndent(1)
        made = None
        for text in texts:
            self.paragraph(text, above_px=4)
            if made is None:
                made = self._cursor.createList(style)
            else:
                made.add(self._cursor.block())

    def notes(self, text: str) -> None:
        """Add notes: paragraphs, and lists where they begin with bullets."""
        for listed, group in groupby(paragraphs(text), key=lambda part: part.startswith(BULLET)):
            if listed:
                self.items(part.removeprefix(BULLET) for part in group)
            else:
                for part in group:
                    self.paragraph(part, above_px=7)

    def question(self, asked: AskedQuestion) -> None:
        """Add a question with its answer."""
        self.heading("Question")
        for pieces in in_code(asked.prompt):
            self.spans(pieces, px=14, above_px=4)
        for place, choice in enumerate(asked.choices):
            right = place == asked.right
            ink, weight = (right_colour(LIGHT), 700) if right else (LIGHT.text, 400)
            self.paragraph(f"{LETTERS[place]}   {choice}{'   ✓' if right else ''}", ink=ink, weight=weight, above_px=4)
        for pieces in in_code(asked.explanation):
            self.spans(pieces, ink=LIGHT.muted, above_px=6)

    def frame(self, form: QTextFrameFormat) -> None:
        """Add a frame in which nothing stands."""
        form.setBorder(0)
        form.setMargin(0)
        form.setPadding(0)
        self._cursor.insertFrame(form)
        self._cursor = self.document.rootFrame().lastCursorPosition()
        self._empty = True

    def _block(self, above_px: float, *, one_line: bool = False) -> None:
        """Begin a paragraph."""
        form = QTextBlockFormat()
        form.setTopMargin(above_px)
        form.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setNonBreakableLines(one_line)
        if self._empty:
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form)
            if self._cursor.currentList() is not None:
                self._cursor.block().textList().remove(self._cursor.block())
                self._cursor.setBlockFormat(form)
        self._empty = False

    def _insert(self, pieces: Iterable[Span], px: float, ink: str) -> None:
        for span in kept_together(tuple(pieces)):
            weight = 700 if span.style is SpanStyle.STRONG else 400
            self._cursor.insertText(clean(span.text), _format(span.style, px, weight, ink))


def _format(style: SpanStyle, px: float, weight: int, ink: str) -> QTextCharFormat:
    form = QTextCharFormat()
    if style is SpanStyle.CODE:
        form.setFont(mono_font(px * 0.92))
    elif style is SpanStyle.EMPHASIS:
        form.setFont(ui_italic_font(px, weight))
    else:
        form.setFont(ui_font(px, weight))
    form.setForeground(QColor(ink))
    return form
