"""Where an instruction stands inside a core, as a pure function of its phase; no Qt, no state."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.views.stage.core_layout import STAGES, CoreLayout
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.motion import ENTRY_LEAD, LEAVE_LEAD, STEP_LEAD, eased
from desktop_app.views.stage.routes import EXECUTE_PHASE, FETCH_PHASE, RETIRE_PHASE

#: How full the colour of a chip is while it does not execute.
PALE = 0.8


class StageChip(NamedTuple):
    """An instruction in the pipeline; a named tuple, because a frame makes hundreds of them.

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
    cells = spot.cells
    x, y, w, h = cell = cells[stage]
    high = min(h - 12, 42 * spot.k) if spot.texts else h
    wide = w - 2 * spot.chip_inset
    left, top = x + spot.chip_inset, y + (h - high) / 2
    if stage == 0:
        if share < 1:
            hidden = y - high
            top = hidden + (top - hidden) * share
    elif share < 1:
        before = cells[stage - 1]
        left += (before.x + before.w / 2 - x - w / 2) * (1 - share)
    executing = share if stage == 2 else 1 - share if stage == 3 else 0.0  # noqa: PLR2004 - Execute and Write
    return StageChip(
        Rect(left, top, wide, high),
        cell if stage == 0 and share < 1 else None,
        1 - eased(phase, RETIRE_PHASE - LEAVE_LEAD) if stage == STAGES - 1 else 1.0,
        PALE + (1 - PALE) * executing,
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
