"""How code looks: its fonts, the colours of its pieces, and the chips that say which thread is where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop_app.analysis.syntax import Piece
from desktop_app.views.blending import blend, is_dark
from desktop_app.views.theme import Theme, mono_font, ui_font

CODE_PX = 13
CHIP_PX = 11
ROW_PX = 22
#: Quiet hues, and none of a process: its colour says whose something is.
_DARK = {
    Piece.KEYWORD: "#C3AEF2", Piece.STRING: "#A9CFA4", Piece.NUMBER: "#E0BE91", Piece.BUILTIN: "#9DC3D8",
    Piece.DEFINITION: "#E6EDF3",
}  # fmt: skip
_LIGHT = {
    Piece.KEYWORD: "#5B3FA8", Piece.STRING: "#2F6B2C", Piece.NUMBER: "#8A4B08", Piece.BUILTIN: "#1F5E7A",
    Piece.DEFINITION: "#14202B",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A thread at a place.

    Attributes:
        thread: Its index in the trace.
        label: ``P1·T2``.
        tint: The colour of its process.
        on_core: Whether it has a core; without one it is drawn as an outline.
        followed: Whether it is the thread that is followed.
    """

    thread: int
    label: str
    tint: str
    on_core: bool
    followed: bool


def piece_colour(theme: Theme, piece: Piece) -> QColor:
    """Return the colour of a piece of a program."""
    if piece is Piece.COMMENT:
        return QColor(theme.muted)
    return QColor((_DARK if is_dark(theme.panel) else _LIGHT)[piece])


@lru_cache(maxsize=4)
def code_font(weight: int = 450) -> QFont:
    """Return the font of code; shared, so not to be changed."""
    return mono_font(CODE_PX, weight)


@lru_cache(maxsize=1)
def _chip_font() -> QFont:
    return ui_font(CHIP_PX, 700)


@lru_cache(maxsize=256)
def chip_width(label: str) -> float:
    """Return how wide a chip with this label is."""
    return QFontMetricsF(_chip_font()).horizontalAdvance(label) + 12


def chips_room(labels: Sequence[str]) -> float:
    """Return how much room a row needs for one chip of these, and the count of the others."""
    if not labels:
        return 12.0
    others = QFontMetricsF(_chip_font()).horizontalAdvance(f"+{len(labels)}") + 4 if len(labels) > 1 else 0.0
    return chip_width(max(labels, key=len)) + others + 10


def text_width(text: str) -> float:
    """Return how wide code is."""
    return QFontMetricsF(code_font()).horizontalAdvance(text)


def draw_chips(painter: QPainter, theme: Theme, chips: Sequence[Chip], rect: QRectF) -> None:
    """Draw the chips of one place from the left of ``rect``; those that find no room are counted."""
    shown = sorted(chips, key=lambda chip: (not chip.followed, not chip.on_core))
    x, left = rect.left(), len(shown)
    for chip in shown:
        rest = f"+{left - 1}" if left > 1 else ""
        room = rect.right() - x - (chip_width(rest) - 6 if rest else 0)
        width = chip_width(chip.label)
        if width > room and x > rect.left():
            break
        _draw(painter, theme, chip, QRectF(x, rect.center().y() - 8, width, 16))
        x, left = x + width + 3, left - 1
    if left:
        painter.setFont(_chip_font())
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(x, rect.top(), 60, rect.height()), Qt.AlignmentFlag.AlignVCenter, f"+{left}")


def _draw(painter: QPainter, theme: Theme, chip: Chip, place: QRectF) -> None:
    painter.setBrush(QColor(chip.tint) if chip.on_core else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.text if chip.followed else chip.tint), 2.0 if chip.followed else 1.2))
    painter.drawRoundedRect(place.adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)
    painter.setFont(_chip_font())
    painter.setPen(QColor(theme.on_process if chip.on_core else theme.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, chip.label)


def lit(theme: Theme, tint: str, share: float) -> QColor:
    """Return the ground of a row that is lit in a process's colour."""
    return blend(tint, theme.panel, share)
