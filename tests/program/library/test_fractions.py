"""The library's fractions beside the host's own."""

from __future__ import annotations

import fractions
import operator

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("fractions").Fraction
number = st.integers(-50, 50)
nonzero = st.integers(1, 50) | st.integers(-50, -1)


def test_it_does_what_the_real_module_does() -> None:
    check("fractions")


@given(number, nonzero, nonzero, nonzero)
def test_arithmetic_is_the_same(a: int, b: int, c: int, d: int) -> None:
    mine, real = (ours(a, b), ours(c, d)), (fractions.Fraction(a, b), fractions.Fraction(c, d))
    assert repr(mine) == repr(real)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "lt", "eq", "ge"):
        operate = getattr(operator, name)
        assert str(operate(*mine)) == str(operate(*real))
    assert hash(mine[0]) == hash(real[0])
    assert round(mine[0]) == round(real[0])
    assert str(mine[0].limit_denominator(7)) == str(real[0].limit_denominator(7))
    assert str(mine[0] ** (a % 4)) == str(real[0] ** (a % 4))


@given(st.text("0123/.eE+-_ ", max_size=7))
def test_a_text_is_read_or_refused_alike(text: str) -> None:
    def attempt(make: type) -> str:
        try:
            return repr(make(text))
        except (ValueError, ZeroDivisionError) as error:
            return repr(error)

    assert attempt(ours) == attempt(fractions.Fraction)
