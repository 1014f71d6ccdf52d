"""The methods of numbers, strings, bytes and slices that the host itself can do, each bounded in what it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge_bytes
from desktop_app.program.arguments import check_arguments, stand_ins
from desktop_app.program.arithmetic import bound_chars, bound_items, frozen
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, over_limit, simulated
from desktop_app.program.hashing import elements
from desktop_app.program.limits import MAX_INT_BITS
from desktop_app.program.sequences import drain
from desktop_app.program.values import (
    CONTAINERS,
    ClassObject,
    DictObject,
    GeneratorObject,
    InstanceObject,
    IteratorObject,
    ListObject,
    NeedsProgramError,
    ViewObject,
    object_write,
    stand_in,
    type_name,
)

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

#: Looks at a target and its arguments before the host does, and refuses what would be too large; may replace them.
_Guard = Callable[[Any, list[Any]], list[Any]]
_OF_STR: Final = """
    capitalize casefold count encode endswith expandtabs find index isalnum isalpha isascii isdecimal isdigit
    isidentifier islower isnumeric isprintable isspace istitle isupper lower lstrip partition removeprefix
    removesuffix rfind rindex rpartition rstrip startswith strip swapcase title translate upper
""".split()  # noqa: SIM905 - forty names read best as words
_OF_BYTES: Final = """
    capitalize center count decode endswith expandtabs find hex index isalnum isalpha isascii isdigit islower isspace
    istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition
    rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill
""".split()  # noqa: SIM905 - forty names read best as words
_OF_NUMBERS: Final[dict[type, str]] = {
    int: "__ceil__ __floor__ __trunc__ as_integer_ratio bit_count bit_length conjugate is_integer to_bytes",
    float: "__ceil__ __floor__ __trunc__ as_integer_ratio conjugate hex is_integer",
    complex: "conjugate",
    range: "count index",
    slice: "indices",
}
#: Methods that belong to a type and not to a value of it.
CLASS_METHODS: Final = frozenset(
    {("dict", "fromkeys"), ("int", "from_bytes"), ("float", "fromhex"), ("bytes", "fromhex")}
)
STATIC_METHODS: Final = frozenset({("str", "maketrans"), ("bytes", "maketrans")})
#: Methods of strings that look at any value, which library code does.
BY_LIBRARY: Final = frozenset({("str", "format"), ("str", "format_map")})


def _hosts() -> dict[tuple[str, str], Callable[..., object]]:
    names = {str: _OF_STR, bytes: _OF_BYTES, **{kind: names.split() for kind, names in _OF_NUMBERS.items()}}
    return {
        (kind.__name__, name): getattr(kind, name)
        for kind, found in names.items()
        for name in found
        if hasattr(kind, name)  # is_integer of int came with 3.12
    }


def _width(target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - a string or bytes
    if args and isinstance(args[0], int):
        bound_chars(max(args[0], len(target)))
    return args


def _tabs(target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - a string or bytes
    size = args[0] if args else 8
    if isinstance(size, int):
        bound_chars(len(target) + target.count(b"\t" if isinstance(target, bytes) else "\t") * max(size, 0))
    return args


def _replaced(target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - a string or bytes
    if len(args) > 1 and isinstance(args[0], type(target)) and isinstance(args[1], type(target)):
        bound_chars(len(target) + target.count(args[0]) * len(args[1]))
    return args


def _joined(target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - a string or bytes
    if args and isinstance(args[0], (GeneratorObject, InstanceObject)):
        raise NeedsProgramError
    if not args or not isinstance(args[0], (*CONTAINERS, IteratorObject, tuple, frozenset)):
        return args
    items = drain(args[0])
    bound_chars(sum(len(item) for item in items if isinstance(item, bytes)) + len(target) * len(items))
    return [list(map(stand_in, items)), *args[1:]]


def _byte_count(_target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - an integer
    if args and isinstance(args[0], int):
        bound_chars(args[0])
    return args


def _translated(target: Any, args: list[Any]) -> list[Any]:  # noqa: ANN401 - a string or bytes
    if not args or not isinstance(args[0], (DictObject, ListObject)):
        return args
    table: Any = args[0].items
    if isinstance(args[0], DictObject):
        sizes = {key: len(value) for key, value in table.items() if isinstance(value, str)}
        bound_chars(sum(count * sizes.get(ord(char), 1) for char, count in Counter(target).items()))
    return [table, *args[1:]]


_GUARDS: Final[dict[str, _Guard]] = {
    "center": _width,
    "expandtabs": _tabs,
    "join": _joined,
    "ljust": _width,
    "replace": _replaced,
    "rjust": _width,
    "to_bytes": _byte_count,
    "translate": _translated,
    "zfill": _width,
}
PLAIN_METHODS: Final[dict[tuple[str, str], Callable[..., object]]] = _hosts()


def call_plain_method(
    space: AddressSpace, writes: list[Write], key: tuple[str, str], args: list[Any], keywords: dict[str, object]
) -> object:
    """Call the host's own method with its object as the first argument; raises as CPython does."""
    target, *rest = args
    if key not in PLAIN_METHODS:
        words = f"descriptor {key[1]!r} for {key[0]!r} objects doesn't apply to a {type_name(target)!r} object"
        raise SimulatedError("TypeError", words)
    guard = _GUARDS.get(key[1])
    if guard is not None:
        rest = guard(target, rest)
    plain = [_plain(value) for value in rest]
    if isinstance(target, (str, bytes)):
        charge_bytes(len(target))
    try:
        result = PLAIN_METHODS[key](stand_in(target), *plain, **stand_ins(keywords))
    except HOST_ERRORS as error:
        raise simulated(error) from None
    if isinstance(result, list):
        bound_items(len(result))
        space.grow(len(result))
        made = space.new_list(result)
        writes.append(object_write(made))
        return made
    if isinstance(result, (str, bytes)):
        bound_chars(len(result))
    space.admit(result)
    return result


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(stand_in, value))
    # What a guard has put there is a host value already.
    return value if isinstance(value, (list, dict)) else stand_in(value)


def call_type_method(
    space: AddressSpace, writes: list[Write], key: tuple[str, str], args: list[Any], keywords: dict[str, object]
) -> object:
    """Call a method of a built-in type itself; raises as CPython does."""
    if key in CLASS_METHODS:
        kind, *args = args
        if isinstance(kind, ClassObject) or (args and isinstance(args[0], (GeneratorObject, InstanceObject))):
            raise NeedsProgramError
    plain = [_plain(value) for value in args]
    if key == ("int", "from_bytes") and args and isinstance(args[0], (*CONTAINERS, IteratorObject, tuple, range)):
        plain[0] = [stand_in(item) for item in drain(args[0])]
    digits = plain[0] if key == ("int", "from_bytes") and plain else b""
    if isinstance(digits, (bytes, list)) and len(digits) * 8 > MAX_INT_BITS:
        raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
    if key == ("str", "maketrans") and args and isinstance(args[0], DictObject):
        plain[0] = dict(args[0].items)
    hosts: dict[tuple[str, str], Callable[..., object]] = {
        ("int", "from_bytes"): int.from_bytes,
        ("float", "fromhex"): float.fromhex,
        ("bytes", "fromhex"): bytes.fromhex,
        ("str", "maketrans"): str.maketrans,
        ("bytes", "maketrans"): bytes.maketrans,
    }
    try:
        result = hosts[key](*plain, **stand_ins(keywords))
    except HOST_ERRORS as error:
        raise simulated(error) from None
    if isinstance(result, dict):
        made = space.new_dict(result)
        writes.append(object_write(made))
        return made
    space.admit(result)
    return result


def is_disjoint(target: ViewObject, args: list[object], keywords: dict[str, object]) -> bool:
    """Return what ``isdisjoint`` of a view of keys or items gives."""
    check_arguments({}.keys().isdisjoint, args, keywords, (1, 1))
    if target.kind == "dict_values":
        raise NeedsProgramError
    mine = frozenset(elements(target.items))
    return mine.isdisjoint(map(frozen, drain(args[0])))
