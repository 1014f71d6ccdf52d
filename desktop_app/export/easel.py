"""Paints what is seen, picture after picture; what stands still is kept from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.look import Look
from desktop_app.export.painting import PaintSides, paint_seen
from desktop_app.export.seen import Seen
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.journey import look as frame_of
from desktop_app.views.stage.painting import paint_kept
from desktop_app.views.theme import Theme


class Easel:
    """Paints pictures of one look. Their pixels depend on nothing but that and what is seen.

    Args:
        look: How they are drawn.
        sides: Paints runs that are side by side; None where there are none. It is closed with the easel.
    """

    def __init__(self, look: Look, sides: PaintSides | None = None) -> None:
        self.look = look
        self._sides = sides
        self._backdrop = Backdrop()
        drawn_on = QImage.Format.Format_ARGB32_Premultiplied if look.transparent else QImage.Format.Format_RGB32
        self._image = QImage(QSize(*look.size), drawn_on)

    def paint(self, seen: Seen) -> QImage:
        """Return the picture, which is painted over by the next one."""
        look, image = self.look, self._image
        theme = look.palette
        image.fill(Qt.GlobalColor.transparent if look.transparent else QColor(theme.window))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(look.scale, look.scale)
        paint_seen(painter, look.screen, seen, theme, sides=self._sides, stage=self._paint_stage)
        painter.end()
        return image

    def close(self) -> None:
        """Let go of what it paints with."""
        if self._sides is not None:
            self._sides.close()

    def _paint_stage(self, painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
        frame = frame_of(place.width(), place.height(), seen.snapshot, theme, seen.options)
        painter.save()
        painter.translate(place.topLeft())
        painter.setClipRect(QRectF(0, 0, place.width(), place.height()), Qt.ClipOperation.IntersectClip)
        paint_kept(painter, frame, self._backdrop, QSize(round(place.width()), round(place.height())), self.look.scale)
        painter.restore()
