from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.program.effects import Shown
from desktop_app.program.limits import SHOWN_CHARS
from desktop_app.program.values import (
    Builtin,
    IteratorObject,
    ListObject,
    Marker,
    object_write,
    short_text,
    show,
    size_bytes,
    type_name,
)

anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.builds(range, st.integers())),
    lambda inner: st.lists(inner, max_size=30).map(tuple),
    max_leaves=40,
)


@given(anything)
def test_a_text_is_never_long_and_whole_when_it_fits(value: object) -> None:
    text = short_text(value)
    assert len(text) <= SHOWN_CHARS
    assert show(value) == Shown(text, -1)
    if len(repr(value)) <= SHOWN_CHARS - 2:
        assert text == repr(value)


@pytest.mark.parametrize(
    "value",
    [10**20_000, -(10**20_000), 7**20_000, 10**20_000 - 1, 1 << 60_000],
    ids=["power", "negative", "seven", "nines", "two"],
)
def test_a_huge_integer_shows_its_true_first_and_last_digits(value: int) -> None:
    sys.set_int_max_str_digits(0)
    try:
        digits = str(value)
    finally:
        sys.set_int_max_str_digits(4_300)
    head, tail = short_text(value).split("…")
    assert len(head) >= 40
    assert digits.startswith(head)
    assert digits.endswith(tail)


def test_a_list_shows_as_a_reference_to_its_object() -> None:
    inner = ListObject(7, [1, 2])
    assert show(inner) == Shown("list", 7)
    assert show((inner, 1)) == Shown("(list, 1)", -1)
    assert show((inner,)) == Shown("(list,)", -1)


def test_what_is_no_plain_value_shows_without_an_address() -> None:
    assert show(Marker.NULL).text == "NULL"
    assert show(Builtin("print", print)).text == "print()"
    assert show(Builtin("int", int)).text == "class int"
    assert show(IteratorObject(iter(range(3)))).text == "range_iterator"
    assert show(IteratorObject(iter([]))).text == "list_iterator"
    assert show(slice(1, None)).text == "slice(1, None, None)"


def test_true_and_one_show_as_themselves() -> None:
    assert [show(value).text for value in (True, 1, 1.0, False, 0, -0.0)] == ["True", "1", "1.0", "False", "0", "-0.0"]


def test_a_deeply_nested_tuple_has_a_text() -> None:
    value: tuple[object, ...] = ()
    for _ in range(5_000):
        value = (value,)
    assert len(short_text(value)) <= SHOWN_CHARS


def test_an_object_write_has_the_first_eight_items() -> None:
    write = object_write(ListObject(3, [*range(10)]))
    assert (write.obj, len(write.head), write.length) == (3, 8, 10)
    assert write.size_bytes == sys.getsizeof([*range(10)])


def test_a_variables_size_is_cpythons_and_a_list_counts_as_an_object_of_its_own() -> None:
    assert size_bytes(10) == sys.getsizeof(10)
    assert size_bytes("text") == sys.getsizeof("text")
    assert size_bytes(ListObject(0, [1, 2, 3])) == 0


def test_types_have_cpythons_names() -> None:
    values = [
        ListObject(0, []),
        IteratorObject(iter("a")),
        Builtin("len", len),
        Builtin("int", int),
        1,
        None,
        (),
        range(1),
    ]
    names = [
        "list",
        type(iter("a")).__name__,
        "builtin_function_or_method",
        "type",
        "int",
        "NoneType",
        "tuple",
        "range",
    ]
    assert [type_name(value) for value in values] == names
