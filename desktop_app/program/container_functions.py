"""The built-in types of containers as functions, and the functions that go through iterables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic, dict_methods
from desktop_app.program.accounts import charge_items
from desktop_app.program.arguments import check_arguments, stand_ins
from desktop_app.program.faults import fail_as_host, over_limit
from desktop_app.program.limits import MAX_WORK
from desktop_app.program.sequences import drain, iterate
from desktop_app.program.set_methods import host_elements
from desktop_app.program.values import IteratorObject, Marker, NeedsProgramError, object_write, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

    Function = Callable[[AddressSpace, list[Write], list[object], dict[str, object]], object]


def _list(space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(list, args, keywords, (0, 1))
    made = space.new_list(drain(args[0]) if args else [])
    writes.append(object_write(made))
    return made


def _tuple(space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(tuple, args, keywords, (0, 1))
    made = args[0] if args and isinstance(args[0], tuple) else tuple(drain(args[0]) if args else [])
    space.admit(made)
    return made


def _set(space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(set, args, keywords, (0, 1))
    made = space.new_set(set(host_elements(args[0])) if args else set())
    writes.append(object_write(made))
    return made


def _frozenset(space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(frozenset, args, keywords, (0, 1))
    made: frozenset[object] = frozenset(host_elements(args[0])) if args else frozenset()
    space.admit(made)
    return made


def _dict(space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if len(args) > 1:
        fail_as_host(dict, *map(stand_in, args))
    made = space.new_dict({})
    dict_methods.update(space, writes, made, args, keywords)
    return made


def _sorted(space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if keywords.get("key") is not None:
        raise NeedsProgramError
    keywords.pop("key", None)
    reverse: Any = keywords.get("reverse", False)
    if len(args) != 1 or keywords.keys() - {"reverse"} or not isinstance(reverse, int):
        fail_as_host(sorted, *map(stand_in, args), **stand_ins(keywords))
    items = drain(args[0])
    arithmetic.sort(items, reverse=bool(reverse))
    made = space.new_list(items)
    writes.append(object_write(made))
    return made


def _any(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(any, args, keywords, (1, 1))
    return any(map(arithmetic.truth, _one_by_one(args[0])))


def _all(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(all, args, keywords, (1, 1))
    return all(map(arithmetic.truth, _one_by_one(args[0])))


def _one_by_one(value: object) -> Iterator[object]:
    """Yield the items of an iterable, of which an iterator keeps those that nobody asked for."""
    if isinstance(value, IteratorObject):
        raise NeedsProgramError  # what it gives is gone when an item turns out to need the program
    iterator = iterate(value)
    left = MAX_WORK
    while (item := iterator.next()) is not Marker.END:
        left -= 1
        if not left % _CHARGED:
            charge_items(_CHARGED)
        if left < 0:
            raise over_limit(f"going through more than {MAX_WORK:,} items in one instruction")
        yield item


#: So many items are charged for at once.
_CHARGED: Final = 5_000

FUNCTIONS: Final[dict[str, Function]] = {
    "all": _all,
    "any": _any,
    "dict": _dict,
    "frozenset": _frozenset,
    "list": _list,
    "set": _set,
    "sorted": _sorted,
    "tuple": _tuple,
}
