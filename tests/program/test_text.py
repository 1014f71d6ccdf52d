from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.program.faults import SimulatedError
from desktop_app.program.text import convert, decimal_text, format_text, full_text, percent_format, repr_text, str_text
from desktop_app.program.values import Builtin, IteratorObject, ListObject

nested = st.recursive(
    st.one_of(st.integers(), st.floats(), st.text(), st.none(), st.booleans()),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=20,
)


def simulated(value: object) -> object:
    if isinstance(value, list):
        return ListObject(0, [simulated(item) for item in value])
    return tuple(simulated(item) for item in value) if isinstance(value, tuple) else value


@given(nested)
def test_a_repr_is_cpythons(value: object) -> None:
    assert repr_text(simulated(value)) == repr(value)
    assert full_text(simulated(value), 1_000_000) == repr(value)
    assert str_text(simulated(value)) == str(value)


@given(nested, st.sampled_from(["%s", "%r", "<%5s>", "%a"]))
def test_percent_formatting_is_cpythons(value: object, template: str) -> None:
    assert percent_format(template, (simulated(value),)) == template % (value,)


@given(nested, st.sampled_from(["str", "repr", "ascii"]))
def test_conversions_are_cpythons(value: object, conversion: str) -> None:
    expected = {"str": str, "repr": repr, "ascii": ascii}[conversion](value)
    assert convert(simulated(value), conversion) == expected


def test_containers_that_contain_themselves_have_a_finite_repr() -> None:
    ours = ListObject(0, [1])
    ours.items += [ours, (ours,), ListObject(1, [ours])]
    theirs: list[object] = [1]
    theirs += [theirs, (theirs,), [theirs]]
    assert repr_text(ours) == repr(theirs)
    within: list[object] = []
    pair = (within, 1)
    within.append(pair)
    inner = ListObject(0, [])
    ours_pair = (inner, 1)
    inner.items.append(ours_pair)
    assert repr_text(ours_pair) == repr(pair)


def test_a_repr_is_bounded_in_length_and_in_depth() -> None:
    wide = deep = ListObject(0, [])
    for _ in range(60):
        wide = ListObject(0, [wide, wide])
    for _ in range(3_000):
        deep = ListObject(0, [deep])
    with pytest.raises(SimulatedError, match="more than 1,048,576 characters"):
        repr_text(wide)
    with pytest.raises(SimulatedError, match="while getting the repr"):
        repr_text(deep)
    assert full_text(wide, 100).endswith("…")
    assert full_text(deep, 10_000).endswith("…")


@given(st.integers(), st.integers(0, 5_000))
def test_decimal_digits_are_right_beyond_cpythons_limit(value: int, power: int) -> None:
    number = value * 7**power
    sys.set_int_max_str_digits(0)
    try:
        assert decimal_text(number) == str(number)
    finally:
        sys.set_int_max_str_digits(4_300)


def test_iterators_have_a_repr_without_an_address() -> None:
    assert repr_text(IteratorObject(iter(range(1)))) == "<range_iterator object>"
    assert repr_text((Builtin("len", len),)) == "(<built-in function len>,)"


@pytest.mark.parametrize("specification", ["999999999", ">99999", ".99999f", "010000d", "٩٩٩٩٩", "0<123456"])
def test_an_enormous_width_is_refused(specification: str) -> None:
    with pytest.raises(SimulatedError, match="format width or precision of more than 9,999"):
        format_text(1, specification)


def test_a_format_of_a_list_is_refused_in_cpythons_words() -> None:
    with pytest.raises(SimulatedError, match=r"unsupported format string passed to list.__format__"):
        format_text(ListObject(0, []), ">5")
    assert format_text(ListObject(0, [1]), "") == "[1]"
