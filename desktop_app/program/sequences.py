"""Iterating, unpacking and subscripting simulated values."""

from __future__ import annotations

import operator
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge_bytes, charge_items
from desktop_app.program.arithmetic import bound_items, repetitions
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, fail_as_host, over_limit, simulated
from desktop_app.program.limits import MAX_WORK
from desktop_app.program.mappings import delete_key, has_key, load_key, store_key
from desktop_app.program.ordering import SetIterator, all_steady, in_order
from desktop_app.program.values import (
    CONTAINERS,
    NOTHING,
    PLAIN,
    ClassNamespaceObject,
    DictObject,
    GeneratorObject,
    InstanceObject,
    IteratorObject,
    ListObject,
    NeedsProgramError,
    SetObject,
    is_class,
    needs_program,
    object_write,
    special,
    stand_in,
    type_name,
)

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

#: What an item takes in a list.
_SLOT_BYTES: Final = 8
#: The classes of values that can be gone through.
ITERABLES: Final = (*CONTAINERS, IteratorObject, range, str, tuple, frozenset, bytes)


def iterate(value: object) -> IteratorObject:
    """Return an iterator over a value; raises as CPython does when it has none."""
    if isinstance(value, IteratorObject):
        return value
    if type(value) not in PLAIN:
        if isinstance(value, GeneratorObject) and value.kind == "generator":
            raise NeedsProgramError
        _ask_program(value, "__iter__")
    if isinstance(value, SetObject):
        return IteratorObject(value.iterator(), (value,))
    if isinstance(value, CONTAINERS):
        return IteratorObject(iter(value.items), (value,))
    if isinstance(value, frozenset) and not all_steady(value):
        return IteratorObject(SetIterator(value, in_order(value)), (value,))
    if not isinstance(value, (range, str, tuple, frozenset, bytes)):
        if isinstance(value, InstanceObject) and special(value, "__getitem__") is not NOTHING:
            raise NeedsProgramError
        fail_as_host(iter, stand_in(value))
    return IteratorObject(iter(value), (value,))


def _ask_program(value: object, name: str) -> None:
    """Raise NeedsProgramError when a class of the program's own defines a special method."""
    if special(value, name) not in (NOTHING, None):
        raise NeedsProgramError


def take(value: object, count: int) -> list[object]:
    """Return at most ``count`` items of an iterable; raises as CPython does."""
    iterator = iterate(value)
    try:
        items = list(islice(iterator.source, count))
    except HOST_ERRORS as error:
        raise simulated(error) from None
    charge_items(len(items))
    return items


def drain(value: object) -> list[object]:
    """Return all items of an iterable as a new host list.

    Raises:
        SimulatedError: CPython's TypeError, or Coreloom's limit for more than `MAX_WORK` items.
    """
    if isinstance(value, ListObject) and value.cls is None:
        charge_items(len(value.items))
        return list(value.items)
    items = take(value, MAX_WORK + 1)
    if len(items) > MAX_WORK:
        raise over_limit(f"going through more than {MAX_WORK:,} items in one instruction")
    return items


def unpack(value: object, count: int) -> list[object]:
    """Return the ``count`` items of an iterable; raises as CPython does when there are more or fewer."""
    _check_unpackable(value)
    items = take(value, count + 1)
    if len(items) < count:
        raise SimulatedError("ValueError", f"not enough values to unpack (expected {count}, got {len(items)})")
    if len(items) > count:
        got = ""
        if sys.version_info >= (3, 14) and isinstance(value, (ListObject, DictObject, tuple)):
            got = f", got {len(value if isinstance(value, tuple) else value.items)}"
        raise SimulatedError("ValueError", f"too many values to unpack (expected {count}{got})")
    return items


def unpack_starred(value: object, before: int, after: int) -> tuple[list[object], list[object], list[object]]:
    """Return the items for the names before a starred one, for it, and for those after it; raises as `unpack` does."""
    _check_unpackable(value)
    items = drain(value)
    if len(items) < before + after:
        words = f"not enough values to unpack (expected at least {before + after}, got {len(items)})"
        raise SimulatedError("ValueError", words)
    end = len(items) - after
    return items[:before], items[before:end], items[end:]


def _check_unpackable(value: object) -> None:
    if not isinstance(value, ITERABLES):
        iterable = isinstance(value, GeneratorObject) and value.kind == "generator"
        if iterable or any(special(value, name) is not NOTHING for name in ("__iter__", "__getitem__")):
            raise NeedsProgramError
        raise SimulatedError("TypeError", f"cannot unpack non-iterable {type_name(value)} object")


def load_item(space: AddressSpace, writes: list[Write], container: object, key: Any) -> object:  # noqa: ANN401 - any key
    """Return ``container[key]``; a slice of a list is a new list, told in ``writes``."""
    if type(container) not in PLAIN or type(key) not in PLAIN:
        needs_program(container, "__getitem__")
        needs_program(key, "__index__")
    if isinstance(container, DictObject):
        if container.cls is not None and not has_key(container, key):
            needs_program(container, "__missing__")
        return load_key(container, key)
    _check_key(container, key)
    items: Any = container.items if isinstance(container, ListObject) else container
    try:
        # No key of ours is an index, so the host refuses it in CPython's words.
        found: object = items[key if isinstance(key, slice) else stand_in(key)]
    except HOST_ERRORS as error:
        raise simulated(error) from None
    if isinstance(container, ListObject):
        if isinstance(key, slice) and isinstance(found, list):
            found = space.new_list(found)
            writes.append(object_write(found))
        return found
    space.admit(found)
    return found


def _check_key(container: object, key: object) -> None:
    """Raise what getting an item of a value raises, when that has none or the program's code is in it."""
    if isinstance(key, slice):
        for bound in (key.start, key.stop, key.step):
            needs_program(bound, "__index__")
    if is_class(container):
        raise NeedsProgramError
    if not isinstance(container, (ListObject, str, tuple, range, bytes)):
        fail_as_host(operator.getitem, stand_in(container), stand_in(key))


def store_item(space: AddressSpace, writes: list[Write], container: object, key: object, value: object) -> None:
    """Do ``container[key] = value``; raises as CPython does."""
    needs_program(container, "__setitem__")
    if isinstance(container, ClassNamespaceObject):
        raise SimulatedError("TypeError", "'mappingproxy' object does not support item assignment")
    if isinstance(container, DictObject):
        store_key(space, writes, container, key, value)
        return
    if isinstance(container, ListObject) and isinstance(key, slice):
        _store_slice(space, writes, container, key, value)
        return
    if not (isinstance(container, ListObject) and isinstance(key, int)):
        fail_as_host(operator.setitem, stand_in(container), stand_in(key), None)
    try:
        container.items[key] = value
    except HOST_ERRORS as error:
        raise simulated(error) from None
    writes.append(object_write(container))


def _store_slice(space: AddressSpace, writes: list[Write], target: ListObject, key: slice, value: object) -> None:
    if not isinstance(value, (*ITERABLES, GeneratorObject)) and special(value, "__iter__") is NOTHING:
        fail_as_host(operator.setitem, [None], key, stand_in(value))
    items = drain(value)
    bound_items(len(target.items) + len(items))
    space.grow(len(items))
    try:
        target.items[key] = items
    except HOST_ERRORS as error:
        raise simulated(error) from None
    writes.append(object_write(target))


def delete_item(writes: list[Write], container: object, key: object) -> None:
    """Do ``del container[key]``; raises as CPython does."""
    needs_program(container, "__delitem__")
    if isinstance(container, ClassNamespaceObject):
        raise SimulatedError("TypeError", "'mappingproxy' object does not support item deletion")
    if isinstance(container, DictObject):
        delete_key(writes, container, key)
        return
    if not (isinstance(container, ListObject) and isinstance(key, (int, slice))):
        fail_as_host(operator.delitem, stand_in(container), stand_in(key))
    charge_bytes(_SLOT_BYTES * len(container.items))  # what lies behind moves
    try:
        del container.items[key]
    except HOST_ERRORS as error:
        raise simulated(error) from None
    writes.append(object_write(container))


def append(space: AddressSpace, writes: list[Write], target: ListObject, value: object) -> None:
    """Add one item to a list."""
    bound_items(len(target.items) + 1)
    space.grow(1)
    target.items.append(value)
    writes.append(object_write(target))


def extend(space: AddressSpace, writes: list[Write], target: ListObject, value: object) -> None:
    """Add all items of an iterable to a list."""
    items = drain(value)
    bound_items(len(target.items) + len(items))
    space.grow(len(items))
    target.items.extend(items)
    writes.append(object_write(target))


def repeat_in_place(space: AddressSpace, writes: list[Write], target: ListObject, times: int) -> None:
    """Do ``target *= times``."""
    times = repetitions(len(target.items), times)
    space.grow(len(target.items) * max(times - 1, 0))
    target.items *= times
    writes.append(object_write(target))


def make_object(
    space: AddressSpace, items: list[object] | dict[object, object] | set[object]
) -> ListObject | DictObject | SetObject:
    """Return a new object that owns a host list, dict or set; raises when it is too large."""
    bound_items(len(items))
    if isinstance(items, list):
        return space.new_list(items)
    return space.new_dict(items) if isinstance(items, dict) else space.new_set(items)
