"""Reading and changing dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.faults import SimulatedError
from desktop_app.program.hashing import bound_collisions, bound_crowds, bound_entries, check_key
from desktop_app.program.text import repr_text
from desktop_app.program.values import DictObject, ask_equal_keys, needs_program, object_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace


def load_key(container: DictObject, key: object) -> object:
    """Return ``container[key]``; raises as CPython does."""
    check_key(key)
    if key not in container.items:
        needs_program(container, "__missing__")
        ask_equal_keys(container)
        raise missing(key)
    return container.items[key]


def has_key(container: DictObject, key: object) -> bool:
    """Return whether a dictionary has a key; raises as `load_key` does."""
    check_key(key)
    if key in container.items:
        return True
    ask_equal_keys(container)
    return False


def store_key(space: AddressSpace, writes: list[Write], container: DictObject, key: object, value: object) -> None:
    """Do ``container[key] = value``; raises as CPython does."""
    check_key(key)
    if key not in container.items:
        ask_equal_keys(container)
        bound_entries(len(container.items) + 1)
        bound_crowds(container, (key,))
        space.grow(2)
    container.items[key] = value
    writes.append(object_write(container))


def delete_key(writes: list[Write], container: DictObject, key: object) -> None:
    """Do ``del container[key]``; raises as CPython does."""
    check_key(key)
    if key not in container.items:
        ask_equal_keys(container)
        raise missing(key)
    del container.items[key]
    writes.append(object_write(container))


def missing(key: object) -> SimulatedError:
    """Return the KeyError for a key that is not there."""
    return SimulatedError("KeyError", repr_text(key), values=(key,))


def merge(space: AddressSpace, writes: list[Write], container: DictObject, other: Mapping[object, object]) -> None:
    """Take over all entries of a host mapping whose keys have been checked."""
    bound_entries(len(container.items) + len(other))
    bound_collisions(other)
    bound_crowds(container, other)
    space.grow(2 * len(other))
    container.items.update(other)
    writes.append(object_write(container))
