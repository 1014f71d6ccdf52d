"""What stands beside the instructions in a pipeline's cells: the operand that has come from memory."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import CoreView, Flight
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.drawing import Align, colour, label
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.motion import STEP_SHARE, eased
from desktop_app.views.stage.pipeline import chip_at
from desktop_app.views.stage.routes import EXECUTE_PHASE, operand_phase
from desktop_app.views.stage.text import BODY, Face, one_line

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
    chip = chip_at(spot, flight.phase) if flight.operand and spot.texts else None
    if chip is None or chip.rect.bottom + (_BELOW + _ABOVE_EDGE) * spot.k > spot.pipeline.bottom:
        return
    arrives = _FORWARDED if flight.forwarded else operand_phase(frame.traffic, frame.traffic.routes[core.number])
    shown = eased(flight.phase, arrives - STEP_SHARE) - eased(flight.phase, _DONE)
    if shown <= 0:
        return
    text = one_line(flight.operand)
    if flight.forwarded:
        text += " ←"
    face = Face(round(BODY * spot.k), 600, mono=True)
    painter.save()
    painter.setOpacity(painter.opacity() * shown)
    y = chip.rect.bottom + _BELOW * spot.k
    label(painter, chip.rect.cx, y, text, face, colour(frame.theme.text), Align.CENTRE, spot.cells[0].w - 6)
    painter.restore()
