"""The primitives with which library code does natively what a value's own class does not say."""

from __future__ import annotations

import _string  # type: ignore[import-not-found]
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic
from desktop_app.program.attributes import bind, find_attribute
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, simulated
from desktop_app.program.hashing import hash_of
from desktop_app.program.ordering import in_order
from desktop_app.program.reflection import checking_hook
from desktop_app.program.sequences import load_item
from desktop_app.program.slots import bare, contains_item, delete_item_of, native_binary, set_item
from desktop_app.program.text import Rendered, format_text
from desktop_app.program.types import is_subclass, type_of
from desktop_app.program.values import (
    NOTHING,
    ClassObject,
    DictObject,
    ListObject,
    Marker,
    MutableObject,
    NeedsProgramError,
    SetObject,
    object_write,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Frame


def _items(_frame: Frame, args: list[object]) -> object:
    value = args[0]
    if isinstance(value, (SetObject, frozenset)):
        return tuple(value.in_order() if isinstance(value, SetObject) else in_order(value))
    return tuple(value.items if isinstance(value, MutableObject) else value)  # type: ignore[arg-type]


def _native_items(_frame: Frame, args: list[object]) -> object:
    value = args[0]
    assert isinstance(value, DictObject), "the prelude gives a dictionary"
    return tuple(value.items.items())


def _put_items(frame: Frame, args: list[object]) -> object:
    target, items = args
    assert isinstance(target, ListObject), "the prelude gives lists"
    assert isinstance(items, ListObject), "the prelude gives lists"
    target.items[:] = items.items
    frame.effects.append(object_write(target))
    return None


def _attempt_order(frame: Frame, args: list[object]) -> object:
    """Return the places of keys in their order, or END when comparing them needs code of the program."""
    keys, reverse = args
    assert isinstance(keys, ListObject), "the prelude gives a list"
    work = arithmetic.Work()
    try:
        made = [arithmetic.OrderKey(key, work) for key in keys.items]
        order = sorted(range(len(made)), key=made.__getitem__, reverse=bool(reverse))
    except NeedsProgramError:
        return Marker.END
    except HOST_ERRORS as error:
        raise simulated(error) from None
    return frame.space.new_list(list(order))


def _compare(_frame: Frame, args: list[object]) -> object:
    symbol, left, right = str(args[0]), bare(args[1]), bare(args[2])
    if user_class(left) is None and user_class(right) is None:
        return arithmetic.compare(symbol, left, right)
    if symbol in ("==", "!="):
        return (args[1] is args[2]) is (symbol == "==")
    names = f"{type_name(args[1])!r} and {type_name(args[2])!r}"
    raise SimulatedError("TypeError", f"{symbol!r} not supported between instances of {names}")


def _operator(frame: Frame, args: list[object]) -> object:
    symbol, left, right = str(args[0]), bare(args[1]), bare(args[2])
    if user_class(left) is not None or user_class(right) is not None:
        return NotImplemented
    return native_binary(frame, symbol, left, right)


def _format(_frame: Frame, args: list[object]) -> object:
    return format_text(bare(args[0]), str(args[1]))


def _hash(_frame: Frame, args: list[object]) -> object:
    return hash_of(bare(args[0]))


def hashes_itself(key: object) -> bool:
    """Return whether the hash of a value is what code of the program says."""
    pending = [key]
    while pending:
        value = pending.pop()
        cls = user_class(value)
        if cls is not None and cls.find("__hash__") not in (NOTHING, None):
            return True
        if isinstance(value, tuple):
            pending += value
    return False


def _item(frame: Frame, args: list[object]) -> object:
    return load_item(frame.space, frame.effects, bare(args[0]), args[1])


def _parse_format(_frame: Frame, args: list[object]) -> object:
    """Return the parts of a format string: what stands before each field, the field, its format, its conversion."""
    try:
        parts = list(Formatter().parse(str(args[0])))
    except ValueError as error:
        raise simulated(error) from None
    return tuple((text, field, specification or "", conversion) for text, field, specification, conversion in parts)


def _split_field(_frame: Frame, args: list[object]) -> object:
    """Return what a field of a format string begins with, and the attributes and items that follow."""
    try:
        first, rest = _string.formatter_field_name_split(str(args[0]))
        return first, tuple(rest)
    except ValueError as error:
        raise simulated(error) from None


def _special_of(_frame: Frame, args: list[object]) -> object:
    """Return what a class of the program's own, or one of its bases, defines under a name; None for nothing."""
    cls, name = args
    if not isinstance(cls, ClassObject):
        return None
    found = cls.find(str(name))
    return None if found is NOTHING else bind(found, None, cls)


def _empty_words(_frame: Frame, args: list[object]) -> object:
    host: Any = max if args[0] == "max" else min
    try:
        host([])
    except ValueError as error:
        return str(error)
    return ""


def _freeze(_frame: Frame, args: list[object]) -> object:
    value = args[0]
    return frozenset(value.items) if isinstance(value, SetObject) else frozenset()


VALUE_PRIMITIVES: Final[dict[str, Callable[[Frame, list[object]], object]]] = {
    "attempt_order": _attempt_order,
    "checking_hook": lambda _frame, args: checking_hook(args[0], str(args[1]), str(args[2])),
    "empty_words": _empty_words,
    "end": lambda _frame, _args: Marker.END,
    "freeze": _freeze,
    "has_attribute": lambda frame, args: find_attribute(frame.space, args[0], str(args[1])) is not NOTHING,
    "hashes_itself": lambda _frame, args: hashes_itself(args[0]),
    "is_instance": lambda _frame, args: is_subclass(type_of(args[0]), args[1]),
    "is_subclass": lambda _frame, args: is_subclass(args[0], args[1]),
    "items": _items,
    "native_compare": _compare,
    "native_delete": delete_item_of,
    "native_format": _format,
    "native_has": contains_item,
    "native_hash": _hash,
    "native_item": _item,
    "native_items": _native_items,
    "native_operator": _operator,
    "native_store": set_item,
    "parse_format": _parse_format,
    "plain_int": lambda _frame, args: int(args[0]) if isinstance(args[0], int) else args[0],
    "put_items": _put_items,
    "rendered": lambda _frame, args: Rendered(str(args[0]), str(args[1])),
    "special_of": _special_of,
    "split_field": _split_field,
    "writing": lambda frame, _args: frame.writing,
}
