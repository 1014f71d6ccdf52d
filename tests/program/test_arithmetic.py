"""Operators against CPython's own, on generated expressions and lists, and their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.program import arithmetic
from desktop_app.program.faults import SimulatedError
from desktop_app.program.limits import MAX_COMPARED_NESTING, MAX_INT_BITS, MAX_ITEMS, MAX_STR_CHARS
from desktop_app.program.values import ListObject
from tests.program.samples import run

numbers = st.one_of(
    st.integers(-20, 20).map(str),
    st.integers().map(lambda value: f"({value})"),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: f"({value!r})"),
    st.sampled_from(["True", "False", "x", "y", "'ab'", "(1, 2)", "None"]),
)
operators = st.sampled_from(
    ["+", "-", "*", "/", "//", "%", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=", "and", "or", "is", "in"]
)
expressions = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, operators, inner),
        st.builds("({}{})".format, st.sampled_from(["-", "+", "not ", "~"]), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} ** {})".format, inner, st.integers(0, 5)),
        st.builds("({} << {})".format, inner, st.integers(0, 70)),
        st.builds("({} >> {})".format, inner, st.integers(0, 70)),
    ),
    max_leaves=8,
)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=150, deadline=None)
@given(expressions)
def test_an_expression_has_cpythons_value_or_its_exception(expression: str) -> None:
    source = f"x = 7\ny = -2.5\nresult = {expression}\n"
    variables: dict[str, object] = {}
    try:
        exec(compile(source, "app.py", "exec"), variables)
        expected = repr(variables["result"])
    except SyntaxError:
        return
    except Exception as error:  # noqa: BLE001 - whatever CPython raises
        expected = f"{type(error).__name__}: {error}"
    result = run(source)
    assert result.variables.get("result", result.output.splitlines()[-1] if result.output else "") == expected


values = st.recursive(
    st.one_of(st.integers(-3, 3), st.floats(-3, 3), st.booleans(), st.none(), st.sampled_from(["", "a", "ab"])),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)


def simulated(value: object) -> object:
    """Return a host value with its lists as simulated ones."""
    if isinstance(value, list):
        return ListObject(0, [simulated(item) for item in value])
    return tuple(simulated(item) for item in value) if isinstance(value, tuple) else value


@given(st.sampled_from(sorted(arithmetic.COMPARE)), values, values)
def test_comparisons_of_nested_values_are_cpythons(symbol: str, left: object, right: object) -> None:
    try:
        expected: object = arithmetic.COMPARE[symbol](left, right)
    except TypeError as error:
        expected = str(error)
    try:
        found: object = arithmetic.compare(symbol, simulated(left), simulated(right))
    except SimulatedError as error:
        found = error.message
    assert found == expected


@given(values, st.lists(values, max_size=6))
def test_searching_is_cpythons(wanted: object, items: list[object]) -> None:
    ours = [simulated(item) for item in items]
    assert arithmetic.count(ours, simulated(wanted)) == items.count(wanted)
    assert arithmetic.find(ours, simulated(wanted)) == (items.index(wanted) if wanted in items else -1)
    assert arithmetic.contains(ListObject(0, ours), simulated(wanted)) is (wanted in items)


@given(st.lists(st.lists(st.integers(0, 2), max_size=3), max_size=8), st.booleans())
def test_sorting_nested_lists_is_stable_and_cpythons(items: list[list[int]], reverse: bool) -> None:
    ours = [simulated(item) for item in items]
    arithmetic.sort(ours, reverse=reverse)
    items.sort(reverse=reverse)
    assert [item.items for item in ours if isinstance(item, ListObject)] == items


@pytest.mark.parametrize(
    ("symbol", "left", "right"),
    [
        ("**", 9, 9**9),
        ("**", 9**9, 9**9),
        ("**", -2, MAX_INT_BITS + 1),
        ("<<", 1, 10**9),
        ("<<", 1, 10**30),
        ("*", 1 << MAX_INT_BITS // 2, 1 << MAX_INT_BITS // 2),
        ("*", "a", 10**12),
        ("*", 10**12, "a"),
        ("*", (1,), 10**9),
        ("*", ListObject(0, [0]), 10**9),
        ("*", 10**15, ListObject(0, [0])),
        ("+", "a" * MAX_STR_CHARS, "a"),
        ("+", (1,) * MAX_ITEMS, (1,)),
        ("%", "%99999d", 1),
        ("%", "%.99999f", 1.0),
        ("%", "%*d", (99_999, 1)),
        ("%", "%s%s", ("a" * 600_000, "b" * 600_000)),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 9 else type(value).__name__,
)
def test_results_that_would_be_too_large_are_refused_at_once(symbol: str, left: object, right: object) -> None:
    with pytest.raises(SimulatedError) as caught:
        arithmetic.binary(symbol, left, right)
    assert caught.value.kind == "MemoryError"
    assert "Coreloom does not simulate" in caught.value.message


@pytest.mark.parametrize(
    ("symbol", "left", "right", "expected"),
    [("**", 1, 10**30, 1), ("**", 0, 10**30, 0), ("<<", 0, 10**30, 0), (">>", 5, 10**30, 0), ("*", "a", -(10**9), "")],
)
def test_small_results_of_large_operands_are_worked_out(
    symbol: str, left: object, right: object, expected: object
) -> None:
    assert arithmetic.binary(symbol, left, right) == expected


def test_comparing_lists_that_share_their_items_is_bounded() -> None:
    left, right = ListObject(0, []), ListObject(1, [])
    for _ in range(60):
        left, right = ListObject(0, [left, left]), ListObject(1, [right, right])
    with pytest.raises(SimulatedError, match="element operations in one instruction"):
        arithmetic.compare("==", left, right)


def test_comparing_lists_within_lists_is_bounded_in_depth() -> None:
    left, right = ListObject(0, []), ListObject(1, [])
    left.items.append(left)
    right.items.append(right)
    with pytest.raises(SimulatedError, match="maximum recursion depth exceeded in comparison"):
        arithmetic.compare("==", left, right)
    assert MAX_COMPARED_NESTING < 400, "far from the host's own limit"


def test_a_range_of_any_size_is_searched_at_once() -> None:
    numbers = range(10**15)
    assert arithmetic.contains(numbers, 5.0)
    assert not arithmetic.contains(numbers, 0.5)
    assert not arithmetic.contains(numbers, "a")
    assert not arithmetic.contains(numbers, ListObject(0, []))
