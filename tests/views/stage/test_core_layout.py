from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.stage.core_layout import arrange_core
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import arrange


@given(st.integers(900, 4000), st.integers(420, 2200), st.integers(1, 64))
def test_everything_in_a_card_is_inside_it_and_apart(width, height, cores):
    for place in arrange(width, height, cores).cores:
        spot = arrange_core(place.card)
        header = Rect(spot.card.x, spot.card.y, spot.card.w, spot.header_high)
        bands = [header, spot.pipeline]
        if spot.names_y is not None:
            bands.append(Rect(spot.card.x, spot.names_y - 7 * spot.k, spot.card.w, 14 * spot.k))
        if spot.registers_y is not None:
            bands.append(Rect(spot.card.x, spot.registers_y - 8 * spot.k, spot.card.w, 16 * spot.k))
        bands += [extra for extra in (spot.executing, spot.source) if extra is not None]
        for band in bands:
            assert spot.card.holds(band), band
        for a, b in combinations(bands, 2):
            assert a.gap_to(b) > -1e-6, (spot, a, b)


@given(st.integers(900, 4000), st.integers(420, 2200), st.integers(1, 64))
def test_cells_are_in_order_and_apart(width, height, cores):
    spot = arrange_core(arrange(width, height, cores).cores[0].card)
    assert len(spot.cells) == 4
    for left, right in zip(spot.cells, spot.cells[1:], strict=False):
        assert left.right < right.x
    assert all(cell.w > 5 and cell.h >= 4 for cell in spot.cells)


def test_detail_drops_in_steps_as_cores_grow():
    """First the source line goes, then the registers, then the stages' names, then the pipeline becomes bars."""
    spots = [arrange_core(arrange(1920, 840, cores).cores[0].card) for cores in (1, 4, 9, 16, 64)]
    shown = [
        (spot.source is not None, spot.registers_y is not None, spot.names_y is not None, spot.texts, spot.executing)
        for spot in spots
    ]
    assert shown[0][:4] == (True, True, True, True)
    assert shown[1][:4] == (False, True, True, True)
    assert shown[2][:4] == (False, False, True, True)
    assert shown[3][:4] == (False, False, False, False)
    assert shown[3][4] is not None
    assert shown[4][4] is None


@pytest.mark.parametrize("size", [(1920, 840), (900, 420)])
def test_a_single_core_is_drawn_larger(size):
    one, four = (arrange_core(arrange(*size, cores).cores[0].card) for cores in (1, 4))
    assert one.k > four.k == 1


@pytest.mark.parametrize("size", [(960, 345), (800, 350), (1366, 480)])
def test_the_lowest_cards_leave_a_threads_name_its_height(size):
    spot = arrange_core(arrange(*size, 64).cores[0].card)
    assert spot.header_high >= 18
    assert spot.card.bottom - spot.pipeline.bottom >= 4
