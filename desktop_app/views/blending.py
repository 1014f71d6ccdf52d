"""Colours laid on colours: for marks on text, which must stay legible in every palette."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

#: Half of the lightness that Qt counts.
_HALF = 128


@lru_cache(maxsize=512)
def blend(over: str, under: str, share: float) -> QColor:
    """Return the opaque colour of ``over`` laid on ``under`` with an opacity of ``share``, 0 to 1; it is shared."""
    a, b = QColor(over), QColor(under)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x * share + y * (1 - share)) for x, y in pairs))


def is_dark(ground: str) -> bool:
    """Return whether a ground is dark, so that what stands on it must be light."""
    return QColor(ground).lightness() < _HALF
