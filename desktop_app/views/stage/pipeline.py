"""Where an instruction stands inside a core, as a pure function of its phase; no Qt, no state."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.views.stage.core_layout import STAGES, CoreLayout
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.motion import ENTRY_LEAD, LEAVE_LEAD, STEP_LEAD, eased
from desktop_app.views.stage.routes import EXECUTE_PHASE, FETCH_PHASE, RETIRE_PHASE

#: How full the colour of a chip is while it does not execute.
PALE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChip:
    """An instruction in the pipeline.

    Attributes:
        rect: Where its chip is, in units.
        clip: The Fetch cell while the chip slides into it from above; otherwise None.
        opacity: 1, and less while it leaves the Write cell.
        strength: How full its colour is: 1 while it executes.
    """

    rect: Rect
    clip: Rect | None
    opacity: float
    strength: float


def chip_at(spot: CoreLayout, phase: float, *, stands: bool = False) -> StageChip | None:
    """Return the chip of an instruction with this phase; None when it is not in the pipeline.

    It steps towards the end of a slot and rests otherwise, above all at the boundary between two slots. Where it
    ``stands``, it is in one cell for a whole slot and then in the next one.
    """
    if stands:
        return _standing(spot, phase)
    if not FETCH_PHASE - ENTRY_LEAD <= phase < RETIRE_PHASE - STEP_LEAD:
        return None
    moved = phase + STEP_LEAD
    stage = min(STAGES - 1, int(moved - FETCH_PHASE))
    share = eased(phase, FETCH_PHASE - ENTRY_LEAD) if stage == 0 else eased(moved, FETCH_PHASE + stage)
    cell = spot.cells[stage]
    high = min(cell.h - 12, 42 * spot.k) if spot.texts else cell.h
    cx, cy = cell.cx, cell.cy
    if stage == 0:
        hidden = cell.y - high / 2
        cy = hidden + (cell.cy - hidden) * share
    else:
        before = spot.cells[stage - 1].cx
        cx = before + (cell.cx - before) * share
    executing = {2: share, 3: 1 - share}.get(stage, 0.0)
    return StageChip(
        rect=around(cx, cy, cell.w - 2 * spot.chip_inset, high),
        clip=cell if stage == 0 and share < 1 else None,
        opacity=1 - eased(phase, RETIRE_PHASE - LEAVE_LEAD),
        strength=PALE + (1 - PALE) * executing,
    )


def _standing(spot: CoreLayout, phase: float) -> StageChip | None:
    if not FETCH_PHASE <= phase < RETIRE_PHASE:
        return None
    stage = min(STAGES - 1, int(phase - FETCH_PHASE))
    cell = spot.cells[stage]
    high = min(cell.h - 12, 42 * spot.k) if spot.texts else cell.h
    return StageChip(
        rect=around(cell.cx, cell.cy, cell.w - 2 * spot.chip_inset, high),
        clip=None,
        opacity=1.0,
        strength=1.0 if EXECUTE_PHASE <= phase < EXECUTE_PHASE + 1 else PALE,
    )
