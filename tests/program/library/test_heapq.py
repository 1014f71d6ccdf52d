"""The library's heapq beside the host's own: the very same order in the list."""

from __future__ import annotations

import heapq

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("heapq")
numbers = st.lists(st.integers(0, 9), max_size=20)


def test_it_does_what_the_real_module_does() -> None:
    check("heapq")


@given(numbers, numbers)
def test_the_list_is_the_same_after_every_step(items: list[int], pushed: list[int]) -> None:
    mine, real = items[:], items[:]
    ours.heapify(mine)
    heapq.heapify(real)
    assert mine == real
    for item in pushed:
        ours.heappush(mine, item)
        heapq.heappush(real, item)
        assert ours.heappushpop(mine, 5) == heapq.heappushpop(real, 5)
        assert mine == real
    while real:
        assert ours.heappop(mine) == heapq.heappop(real)
        assert mine == real


@given(st.lists(numbers.map(sorted), max_size=4), st.integers(0, 6))
def test_merging_and_choosing(rows: list[list[int]], count: int) -> None:
    assert list(ours.merge(*rows)) == list(heapq.merge(*rows))
    items = [item for row in rows for item in row]
    assert ours.nlargest(count, items) == heapq.nlargest(count, items)
    assert ours.nsmallest(count, items) == heapq.nsmallest(count, items)
