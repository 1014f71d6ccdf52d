"""Operators on simulated values, each bounded in time and in the size of its result."""

from __future__ import annotations

import operator
from collections.abc import ItemsView, KeysView
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge, charge_bytes, charge_items
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, fail_as_host, over_limit, simulated
from desktop_app.program.hashing import ask_hashes, bound_collisions, check_element, check_key, elements
from desktop_app.program.limits import MAX_COMPARED_NESTING, MAX_COMPARISONS, MAX_INT_BITS, MAX_ITEMS, MAX_STR_CHARS
from desktop_app.program.text import percent_format
from desktop_app.program.values import (
    CONTAINERS,
    NOTHING,
    OWN,
    PLAIN,
    BoundMethod,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionType,
    GeneratorObject,
    IteratorObject,
    ListObject,
    NeedsProgramError,
    SetObject,
    ViewObject,
    ask_equal_keys,
    needs_program,
    special,
    stand_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BINARY: Final[dict[str, Callable[[Any, Any], object]]] = {
    "+": operator.add,
    "&": operator.and_,
    "//": operator.floordiv,
    "<<": operator.lshift,
    "@": operator.matmul,
    "*": operator.mul,
    "%": operator.mod,
    "|": operator.or_,
    "**": operator.pow,
    ">>": operator.rshift,
    "-": operator.sub,
    "/": operator.truediv,
    "^": operator.xor,
}
AUGMENTED: Final[dict[str, Callable[[Any, Any], object]]] = {
    "+": operator.iadd,
    "&": operator.iand,
    "//": operator.ifloordiv,
    "<<": operator.ilshift,
    "@": operator.imatmul,
    "*": operator.imul,
    "%": operator.imod,
    "|": operator.ior,
    "**": operator.ipow,
    ">>": operator.irshift,
    "-": operator.isub,
    "/": operator.itruediv,
    "^": operator.ixor,
}
UNARY: Final[dict[str, Callable[[Any], object]]] = {"-": operator.neg, "+": operator.pos, "~": operator.invert}
COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}
#: Operators of sets.
SET_SYMBOLS: Final = frozenset({"|", "&", "-", "^"})
_TOO_MANY_BITS = f"an integer of more than {MAX_INT_BITS:,} bits"
_TOO_MANY_ITEMS = f"a sequence of more than {MAX_ITEMS:,} items"
_TOO_MANY_CHARS = f"a string of more than {MAX_STR_CHARS:,} characters"
_TOO_MUCH_WORK = f"more than {MAX_COMPARISONS:,} element operations in one instruction"
#: Types whose values the host may compare with anything: no container, so no work that could grow.
SCALARS: Final = frozenset({int, float, bool, str, type(None)})
#: An integer of more bits is no number of repetitions for CPython on a 64-bit machine.
_INDEX_BITS: Final = 63
#: The operators that divide integers, which takes time by the product of the lengths of divisor and result.
_DIVISIONS: Final = frozenset({"//", "%"})
#: Operations on integers of fewer bits are not worth counting.
_LONG_BITS: Final = 8_192
#: Such products of bits, such results of a multiplication, and such work of a power, take as long as one instruction.
_DIVIDED_BITS: Final = 1 << 20
_MULTIPLIED_BITS: Final = 512
_POWER_WORK: Final = 50_000.0
#: Bits of an exponent times those of a modulus, to the power that multiplying takes: some tenths of a second.
_MAX_POWER_WORK: Final = 2e10
#: So many element operations are charged for at once; it divides what one instruction may make.
_CHARGED: Final = 1_000
#: How many comparisons of scalars the host makes in the time of one of ours.
_HOST_COMPARISONS: Final = 16


def binary(symbol: str, left: object, right: object, *, augmented: bool = False) -> object:
    """Return the result of an operator; a new host list, dict or set for a result that can change.

    Such a one, as of ``list + list``, the caller makes an object of.

    Raises:
        SimulatedError: As CPython raises, or for a result that is too large.
    """
    if type(left) not in PLAIN or type(right) not in PLAIN:
        _ask_program(symbol, left, right, augmented=augmented)
    if isinstance(left, ListObject) or isinstance(right, ListObject):
        items = _on_lists(symbol, left, right)
        if items is not None:
            return items
    if symbol in SET_SYMBOLS:
        joined = _on_sets(symbol, left, right)
        if joined is not None:
            return joined
    if symbol == "%" and isinstance(left, str):
        return percent_format(left, right)
    if isinstance(left, OWN) or isinstance(right, OWN):
        fail_as_host((AUGMENTED if augmented else BINARY)[symbol], stand_in(left), stand_in(right))
    _guard(symbol, left, right)
    try:
        return (AUGMENTED if augmented else BINARY)[symbol](left, right)
    except HOST_ERRORS as error:
        raise simulated(error) from None


#: The special methods of each operator without their underscores; ``r`` or ``i`` before them means the other ones.
_METHODS: Final = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
_COMPARISONS: Final = {
    "<": ("__lt__", "__gt__"), "<=": ("__le__", "__ge__"), "==": ("__eq__", "__eq__"), "!=": ("__ne__", "__ne__"),
    ">": ("__gt__", "__lt__"), ">=": ("__ge__", "__le__"),
}  # fmt: skip


def _ask_program(symbol: str, left: object, right: object, *, augmented: bool) -> None:
    """Raise NeedsProgramError when a class of the program's own says what an operator does."""
    name = _METHODS[symbol]
    if symbol == "*":
        _ask_repetitions(left, right)
    needs_program(left, f"__{name}__")
    needs_program(right, f"__r{name}__")
    if augmented:
        needs_program(left, f"__i{name}__")
    if symbol == "%" and isinstance(left, str):
        return
    if isinstance(left, Builtin | ExceptionType | ClassObject) and symbol == "|":
        raise NeedsProgramError


def _ask_repetitions(left: object, right: object) -> None:
    """Raise NeedsProgramError when a sequence is to be repeated as often as a class of the program's own says."""
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, (ListObject, tuple, str, bytes)):
            needs_program(times, "__index__")


def _ask_to_compare(symbol: str, left: object, right: object) -> None:
    ours, theirs = _COMPARISONS[symbol]
    if type(left) not in PLAIN:
        needs_program(left, ours)
        if symbol == "!=":
            needs_program(left, "__eq__")
    if type(right) not in PLAIN:
        needs_program(right, theirs)
        if symbol == "!=":
            needs_program(right, "__eq__")


def _on_lists(symbol: str, left: object, right: object) -> list[object] | None:
    if symbol == "+" and isinstance(left, ListObject) and isinstance(right, ListObject):
        bound_items(len(left.items) + len(right.items))
        return left.items + right.items
    if symbol == "*":
        target, times = (left, right) if isinstance(left, ListObject) else (right, left)
        if isinstance(target, ListObject) and isinstance(times, int):
            return target.items * repetitions(len(target.items), times)
    return None


def host_set(value: object) -> AbstractSet[Any] | None:
    """Return the host's set of the elements of a set, a frozenset, or a view of keys or items; None for others."""
    if isinstance(value, frozenset):
        ask_hashes(value)
        return value
    if isinstance(value, SetObject):
        ask_hashes(value.items)
        return value.items
    if not isinstance(value, ViewObject) or value.kind == "dict_values":
        return None
    ask_hashes(value.target.items)
    return value.items if isinstance(value.items, KeysView) else frozenset(elements(value.items))


def _on_sets(symbol: str, left: object, right: object) -> object:
    """Return what a set operator gives; None when an operand is no set and the operator means something else."""
    if isinstance(left, DictObject) and isinstance(right, DictObject) and symbol == "|":
        ask_hashes(right.items)
        bound_collisions(chain(left.items, right.items))
        return left.items | right.items
    if _is_set_view(left) or _is_set_view(right):
        one, other = _as_elements(left), _as_elements(right)
        if one is None or other is None:
            return None
        bound_items(len(one) + len(other))
        _bound_joined(symbol, one, other)
        return BINARY[symbol](set(one), set(other))
    if not isinstance(left, (SetObject, frozenset)):
        return None
    one, other = host_set(left), host_set(right)
    if one is None or other is None:
        return None
    bound_items(len(one) + len(other))
    _bound_joined(symbol, one, other)
    return BINARY[symbol](one, other)


def _bound_joined(symbol: str, one: Iterable[object], other: Iterable[object]) -> None:
    """Refuse a set that would have too many elements with the same hash, where it has those of both."""
    if symbol in ("|", "^"):
        bound_collisions(chain(one, other))


def _is_set_view(value: object) -> bool:
    return isinstance(value, ViewObject) and value.kind != "dict_values"


def _as_elements(value: object) -> AbstractSet[Any] | None:
    """Return the elements that an operand gives beside a view: it may be any iterable; None for what is none."""
    found = host_set(value)
    if found is not None:
        return found
    if isinstance(value, CONTAINERS):
        return frozenset(elements(value.items))
    if isinstance(value, (tuple, str, bytes, range)):
        bound_items(len(value))
        return frozenset(elements(value))
    if isinstance(value, IteratorObject):
        return frozenset(elements(islice(value.source, MAX_ITEMS)))
    return None


def _guard(symbol: str, left: object, right: object) -> None:
    """Refuse what would take the host too much memory or time."""
    if isinstance(left, int) and isinstance(right, int):
        _guard_integers(symbol, left, right)
    elif symbol == "%" and isinstance(left, bytes):
        raise SimulatedError("TypeError", "Coreloom does not simulate formatting of bytes")
    elif symbol == "*":
        sequence, times = (left, right) if isinstance(right, int) else (right, left)
        if not isinstance(times, int) or times.bit_length() > _INDEX_BITS:
            return  # the host refuses it at once
        if isinstance(sequence, (str, bytes)):
            bound_chars(len(sequence) * max(times, 0))
        elif isinstance(sequence, tuple):
            bound_items(len(sequence) * max(times, 0))
    elif symbol == "+" and isinstance(left, (str, bytes)) and isinstance(right, (str, bytes)):
        bound_chars(len(left) + len(right))
    elif symbol == "+" and isinstance(left, tuple) and isinstance(right, tuple):
        bound_items(len(left) + len(right))


def _guard_integers(symbol: str, left: int, right: int) -> None:
    bits = 0
    if symbol == "*":
        bits = left.bit_length() + right.bit_length()
    elif symbol == "**" and right > 0 and abs(left) > 1:
        bits = (left.bit_length() - 1) * right
    elif symbol == "<<" and right > 0 and left:
        bits = left.bit_length() + right
    if bits > MAX_INT_BITS:
        raise over_limit(_TOO_MANY_BITS)
    if symbol in _DIVISIONS and right.bit_length() > _LONG_BITS:
        charge(max(left.bit_length() - right.bit_length(), 0) * right.bit_length() // _DIVIDED_BITS)
    elif bits > _LONG_BITS:
        charge(bits // _MULTIPLIED_BITS)


def bound_modular_power(exponent: int, modulus: int) -> None:
    """Raise a simulated MemoryError when ``pow`` with three arguments would take too long."""
    work = exponent.bit_length() * modulus.bit_length() ** 1.6
    if work > _MAX_POWER_WORK:
        raise over_limit("a power of integers so large")
    charge(int(work / _POWER_WORK))


def bound_chars(count: int) -> None:
    """Raise a simulated MemoryError when a string would be too long."""
    if count > MAX_STR_CHARS:
        raise over_limit(_TOO_MANY_CHARS)


def repetitions(length: int, times: int) -> int:
    """Return how often to repeat a list of ``length`` items; raises when the result would be too long."""
    if times.bit_length() > _INDEX_BITS:
        fail_as_host(operator.mul, [], times)
    bound_items(length * max(times, 0))
    return times


def bound_items(count: int) -> None:
    """Raise a simulated MemoryError when a sequence would be too long."""
    if count > MAX_ITEMS:
        raise over_limit(_TOO_MANY_ITEMS)


def unary(symbol: str, operand: object) -> object:
    """Return the result of a unary operator; raises as CPython does."""
    if type(operand) not in PLAIN:
        needs_program(operand, {"-": "__neg__", "+": "__pos__", "~": "__invert__"}[symbol])
    if isinstance(operand, OWN):
        fail_as_host(UNARY[symbol], stand_in(operand))
    if symbol == "~" and isinstance(operand, bool):
        operand = int(operand)  # the host would warn of what the program's author is not here to read
    try:
        return UNARY[symbol](operand)
    except HOST_ERRORS as error:
        raise simulated(error) from None


def truth(value: object) -> bool:
    """Return what ``bool()`` of a simulated value gives."""
    if type(value) not in PLAIN:
        needs_program(value, "__bool__")
        needs_program(value, "__len__")
    if isinstance(value, CONTAINERS):
        return len(value.items) > 0
    return True if isinstance(value, OWN) else bool(value)


class Work:
    """Counts the element operations of one instruction."""

    __slots__ = ("_charged", "left")

    def __init__(self) -> None:
        self.left = self._charged = MAX_COMPARISONS

    def spend(self, count: int = 1) -> None:
        """Count ``count`` more; raises when they are too many."""
        self.left -= count
        if self.left < self._charged - _CHARGED:
            charge(self._charged - self.left)
            self._charged = self.left
            if self.left < 0:
                raise over_limit(_TOO_MUCH_WORK)


def compare(symbol: str, left: object, right: object, work: Work | None = None) -> bool:
    """Return the truth of a comparison; raises as CPython does, or when it would take too long.

    Args:
        symbol: The operator.
        left: Its left operand.
        right: Its right operand.
        work: Counts the work of several comparisons in one instruction together.
    """
    return _compare(symbol, left, right, work or Work(), 0)


def _compare(symbol: str, left: object, right: object, work: Work, depth: int) -> bool:
    if type(left) not in PLAIN or type(right) not in PLAIN:
        _ask_to_compare(symbol, left, right)
    if isinstance(left, ListObject) and isinstance(right, ListObject):
        return _compare_items(symbol, left.items, right.items, work, depth)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return _compare_items(symbol, left, right, work, depth)
    if isinstance(left, DictObject) and isinstance(right, DictObject) and symbol in ("==", "!="):
        ask_hashes(left.items)
        return _equal_dicts(left.items, right.items, work, depth) is (symbol == "==")
    if isinstance(left, (SetObject, ViewObject, frozenset)):
        one, other = host_set(left), host_set(right)
        if one is not None and other is not None:
            work.spend(min(len(one), len(other)) // _HOST_COMPARISONS)
            return _compare_plain(symbol, one, other)
    if isinstance(left, OWN) or isinstance(right, OWN):
        if symbol in ("==", "!="):
            same = left == right if isinstance(left, BoundMethod) else left is right
            return same is (symbol == "==")
        fail_as_host(COMPARE[symbol], stand_in(left), stand_in(right))
    return _compare_plain(symbol, left, right)


def _equal_dicts(left: dict[object, object], right: dict[object, object], work: Work, depth: int) -> bool:
    if depth >= MAX_COMPARED_NESTING:
        raise SimulatedError("RecursionError", "maximum recursion depth exceeded in comparison")
    if len(left) != len(right):
        return False
    for key, value in left.items():
        work.spend()
        if key not in right:
            return False
        other = right[key]
        if other is not value and not _compare("==", value, other, work, depth + 1):
            return False
    return True


def _compare_plain(symbol: str, left: object, right: object) -> bool:
    try:
        return COMPARE[symbol](left, right)
    except HOST_ERRORS as error:
        raise simulated(error) from None


def _only_scalars(items: list[object] | tuple[object, ...]) -> bool:
    return SCALARS.issuperset(map(type, items))


def _compare_items(
    symbol: str,
    left: list[object] | tuple[object, ...],
    right: list[object] | tuple[object, ...],
    work: Work,
    depth: int,
) -> bool:
    if depth >= MAX_COMPARED_NESTING:
        raise SimulatedError("RecursionError", "maximum recursion depth exceeded in comparison")
    if _only_scalars(left) and _only_scalars(right):
        work.spend(min(len(left), len(right)) // _HOST_COMPARISONS)
        return _compare_plain(symbol, left, right)
    if len(left) != len(right) and symbol in ("==", "!="):
        return symbol == "!="
    for one, other in zip(left, right, strict=False):
        work.spend()
        if one is not other and not _compare("==", one, other, work, depth + 1):
            return (
                False if symbol == "==" else True if symbol == "!=" else _compare(symbol, one, other, work, depth + 1)
            )
    return COMPARE[symbol](len(left), len(right))


def find(items: list[object] | tuple[object, ...], wanted: object, start: int = 0, stop: int | None = None) -> int:
    """Return the index of the first item that is or equals ``wanted`` within [start, stop), or -1."""
    end = len(items) if stop is None else min(stop, len(items))
    if type(wanted) in SCALARS:
        # No container equals a scalar, so the host may search; objects of ours equal nothing.
        charge_items(end - start)
        try:
            return items.index(wanted, start, end)
        except ValueError:
            return -1
    work = Work()
    return next((index for index in range(start, end) if _is_or_equals(items[index], wanted, work)), -1)


def _is_or_equals(item: object, wanted: object, work: Work) -> bool:
    work.spend()
    return item is wanted or _compare("==", item, wanted, work, 1)


def count(items: list[object] | tuple[object, ...], wanted: object) -> int:
    """Return how many items are or equal ``wanted``."""
    if type(wanted) in SCALARS:
        charge_items(len(items))
        return items.count(wanted)
    work = Work()
    return sum(_is_or_equals(item, wanted, work) for item in items)


def contains(container: object, wanted: object) -> bool:  # noqa: PLR0911 - one return per type
    """Return ``wanted in container``; raises as CPython does."""
    needs_program(container, "__contains__")
    needs_program(container, "__iter__")
    if isinstance(container, (ListObject, tuple)):
        return find(container.items if isinstance(container, ListObject) else container, wanted) >= 0
    if isinstance(container, IteratorObject):
        return _contains_one_by_one(container.source, wanted)
    if isinstance(container, ViewObject):
        return _view_contains(container, wanted)
    if isinstance(container, DictObject):
        return _dict_contains(container, wanted)
    if isinstance(container, (SetObject, frozenset)):
        return _set_contains(container, wanted)
    if isinstance(container, range) and not isinstance(wanted, int):
        # CPython looks at one number after the other.
        return isinstance(wanted, float) and wanted.is_integer() and int(wanted) in container
    if isinstance(container, GeneratorObject) or special(container, "__getitem__") is not NOTHING:
        raise NeedsProgramError
    if isinstance(container, OWN) or isinstance(wanted, OWN):
        fail_as_host(operator.contains, stand_in(container), stand_in(wanted))
    return _text_contains(container, wanted)


def _dict_contains(container: DictObject, wanted: object) -> bool:
    check_key(wanted)
    if wanted in container.items:
        return True
    ask_equal_keys(container)
    return False


def _set_contains(container: SetObject | frozenset[object], wanted: object) -> bool:
    element = frozen(wanted)
    check_element(element)
    if isinstance(container, SetObject):
        ask_equal_keys(container)
        return element in container.items
    return element in container


def _text_contains(container: Any, wanted: object) -> bool:  # noqa: ANN401 - or what the host refuses to search
    if isinstance(container, (str, bytes)):
        charge_bytes(len(container))
    try:
        return operator.contains(container, wanted)
    except HOST_ERRORS as error:
        raise simulated(error) from None


def _contains_one_by_one(items: Iterable[object], wanted: object) -> bool:
    work = Work()
    try:
        return any(_is_or_equals(item, wanted, work) for item in items)
    except HOST_ERRORS as error:
        raise simulated(error) from None


def _view_contains(view: ViewObject, wanted: object) -> bool:
    if isinstance(view.items, ItemsView):
        if not isinstance(wanted, tuple) or len(wanted) != 2:  # noqa: PLR2004 - a key and a value
            return False
        check_key(wanted[0])
        found = view.target.items.get(wanted[0], view)
        return found is not view and _is_or_equals(found, wanted[1], Work())
    if isinstance(view.items, KeysView):
        check_key(wanted)
        return wanted in view.items
    return _contains_one_by_one(view.items, wanted)


def frozen(value: object) -> object:
    """Return what CPython looks for in a set: a set itself counts as the frozenset of its elements."""
    return frozenset(value.items) if isinstance(value, SetObject) else value


#: Sorting takes the host as long as going through the items so many times.
_SORTING: Final = 8


class OrderKey:
    """Makes the host's sort compare simulated values by the rules above, and bounds its work."""

    __slots__ = ("_value", "_work")

    def __init__(self, value: object, work: Work) -> None:
        self._value = value
        self._work = work

    def __lt__(self, other: OrderKey) -> bool:
        self._work.spend()
        return _compare("<", self._value, other._value, self._work, 0)


def sort(items: list[object], *, reverse: bool) -> None:
    """Sort in place; raises as CPython does, leaving the items as they were."""
    kinds = set(map(type, items))
    charge_items(_SORTING * len(items))
    try:
        if kinds <= {int, float, bool} or kinds == {str}:
            items.sort(reverse=reverse)  # all of them numbers, or all of them strings
        else:
            work = Work()
            items[:] = sorted(items, key=lambda item: OrderKey(item, work), reverse=reverse)
    except HOST_ERRORS as error:
        raise simulated(error) from None
