"""What instructions work out from numbers, as functions of the host, and what is done with it.

The numbers are the values of a loop's variables. What may fail, or make a number much longer, is marked as risky.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final, NamedTuple

#: The values of a loop's variables, and some more for what is under way.
Numbers = list[Any]
Evaluate = Callable[[Numbers], Any]
#: [what takes it and returns the next one, how many instructions it is, index of the first instruction].
Stride = list[Any]
Take = Callable[[Numbers], Stride]
#: The types of numbers: whatever is done to them here gives one of them again, or fails.
NUMBERS: Final = frozenset({int, float, bool})
#: Integers beyond this are left to the ordinary way of execution.
BOUND: Final = 1 << 63


class Term(NamedTuple):
    """A value that instructions work out.

    Attributes:
        work: Works it out.
        reads: The places of the numbers that it is worked out from.
        risky: Whether working it out may fail.
        place: Where it is among the numbers, when it is one of them; -1 otherwise.
        constant: Its value when it is a constant; None otherwise.
        sum: The places of the two numbers, or of a number and a constant, whose sum it is.
    """

    work: Evaluate
    reads: frozenset[int] = frozenset()
    risky: bool = False
    place: int = -1
    constant: Any = None
    sum: tuple[int, int, Any] | None = None


def number(place: int) -> Term:
    """Return what one of the numbers is."""
    return Term(operator.itemgetter(place), frozenset({place}), place=place)


def constant(value: object) -> Term:
    """Return a constant."""
    return Term(lambda _: value, constant=value)


def _product(left: Any, right: Any) -> Any:  # noqa: ANN401 - any numbers
    value = left * right
    if type(value) is int and not -BOUND < value < BOUND:
        raise ArithmeticError
    return value


#: Operators that cannot fail on numbers and make them longer by one bit at the most.
_SAFE: Final[dict[str, Callable[[Any, Any], Any]]] = {"+": operator.add, "-": operator.sub}
_RISKY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "*": _product, "//": operator.floordiv, "%": operator.mod, "/": operator.truediv, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, ">>": operator.rshift,
}  # fmt: skip
_COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_UNARY: Final[dict[str, Callable[[Any], Any]]] = {"-": operator.neg, "+": operator.pos, "~": operator.invert}


def binary(symbol: str, left: Term, right: Term) -> Term | None:
    """Return the result of an operator; None for one that numbers are not bounded under."""
    function = _SAFE.get(symbol) or _RISKY.get(symbol)
    if function is None:
        return None
    work = _applied(function, left, right)
    if symbol == "+" and left.place >= 0 and (right.place >= 0 or right.constant is not None):
        work = _sum(left.place, right.place, right.constant)
    made = _joined(work, left, right, risky=symbol in _RISKY)
    plain = symbol == "+" and left.place >= 0 and (right.place >= 0 or right.constant is not None)
    return made._replace(sum=(left.place, right.place, right.constant)) if plain else made


def comparison(symbol: str, left: Term, right: Term) -> Term:
    """Return the truth of a comparison."""
    work = _applied(_COMPARISONS[symbol], left, right)
    if symbol == "<" and left.place >= 0 and right.place >= 0:
        work = _less(left.place, right.place)
    return _joined(work, left, right, risky=False)


def unary(symbol: str, operand: Term) -> Term:
    """Return the result of a unary operator."""
    return _alone(_UNARY[symbol], operand, risky=symbol == "~")


def truth(operand: Term, *, negated: bool = False) -> Term:
    """Return whether a number is other than 0, or the opposite."""
    return _alone(operator.not_ if negated else operator.truth, operand, risky=False)


def _alone(function: Callable[[Any], Any], operand: Term, *, risky: bool) -> Term:
    inner = operand.work
    return Term(lambda numbers: function(inner(numbers)), operand.reads, risky=risky or operand.risky)


def _joined(work: Evaluate, left: Term, right: Term, *, risky: bool) -> Term:
    return Term(work, left.reads | right.reads, risky=risky or left.risky or right.risky)


def _sum(first: int, second: int, added: Any) -> Evaluate:  # noqa: ANN401 - any number
    if second >= 0:
        return lambda numbers: numbers[first] + numbers[second]
    return lambda numbers: numbers[first] + added


def _less(first: int, second: int) -> Evaluate:
    return lambda numbers: numbers[first] < numbers[second]


def _applied(function: Callable[[Any, Any], Any], left: Term, right: Term) -> Evaluate:
    first, second, one, other = left.place, right.place, left.work, right.work
    if first >= 0 and second >= 0:
        return lambda numbers: function(numbers[first], numbers[second])
    if first >= 0 and right.constant is not None:
        fixed = right.constant
        return lambda numbers: function(numbers[first], fixed)
    if right.constant is not None:
        fixed = right.constant
        return lambda numbers: function(one(numbers), fixed)
    return lambda numbers: function(one(numbers), other(numbers))


# -- strides ------------------------------------------------------------------------------------------------

#: Assignments in order: (place, what it is assigned).
Moves = list[tuple[int, Term]]


def moving(moves: Moves, following: Stride) -> Take:
    """Return a stride that assigns, and goes on."""
    change = _change(moves)

    def take(numbers: Numbers) -> Stride:
        change(numbers)
        return following

    return take


def testing(moves: Moves, test: Term, yes: Stride, no: Stride) -> Take:
    """Return a stride that assigns, and goes on in one of two ways."""
    change, holds = _change(moves), test.work

    def test_only(numbers: Numbers) -> Stride:
        return yes if holds(numbers) else no

    def change_and_test(numbers: Numbers) -> Stride:
        change(numbers)
        return yes if holds(numbers) else no

    return change_and_test if moves else test_only


def _change(moves: Moves) -> Callable[[Numbers], None]:
    if len(moves) == 1:
        return _one_move(*moves[0])
    works = tuple((place, term.work) for place, term in moves)

    def change(numbers: Numbers) -> None:
        for place, work in works:
            numbers[place] = work(numbers)

    return change


def _one_move(place: int, term: Term) -> Callable[[Numbers], None]:
    work = term.work

    def change(numbers: Numbers) -> None:
        numbers[place] = work(numbers)

    def add_constant(numbers: Numbers) -> None:
        numbers[place] = numbers[first] + added

    if term.sum is not None and term.sum[1] < 0:
        first, _, added = term.sum
        return add_constant
    return change
