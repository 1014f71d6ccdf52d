"""The library's bisect beside the host's own."""

from __future__ import annotations

import bisect

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("bisect")


def test_it_does_what_the_real_module_does() -> None:
    check("bisect")


@given(st.lists(st.integers(0, 9), max_size=12).map(sorted), st.integers(-1, 10))
def test_positions_are_the_same(items: list[int], x: int) -> None:
    assert ours.bisect_left(items, x) == bisect.bisect_left(items, x)
    assert ours.bisect_right(items, x) == bisect.bisect_right(items, x)
