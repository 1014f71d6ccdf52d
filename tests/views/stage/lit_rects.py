"""Where tests look for what is lit."""

from __future__ import annotations

from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lit import places_of, window_of


def rects_of(frame, target):
    """Return what is in sight of a target's places, in units of the frame."""
    window = window_of(frame)
    return [_cut(place.rect, window) for place in places_of(frame, target)]


def _cut(rect, window):
    x, y = max(rect.x, window.x), max(rect.y, window.y)
    return Rect(x, y, min(rect.right, window.right) - x, min(rect.bottom, window.bottom) - y)
