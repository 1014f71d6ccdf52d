"""How much memory the values of one simulated process take, and its bound."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import Cell, FunctionObject
from desktop_app.program.limits import MAX_HEAP_BYTES
from desktop_app.program.values import (
    CONTAINERS,
    DictObject,
    ExceptionObject,
    IteratorObject,
    ListObject,
    SetObject,
    ViewObject,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

#: After measuring, this share of the limit must be free, so that measuring stays rare.
_FREE_SHARE = 4
#: Values above this size are counted once however many lists hold them.
_LARGE_BYTES = 512
#: What is looked at by itself when a container holds it.
_NESTED = (*CONTAINERS, ExceptionObject, FunctionObject, IteratorObject, tuple, frozenset, str)


class Heap:
    """Counts what is allocated; only when the count reaches the limit are the live values measured.

    Args:
        roots: Gives every value that the program can reach directly: variables and operand stacks.
    """

    __slots__ = ("_roots", "used_bytes")

    def __init__(self, roots: Callable[[], Iterable[object]]) -> None:
        self._roots = roots
        self.used_bytes = 0

    def charge(self, size_bytes: int) -> None:
        """Count an allocation that is about to be, or has just been, made.

        Raises:
            SimulatedError: A MemoryError, when the program's live values would exceed the limit.
        """
        self.used_bytes += size_bytes
        if self.used_bytes > MAX_HEAP_BYTES:
            self.used_bytes = live_bytes(self._roots()) + size_bytes
            if self.used_bytes > MAX_HEAP_BYTES - MAX_HEAP_BYTES // _FREE_SHARE:
                raise SimulatedError("MemoryError", "")


def live_bytes(roots: Iterable[object]) -> int:
    """Return the bytes of all values that can be reached from ``roots``, as CPython counts them."""
    total = 0
    seen: set[int] = set()
    pending: list[object] = list(roots)
    while pending:
        value = pending.pop()
        if isinstance(value, (FunctionObject, Cell)):
            if id(value) not in seen:
                seen.add(id(value))
                pending += value.reachable()
            continue
        size = sys.getsizeof(value)
        items = _items(value)
        if items is not None or size > _LARGE_BYTES:
            if id(value) in seen:
                continue
            seen.add(id(value))
        total += size
        if items is None:
            continue
        if isinstance(value, CONTAINERS):
            total += sys.getsizeof(value.items)
        # Small numbers in a list are mostly shared or tiny; a set of their ids counts each object once.
        distinct = dict(zip(map(id, items), items, strict=True)).values()
        nested = [item for item in distinct if isinstance(item, _NESTED)]
        total += sum(map(sys.getsizeof, distinct)) - sum(map(sys.getsizeof, nested))
        pending += nested
    return total


def _items(value: object) -> Collection[object] | None:
    """Return everything that a container holds, or None for what is none."""
    if isinstance(value, (tuple, frozenset)):
        return value
    if isinstance(value, ExceptionObject):
        return [*value.args, *(error for error in (value.cause, value.context) if error is not None)]
    if isinstance(value, ViewObject):
        return (value.target,)
    if isinstance(value, DictObject):
        return [*value.items, *value.items.values()]
    if isinstance(value, (ListObject, SetObject)):
        return value.items
    return value.over if isinstance(value, IteratorObject) else None
