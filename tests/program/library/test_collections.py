"""The library's collections beside the host's own."""

from __future__ import annotations

import collections
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("collections")
number = st.integers(-3, 3)
calls = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["append", "appendleft", "rotate", "count", "remove"]), st.tuples(number)),
        st.tuples(st.sampled_from(["pop", "popleft", "reverse", "copy", "__len__"]), st.just(())),
        st.tuples(st.sampled_from(["extend", "extendleft"]), st.tuples(st.lists(number, max_size=4))),
        st.tuples(st.just("insert"), st.tuples(number, number)),
        st.tuples(st.sampled_from(["__getitem__", "__delitem__"]), st.tuples(number)),
        st.tuples(st.just("__setitem__"), st.tuples(number, number)),
        st.tuples(st.just("index"), st.tuples(number, number)),
    ),
    max_size=12,
)


def attempt(obj: Any, name: str, args: tuple[object, ...]) -> str:
    try:
        return repr(getattr(obj, name)(*args))
    except (IndexError, ValueError) as error:
        return repr(error)


def test_it_does_what_the_real_module_does() -> None:
    check("collections")


@given(st.lists(number, max_size=6), st.none() | st.integers(0, 4), calls)
def test_a_deque_goes_through_the_same_states(
    items: list[int], maxlen: int | None, methods: list[tuple[str, tuple[object, ...]]]
) -> None:
    mine, real = ours.deque(items, maxlen), collections.deque(items, maxlen)
    for name, args in methods:
        assert attempt(mine, name, args) == attempt(real, name, args)
        assert repr(mine) == repr(real)


@given(st.text("abc", max_size=8), st.text("abcd", max_size=8))
def test_counters_combine_alike(first: str, second: str) -> None:
    mine, real = (
        [
            repr(made)
            for one, other in [(kind(first), kind(second))]
            for made in (one + other, one - other, one & other, one | other, one.most_common(), one <= other)
        ]
        for kind in (ours.Counter, collections.Counter)
    )
    assert mine == real
