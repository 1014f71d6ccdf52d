"""Freezes what a program holds in memory into a value that can be compared, and makes the objects anew from it.

It goes through objects by their fields, whatever their class, so it needs to know only which fields say nothing about
what the program will do. What can change keeps its identity: it is numbered when it is met first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Final

from desktop_app.engine.schedules.pinning import Name
from desktop_app.model.errors import CoreloomError
from desktop_app.program.effects import Shown
from desktop_app.program.frame import Frame
from desktop_app.program.functions import CodeUnit, FunctionCode, Unbound
from desktop_app.program.heap import Heap
from desktop_app.program.loading import LoadedProgram
from desktop_app.program.operations import Instruction
from desktop_app.program.process import Family, ProcessImage
from desktop_app.program.space import AddressSpace
from desktop_app.program.thread import ProgramThread
from desktop_app.program.values import (
    EXTENDING,
    Builtin,
    ClassObject,
    ExceptionType,
    InstanceObject,
    Method,
    MutableObject,
)

#: A frozen value: what is no tuple is itself, a tuple begins with what it is.
Code = Any

#: Host values that are their own codes, and those that equal values of other types.
_PLAIN: Final = frozenset({int, str, bytes, type(None), type(...)})
_BY_REPR: Final = frozenset({float, complex, bool})
#: What never changes while programs run.
_CONSTANT: Final = (
    Builtin, CodeUnit, Enum, ExceptionType, FunctionCode, Instruction, LoadedProgram, Method, Unbound, type,
)  # fmt: skip
#: Instances of classes that extend what cannot change: made with their value, and given their attributes then.
_EXTENDING: Final = frozenset(EXTENDING.values())
_PLAIN_BASES: Final = (tuple, int, float, str)
_HOST_CONTAINERS: Final = (list, dict, set)
#: What code of the program cannot see of an object: how readers see it, its number, what its memory was counted as.
_UNSEEN: Final[tuple[tuple[type, frozenset[str]], ...]] = (
    (Frame, frozenset({"executing"})),
    (Heap, frozenset({"_patience", "_refusals", "used_bytes"})),
    (AddressSpace, frozenset({"_first", "_objects", "inherited"})),
    (MutableObject, frozenset({"crowds", "number", "shown"})),
    (InstanceObject, frozenset({"number", "shown"})),
    (ClassObject, frozenset({"number"})),
    (ProcessImage, frozenset({"shared_numbers"})),
    (ProgramThread, frozenset({"_hidden_work", "_used_bytes"})),
)
_UNSEEN_ANYWHERE: Final = frozenset({"shown"})
#: What follows from which threads there are, and is filled in when they are made; there is no time here.
_DERIVED: Final[dict[tuple[type, str], Callable[[], object]]] = {
    (AddressSpace, "frames"): list,
    (Family, "threads"): dict,
    (Frame, "number"): int,
    (Frame, "executed"): int,
    (Frame, "log"): lambda: None,
    (Heap, "more"): lambda: None,
    (ProcessImage, "_exit_code"): lambda: None,
}
#: Iterators that no copy of theirs replaces, since they notice changes of what they go through.
_NOTICING: Final = frozenset(
    type(iter(made))
    for made in (set[object](), {0: 0}.keys(), {0: 0}.values(), {0: 0}.items())  # frozensets have those of sets
)


class UncopiableError(CoreloomError):
    """A program holds what cannot be copied, not even by going through its fields."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Some of a program's memory.

    Attributes:
        key: What equal memory has in common: the records of its objects, then what they are reached from.
        unseen: For each record the fields that the program cannot see.
        copiable: Whether the objects that are made from it behave as the frozen ones did.
        refs: Numbers of the objects of other memory that it refers to, in the order of the references.
        names_threads: Whether it refers to threads by their numbers.
    """

    key: tuple[Code, ...]
    unseen: tuple[tuple[tuple[str, object], ...], ...]
    copiable: bool
    refs: tuple[int, ...]
    names_threads: bool


@dataclass(slots=True)
class Outside:
    """What is not frozen but referred to.

    Attributes:
        threads: Number of each thread by its identity.
        shared: Number of each object in the memory that several threads share, by its identity.
        pinned: Name of each pinned object, by its identity.
    """

    threads: dict[int, int]
    pinned: dict[int, Name] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)


class Freezer:
    """Freezes the objects that are reached from some roots.

    Attributes:
        objects: The objects that were frozen, by their numbers.
        numbers: Their numbers by identity.
    """

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self.objects: list[object] = []
        self.numbers: dict[int, int] = {}
        self._records: list[Code] = []
        self._unseen: list[tuple[tuple[str, object], ...]] = []
        self._refs: dict[int, int] = {}
        self._copiable = True
        self._names_threads = False

    def freeze(self, roots: Iterable[object]) -> Frozen:
        """Return what the roots reach, frozen.

        Raises:
            UncopiableError: When it cannot be frozen.
        """
        try:
            codes = tuple([self._code(root) for root in roots])
        except RecursionError:
            raise UncopiableError("the program's values are nested too deeply to explore its schedules") from None
        key = (*self._records, codes)
        return Frozen(key, tuple(self._unseen), self._copiable, tuple(self._refs), self._names_threads)

    def _code(self, value: object) -> Code:  # noqa: PLR0911 - one return per kind
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in _BY_REPR:
            return ("v", kind, repr(value))
        if kind is Shown:
            # How a reader sees a variable's value; the number of the object is what the program cannot see.
            return ("w", value.text)  # type: ignore[attr-defined]
        if isinstance(value, tuple) and kind not in _EXTENDING:
            return ("t", kind, *map(self._code, value))
        place = id(value)
        if place in self._outside.pinned:
            return ("p", self._outside.pinned[place])
        if place in self.numbers:
            return ("#", self.numbers[place])
        if place in self._outside.shared:
            return ("s", self._refs.setdefault(self._outside.shared[place], len(self._refs)))
        if place in self._outside.threads:
            self._names_threads = True
            return ("T", self._outside.threads[place])
        if isinstance(value, _CONSTANT):
            return ("o", value)
        return self._immutable(value) or self._object(value)

    def _immutable(self, value: object) -> Code | None:
        if isinstance(value, range):
            return ("r", value.start, value.stop, value.step)
        if isinstance(value, slice):
            return ("l", *map(self._code, (value.start, value.stop, value.step)))
        if isinstance(value, frozenset):
            self._copiable &= list(frozenset(list(value))) == list(value)
            return ("f", *map(self._code, value))
        if isinstance(value, (MethodType, BuiltinFunctionType)):
            return self._bound(value)
        if isinstance(value, FunctionType) and value.__closure__ is None:
            return ("o", value)
        return None

    def _bound(self, value: MethodType | BuiltinFunctionType) -> Code:
        target: object = value.__self__
        if target is None or type(target).__name__ == "module":
            return ("o", value)
        return ("m", value.__name__, self._code(target))

    def _object(self, value: object) -> Code:
        number = len(self.objects)
        self.objects.append(value)
        self.numbers[id(value)] = number
        self._records.append(None)
        self._unseen.append(())
        self._records[number] = self._record(value, number)
        return ("#", number)

    def _record(self, value: object, number: int) -> Code:  # noqa: PLR0911 - one return per kind
        kind = type(value)
        if kind is list:
            return (kind, *map(self._code, value))  # type: ignore[call-overload]
        if kind is dict:
            return (kind, *(self._code(part) for entry in value.items() for part in entry))  # type: ignore[attr-defined]
        if kind is set:
            items: list[object] = list(value)  # type: ignore[call-overload]
            self._copiable &= list(set(items)) == items
            return (kind, *map(self._code, items))
        if kind in _EXTENDING:
            base: Any = next(one for one in kind.__mro__ if one in _PLAIN_BASES)
            plain = base(value)
            return (Iterator, kind, *map(self._code, ((plain,), value.cls, value.attributes)))  # type: ignore[attr-defined]
        if kind is Family:
            return (kind, *((name, self._code(held)) for name, held in _of_family(value)))  # type: ignore[arg-type]
        if kind.__module__.partition(".")[0] in sys.stdlib_module_names:
            return self._reduced(value)
        seen = []
        unseen = []
        hidden = unseen_fields(kind)
        for name in field_names(value):
            held = getattr(value, name)
            if name in hidden:
                unseen.append((name, held))
            elif (kind, name) in _DERIVED:
                seen.append((name, ("d", kind, name)))
            else:
                seen.append((name, self._code(held)))
        self._unseen[number] = tuple(unseen)
        return (kind, *seen)

    def _reduced(self, value: object) -> Code:
        """Freeze an object of the host, an iterator, as pickle would."""
        try:
            parts = value.__reduce__()
        except TypeError:
            raise UncopiableError(f"the program holds a {type(value).__name__}, which cannot be copied") from None
        assert isinstance(parts, tuple)
        self.objects.append(parts)  # what it holds must keep its identity while this goes on
        self._records.append(())
        self._unseen.append(())
        self._copiable &= type(value) not in _NOTICING
        return (Iterator, *(self._code(part) if part is not iter else ("o", iter) for part in parts[:3]))


def _of_family(family: Family) -> list[tuple[str, object]]:
    """Return the fields of what processes share that do not follow from others."""
    return [
        ("images", family.images),
        ("files", family.files),
        ("shared", tuple(family.shared.values())),
        ("counts", (family.started_threads, family.started_processes)),
    ]


def unseen_fields(kind: type) -> frozenset[str]:
    """Return the names of the fields of a class that the program cannot see."""
    found = _FIELDS_UNSEEN.get(kind)
    if found is None:
        found = _UNSEEN_ANYWHERE.union(*(names for base, names in _UNSEEN if issubclass(kind, base)))
        _FIELDS_UNSEEN[kind] = found
    return found


_FIELDS_UNSEEN: dict[type, frozenset[str]] = {}


def field_names(value: object) -> list[str]:
    """Return the names of the fields that an object has."""
    kind = type(value)
    slots = _SLOTS.get(kind)
    if slots is None:
        declared = [vars(base).get("__slots__", ()) for base in reversed(kind.__mro__)]
        slots = [name for names in declared for name in ([names] if isinstance(names, str) else names)]
        _SLOTS[kind] = slots = [name for name in slots if name not in {"__dict__", "__weakref__"}]
    return [*(name for name in slots if hasattr(value, name)), *getattr(value, "__dict__", ())]


_SLOTS: dict[type, list[str]] = {}


_NO_PINS: Final[Mapping[Name, object]] = {}


class Thawing:
    """Makes the objects of some frozen memory anew.

    Attributes:
        objects: The objects by their numbers.
    """

    def __init__(
        self,
        frozen: Frozen,
        shared: Sequence[object],
        thread: Callable[[int], object],
        pinned: Mapping[Name, object] = _NO_PINS,
        first: object = None,
    ) -> None:
        """Make the objects.

        Args:
            frozen: The memory.
            shared: What the frozen memory's references, in their order, refer to.
            thread: Gives a thread, or what stands for it, by its number.
            pinned: The pinned objects by their names.
            first: What becomes the first object, when it is there already.
        """
        self._records = frozen.key[:-1]
        self._shared, self._thread, self._pinned = shared, thread, pinned
        self.objects: list[object] = [_shell(record) for record in self._records]
        if first is not None:
            self.objects[0] = first
        for made, unseen in zip(self.objects, frozen.unseen, strict=True):
            for name, held in unseen:
                object.__setattr__(made, name, held)
        by_kind: list[list[int]] = [[], [], []]
        for number, record in enumerate(self._records):
            kind = record[0] if record else Iterator
            if kind is not Iterator:
                by_kind[0 if kind is list else 2 if kind in _HOST_CONTAINERS else 1].append(number)
        # Iterators are made on demand and want their lists filled; keys want to be whole before they are hashed.
        for number in (*by_kind[0], *by_kind[1], *by_kind[2]):
            self._fill(self.objects[number], self._records[number])
        self.roots = [self.value(code) for code in frozen.key[-1]]

    def value(self, code: Code) -> Any:  # noqa: ANN401, PLR0911 - any value; one return per kind
        """Return the value that a code stands for."""
        if type(code) is not tuple:
            return code
        tag = code[0]
        if tag == "#":
            return self._numbered(code[1])
        if tag == "s":
            return self._shared[code[1]]
        if tag == "p":
            return self._pinned[code[1]]
        if tag == "T":
            return self._thread(code[1])
        if tag == "o":
            return code[1]
        return self._immutable(tag, code)

    def _immutable(self, tag: str, code: Code) -> object:  # noqa: PLR0911 - one return per kind
        if tag == "v":
            return _from_repr(code[1], code[2])
        if tag == "r":
            return range(*code[1:])
        if tag == "m":
            return getattr(self.value(code[2]), code[1])
        if tag == "l":
            return slice(*map(self.value, code[1:]))
        if tag == "w":
            return Shown(code[1])
        if tag == "f":
            return frozenset(map(self.value, code[1:]))
        return tuple.__new__(code[1], list(map(self.value, code[2:])))

    def _numbered(self, number: int) -> object:
        record = self._records[number]
        if record and record[0] is Iterator and self.objects[number] is None:
            make, args, *state = map(self.value, record[1:])
            made = make(*args)
            if make in _EXTENDING:
                made.cls, made.attributes = state
            elif state and state[0] is not None:
                made.__setstate__(state[0])
            self.objects[number] = made
        return self.objects[number]

    def _fill(self, made: Any, record: Code) -> None:  # noqa: ANN401 - any object
        kind, *codes = record
        if kind is list:
            made.extend(map(self.value, codes))
        elif kind is set:
            made.update(list(map(self.value, codes)))
        elif kind is dict:
            values = list(map(self.value, codes))
            made.update(zip(values[::2], values[1::2], strict=True))
        elif kind is Family:
            self._fill_family(made, dict(codes))
        else:
            for name, code in codes:
                derived = type(code) is tuple and code[0] == "d"
                object.__setattr__(made, name, _DERIVED[code[1:]]() if derived else self.value(code))

    def _fill_family(self, made: Family, codes: dict[str, Code]) -> None:
        made.threads = {}
        made.images, made.files = self.value(codes["images"]), self.value(codes["files"])
        made.started_threads, made.started_processes = self.value(codes["counts"])
        made.shared = {id(one): one for one in self.value(codes["shared"])}


def _shell(record: Code) -> object:
    if not record or record[0] is Iterator:
        return None
    return record[0].__new__(record[0])


def _from_repr(kind: type, text: str) -> object:
    if kind is bool:
        return text == "True"
    return float(text) if kind is float else complex(text)
