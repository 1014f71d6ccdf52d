"""A deck as a PDF for a beamer: a title page, then a page a slide with its caption, as an audience sees it at its end.

Pages are drawn with lines and letters, so they are sharp at every size and their words can be found.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop_app.export.painting import PaintSides
from desktop_app.export.pdf_file import PdfFile
from desktop_app.export.progress import Progress
from desktop_app.export.slides.deck import Deck
from desktop_app.export.slides.title_page import paint_title_page
from desktop_app.export.vector import paint_vector
from desktop_app.storage.atomic import write_atomically
from desktop_app.views.theme import Theme, ui_font

#: Of the height: the size of page numbers, and how far they stand from the edges.
_NUMBER, _EDGE = 0.0125, 0.006


def write_pdf_slides(deck: Deck, out: Path, progress: Progress, sides: PaintSides | None = None) -> int:
    """Write a page a slide, after a title page, and return how many pages there are.

    Args:
        deck: What is written.
        out: The file.
        progress: Told of every page.
        sides: Paints runs that are side by side; None where there are none.

    Raises:
        CoreloomError: When a slide cannot be run, or the file cannot be written.
    """
    look = deck.look
    screen, theme, count = look.screen, look.palette, len(deck.slides)
    file = PdfFile(deck.title, (screen.width(), screen.height()))
    painter = file.page(deck.title)
    _paint_ground(painter, screen, theme)
    paint_title_page(painter, screen, deck, theme)
    progress.frames(1)
    for number, slide in enumerate(deck.slides, 1):
        painter = file.page(f"{number}. {slide.title}")
        _paint_ground(painter, screen, theme)
        paint_vector(painter, screen, slide.scene().still, theme, sides)
        _paint_number(painter, screen, f"{number} / {count}", theme)
        progress.frames(1)
    write_atomically(out, file.data())
    return count + 1


def _paint_ground(painter: QPainter, screen: QSize, theme: Theme) -> None:
    painter.fillRect(QRectF(0, 0, screen.width(), screen.height()), QColor(theme.window))


def _paint_number(painter: QPainter, screen: QSize, text: str, theme: Theme) -> None:
    """Draw a page's number below the caption, where there is a margin."""
    height = screen.height()
    font = ui_font(height * _NUMBER, 500)
    painter.setFont(font)
    painter.setPen(QColor(theme.faint))
    right = screen.width() - height * 0.024 - QFontMetricsF(font).horizontalAdvance(text)
    painter.drawText(QPointF(right, height * (1 - _EDGE)), text)
