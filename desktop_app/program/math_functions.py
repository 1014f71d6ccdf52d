"""The functions of the module math, on plain numbers and each bounded."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, over_limit, simulated
from desktop_app.program.limits import MAX_INT_BITS
from desktop_app.program.sequences import drain
from desktop_app.program.values import Builtin, NeedsProgramError, stand_in, user_class

if TYPE_CHECKING:
    from collections.abc import Callable

_CONSTANTS: Final = ("pi", "e", "tau", "inf", "nan")
_FUNCTIONS: Final = tuple(
    """
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist erf erfc exp exp2 expm1 fabs
    factorial floor fmod frexp fsum gamma gcd hypot isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10
    log1p log2 modf nextafter perm pow prod radians remainder sin sinh sqrt sumprod tan tanh trunc ulp
    """.split()  # noqa: SIM905 - sixty names read best as words
)


def math_variables() -> dict[str, object]:
    """Return what the module defines."""
    variables: dict[str, object] = {constant: getattr(math, constant) for constant in _CONSTANTS}
    variables.update({one: _function(one) for one in _FUNCTIONS if hasattr(math, one)})
    return variables


@functools.cache
def _function(name: str) -> Builtin:
    return Builtin(f"math.{name}", getattr(math, name))


def call_math(builtin: Builtin, args: list[object], keywords: dict[str, object]) -> object:
    """Call a function of the module math; raises as CPython does, or when it would take too much."""
    _bound(builtin.host.__name__, args)
    plain: list[Any] = []
    for value in args:
        if user_class(value) is not None and not isinstance(value, (int, float)):
            raise NeedsProgramError
        plain.append(drain(value) if builtin.host.__name__ in _TAKING_ITEMS else stand_in(value))
    _bound_items(builtin.host.__name__, plain)
    try:
        host: Callable[..., object] = builtin.host
        found = host(*plain, **{name: stand_in(value) for name, value in keywords.items()})
    except HOST_ERRORS as error:
        raise simulated(error) from None
    if isinstance(found, int) and found.bit_length() > MAX_INT_BITS:
        raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
    return found


#: Functions whose arguments are iterables.
_TAKING_ITEMS: Final = frozenset({"dist", "fsum", "prod", "sumprod"})
#: So many bits that all large integers among the items may have together, and how many make one large.
_MAX_ITEM_BITS: Final = 64 * MAX_INT_BITS
_LARGE_BITS: Final = 512
#: Squares of the bits of integers that most functions need as long for as an instruction of library code takes.
_SQUARE_BITS: Final = 1 << 21
#: The factorial of a larger number has more bits than an integer may have.
_MAX_FACTORIAL: Final = 12_000


def _bound_items(name: str, plain: list[Any]) -> None:
    """Refuse items whose products would be too large, and charge for large integers."""
    if name in _TAKING_ITEMS:
        bits = [item.bit_length() for items in plain if isinstance(items, list) for item in items if type(item) is int]
        least = sum(size - 1 for size in bits if size)  # the bits of their product, at the least
        if name == "prod" and least > MAX_INT_BITS:
            raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
        if sum(size for size in bits if size > _LARGE_BITS) > _MAX_ITEM_BITS:
            raise over_limit("going through so many large integers")
    else:
        bits = [value.bit_length() for value in plain if isinstance(value, int)]
    squares = sum(size * size for size in bits if size > _LARGE_BITS)
    if squares > _SQUARE_BITS:
        charge(squares // _SQUARE_BITS)


def _bound(name: str, args: list[object]) -> None:
    numbers = [value for value in args if isinstance(value, int)]
    if name in ("factorial", "comb", "perm") and numbers:
        chosen = numbers[-1] if len(numbers) > 1 else numbers[0]
        if name == "comb" and len(numbers) > 1:
            chosen = min(numbers[1], abs(numbers[0] - numbers[1]))
        if chosen > _MAX_FACTORIAL or max(numbers).bit_length() * max(chosen, 1) > 2 * MAX_INT_BITS:
            raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
    if name in ("lcm", "prod") and sum(value.bit_length() for value in numbers) > MAX_INT_BITS:
        raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
    if name == "ldexp" and not numbers:
        raise SimulatedError("TypeError", "Expected an int as second argument to ldexp.")
