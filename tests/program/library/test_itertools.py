"""The library's itertools beside the host's own."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("itertools")
items = st.lists(st.integers(0, 3), max_size=5)
size = st.integers(0, 4)


def test_it_does_what_the_real_module_does() -> None:
    check("itertools")


@given(items, items, size)
def test_choices_come_in_the_same_order(first: list[int], second: list[int], count: int) -> None:
    def results(module: Any) -> list[list[object]]:
        return [
            list(module.product(first, second)),
            list(module.product(first[:3], repeat=count)),
            list(module.permutations(first, count)),
            list(module.combinations(first, count)),
            list(module.combinations_with_replacement(first, count)),
            list(module.zip_longest(first, second)),
            [(key, list(group)) for key, group in module.groupby(first)],
        ]

    assert results(ours) == results(itertools)


@given(size, st.none() | st.integers(0, 12), st.integers(1, 4))
def test_a_slice_takes_no_more_than_the_real_one(start: int, stop: int | None, step: int) -> None:
    def results(module: Any) -> tuple[list[int], list[int]]:
        source = iter(range(10))
        return list(module.islice(source, start, stop, step)), list(source)

    assert results(ours) == results(itertools)


@given(st.lists(st.integers(0, 2), max_size=12))
def test_branches_of_one_source_give_the_same_items(order: list[int]) -> None:
    def results(module: Any) -> list[int | None]:
        branches = module.tee(iter(range(5)), 3)
        return [next(branches[number], None) for number in order]

    assert results(ours) == results(itertools)
