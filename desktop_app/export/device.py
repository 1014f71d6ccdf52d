"""Places in the pixels of a picture that is made for some scale."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF


def device_rect(place: QRectF, scale: float) -> QRect:
    """Return a place in logical pixels in the image's pixels."""
    return QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale).toRect()
