from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.stage.card_layout import arrange_detail, page_start
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.ram_layout import CardKind, arrange_ram

PANEL = arrange(1920, 840, 4).ram
ENDED = st.lists(st.booleans(), max_size=60).map(tuple)


@given(st.integers(900, 4000), st.integers(420, 2200), st.integers(1, 64), ENDED)
def test_cards_are_inside_the_panel_and_apart(width, height, cores, ended):
    panel = arrange(width, height, cores).ram
    layout = arrange_ram(panel, ended)
    parts = [layout.bar, *(card.rect for card in layout.cards)]
    if layout.hint is not None:
        parts.append(layout.hint)
    for part in parts:
        assert panel.holds(part)
    for a, b in combinations(parts, 2):
        assert a.gap_to(b) > -1e-6, (a, b)


@given(ENDED)
def test_every_process_is_shown_or_counted(ended):
    layout = arrange_ram(PANEL, ended)
    shown = [card.index for card in layout.cards]
    assert shown == sorted(set(shown))
    assert len(shown) + layout.hidden + layout.hidden_ended == len(ended)
    assert layout.hidden == sum(not ended[index] for index in range(len(ended)) if index not in shown)


def test_two_processes_show_their_code_and_seven_are_folded():
    assert {card.kind for card in arrange_ram(PANEL, (False,) * 2).cards} == {CardKind.DETAIL}
    assert {card.kind for card in arrange_ram(PANEL, (False,) * 7).cards} == {CardKind.FOLD}
    assert {card.kind for card in arrange_ram(PANEL, (False,) * 15).cards} == {CardKind.LINE}


def test_an_ended_process_keeps_its_card_while_there_is_room():
    before, after = arrange_ram(PANEL, (False, False)), arrange_ram(PANEL, (True, False))
    assert [card.rect for card in before.cards] == [card.rect for card in after.cards]


def test_ended_processes_make_room_for_the_living():
    layout = arrange_ram(PANEL, (True,) * 5 + (False,) * 2)
    assert [card.kind for card in layout.cards] == [CardKind.GONE] * 3 + [CardKind.DETAIL] * 2
    assert layout.hidden_ended == 2


def test_when_all_have_ended_they_have_cards_as_far_as_there_is_room():
    layout = arrange_ram(PANEL, (True,) * 6)
    assert [card.kind for card in layout.cards] == [CardKind.GONE] * 6
    assert (layout.hidden_ended, layout.hint) == (0, None)
    many = arrange_ram(PANEL, (True,) * 60)
    assert len(many.cards) > 10
    assert len(many.cards) + many.hidden_ended == 60


def test_beside_folded_cards_those_that_have_ended_get_the_room_that_is_left():
    kinds = [card.kind for card in arrange_ram(PANEL, (True, False, True, False, False, False, False)).cards]
    assert kinds.count(CardKind.FOLD) == 5
    assert kinds[0] is CardKind.GONE


@given(
    st.tuples(st.floats(320, 700), st.floats(150, 1500)),
    st.tuples(st.integers(0, 200), st.integers(0, 60), st.integers(0, 60), st.integers(0, 5), st.integers(0, 12)),
)
def test_rows_are_inside_their_card_and_apart(size, counts):
    card, (_, values, stacks, _, objects) = Rect(40, 130, *size), counts
    layout = arrange_detail(card, *counts)
    rows = [*layout.code, *layout.values, *layout.stacks, *layout.objects] + ([layout.hint] if layout.hint else [])
    rows += [line for lines_below in layout.calls for line in lines_below]
    for row in rows:
        assert card.holds(row)
    for a, b in combinations(rows, 2):
        assert a.gap_to(b) > -1e-6
    assert len(layout.values) <= values
    assert len(layout.stacks) <= stacks
    assert not stacks or layout.stacks
    assert len(layout.objects) in {0, objects}
    assert (layout.heap_heading_y is not None) == bool(layout.objects)


def test_the_stacks_stand_still_when_an_object_is_made():
    card = Rect(40, 130, 560, 640)
    stacks = {arrange_detail(card, 12, 4, 1, 0, objects).stacks for objects in range(4)}
    assert len(stacks) == 1
    assert len(arrange_detail(card, 12, 4, 1, 0, 3).objects) == 3


def test_a_small_card_has_no_heap():
    assert arrange_detail(Rect(40, 130, 500, 190), 12, 2, 1, 0, 1).objects == ()


@given(st.floats(320, 700), st.integers(4, 8))
def test_bytes_begin_behind_the_longest_address(width, chars):
    layout = arrange_detail(Rect(40, 130, width, 600), 100, 5, 1, address_chars=chars)
    if layout.address_x is not None:
        following = layout.text_x if layout.bytes_x is None else layout.bytes_x
        assert following - layout.address_x > chars * 0.6 * layout.px


@given(st.integers(1, 500), st.integers(1, 40), st.data())
def test_the_page_shows_the_executing_line(lines, rows, data):
    line = data.draw(st.integers(0, lines - 1))
    start = page_start(line, lines, rows)
    assert 0 <= start <= line < start + rows or rows >= lines
    assert start == 0 or start + rows <= lines


def test_text_stands_still_within_a_page():
    starts = [page_start(line, 100, 10) for line in range(100)]
    assert starts == sorted(starts)
    assert len(set(starts)) == 11


def test_a_card_without_code_leaves_its_room_to_those_with_code():
    equal = arrange_ram(PANEL, (False,) * 4).cards
    cards = arrange_ram(PANEL, (False,) * 4, frozenset({1, 3})).cards
    assert cards[1].rect.h == cards[3].rect.h < equal[0].rect.h < cards[0].rect.h == cards[2].rect.h
    assert cards[-1].rect.bottom == pytest.approx(equal[-1].rect.bottom)
    assert all(before.rect.bottom < after.rect.y for before, after in pairwise(cards))


def test_an_ended_process_shows_its_last_values_in_half_of_its_card():
    card = Rect(40, 130, 500, 300)
    alive, ended = arrange_detail(card, 12, 2, 1), arrange_detail(card, 12, 2, 0, ended=True)
    assert ended.right.w > card.w / 2.2 > alive.right.w
    assert ended.left.right <= ended.right.x
    assert ended.right.right == alive.right.right
