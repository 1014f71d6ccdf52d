"""The simulated program's values: host values where they cannot change, objects of our own where they can.

An ``int``, ``float``, ``str``, ``bool``, ``None``, ``range``, ``slice`` or ``tuple`` of the simulated program is the
host's own value, and so is a ``frozenset``. A list, a dictionary, a set, an iterator and a built-in function are
instances of the classes here, which have no behaviour that the host could run by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from enum import Enum
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Never, SupportsIndex, TypeVar

from desktop_app.program.effects import ObjectWrite, Shown, Step, Write
from desktop_app.program.functions import Cell, FunctionCode, FunctionObject
from desktop_app.program.limits import SHOWN_CHARS, SHOWN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView

#: Make a Step or a Shown from a tuple of its fields: twice as fast as calling the class.
new_step: Callable[[tuple[int, int, tuple[Shown, ...], tuple[Write, ...]]], Step] = partial(tuple.__new__, Step)
new_shown: Callable[[tuple[str, int]], Shown] = partial(tuple.__new__, Shown)


class Marker(Enum):
    """Stack entries and results that are no values of the program."""

    NULL = "NULL"
    """CPython's NULL beside a callable that has no self."""
    END = "end"
    """An iterator has no more items."""


class OrderLostError(Exception):
    """A value goes through its elements in an order that no copy of it would keep: it cannot be pickled."""


_Items = TypeVar("_Items", bound=Collection[object])


class MutableObject(Generic[_Items]):
    """A container of the simulated program that can change; a host container holds its items, so it grows as CPython's.

    Attributes:
        kind: CPython's name of its type.
        number: Its number within its process, from 0.
        items: The items.
        shown: How a reader sees a reference to it.
    """

    __slots__ = ("items", "number", "shown")

    kind: ClassVar[str]

    def __init__(self, number: int, items: _Items) -> None:
        self.number = number
        self.items = items
        self.shown = Shown(self.kind, number)


class ListObject(MutableObject[list[object]]):
    """A list."""

    __slots__ = ()

    kind = "list"


class DictObject(MutableObject[dict[object, object]]):
    """A dictionary; its keys are such that the host may hash and compare them."""

    __slots__ = ()

    kind = "dict"


class SetObject(MutableObject[set[object]]):
    """A set; its elements are such that the host may hash and compare them."""

    __slots__ = ()

    kind = "set"

    def __reduce__(self) -> Never:
        # The order in which a host set gives its elements depends on how it came to be.
        raise OrderLostError


class ViewObject:
    """What ``keys()``, ``values()`` or ``items()`` of a dictionary gives: it sees the dictionary's changes.

    Attributes:
        kind: CPython's name of its type, such as ``dict_keys``.
        target: The dictionary.
    """

    __slots__ = ("kind", "shown", "target")

    def __init__(self, target: DictObject, kind: str) -> None:
        self.kind = kind
        self.target = target
        self.shown = Shown(kind)

    @property
    def items(self) -> KeysView[object] | ValuesView[object] | ItemsView[object, object]:
        """The host's own view of the dictionary."""
        items = self.target.items
        return (
            items.keys() if self.kind == "dict_keys" else items.items() if self.kind == "dict_items" else items.values()
        )


class IteratorObject:
    """An iterator over a container or over other iterators; over a list it sees changes, as CPython's does.

    Attributes:
        kind: CPython's name of its type, such as ``range_iterator``.
        source: The host iterator that counts for it.
        over: The values that it goes through, which live as long as it does.
    """

    __slots__ = ("kind", "over", "shown", "source")

    def __init__(self, source: Iterator[object], over: tuple[object, ...] = ()) -> None:
        self.kind = type(source).__name__
        self.source = source
        self.over = over
        self.shown = Shown(self.kind)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        # A copy of the host's iterator over a dictionary or a set would not see that it changes its size.
        if any(isinstance(value, (DictObject, SetObject, ViewObject, frozenset)) for value in self.over):
            raise OrderLostError
        return super().__reduce_ex__(protocol)


class Builtin:
    """A built-in function or type as a value.

    Attributes:
        name: Its name, such as ``print``.
        host: The host's own, which is called with plain host values only.
    """

    __slots__ = ("host", "name", "shown")

    def __init__(self, name: str, host: Callable[..., object]) -> None:
        self.name = name
        self.host = host
        self.shown = Shown(repr(host))


class ExceptionType:
    """A class of exceptions as a value.

    Attributes:
        name: Its name, such as ``ValueError``.
        base: The class that it derives from; None for ``BaseException``.
        host: The host's own class, or the nearest one above; used for CPython's words only.
    """

    __slots__ = ("base", "host", "name", "shown")

    def __init__(self, name: str, base: ExceptionType | None, host: type[BaseException]) -> None:
        self.name = name
        self.base = base
        self.host = host
        self.shown = Shown(f"<class {name!r}>")

    def derives_from(self, other: object) -> bool:
        """Return whether it is ``other`` or derives from it."""
        kind: ExceptionType | None = self
        while kind is not None and kind is not other:
            kind = kind.base
        return kind is not None


class ExceptionObject:
    """An exception of the simulated program.

    Attributes:
        kind: Its class.
        args: What it was made with.
        cause: What ``raise ... from`` gave.
        context: The exception that was being handled when this one was raised.
        suppress_context: Whether a traceback leaves the context out.
        traceback: The lines that a traceback prints for each frame that it passed, innermost first.
        words: What ``str`` gives when that is not made from the arguments.
        missing: The name that a NameError misses.
    """

    __slots__ = ("args", "cause", "context", "kind", "missing", "shown", "suppress_context", "traceback", "words")

    def __init__(self, kind: ExceptionType, args: tuple[object, ...]) -> None:
        self.kind = kind
        self.args = args
        self.cause: ExceptionObject | None = None
        self.context: ExceptionObject | None = None
        self.suppress_context = False
        self.traceback: list[str] = []
        self.words: str | None = None
        self.missing = ""
        inner = _tuple_text(args)
        self.shown = Shown(_shorten(kind.name + (f"{inner[:-2]})" if inner.endswith(",)") else inner)))


class Method:
    """A method of a built-in type as CPython pushes it before a call.

    Attributes:
        owner: The type's name, such as ``list``.
        name: The method's name, such as ``append``.
    """

    __slots__ = ("name", "owner", "shown")

    def __init__(self, owner: str, name: str) -> None:
        self.owner = owner
        self.name = name
        self.shown = Shown(f"<method {name!r} of {owner!r} objects>")


#: The classes of values that are no host values.
OWN: Final = (
    ListObject, DictObject, SetObject, ViewObject, IteratorObject, Builtin, Method, ExceptionType, ExceptionObject,
    FunctionObject, FunctionCode, Cell,
)  # fmt: skip
#: Those of them that have items.
CONTAINERS: Final = (ListObject, DictObject, SetObject, ViewObject)
NULL_SHOWN: Final = Shown("NULL")
_CONSTANTS_SHOWN: Final = {True: Shown("True"), False: Shown("False")}
NONE_SHOWN: Final = Shown("None")
_SMALL: Final = {number: Shown(str(number)) for number in range(-5, 257)}
_SHORT_INT: Final = 10**18
_HEAD_CHARS: Final = 40
_TAIL_CHARS: Final = SHOWN_CHARS - _HEAD_CHARS - 1
#: Integers above this take a moment to turn into decimal digits; CPython's own limit is 4,300 digits.
_LONG_INT_BITS: Final = 4_000


def show(value: object) -> Shown:
    """Return a value as a reader sees it: its repr in at most 60 characters, or its type for what can change."""
    kind = type(value)
    if kind is int:
        small = _SMALL.get(value)  # type: ignore[call-overload]
        return small or new_shown((short_text(value), -1))
    if kind is bool:
        return _CONSTANTS_SHOWN[value]  # type: ignore[index]
    if isinstance(value, OWN):
        return value.shown
    if value is None:
        return NONE_SHOWN
    if value is Marker.NULL:
        return NULL_SHOWN
    return new_shown((short_text(value), -1))


def short_text(value: object) -> str:  # noqa: PLR0911 - one return per type
    """Return the repr of a value in at most 60 characters; a list within a tuple shows as its type."""
    if isinstance(value, int):
        if -_SHORT_INT < value < _SHORT_INT or value.bit_length() <= _LONG_INT_BITS:
            return _shorten(repr(value))
        return _long_int_text(value)
    if isinstance(value, str):
        return _shorten(repr(value if len(value) <= SHOWN_CHARS else value[:_HEAD_CHARS] + "…" + value[-_TAIL_CHARS:]))
    if isinstance(value, tuple):
        return _tuple_text(value)
    if isinstance(value, frozenset):
        return _frozenset_text(value)
    if isinstance(value, (float, range, complex, bytes)) or value is None or value is ...:
        return _shorten(repr(value))
    if isinstance(value, slice):
        return _shorten(f"slice({', '.join(show(part).text for part in (value.start, value.stop, value.step))})")
    return type(value).__name__


def _tuple_text(value: tuple[object, ...], depth: int = 0) -> str:
    if depth > SHOWN_CHARS:
        return "(…)"
    parts: list[str] = []
    room = SHOWN_CHARS
    for item in value:
        part = _tuple_text(item, depth + 1) if isinstance(item, tuple) else show(item).text
        parts.append(part)
        room -= len(part) + 2
        if room < 0:
            return "(" + _shorten(", ".join(parts) + ", …")[: SHOWN_CHARS - 1]
    inner = ", ".join(parts) + ("," if len(parts) == 1 else "")
    return _shorten(f"({inner})")


def _frozenset_text(value: frozenset[object]) -> str:
    inner = ", ".join(show(item).text for item in islice(value, SHOWN_CHARS))
    return _shorten(f"frozenset({{{inner}}})" if value else "frozenset()")


def _long_int_text(value: int) -> str:
    """Return the first and the last digits of a large integer without working out the rest."""
    size = abs(value)
    digits = int(size.bit_length() * 0.301029995663981)  # at most one below the true count
    head = str(size // 10 ** (digits - _HEAD_CHARS))
    tail = str(size % 10**_TAIL_CHARS).zfill(_TAIL_CHARS)
    return f"{'-' if value < 0 else ''}{head}"[:_HEAD_CHARS] + "…" + tail


def _shorten(text: str) -> str:
    if len(text) <= SHOWN_CHARS:
        return text
    return text[:_HEAD_CHARS] + "…" + text[-_TAIL_CHARS:]


def type_name(value: object) -> str:  # noqa: PLR0911 - one return per type
    """Return CPython's name for the type of a simulated value."""
    if isinstance(value, (MutableObject, IteratorObject, ViewObject)):
        return value.kind
    if isinstance(value, Builtin):
        return type(value.host).__name__
    if isinstance(value, ExceptionObject):
        return value.kind.name
    if isinstance(value, ExceptionType):
        return "type"
    if isinstance(value, Method):
        return "method_descriptor"
    if isinstance(value, FunctionObject):
        return "function"
    return type(value).__name__


def stand_in(value: object) -> object:  # noqa: PLR0911 - one return per type
    """Return a small host value of the same type, for CPython's words about an operation that it refuses."""
    if isinstance(value, CONTAINERS):
        return _empty_container(value)
    if isinstance(value, IteratorObject):
        return value.source
    if isinstance(value, (Builtin, ExceptionType)):
        return value.host
    if isinstance(value, ExceptionObject):
        return value.kind.host.__new__(value.kind.host)
    if isinstance(value, Method):
        return list.append
    if isinstance(value, frozenset):
        return frozenset()
    if isinstance(value, FunctionObject):
        return show  # any function of the host
    return () if isinstance(value, tuple) else value


def _empty_container(value: ListObject | DictObject | SetObject | ViewObject) -> object:
    if isinstance(value, ViewObject):
        empty: dict[object, object] = {}
        return {"dict_keys": empty.keys, "dict_values": empty.values, "dict_items": empty.items}[value.kind]()
    return [] if isinstance(value, ListObject) else {} if isinstance(value, DictObject) else set()


def size_bytes(value: object) -> int:
    """Return the bytes that CPython counts for a variable's value.

    A list counts 0 here: it is an object of its own, which several variables may share; its ObjectWrite has its size.
    So does a dictionary or a set.
    """
    return 0 if isinstance(value, OWN) else sys.getsizeof(value)


def object_write(target: ListObject | DictObject | SetObject) -> ObjectWrite:
    """Return what a reader sees of a list, a dictionary or a set now."""
    items = target.items
    if isinstance(items, dict):
        head = tuple(map(_show_entry, islice(items.items(), SHOWN_ITEMS)))
    else:
        head = tuple(map(show, items[:SHOWN_ITEMS] if isinstance(items, list) else islice(items, SHOWN_ITEMS)))
    return ObjectWrite(target.number, head, len(items), sys.getsizeof(items))


def _show_entry(entry: tuple[object, object]) -> Shown:
    """Return an entry of a dictionary as a reader sees it; it refers to what its value refers to."""
    value = show(entry[1])
    return Shown(_shorten(f"{show(entry[0]).text}: {value.text}"), value.obj)
