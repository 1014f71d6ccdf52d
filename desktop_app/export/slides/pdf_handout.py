"""A deck as a handout: a page of A4 a slide or more, with its picture, its caption, its question, and all of its notes.

It is set for paper: dark letters on white, whatever the colours of the pictures are.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextDocument, QTextFrameFormat

from desktop_app.export.painting import PaintSides
from desktop_app.export.pdf_file import PdfFile
from desktop_app.export.progress import Progress
from desktop_app.export.seen import Seen
from desktop_app.export.slides.clips import picture_look
from desktop_app.export.slides.deck import Deck, Scene, Slide, clean, wordless
from desktop_app.export.slides.flowing import Flow
from desktop_app.export.slides.title_page import SIMPLIFIED
from desktop_app.export.vector import paint_vector
from desktop_app.storage.atomic import write_atomically
from desktop_app.views.theme import LIGHT, ui_font

#: A4, and its margins, in pixels of 1/96 inch.
_PX_PER_MM: Final = 96 / 25.4
_PAGE: Final = (210 * _PX_PER_MM, 297 * _PX_PER_MM)
_MARGIN: Final = 17 * _PX_PER_MM
_FOOT_PX: Final = 11
#: The size of headings, and what they have below them.
_HEADING_PX, _BELOW_PX = 21, 12
_ROOM: Final = QSizeF(_PAGE[0] - 2 * _MARGIN, _PAGE[1] - 2 * _MARGIN)


def write_handout(deck: Deck, out: Path, progress: Progress, sides: PaintSides | None = None) -> int:
    """Write a deck with its notes, and return how many pages there are.

    Args:
        deck: What is written.
        out: The file.
        progress: Told of every slide.
        sides: Paints runs that are side by side; None where there are none.

    Raises:
        CoreloomError: When a slide cannot be run, or the file cannot be written.
    """
    pages = _Pages(deck)
    pages.flow(_opening(deck), deck.title)
    progress.frames(1)
    for number, slide in enumerate(deck.slides, 1):
        scene = slide.scene()
        pages.flow(_told(slide, scene, number, pages.head_px), f"{number}. {slide.title}")
        pages.paint_picture(wordless(scene.still), sides)
        progress.frames(1)
        pages.finish()
    write_atomically(out, pages.file.data())
    return pages.count


class _Pages:
    """Pages on which texts flow, the first one of each below a picture."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._look = picture_look(deck)
        self.file = PdfFile(deck.title, _PAGE)
        self.count = 0
        self._left: list[tuple[QTextDocument, int]] = []
        screen = self._look.screen
        self._share = _ROOM.width() / screen.width()
        #: How high heading and picture are.
        self.head_px = _HEADING_PX * 1.4 + _BELOW_PX + screen.height() * self._share + _BELOW_PX

    def flow(self, flow: Flow, bookmark: str) -> None:
        """Begin a page with a text, whose other pages follow when the first one is finished."""
        document = flow.document
        document.setPageSize(_ROOM)
        self._paint_page(document, 0, bookmark)
        self._left = [(document, page) for page in range(1, document.pageCount())]
        if not flow.has_picture:
            self.finish()

    def finish(self) -> None:
        """Paint the other pages of the last text."""
        for document, page in self._left:
            self._paint_page(document, page, "")
        self._left = []

    def paint_picture(self, seen: Seen, sides: PaintSides | None) -> None:
        """Paint the picture of the page that was begun last, below its heading."""
        painter, screen, theme = self._painter, self._look.screen, self._look.palette
        painter.save()
        painter.translate(_MARGIN, _MARGIN + _HEADING_PX * 1.4 + _BELOW_PX)
        painter.scale(self._share, self._share)
        painter.fillRect(QRectF(0, 0, screen.width(), screen.height()), QColor(theme.window))
        paint_vector(painter, screen, seen, theme, sides)
        painter.restore()

    def _paint_page(self, document: QTextDocument, page: int, bookmark: str) -> None:
        self._painter = painter = self.file.page(bookmark)
        self.count += 1
        painter.save()
        painter.translate(_MARGIN, _MARGIN - page * _ROOM.height())
        document.drawContents(painter, QRectF(0, page * _ROOM.height(), _ROOM.width(), _ROOM.height()))
        painter.restore()
        self._paint_foot(painter)

    def _paint_foot(self, painter: QPainter) -> None:
        """Draw what the handout is about, and the page's number."""
        font = ui_font(_FOOT_PX, 450)
        measured, number = QFontMetricsF(font), str(self.count)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.muted))
        y, right = _PAGE[1] - _MARGIN * 0.5, _PAGE[0] - _MARGIN - measured.horizontalAdvance(number)
        painter.drawText(QPointF(right, y), number)
        # Of a title as long as a book, no more is laid out than a line can have.
        room = right - 2 * _MARGIN
        title = clean(self._deck.title)[: math.ceil(room / 2)].replace("\n", " ")
        painter.drawText(QPointF(_MARGIN, y), measured.elidedText(title, Qt.TextElideMode.ElideRight, room))


def _opening(deck: Deck) -> Flow:
    """Return the words of the first page."""
    flow = Flow()
    flow.paragraph(deck.title, px=30, weight=750, above_px=40)
    if deck.sentence:
        flow.paragraph(deck.sentence, px=17, ink=LIGHT.muted, above_px=10)
    if deck.simplifications:
        flow.heading(SIMPLIFIED)
        flow.items(deck.simplifications)
    if deck.introduction:
        flow.heading("Before the first slide")
        flow.notes(deck.introduction)
    return flow


def _told(slide: Slide, scene: Scene, number: int, head_px: float) -> Flow:
    """Return the words of a slide, which keep its heading and its picture free."""
    flow = Flow(has_picture=True)
    flow.paragraph(f"{number}. {slide.title}", px=_HEADING_PX, weight=700, one_line_px=_ROOM.width())
    kept = QTextFrameFormat()
    kept.setHeight(head_px - _HEADING_PX * 1.4)
    flow.frame(kept)
    for pieces in slide.caption.paragraphs:
        flow.spans(pieces, px=15, above_px=2)
    if scene.asked is not None:
        flow.question(scene.asked)
    if slide.notes:
        flow.heading("Notes")
        flow.notes(slide.notes)
    return flow
