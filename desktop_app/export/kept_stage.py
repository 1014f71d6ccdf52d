"""A stage that stays in a picture: only where it changed from one moment to the next is it painted again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from desktop_app.export.seen import Seen
from desktop_app.export.watched_painter import WatchedPainter
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.drawing import prepare
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.painting import draw_live, layers_of
from desktop_app.views.theme import Theme


class KeptStage:
    """Paints stages into one place of one image, over what it has painted there before."""

    def __init__(self) -> None:
        self._backdrop = Backdrop()
        #: What was drawn over what stands still, in the device's pixels; None for all of it.
        self._drawn: list[QRect] | None = None

    def paint(self, image: QImage, place: QRectF, seen: Seen, theme: Theme, scale: float, *, anew: bool) -> list[QRect]:
        """Paint a moment, and return where the image may differ now, in its pixels.

        Args:
            image: Where to.
            place: Where in it, in logical pixels: at the left and upper edge.
            seen: What is seen.
            theme: The colours.
            scale: The image's pixels in a logical one.
            anew: Whether something else may stand in the place.
        """
        frame = look(place.width(), place.height(), seen.snapshot, theme, seen.options)
        size = QSize(round(place.width()), round(place.height()))
        still = self._backdrop.image(frame, layers_of(frame), size, scale)
        whole = still.rect()
        mended = self._backdrop.mended
        back = [whole] if anew or mended is None or self._drawn is None else [*_within(whole, mended), *self._drawn]
        still.setDevicePixelRatio(1.0)
        painter = WatchedPainter(image)
        try:
            painter.setClipRect(whole)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            for rect in back:
                # It is known where: that need not be measured.
                QPainter.drawPixmap(painter, rect.topLeft(), still, rect)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            prepare(painter)
            painter.scale(scale, scale)
            painter.scale(frame.layout.scale, frame.layout.scale)
            draw_live(painter, frame)
        finally:
            painter.end()
        drawn = painter.take_drawn()
        self._drawn = None if drawn is None else _within(whole, drawn)
        return [whole] if self._drawn is None else [*back, *self._drawn]


def _within(whole: QRect, rects: Iterable[QRect]) -> list[QRect]:
    """Return what lies in a rectangle of others."""
    return [part for rect in rects if not (part := rect & whole).isEmpty()]
