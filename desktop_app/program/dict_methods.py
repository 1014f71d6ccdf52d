"""The methods of dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from desktop_app.program.arguments import check_arguments
from desktop_app.program.faults import SimulatedError
from desktop_app.program.hashing import ask_hashes, check_key
from desktop_app.program.mapping_sources import entries_of
from desktop_app.program.mappings import delete_key, has_key, merge, missing, store_key
from desktop_app.program.values import ClassNamespaceObject, DictObject, ViewObject, object_write

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

_Implementation = Callable[["AddressSpace", list["Write"], DictObject, list[object]], object]


def _get(_space: AddressSpace, _writes: list[Write], target: DictObject, args: list[object]) -> object:
    return target.items[args[0]] if has_key(target, args[0]) else args[1] if len(args) > 1 else None


def _set_default(space: AddressSpace, writes: list[Write], target: DictObject, args: list[object]) -> object:
    if not has_key(target, args[0]):
        store_key(space, writes, target, args[0], args[1] if len(args) > 1 else None)
    return target.items[args[0]]


def _pop(_space: AddressSpace, writes: list[Write], target: DictObject, args: list[object]) -> object:
    if target.items:
        check_key(args[0])  # CPython does not hash the key when there is nothing to find
    if not target.items or not has_key(target, args[0]):
        if len(args) > 1:
            return args[1]
        raise missing(args[0])
    value = target.items[args[0]]
    delete_key(writes, target, args[0])
    return value


def _pop_item(_space: AddressSpace, writes: list[Write], target: DictObject, _args: list[object]) -> object:
    entry = target.items.popitem()
    writes.append(object_write(target))
    return entry


def _clear(_space: AddressSpace, writes: list[Write], target: DictObject, _args: list[object]) -> None:
    target.items.clear()
    writes.append(object_write(target))


def _copy(space: AddressSpace, writes: list[Write], target: DictObject, _args: list[object]) -> object:
    made = space.new_dict(dict(target.items))
    writes.append(object_write(made))
    return made


def _keys(_space: AddressSpace, _writes: list[Write], target: DictObject, _args: list[object]) -> object:
    return ViewObject(target, "dict_keys")


def _values(_space: AddressSpace, _writes: list[Write], target: DictObject, _args: list[object]) -> object:
    return ViewObject(target, "dict_values")


def _items(_space: AddressSpace, _writes: list[Write], target: DictObject, _args: list[object]) -> object:
    return ViewObject(target, "dict_items")


#: For each method: its implementation, and how many arguments it takes, at least and at most.
_METHODS: Final[dict[str, tuple[_Implementation, int, int]]] = {
    "clear": (_clear, 0, 0),
    "copy": (_copy, 0, 0),
    "get": (_get, 1, 2),
    "items": (_items, 0, 0),
    "keys": (_keys, 0, 0),
    "pop": (_pop, 1, 2),
    "popitem": (_pop_item, 0, 0),
    "setdefault": (_set_default, 1, 2),
    "values": (_values, 0, 0),
}
NAMES: Final = (*_METHODS, "update")
#: What the names of a class have of them.
_READING: Final = frozenset({"copy", "get", "items", "keys", "values"})


def call(  # noqa: PLR0917 - as a call is: where, what, on what, with what
    space: AddressSpace,
    writes: list[Write],
    target: DictObject,
    name: str,
    args: list[object],
    keywords: dict[str, object],
) -> object:
    """Call a dictionary's method; raises as CPython does."""
    if isinstance(target, ClassNamespaceObject) and name not in _READING:
        raise SimulatedError("AttributeError", f"'mappingproxy' object has no attribute {name!r}")
    if name == "update":
        update(space, writes, target, args, keywords)
        return None
    implementation, *takes = _METHODS[name]
    check_arguments(getattr({}, name), args, keywords, (takes[0], takes[1]))
    return implementation(space, writes, target, args)


def update(
    space: AddressSpace, writes: list[Write], target: DictObject, args: list[object], keywords: dict[str, object]
) -> None:
    """Do ``target.update(*args, **keywords)``; raises as CPython does."""
    if len(args) > 1:
        raise SimulatedError("TypeError", f"update expected at most 1 argument, got {len(args)}")
    added: dict[object, object] = dict(entries_of(args[0])) if args else {}
    added.update(keywords)
    if target.items:
        ask_hashes(added)
    merge(space, writes, target, added)
