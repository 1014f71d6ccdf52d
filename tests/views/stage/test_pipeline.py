from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.stage.core_layout import arrange_core
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.pipeline import PALE, chip_at

SPOTS = [
    arrange_core(arrange(*size, n).cores[0].card) for n in (1, 2, 4, 9, 16, 64) for size in ((1920, 840), (900, 420))
]


def shown(rect: Rect, clip: Rect | None) -> Rect:
    if clip is None:
        return rect
    return Rect(rect.x, clip.y, rect.w, max(0.0, rect.bottom - clip.y))


@given(st.sampled_from(SPOTS), st.floats(0, 1, exclude_max=True))
def test_instructions_in_lockstep_never_overlap(spot, share):
    chips = [chip for behind in range(5) if (chip := chip_at(spot, share - behind)) is not None]
    assert len(chips) >= 3
    rects = [shown(chip.rect, chip.clip) for chip in reversed(chips)]
    for left, right in pairwise(rects):
        assert left.h == 0 or left.gap_to(right) > -1e-6


@pytest.mark.parametrize("into", [0.0, 0.5])
@pytest.mark.parametrize("stage", range(4))
def test_a_chip_rests_in_the_middle_of_its_cell_from_the_beginning_of_its_stage(stage, into):
    spot = SPOTS[4]
    chip = chip_at(spot, stage - 3 + into)
    assert (chip.rect.cx, chip.rect.cy) == pytest.approx((spot.cells[stage].cx, spot.cells[stage].cy))
    assert chip.clip is None
    assert chip.opacity == 1


def test_the_executing_chip_is_brightest():
    strengths = [chip_at(SPOTS[4], stage - 3 + 0.5).strength for stage in range(4)]
    assert strengths == [PALE, PALE, 1.0, PALE]


@pytest.mark.parametrize("phase", [-3.3, 1.0, -9.0])
def test_outside_the_pipeline_there_is_no_chip(phase):
    assert chip_at(SPOTS[0], phase) is None


@given(st.sampled_from(SPOTS), st.floats(-3.15, 0.69))
def test_a_chip_never_jumps(spot, phase):
    a, b = chip_at(spot, phase), chip_at(spot, phase + 0.001)
    moved = abs(a.rect.cx - b.rect.cx) + abs(a.rect.cy - b.rect.cy)
    assert moved <= 0.012 * spot.card.w
    assert abs(a.opacity - b.opacity) < 0.02
