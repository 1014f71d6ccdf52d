"""Where nothing travels, what would ride stands at the end of its lane."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.views.stage.core_layout import arrange_core
from desktop_app.views.stage.frame import compose, stops_of
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.pipeline import chip_at
from desktop_app.views.stage.routes import plan_traffic
from desktop_app.views.stage.standing import standing_tokens
from desktop_app.views.stage.tokens import TokenKind
from desktop_app.views.theme import DARK
from tests.views.sample_snapshots import SLOT_NS, Sample

SIZES = st.sampled_from([(1920, 840), (1366, 560), (900, 420)])


def standing(snapshot, size=(1920, 840)):
    layout = arrange(*size, len(snapshot.cores))
    traffic = plan_traffic(layout, [stops_of(arrange_core(place.card)) for place in layout.cores])
    return standing_tokens(snapshot, traffic), layout


@settings(max_examples=60, deadline=None)
@given(
    cores=st.sampled_from([1, 2, 4, 9, 16, 36]),
    t_ns=st.integers(0, 4_000_000),
    skew_ns=st.integers(0, 200_000),
    switch_ns=st.sampled_from([0, 130_000]),
    size=SIZES,
)
def test_nothing_meets_and_everything_stands_on_its_own_rail(cores, t_ns, skew_ns, switch_ns, size):
    sample = Sample(cores=cores, processes=3, threads=16, skew_ns=skew_ns, switch_ns=switch_ns)
    tokens, layout = standing(sample.at(t_ns), size)
    assert all(token.opacity == 1 for token in tokens)
    for one, other in combinations(tokens, 2):
        assert one.rect.gap_to(other.rect) > -1e-6
    for token in tokens:
        place = layout.cores[token.core]
        assert layout.rails[place.row].rect.holds(token.rect)


@pytest.mark.parametrize("cores", [1, 4, 64])
def test_between_two_moments_nothing_is_anywhere_between(cores):
    sample = Sample(cores=cores, processes=cores, threads=1)
    places = {}
    for t_ns in range(SLOT_NS, 4 * SLOT_NS, SLOT_NS // 16):
        for token in standing(sample.at(t_ns))[0]:
            places.setdefault((token.core, token.look.kind), set()).add(token.rect)
    assert {len(rects) for rects in places.values()} == {1}
    assert {kind for _, kind in places} == {TokenKind.INSTRUCTION, TokenKind.OPERAND, TokenKind.RESULT}


def test_registers_stand_where_they_leave_and_then_where_they_arrive():
    sample = Sample(cores=2, processes=2, threads=2, switch_ns=400_000)
    begin = sample.quantum_ns + sample.switch_ns
    kinds = [
        {token.look.kind for token in standing(sample.at(begin + int(share * sample.switch_ns)))[0]}
        for share in (0.0, 0.4, 0.6, 0.9)
    ]
    assert kinds == [{TokenKind.SAVE}] * 2 + [{TokenKind.RESTORE}] * 2


@given(st.floats(-3, 0.999))
def test_a_chip_that_stands_is_in_the_middle_of_a_cell(phase):
    spot = arrange_core(arrange(1920, 840, 4).cores[0].card)
    chip = chip_at(spot, phase, stands=True)
    assert chip.rect.cx in {cell.cx for cell in spot.cells}
    assert (chip.clip, chip.opacity) == (None, 1.0)


def test_chips_that_stand_are_in_different_cells():
    spot = arrange_core(arrange(1366, 560, 4).cores[0].card)
    chips = [chip_at(spot, 0.5 - behind, stands=True) for behind in range(5)]
    assert chips[4] is None
    for one, other in pairwise(chips[:4]):
        assert one.rect.gap_to(other.rect) > 0


def test_the_stage_shows_them_only_to_who_wants_that(qapp):
    snapshot = Sample(cores=4).at(430_000)
    riding = compose(1366, 560, snapshot, DARK).tokens
    still = compose(1366, 560, snapshot, DARK, StageOptions(reduce_motion=True)).tokens
    assert {token.rect.y for token in still} != {token.rect.y for token in riding}
    assert len(still) <= 3 * len(snapshot.cores)
