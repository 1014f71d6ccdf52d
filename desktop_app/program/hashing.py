"""Which simulated values may be keys of dictionaries and elements of sets, so that the host may hash them."""

from __future__ import annotations

import operator
import sys
from typing import TYPE_CHECKING, Final

from desktop_app.program.accounts import charge, charge_items
from desktop_app.program.faults import fail_as_host, over_limit
from desktop_app.program.limits import MAX_COMPARED_NESTING, MAX_COMPARISONS, MAX_ITEMS, MAX_SAME_HASH
from desktop_app.program.ordering import rank
from desktop_app.program.values import (
    NOTHING,
    MutableObject,
    NeedsProgramError,
    ViewObject,
    stand_in,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from desktop_app.program.values import DictObject, SetObject

_PLAIN: Final = frozenset({int, float, bool, str, type(None)})
_SLICES_HASH: Final = sys.version_info >= (3, 12)
#: Hashing so few parts of a tuple is not worth counting.
_FEW_PARTS: Final = 100
#: Integers below this are their own hash; larger ones can be made to collide.
_OWN_HASH: Final = 1 << 60
_SAME_HASH: Final = f"more than {MAX_SAME_HASH:,} keys with the same hash"


def check_key(value: object) -> None:
    """Raise what CPython says when a value cannot be a dictionary's key."""
    if type(value) not in _PLAIN:
        _check(value, lambda host: operator.getitem({}, host))


def check_element(value: object) -> None:
    """Raise what CPython says when a value cannot be a set's element."""
    if type(value) not in _PLAIN:
        _check(value, lambda host: set.add(set(), host))


def ask_hashes(values: Iterable[object]) -> None:
    """Raise NeedsProgramError when code of the program says which keys or elements are equal to others."""
    for value in values:
        if type(value) not in _PLAIN:
            check_element(value)


def elements(values: Iterable[object]) -> list[object]:
    """Return the values as elements of a set; raises when one of them cannot be, or when they collide too often."""
    found = list(values)
    for value in found:
        check_element(value)
    bound_collisions(found)
    return found


def bound_collisions(keys: Iterable[object]) -> None:
    """Refuse keys that the host would compare with one another too often since they have the same hash."""
    seen: dict[int, int] = {}
    distinct: set[object] = set()
    keys = list(keys)
    charge_items(len(keys))
    for key in keys:
        if _hashes_well(key):
            continue
        before = len(distinct)
        distinct.add(key)
        if len(distinct) > before:
            number = hash(key)
            seen[number] = seen.get(number, 0) + 1
            if seen[number] > MAX_SAME_HASH:
                raise over_limit(_SAME_HASH)


def bound_crowds(container: DictObject | SetObject, keys: Iterable[object]) -> None:
    """Refuse keys or elements that are about to be added when the container has too many with the same hash.

    It counts for each hash how many were added; that those were others, and are still there, it looks up when there
    may be too many.
    """
    if len(container.items) < MAX_SAME_HASH:
        return
    for key in keys:
        if _hashes_well(key):
            continue
        number = hash(key)
        crowds = container.crowds
        if crowds is None:
            crowds = container.crowds = {}
        crowds[number] = crowds.get(number, 0) + 1
        if crowds[number] > MAX_SAME_HASH:
            charge_items(len(container.items))
            present = sum(hash(one) == number for one in container.items if not _hashes_well(one))
            if present > MAX_SAME_HASH:
                raise over_limit(_SAME_HASH)
            crowds[number] = 0


def _hashes_well(key: object) -> bool:
    """Return whether a program has no way to make many different keys of this kind with the same hash."""
    return type(key) in _PLAIN and (type(key) is not int or -_OWN_HASH < key < _OWN_HASH)


def bound_entries(count: int) -> None:
    """Raise a simulated MemoryError when a dictionary or a set would be too large."""
    if count > MAX_ITEMS:
        raise over_limit(f"a dictionary or a set of more than {MAX_ITEMS:,} items")


def _check(value: object, operation: Callable[[object], object]) -> None:
    """Walk through tuples as hashing does, bounded in depth and in work."""
    open_parts: list[Iterator[object]] = [iter((value,))]
    left = MAX_COMPARISONS
    while open_parts:
        for part in open_parts[-1]:
            left -= 1
            if left < 0 or len(open_parts) > MAX_COMPARED_NESTING:
                raise over_limit("hashing tuples nested so deeply")
            inner = _parts(part)
            if inner is None:
                host = stand_in(part) if user_class(part) is None else type(type_name(part), (), {"__hash__": None})()
                fail_as_host(operation, (host,) if isinstance(value, tuple) else host)
            if inner:
                open_parts.append(iter(inner))
                break
        else:
            open_parts.pop()
    if left < MAX_COMPARISONS - _FEW_PARTS:
        charge(MAX_COMPARISONS - left)


def hash_of(value: object) -> int:
    """Return what ``hash()`` gives; for text it is the same in each run, which CPython does not promise."""
    check_key(value)
    return rank(value)


def _parts(value: object) -> tuple[object, ...] | None:
    """Return the values whose hashes make up a value's hash; None when it has none."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, slice):
        return (value.start, value.stop, value.step) if _SLICES_HASH else None
    cls = user_class(value)
    if cls is not None:
        own = cls.find("__hash__")
        if own is not NOTHING and own is not None:
            raise NeedsProgramError
        if own is None:
            return None
    unhashable = isinstance(value, MutableObject) or (isinstance(value, ViewObject) and value.kind != "dict_values")
    return None if unhashable else ()
