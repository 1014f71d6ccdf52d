"""What stands in a pipeline's cells beside instructions: operands from memory, and marks on what is thrown away."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_app.analysis.flights import FLUSH_SLOTS
from desktop_app.analysis.snapshot import CoreView, Flight
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.motion import STEP_SHARE, eased
from desktop_app.views.stage.pipeline import chip_at
from desktop_app.views.stage.routes import EXECUTE_PHASE, operand_phase
from desktop_app.views.stage.sprites import Paint, Sprites
from desktop_app.views.stage.text import BODY, Face, assignment_fitted, one_line, tr
from desktop_app.views.theme import Theme

#: Phases at which an operand begins to show when it does not come over the bus, and at which it begins to go.
_FORWARDED = EXECUTE_PHASE + 0.1
_DONE = 0.05
#: Below a chip: from its edge to the middle of the text, and from there to the cell's edge.
_BELOW = 14.0
_ABOVE_EDGE = 10.0


def operand(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout, flight: Flight) -> None:
    """Draw the operand of an instruction below its chip, from its arrival until the instruction is written back.

    One that comes from the instruction before, in the Write cell to the right, and not from memory, has an arrow.
    """
    chip = chip_at(spot, flight.phase, stands=frame.options.reduce_motion) if flight.operand and spot.texts else None
    if chip is None or chip.rect.bottom + (_BELOW + _ABOVE_EDGE) * spot.k > spot.pipeline.bottom:
        return
    arrives = _FORWARDED if flight.forwarded else operand_phase(frame.traffic, frame.traffic.routes[core.number])
    shown = eased(flight.phase, arrives - STEP_SHARE) - eased(flight.phase, _DONE)
    if shown <= 0:
        return
    face, room = Face(round(BODY * spot.k), 600, mono=True), spot.cells[0].w - 6
    arrow = " ←" if flight.forwarded else ""
    text = assignment_fitted(face, one_line(flight.operand), room - face.width(arrow)) + arrow
    painter.save()
    painter.setOpacity(painter.opacity() * shown)
    y = chip.rect.bottom + _BELOW * spot.k
    label(painter, chip.rect.cx, y, text, face, colour(frame.theme.text), Align.CENTRE, room)
    painter.restore()


def flushed(painter: QPainter, sprites: Sprites, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    """Draw what was in the pipeline when a thread left the core: struck through, and fading where it stood."""
    theme = frame.theme
    left = 1 - core.flushed_ns / (FLUSH_SLOTS * frame.snapshot.slot_ns)
    if left <= 0:
        return
    if not spot.texts:
        _flushed_small(sprites, frame, core, spot, left)
        return
    painter.save()
    painter.setOpacity(painter.opacity() * left)
    for flight in core.flushed:
        chip = chip_at(spot, flight.phase, stands=frame.options.reduce_motion)
        if chip is None:
            continue
        tint, rect = process_colour(theme, flight.process), chip.rect
        box(painter, rect, fill=mix(tint, theme.cell, 0.35), border=colour(tint), radius=6)
        face = Face(spot.chip_px, 700, mono=True)
        ink, room = mix(theme.text, theme.muted, 0.5), rect.w - 4
        label(painter, rect.cx, rect.cy, one_line(flight.chip), face, ink, Align.CENTRE, room)
        below = rect.bottom + _BELOW * spot.k
        if below + _ABOVE_EDGE * spot.k <= spot.pipeline.bottom:
            words, small = tr("flushed"), Face(round(BODY * spot.k), 600)
            label(painter, rect.cx, below, words, small, colour(theme.muted), Align.CENTRE, spot.cells[0].w - 6)
        _strike(painter, theme, rect, 2.0)
    painter.restore()


def _flushed_small(sprites: Sprites, frame: Frame, core: CoreView, spot: CoreLayout, left: float) -> None:
    """Draw the same without texts; dozens of cores may change their threads at once."""
    theme = frame.theme
    for flight in core.flushed:
        chip = chip_at(spot, flight.phase, stands=frame.options.reduce_motion)
        if chip is not None:
            tint = process_colour(theme, flight.process)
            sprites.put(("flushed", tint), chip.rect, _struck(theme, tint), opacity=left)


@lru_cache(maxsize=64)
def _struck(theme: Theme, tint: str) -> Paint:
    def paint(painter: QPainter, rect: Rect) -> None:
        box(painter, rect, fill=mix(tint, theme.cell, 0.35), border=colour(tint), radius=4)
        _strike(painter, theme, rect, 1.5)

    return paint


def _strike(painter: QPainter, theme: Theme, rect: Rect, line: float) -> None:
    pen = QPen(colour(theme.text), line)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    inset = min(6.0, rect.h / 4)
    painter.drawLine(QPointF(rect.x + inset, rect.bottom - inset), QPointF(rect.right - inset, rect.y + inset))
