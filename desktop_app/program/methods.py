"""The methods of built-in types that a simulated program may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic, dict_methods, set_methods
from desktop_app.program.accounts import charge_bytes
from desktop_app.program.arguments import check_arguments, stand_ins
from desktop_app.program.arithmetic import bound_items
from desktop_app.program.faults import HOST_ERRORS, fail_as_host, simulated
from desktop_app.program.plain_methods import (
    BY_LIBRARY,
    CLASS_METHODS,
    PLAIN_METHODS,
    STATIC_METHODS,
    call_plain_method,
    call_type_method,
    is_disjoint,
)
from desktop_app.program.sequences import append, extend
from desktop_app.program.str_methods import STR_METHODS
from desktop_app.program.text import Rendered, repr_text
from desktop_app.program.values import (
    DictObject,
    ListObject,
    Method,
    NeedsProgramError,
    SetObject,
    ViewObject,
    object_write,
    stand_in,
)

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

#: What an item takes in a list.
_SLOT_BYTES: Final = 8
Implementation = Callable[["AddressSpace", list["Write"], "ListObject", list[object]], object]


def _append(space: AddressSpace, writes: list[Write], target: ListObject, args: list[object]) -> None:
    append(space, writes, target, args[0])


def _extend(space: AddressSpace, writes: list[Write], target: ListObject, args: list[object]) -> None:
    extend(space, writes, target, args[0])


def _insert(space: AddressSpace, writes: list[Write], target: ListObject, args: list[object]) -> None:
    index = args[0]
    if not isinstance(index, int):
        fail_as_host(list.insert, [], stand_in(index), None)
    bound_items(len(target.items) + 1)
    space.grow(1)
    charge_bytes(_SLOT_BYTES * len(target.items))
    target.items.insert(index, args[1])
    writes.append(object_write(target))


def _pop(_space: AddressSpace, writes: list[Write], target: ListObject, args: list[object]) -> object:
    index: Any = stand_in(args[0]) if args else -1
    if args:
        charge_bytes(_SLOT_BYTES * len(target.items))  # what lies behind moves
    value = target.items.pop(index)
    writes.append(object_write(target))
    return value


def _clear(_space: AddressSpace, writes: list[Write], target: ListObject, _args: list[object]) -> None:
    target.items.clear()
    writes.append(object_write(target))


def _copy(space: AddressSpace, writes: list[Write], target: ListObject, _args: list[object]) -> object:
    made = space.new_list(list(target.items))
    writes.append(object_write(made))
    return made


def _reverse(_space: AddressSpace, writes: list[Write], target: ListObject, _args: list[object]) -> None:
    charge_bytes(_SLOT_BYTES * len(target.items))
    target.items.reverse()
    writes.append(object_write(target))


def _index(_space: AddressSpace, _writes: list[Write], target: ListObject, args: list[object]) -> object:
    found = _find(target.items, args)
    if found < 0:
        # CPython shows the value in some versions.
        fail_as_host(list.index, [], Rendered(repr_text(args[0])))
    return found


def _count(_space: AddressSpace, _writes: list[Write], target: ListObject, args: list[object]) -> object:
    return arithmetic.count(target.items, args[0])


def _remove(_space: AddressSpace, writes: list[Write], target: ListObject, args: list[object]) -> None:
    found = arithmetic.find(target.items, args[0])
    if found < 0:
        fail_as_host(list.remove, [], None)
    charge_bytes(_SLOT_BYTES * len(target.items))
    del target.items[found]
    writes.append(object_write(target))


def _find(items: list[object] | tuple[object, ...], args: list[object]) -> int:
    bounds: list[Any] = [stand_in(bound) for bound in args[1:]]
    # CPython's words about a bound that is no integer; with [0, 1) for integers this search succeeds.
    list.index([None], None, *(number if isinstance(bound, int) else bound for number, bound in enumerate(bounds)))
    start, stop, _ = slice(*(bounds if len(bounds) > 1 else [*bounds, None] if bounds else [None])).indices(len(items))
    return arithmetic.find(items, args[0], start, stop)


#: For each list method: its implementation, and how many arguments it takes, at least and at most.
_LIST_METHODS: dict[str, tuple[Implementation, int, int]] = {
    "append": (_append, 1, 1),
    "clear": (_clear, 0, 0),
    "copy": (_copy, 0, 0),
    "count": (_count, 1, 1),
    "extend": (_extend, 1, 1),
    "index": (_index, 1, 3),
    "insert": (_insert, 2, 2),
    "pop": (_pop, 0, 1),
    "remove": (_remove, 1, 1),
    "reverse": (_reverse, 0, 0),
}
#: Every method that can be loaded, by the type's name and its own.
METHODS: dict[tuple[str, str], Method] = {
    (owner, name): Method(owner, name)
    for owner, name in [
        *(("list", name) for name in [*_LIST_METHODS, "sort"]),
        *PLAIN_METHODS,
        *BY_LIBRARY,
        *(CLASS_METHODS - {("dict", "fromkeys")}),
        *STATIC_METHODS,
        ("dict_keys", "isdisjoint"),
        ("dict_items", "isdisjoint"),
        *(("dict", name) for name in dict_methods.NAMES),
        *(("set", name) for name in set_methods.NAMES),
        *(("frozenset", name) for name in set_methods.FROZEN_NAMES),
        *(("str", name) for name in STR_METHODS),
        ("tuple", "count"),
        ("tuple", "index"),
    ]
}
_SETS = frozenset({"set", "frozenset"})
METHOD_NAMES = frozenset(name for _, name in METHODS)


def call_method(  # noqa: C901, PLR0911 - one return per type
    space: AddressSpace, writes: list[Write], method: Method, args: list[object], keywords: dict[str, object]
) -> object:
    """Call a method with its object as the first argument; raises as CPython does."""
    key = (method.owner, method.name)
    if key in CLASS_METHODS or key in STATIC_METHODS:
        return call_type_method(space, writes, key, args, keywords)
    target, *rest = args
    if key in BY_LIBRARY:
        raise NeedsProgramError
    try:
        if isinstance(target, ListObject) and method.owner == "list":
            if method.name == "sort":
                _sort(writes, target, rest, keywords)
                return None
            return _list_method(method.name, rest, keywords)(space, writes, target, rest)
        if isinstance(target, DictObject) and method.owner == "dict":
            return dict_methods.call(space, writes, target, method.name, rest, keywords)
        if method.owner in _SETS and isinstance(target, (SetObject, frozenset)):
            return set_methods.call(space, writes, target, method.name, rest, keywords)
        if isinstance(target, str) and method.owner == "str" and method.name in STR_METHODS:
            return STR_METHODS[method.name](space, writes, target, rest, keywords)
        if isinstance(target, tuple) and method.owner == "tuple":
            return _call_tuple_method(target, method.name, rest, keywords)
        if isinstance(target, range) and rest and not isinstance(rest[0], int):
            return _search_range(target, method.name, rest)
        if isinstance(target, ViewObject) and method.owner == target.kind:
            return is_disjoint(target, rest, keywords)
        return call_plain_method(space, writes, key, args, keywords)
    except HOST_ERRORS as error:
        raise simulated(error) from None


def _list_method(name: str, args: list[object], keywords: dict[str, object]) -> Implementation:
    """Return the implementation of a list method; raises as CPython does when it takes other arguments."""
    implementation, *takes = _LIST_METHODS[name]
    check_arguments(getattr([], name), args, keywords, (takes[0], takes[1]))
    return implementation


def _sort(writes: list[Write], target: ListObject, args: list[object], keywords: dict[str, object]) -> None:
    if keywords.get("key") is not None:
        raise NeedsProgramError
    keywords.pop("key", None)
    reverse = keywords.get("reverse", False)
    if args or keywords.keys() - {"reverse"} or not isinstance(reverse, int):
        fail_as_host(list.sort, [], *map(stand_in, args), **stand_ins(keywords))
    arithmetic.sort(target.items, reverse=bool(reverse))
    writes.append(object_write(target))


def _call_tuple_method(
    target: tuple[object, ...], name: str, args: list[object], keywords: dict[str, object]
) -> object:
    check_arguments(getattr((), name), args, keywords, (1, 1 if name == "count" else 3))
    if name == "count":
        return arithmetic.count(target, args[0])
    found = _find(target, args)
    if found < 0:
        fail_as_host(tuple.index, (), None)
    return found


def _search_range(target: range, name: str, args: list[object]) -> object:
    """Search a range for something that is no integer; CPython would compare every number of it."""
    found = len(args) == 1 and arithmetic.contains(target, args[0])
    if name == "count":
        return int(found)
    if not found or not isinstance(args[0], float):
        fail_as_host(range.index, range(0), *map(stand_in, args))
    return target.index(int(args[0]))
