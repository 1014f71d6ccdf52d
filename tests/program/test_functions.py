"""Binding arguments to parameters, in CPython's order and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.program.effects import Outcome
from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND, Cell, FunctionObject, bind
from tests.program.samples import loaded, run


def function(parameters: str, defaults: tuple[object, ...] = ()) -> FunctionObject:
    """Return a function with these parameters; default values are given here, as nothing is executed."""
    made = FunctionObject(loaded(f"def f({parameters}):\n    return 0\n").codes[1], {})
    made.defaults = defaults
    return made


@given(st.integers(0, 6), st.sets(st.sampled_from("abcdx")), st.integers(0, 3))
def test_arguments_are_bound_as_the_host_binds_them(given_by_position: int, by_name: set[str], optional: int) -> None:
    def host(a, b=1, c=2, *rest):  # type: ignore[no-untyped-def]
        return a, b, c, rest

    host.__qualname__ = "f"
    host.__defaults__ = tuple(range(optional))
    args = list(range(10, 10 + given_by_position))
    keywords = {name: name.upper() for name in sorted(by_name)}
    try:
        expected: object = host(*args, **keywords)
    except TypeError as error:
        expected = str(error)
    try:
        bound = bind(function("a, b, c, *rest", tuple(range(optional))), args, dict(keywords))
        found: object = (*bound.slots[:3], bound.surplus)
    except SimulatedError as error:
        found = error.message
    assert found == expected


@pytest.mark.parametrize(
    ("parameters", "args", "keywords", "message"),
    [
        ("a", (), {}, "f() missing 1 required positional argument: 'a'"),
        ("a, b", (), {}, "f() missing 2 required positional arguments: 'a' and 'b'"),
        ("a, b, c", (), {}, "f() missing 3 required positional arguments: 'a', 'b', and 'c'"),
        ("", (1,), {}, "f() takes 0 positional arguments but 1 was given"),
        ("a", (1, 2), {}, "f() takes 1 positional argument but 2 were given"),
        ("a", (1,), {"a": 2}, "f() got multiple values for argument 'a'"),
        ("a, /", (), {"a": 2}, "f() got some positional-only arguments passed as keyword arguments: 'a'"),
        ("*, k", (), {}, "f() missing 1 required keyword-only argument: 'k'"),
        ("a, *, k", (1, 2), {"k": 3},
         "f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_cpythons_words(
    parameters: str, args: tuple[object, ...], keywords: dict[str, object], message: str
) -> None:
    with pytest.raises(SimulatedError) as caught:
        bind(function(parameters), args, keywords)
    assert (caught.value.kind, caught.value.message) == ("TypeError", message)


def test_what_no_parameter_takes_goes_to_the_variadic_ones() -> None:
    bound = bind(function("a, *rest, **named"), (1, 2, 3), {"x": 4})
    assert (bound.slots[0], bound.surplus, bound.named) == (1, (2, 3), {"x": 4})
    assert bound.slots[1] is UNBOUND


def test_a_function_keeps_its_defaults_and_its_cells_alive() -> None:
    made = function("a, b=1", (5,))
    cell = Cell("shared")
    made.closure = (cell,)
    made.keyword_defaults = {"k": 6}
    assert made.reachable() == [5, 6, cell, None]
    assert cell.reachable() == ["shared"]


def test_each_call_of_the_outer_function_makes_variables_of_its_own() -> None:
    result = run("def make():\n    n = 0\n    def add():\n        nonlocal n\n        n += 1\n        return n\n"
                 "    return add\na = make(); b = make()\na(); a(); b()\nx = a(); y = b()\n")  # fmt: skip
    assert result.outcome is Outcome.ENDED
    assert (result.variables["x"], result.variables["y"]) == ("3", "2")
