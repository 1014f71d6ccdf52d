from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import MAX_CORES
from desktop_app.views.stage.layout import arrange, scale_for

WIDTHS = st.integers(900, 7680)
HEIGHTS = st.integers(420, 4320)
CORES = st.integers(1, MAX_CORES)


@given(WIDTHS, HEIGHTS, CORES)
def test_the_stage_fills_its_place_exactly(width, height, cores):
    layout = arrange(width, height, cores)
    assert layout.size.w * layout.scale == pytest.approx(width)
    assert layout.size.h * layout.scale == pytest.approx(height)


@given(WIDTHS, HEIGHTS, CORES)
def test_panels_rails_and_cores_are_inside_and_apart(width, height, cores):
    layout = arrange(width, height, cores)
    parts = [layout.header, layout.ram, layout.trunk, layout.scheduler]
    parts += [rail.rect for rail in layout.rails] + [place.card for place in layout.cores]
    assert len(layout.cores) == cores
    for part in parts:
        assert layout.size.holds(part)
        assert part.w > 20
        assert part.h > 20
    for a, b in combinations(parts, 2):
        assert a.gap_to(b) > -1e-6, (a, b)


@given(WIDTHS, HEIGHTS, CORES)
def test_both_lanes_hold_their_tokens(width, height, cores):
    layout = arrange(width, height, cores)
    for rail in layout.rails:
        half = layout.chip.h / 2
        assert rail.rect.y <= rail.result_y - half
        assert rail.result_y + half <= rail.divider_y <= rail.operand_y - half
        assert rail.operand_y + half <= rail.operand_divider_y <= rail.fetch_y - half
        assert rail.fetch_y + half <= rail.rect.bottom
    assert layout.chip.w < layout.trunk.w


@pytest.mark.parametrize(
    ("cores", "columns", "rows"),
    [(1, 1, 1), (2, 2, 1), (3, 2, 2), (4, 2, 2), (8, 3, 3), (16, 4, 4), (64, 8, 8)],
)
def test_the_grid_of_cores(cores, columns, rows):
    layout = arrange(1920, 840, cores)
    assert (layout.columns, layout.rows) == (columns, rows)


@pytest.mark.parametrize("height", [620, 840, 1680])
def test_text_of_fifteen_units_is_a_seventy_second_of_the_whole_picture(height):
    """The stage is 77 % of the picture; below it is the timeline."""
    assert 15 * scale_for(height * 2.3, height) >= height / 0.77 / 72 * 0.999


def test_a_stage_that_is_narrow_shrinks_instead_of_overlapping():
    assert scale_for(900, 2000) < scale_for(1920, 2000)
