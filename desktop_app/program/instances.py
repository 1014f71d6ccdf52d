"""Making classes and their instances."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from desktop_app.program.exceptions import EXCEPTION_BYTES
from desktop_app.program.faults import SimulatedError, over_limit
from desktop_app.program.functions import FunctionObject
from desktop_app.program.limits import MAX_BASES
from desktop_app.program.native_attributes import native_mro
from desktop_app.program.types import OBJECT
from desktop_app.program.values import (
    EXTENDING,
    NOTHING,
    Builtin,
    ClassObject,
    Descriptor,
    ExceptionObject,
    ExceptionType,
    InstanceObject,
    ListObject,
    MutableObject,
)

if TYPE_CHECKING:
    from desktop_app.program.space import AddressSpace

#: About what CPython takes for a class, and for an instance with its dictionary.
_CLASS_BYTES: Final = 1_000
_INSTANCE_BYTES: Final = 150
#: Built-in types of descriptors.
DESCRIPTORS: Final = frozenset({"classmethod", "property", "staticmethod"})
#: Built-in types that a class of a program may extend.
_EXTENSIBLE: Final = frozenset({"object", "list", "dict", "set", "type", *DESCRIPTORS, *EXTENDING})


def new_class(space: AddressSpace, name: str, bases: tuple[object, ...], attributes: dict[str, object]) -> ClassObject:
    """Return a new class; raises CPython's TypeErrors for bases that do not go together."""
    bases = bases or (OBJECT,)
    for base in bases:
        _check_base(base)
    space.heap.charge(_CLASS_BYTES + len(attributes) * 50)
    made = ClassObject(name, bases, attributes, space.next_number())
    qualname = attributes.pop("__qualname__", name)
    made.qualname = str(qualname)
    made.mro = (made, *_merge(bases))
    made.layout = _layout(bases)
    made.host = next((one.host for one in made.mro if isinstance(one, ExceptionType)), Exception)
    metas = [base.meta for base in bases if isinstance(base, ClassObject) and base.meta is not None]
    made.meta = max(metas, key=lambda meta: len(meta.mro)) if metas else None
    _make_static(attributes)
    if "__eq__" in attributes and "__hash__" not in attributes:
        attributes["__hash__"] = None
    return made


#: What CPython makes of the functions of some names in a class.
_MADE_STATIC: Final = (
    ("__init_subclass__", "classmethod"),
    ("__class_getitem__", "classmethod"),
    ("__new__", "staticmethod"),
)


def _make_static(attributes: dict[str, object]) -> None:
    """Do what CPython does with the functions of some names: they are class methods or static without being told."""
    for name, kind in _MADE_STATIC:
        if isinstance(attributes.get(name), FunctionObject):
            attributes[name] = Descriptor(kind, attributes[name])


def _check_base(base: object) -> None:
    if isinstance(base, (ClassObject, ExceptionType)):
        return
    if isinstance(base, Builtin) and base.is_type:
        if base.name in _EXTENSIBLE:
            return
        if base.name in ("bool", "range", "slice", "NoneType", "function", "generator"):
            raise SimulatedError("TypeError", f"type {base.name!r} is not an acceptable base type")
        raise SimulatedError("TypeError", f"Coreloom does not simulate classes that extend {base.name}")
    raise SimulatedError("TypeError", "a class can only be derived from classes")


def _merge(bases: tuple[object, ...]) -> list[object]:
    """Return the linearised bases (the C3 algorithm of CPython's method resolution order)."""
    if len(set(map(id, bases))) != len(bases):
        double = next(base for base in bases if sum(base is other for other in bases) > 1)
        raise SimulatedError("TypeError", f"duplicate base class {getattr(double, 'name', '?')}")
    lists = [_mro_of(base) for base in bases]
    if sum(map(len, lists)) > MAX_BASES:
        raise over_limit(f"a class that derives from more than {MAX_BASES:,} others")
    if len(lists) == 1:
        return list(lists[0])
    lists.append(bases)
    # Each list is gone through once; of the classes behind the places where that is, only the number matters.
    behind = Counter(id(one) for ones in lists for one in ones[1:])
    places = [0] * len(lists)
    merged: list[object] = []
    while True:
        heads = [ones[place] for ones, place in zip(lists, places, strict=True) if place < len(ones)]
        if not heads:
            return merged
        head = next((one for one in heads if not behind[id(one)]), NOTHING)
        if head is NOTHING:
            names = ", ".join(dict.fromkeys(str(getattr(one, "name", "?")) for one in heads))
            gap = " " if sys.version_info >= (3, 13) else "\n"
            words = f"Cannot create a consistent method resolution{gap}order (MRO) for bases {names}"
            raise SimulatedError("TypeError", words)
        merged.append(head)
        for number, ones in enumerate(lists):
            if places[number] < len(ones) and ones[places[number]] is head:
                places[number] += 1
                if places[number] < len(ones):
                    behind[id(ones[places[number]])] -= 1


def _mro_of(base: object) -> tuple[object, ...]:
    if isinstance(base, ClassObject):
        return base.mro
    assert isinstance(base, (Builtin, ExceptionType)), "bases are checked first"
    return native_mro(base)


def _layout(bases: tuple[object, ...]) -> str:
    found = {_layout_of(base) for base in bases} - {"object"}
    if len(found) > 1:
        raise SimulatedError("TypeError", "multiple bases have instance lay-out conflict")
    return found.pop() if found else "object"


def _layout_of(base: object) -> str:
    if isinstance(base, ClassObject):
        return base.layout
    return "exception" if isinstance(base, ExceptionType) else str(getattr(base, "name", "object"))


def abstract_words(cls: ClassObject) -> str:
    """Return why a class has no instances, in CPython's words; empty when it may have."""
    if not cls.attributes.get("__abstractmethods__"):
        return ""
    names = sorted(str(name) for name in cls.attributes["__abstractmethods__"])  # type: ignore[attr-defined]
    plural = "s" if len(names) > 1 else ""
    start = f"Can't instantiate abstract class {cls.name}"
    if sys.version_info >= (3, 12):
        return f"{start} without an implementation for abstract method{plural} {', '.join(map(repr, names))}"
    return f"{start} with abstract method{plural} {', '.join(names)}"


def new_instance(
    space: AddressSpace, cls: ClassObject, args: list[object], keywords: dict[str, object], init: object
) -> InstanceObject | ExceptionObject:
    """Return a new instance of a class that extends ``object`` or an exception, not initialised yet."""
    if cls.layout == "exception":
        if keywords and init is NOTHING:
            raise SimulatedError("TypeError", f"{cls.name}() takes no keyword arguments")
        space.heap.charge(EXCEPTION_BYTES)
        return ExceptionObject(cls, tuple(args))
    if (args or keywords) and init is NOTHING:
        raise SimulatedError("TypeError", f"{cls.name}() takes no arguments")
    space.heap.charge(_INSTANCE_BYTES)
    return InstanceObject(cls, space.next_number())


def allocate(space: AddressSpace, cls: ClassObject, value: object) -> object:
    """Return a new instance of a class of any layout.

    Args:
        space: The address space.
        cls: The class.
        value: For a class that extends a built-in type, the plain value that the instance is.
    """
    space.heap.charge(_INSTANCE_BYTES)
    if cls.layout in EXTENDING:
        made = EXTENDING[cls.layout](value)
        made.cls, made.attributes = cls, {}
        return made
    if isinstance(value, MutableObject):
        value.cls, value.attributes = cls, {}
        inner = "[]" if isinstance(value, ListObject) else "{}"
        value.shown = value.shown._replace(text=f"{cls.name}({inner})")
        return value
    if isinstance(value, Descriptor):
        value.cls = cls
        return value
    if cls.layout == "exception":
        return ExceptionObject(cls, value if isinstance(value, tuple) else ())
    return InstanceObject(cls, space.next_number())
