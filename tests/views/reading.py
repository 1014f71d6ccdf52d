"""Reads a picture of the stage: which words it shows, and where."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPaintDevice, QPainter

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import DARK, Theme


class _Reader(QPainter):
    """A painter that keeps the words it draws."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.words: list[tuple[str, QPointF]] = []
        self.boxes: list[tuple[str, QRectF]] = []

    def drawText(self, place: QPointF, text: str) -> None:
        """Keep a text and where it begins on the image."""
        self.words.append((text, self.worldTransform().map(place)))
        metrics = QFontMetricsF(self.font())
        wide, high = metrics.horizontalAdvance(text), metrics.capHeight()
        box = self.worldTransform().mapRect(QRectF(place.x(), place.y() - high, wide, high))
        clip = self.worldTransform().mapRect(self.clipBoundingRect()) if self.hasClipping() else box
        self.boxes.append((text, box.intersected(clip)))
        super().drawText(place, text)


class VectorReader(QPainter):
    """A painter on something without pixels that keeps the words it draws."""

    def __init__(self, device: QPaintDevice) -> None:
        super().__init__(device)
        self.texts: list[str] = []

    def drawText(self, place: QPointF, text: str) -> None:
        """Keep a text."""
        self.texts.append(text)
        super().drawText(place, text)


def boxes_of(
    snapshot: Snapshot, size: tuple[int, int], options: StageOptions = PLAIN, theme: Theme = DARK
) -> list[tuple[str, QRectF]]:
    """Return all texts in a picture of a moment and the boxes of their capitals, as far as they can be seen."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = _Reader(image)
    paint_stage(painter, QRectF(0, 0, *size), snapshot, theme, options)
    painter.end()
    window = QRectF(0, 0, *size)
    return [(text, box.intersected(window)) for text, box in painter.boxes if box.intersects(window)]


def words_of(snapshot: Snapshot, size: tuple[int, int] = (1920, 840)) -> list[str]:
    """Return all texts in a picture of a moment, in the order in which they are drawn."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = _Reader(image)
    paint_stage(painter, QRectF(0, 0, *size), snapshot, DARK)
    painter.end()
    return [text for text, _ in painter.words]
