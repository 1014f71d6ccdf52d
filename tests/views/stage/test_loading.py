"""Programs come from disk into memory in pieces that never meet."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.memory import LOAD_SLOTS
from desktop_app.analysis.snapshot import Snapshot
from desktop_app.model.states import ThreadState
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.loading import PIECE, program_tokens
from desktop_app.views.stage.ram_layout import CardKind, RamLayout, arrange_ram
from desktop_app.views.stage.tokens import Token, TokenKind
from tests.views.reading import words_of
from tests.views.sample_snapshots import SLOT_NS, Sample

SIZE = (1366, 560)


def loading(processes: int, shares: list[float], cores: int = 4) -> Snapshot:
    """Return a moment at which each process has been loaded by its share."""
    snapshot = Sample(cores=cores, processes=processes).at(int(shares[0] * LOAD_SLOTS * SLOT_NS))
    changed = [
        replace(process, loaded=shares[place % len(shares)], loading=shares[place % len(shares)] < 1)
        for place, process in enumerate(snapshot.processes)
    ]
    return replace(snapshot, processes=tuple(changed))


def pieces(snapshot: Snapshot, size: tuple[int, int] = SIZE) -> tuple[tuple[Token, ...], RamLayout]:
    layout = arrange(*size, len(snapshot.cores))
    cards = arrange_ram(layout.ram, tuple(process.ended for process in snapshot.processes))
    return program_tokens(snapshot, layout, cards), cards


@settings(max_examples=120, deadline=None)
@given(
    processes=st.integers(1, 40),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=5),
    size=st.sampled_from([(1920, 840), (1366, 560), (900, 420)]),
    cores=st.sampled_from([1, 4, 64]),
)
def test_pieces_never_meet(processes, shares, size, cores):
    found, _ = pieces(loading(processes, shares, cores), size)
    shown = [token for token in found if token.seen.w > 0]
    for one, other in combinations(shown, 2):
        assert one.seen.gap_to(other.seen) > -1e-6


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1), processes=st.integers(1, 12))
def test_pieces_stay_between_the_bus_and_their_card(share, processes):
    snapshot = loading(processes, [share])
    found, cards = pieces(snapshot)
    layout = arrange(*SIZE, 4)
    rects = {card.index: card.rect for card in cards.cards}
    for token in found:
        assert token.look.kind is TokenKind.PROGRAM
        assert token.look.text == ""
        if token.seen.w:
            card = rects[token.look.process]
            assert card.right <= token.seen.x
            assert token.seen.right <= layout.trunk.x
            assert token.rect.w == token.rect.h == PIECE


def test_the_first_piece_leaves_the_disk_and_the_last_one_arrives_when_all_is_loaded():
    early, _ = pieces(loading(1, [0.02]))
    layout = arrange(*SIZE, 4)
    assert all(abs(token.rect.cy - layout.disk.cy) < layout.disk.h for token in early)
    late, cards = pieces(loading(1, [0.98]))
    assert all(abs(token.rect.cy - cards.cards[0].rect.y) < 60 for token in late if token.seen.w)
    assert not pieces(loading(1, [1.0]))[0]


def test_they_go_on_while_a_process_is_being_started():
    snapshot = loading(1, [1.0])
    starting = replace(snapshot.processes[0], loading=True, state_counts={ThreadState.NEW: 2})
    found, _ = pieces(replace(snapshot, processes=(starting,)))
    assert len(found) > 1


def test_a_process_without_a_card_shows_no_pieces():
    snapshot = loading(60, [0.5])
    found, cards = pieces(snapshot)
    assert {token.look.process for token in found} <= {card.index for card in cards.cards}
    assert cards.hidden > 0
    assert all(card.kind is CardKind.LINE for card in cards.cards)


@pytest.mark.usefixtures("qapp")
def test_a_card_says_that_its_process_is_being_started():
    snapshot = Sample(processes=1).at(0)
    starting = replace(snapshot.processes[0], loading=True, state_counts={ThreadState.NEW: 2})
    words = words_of(replace(snapshot, processes=(starting,)))
    assert any(word.endswith("being started") for word in words)
