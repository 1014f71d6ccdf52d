"""The methods of sets and frozensets."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.arguments import check_arguments
from desktop_app.program.arithmetic import frozen
from desktop_app.program.hashing import (
    ask_hashes,
    bound_collisions,
    bound_crowds,
    bound_entries,
    check_element,
    elements,
)
from desktop_app.program.mappings import missing
from desktop_app.program.sequences import drain
from desktop_app.program.values import SetObject, ask_equal_keys, object_write, stand_in

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

#: Methods that take any number of iterables.
_JOINING: Final = frozenset({"difference", "intersection", "union"})
#: Methods that ask something of one iterable.
_ASKING: Final = frozenset({"isdisjoint", "issubset", "issuperset"})
#: Methods whose result has more elements than each of the sets.
_ADDING: Final = frozenset({"symmetric_difference", "union"})
_CHANGING: Final = frozenset({"difference_update", "intersection_update", "symmetric_difference_update", "update"})
_ONE: Final = frozenset({*_ASKING, "symmetric_difference", "symmetric_difference_update", "add", "discard", "remove"})
_COMPARING: Final = frozenset({*_JOINING, *_ASKING, *_CHANGING, "symmetric_difference"})
_NONE: Final = frozenset({"clear", "copy", "pop"})
FROZEN_NAMES: Final = (*_JOINING, *_ASKING, "copy", "symmetric_difference")
NAMES: Final = (*FROZEN_NAMES, *_CHANGING, "add", "clear", "discard", "pop", "remove")


def call(  # noqa: PLR0917 - as a call is: where, what, on what, with what
    space: AddressSpace,
    writes: list[Write],
    target: SetObject | frozenset[object],
    name: str,
    args: list[object],
    keywords: dict[str, object],
) -> object:
    """Call a method of a set or frozenset; raises as CPython does."""
    wanted = 1 if name in _ONE else 0 if name in _NONE else len(args)
    check_arguments(getattr(stand_in(target), name), args, keywords, (wanted, wanted))
    if name in _COMPARING:
        ask_hashes(target.items if isinstance(target, SetObject) else target)
    if isinstance(target, frozenset):
        return target if name == "copy" else _read(space, writes, target, name, args)
    if name in _JOINING or name in _ASKING or name in ("copy", "symmetric_difference"):
        return _read(space, writes, target.items, name, args)
    return _change(space, writes, target, name, args)


def host_elements(value: object) -> set[object] | frozenset[object]:
    """Return the elements that an iterable gives, as a host set in CPython's order; raises as CPython does."""
    if isinstance(value, (SetObject, frozenset)):
        items = value.items if isinstance(value, SetObject) else value
        ask_hashes(items)
        return items
    return set(elements(drain(value)))


def _read(
    space: AddressSpace, writes: list[Write], target: set[object] | frozenset[object], name: str, args: list[object]
) -> object:
    others: list[Any] = [host_elements(argument) for argument in args]
    bound_entries(len(target) + sum(map(len, others)))
    if name in _ADDING:
        bound_collisions(chain(target, *others))
    result: object = getattr(target, name)(*others)
    if isinstance(result, set):
        made = space.new_set(result)
        writes.append(object_write(made))
        return made
    space.admit(result)
    return result


def _bound_added(target: SetObject, others: list[Any]) -> None:
    if len(others) > 1:
        bound_collisions(chain(*others))
    bound_crowds(target, chain(*others))


def _change(space: AddressSpace, writes: list[Write], target: SetObject, name: str, args: list[object]) -> object:
    if name in _CHANGING:
        others: list[Any] = [host_elements(argument) for argument in args]
    else:
        others = [frozen(argument) if name in ("discard", "remove") else argument for argument in args]
        if others:
            ask_equal_keys(target)
        for element in others:
            check_element(element)
        if name == "remove" and others[0] not in target.items:
            raise missing(args[0])
    added = 1 if name == "add" else sum(map(len, others)) if name in _CHANGING else 0
    bound_entries(len(target.items) + added)
    if added:
        _bound_added(target, [others] if name == "add" else others)
    space.grow(added)
    result: object = None
    if name in ("add", "discard", "remove"):
        (target.add if name == "add" else target.discard)(others[0])
    elif name == "update":
        for other in others:
            target.update(other)
    elif name == "pop":
        result = target.pop()
    else:
        getattr(target.items, name)(*others)
        target.changed()
    writes.append(object_write(target))
    return result
