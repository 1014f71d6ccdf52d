"""Reads a picture of the stage: which words it shows, and where."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import DARK


class _Reader(QPainter):
    """A painter that keeps the words it draws."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.words: list[tuple[str, QPointF]] = []

    def drawText(self, place: QPointF, text: str) -> None:
        """Keep a text and where it begins on the image."""
        self.words.append((text, self.worldTransform().map(place)))
        super().drawText(place, text)


def words_of(snapshot: Snapshot, size: tuple[int, int] = (1920, 840)) -> list[str]:
    """Return all texts in a picture of a moment, in the order in which they are drawn."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = _Reader(image)
    paint_stage(painter, QRectF(0, 0, *size), snapshot, DARK)
    painter.end()
    return [text for text, _ in painter.words]
