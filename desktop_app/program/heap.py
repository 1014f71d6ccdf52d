"""How much memory the values of one simulated process take, and its bound."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from desktop_app.program.accounts import charge, charge_bytes
from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import Cell, FunctionObject
from desktop_app.program.limits import MAX_HEAP_BYTES
from desktop_app.program.values import (
    CONTAINERS,
    EXTENDING,
    OWN,
    AsyncYield,
    BoundMethod,
    ClassObject,
    Descriptor,
    DictObject,
    ExceptionObject,
    FloatInstance,
    GeneratorObject,
    InstanceObject,
    IntInstance,
    IteratorObject,
    ModuleObject,
    MutableObject,
    NativeObject,
    StrInstance,
    SuperObject,
    TupleInstance,
    ViewObject,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

#: After measuring, this share of the limit must be free, so that measuring stays rare.
_FREE_SHARE: Final = 4
#: Values above this size are counted once however many lists hold them.
_LARGE_BYTES: Final = 512
#: A program that goes on asking in a full memory is refused this often, at the most, before it is measured again.
_MAX_REFUSALS: Final = 64
#: So many bytes are measured in the time of one instruction of library code.
_MEASURED_BYTES: Final = 128
#: About what the host keeps for a value of the library such as a random number generator.
_NATIVE_BYTES: Final = 3_000
#: What is looked at by itself when a container holds it.
_NESTED: Final = (*OWN, *EXTENDING.values(), tuple, frozenset, str, dict)


class Heap:
    """Counts what is allocated; only when the count reaches the limit are the live values measured.

    Args:
        roots: Gives every value that the program can reach directly: variables and operand stacks.

    Attributes:
        used_bytes: What was counted since the live values were measured, and those.
        limit_bytes: What they may take.
        more: Returns whether the limit may be raised by so many bytes; asked by a process that shares its limit.
    """

    __slots__ = ("_patience", "_refusals", "_roots", "limit_bytes", "more", "used_bytes")

    def __init__(self, roots: Callable[[], Iterable[object]]) -> None:
        self._roots = roots
        self.used_bytes = 0
        self.limit_bytes = MAX_HEAP_BYTES
        self.more: Callable[[int], bool] | None = None
        self._refusals = self._patience = 0

    def charge(self, size_bytes: int) -> None:
        """Count an allocation that is about to be, or has just been, made.

        Raises:
            SimulatedError: A MemoryError, when the program's live values would exceed the limit.
        """
        self.used_bytes += size_bytes
        if self.used_bytes > self.limit_bytes:
            self._make_room(size_bytes)

    def measure(self) -> int:
        """Measure the live values, and return their bytes."""
        made_bytes = self.used_bytes
        self.used_bytes = live_bytes(self._roots())
        charge_bytes(made_bytes - self.used_bytes)
        charge(self.used_bytes // _MEASURED_BYTES)
        return self.used_bytes

    def _make_room(self, size_bytes: int) -> None:
        if self._refusals:
            # Measuring takes long where most is in use: whoever catches the error and goes on must not spend hours.
            self._refusals -= 1
            self.used_bytes -= size_bytes
            raise SimulatedError("MemoryError", "")
        self.used_bytes = self.measure() + size_bytes
        if self._has_room() or self._raise_limit():
            self._patience = 0
            return
        self._patience = min(2 * self._patience + 1, _MAX_REFUSALS)
        self._refusals = self._patience - 1
        raise SimulatedError("MemoryError", "")

    def _has_room(self) -> bool:
        return self.used_bytes <= self.limit_bytes - self.limit_bytes // _FREE_SHARE

    def _raise_limit(self) -> bool:
        """Let the limit grow until a quarter of it is free, if it may; return whether it could."""
        wanted = min(self.used_bytes * 2, MAX_HEAP_BYTES)
        if self.more is None or wanted <= self.limit_bytes or not self.more(wanted - self.limit_bytes):
            return False
        self.limit_bytes = wanted
        return self._has_room()


def live_bytes(roots: Iterable[object]) -> int:
    """Return the bytes of all values that can be reached from ``roots``, as CPython counts them."""
    total = 0
    seen: set[int] = set()
    pending: list[object] = list(roots)
    while pending:
        value = pending.pop()
        size = sys.getsizeof(value)
        items = _items(value)
        if items is not None or size > _LARGE_BYTES:
            if id(value) in seen:
                continue
            seen.add(id(value))
        total += size
        if items is None:
            continue
        total += _inner_bytes(value)
        # Small numbers in a list are mostly shared or tiny; a set of their ids counts each object once.
        distinct = dict(zip(map(id, items), items, strict=True)).values()
        nested = [item for item in distinct if isinstance(item, _NESTED)]
        total += sum(map(sys.getsizeof, distinct)) - sum(map(sys.getsizeof, nested))
        pending += nested
    return total


def _inner_bytes(value: object) -> int:
    """Return what the host containers within a value take by themselves."""
    total = sys.getsizeof(value.items) if isinstance(value, CONTAINERS) else 0
    own = getattr(value, "attributes", None)
    if own:
        total += sys.getsizeof(own)
    if isinstance(value, ClassObject):
        total += sys.getsizeof(value.mro)
    elif isinstance(value, ExceptionObject):
        total += sum(map(sys.getsizeof, value.traceback)) + sum(map(sys.getsizeof, value.notes))
    elif isinstance(value, NativeObject):
        total += _NATIVE_BYTES
    return total


def _items(value: object) -> Collection[object] | None:
    """Return everything that a value holds, or None for what holds nothing."""
    kind = type(value)
    if kind is tuple or kind is frozenset:
        return value  # type: ignore[return-value]
    reader = _READERS.get(kind)
    return None if reader is None else reader(value)


def _of_instance(value: InstanceObject) -> Collection[object]:
    return (value.cls, *value.attributes.values())


def _of_container(value: MutableObject[Collection[object]]) -> Collection[object]:
    if value.cls is None and not value.attributes:
        return value.items
    return [*value.items, value.cls, *(value.attributes or {}).values()]


def _of_dictionary(value: DictObject) -> Collection[object]:
    return [*value.items, *value.items.values(), value.cls, *(value.attributes or {}).values()]


def _of_extended(value: TupleInstance | IntInstance | FloatInstance | StrInstance) -> Collection[object]:
    inner = value if isinstance(value, tuple) else ()
    return [*inner, value.cls, *value.attributes.values()]


def _of_exception(value: ExceptionObject) -> Collection[object]:
    return [*value.args, value.kind, value.cause, value.context, *value.attributes.values()]


def _of_class(value: ClassObject) -> Collection[object]:
    return [*value.attributes.values(), *value.bases, value.meta]


def _of_descriptor(value: Descriptor) -> Collection[object]:
    return [value.getter, value.setter, value.deleter, value.doc, value.cls, *value.attributes.values()]


def _of_generator(value: GeneratorObject) -> Collection[object]:
    return [*value.reachable(), value.handled]


#: What holds other values, by its class.
_READERS: Final[dict[type, Callable[..., Collection[object]]]] = {
    **dict.fromkeys(CONTAINERS, _of_container),
    **dict.fromkeys(EXTENDING.values(), _of_extended),
    DictObject: _of_dictionary,
    ViewObject: lambda value: (value.target,),
    IteratorObject: lambda value: value.over,
    InstanceObject: _of_instance,
    ExceptionObject: _of_exception,
    ClassObject: _of_class,
    Descriptor: _of_descriptor,
    GeneratorObject: _of_generator,
    BoundMethod: lambda value: (value.function, value.target),
    SuperObject: lambda value: (value.after, value.target, value.start),
    AsyncYield: lambda value: (value.value,),
    ModuleObject: lambda value: list(value.variables.values()),
    NativeObject: lambda _value: (),
    FunctionObject: FunctionObject.reachable,
    Cell: Cell.reachable,
    dict: lambda value: [*value, *value.values()],
}
