"""The built-in types as values, the type of every value, and the methods that built-in types define."""

from __future__ import annotations

import functools
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    GeneratorType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Final

from desktop_app.program.faults import SimulatedError
from desktop_app.program.methods import METHODS
from desktop_app.program.values import (
    NOTHING,
    Builtin,
    ClassObject,
    ExceptionObject,
    ExceptionType,
    Method,
    stand_in,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.calling import Call
    from desktop_app.program.frame import Continuation, Frame

    #: A built-in function or method that needs the frame, such as ``super`` or a generator's ``send``.
    FrameFunction = Callable[[Frame, Call, Continuation], object]

#: Those functions by name, and those methods by the type's name (``*`` for any) and their own; their modules add them.
FRAME_FUNCTIONS: dict[str, FrameFunction] = {}
FRAME_METHODS: dict[tuple[str, str], FrameFunction] = {}

OBJECT: Final = Builtin("object", object)
TYPE: Final = Builtin("type", type)
#: The built-in types that have names of their own in a program.
NAMED_TYPES: Final[dict[str, Builtin]] = {
    "object": OBJECT,
    "type": TYPE,
    **{
        host.__name__: Builtin(host.__name__, host)
        for host in (
            bool, bytearray, bytes, classmethod, complex, dict, enumerate, filter, float, frozenset, int, list, map,
            property, range, reversed, set, slice, staticmethod, str, super, tuple, zip,
        )
    },
}  # fmt: skip
_OTHERS: Final[dict[str, type]] = {
    "builtin_function_or_method": BuiltinFunctionType,
    "function": type(lambda: None),
    "generator": GeneratorType,
    "method": MethodType,
    "module": ModuleType,
}
#: Methods of ``object`` that the classes of a program inherit and may call through ``super()``.
_OBJECT_METHODS: Final = frozenset(
    """
    __delattr__ __dir__ __eq__ __format__ __ge__ __getattribute__ __gt__ __hash__ __init__ __init_subclass__ __le__
    __lt__ __ne__ __new__ __repr__ __setattr__ __sizeof__ __str__
    """.split()  # noqa: SIM905 - twenty names read best as words
)
#: What a type's namespace has that is called; the rest are data, such as the name of a class.
_CALLED: Final = (WrapperDescriptorType, MethodDescriptorType, BuiltinFunctionType, ClassMethodDescriptorType)
#: Methods that a built-in type has, and that no program may call.
_WITHOUT: Final = frozenset(
    {"__class__", "__class_getitem__", "__doc__", "__getstate__", "__reduce__", "__reduce_ex__", "__subclasshook__"}
)


@functools.cache
def unnamed_type(name: str, host: type) -> Builtin:
    """Return a built-in type that has no name of its own in a program, always the same."""
    return Builtin(name, _OTHERS.get(name, host))


def type_of(value: object) -> Builtin | ExceptionType | ClassObject:
    """Return the type of a value, as ``type()`` gives it."""
    cls = user_class(value)
    if cls is not None:
        return cls
    if isinstance(value, ExceptionObject):
        return value.kind
    if isinstance(value, (ClassObject, ExceptionType)):
        return TYPE
    if isinstance(value, Builtin):
        return TYPE if value.is_type else unnamed_type("builtin_function_or_method", BuiltinFunctionType)
    name = type_name(value)
    return NAMED_TYPES.get(name) or unnamed_type(name, type(stand_in(value)))  # type: ignore[arg-type]


@functools.cache
def native_method(owner: str, name: str) -> Method:
    """Return a method of a built-in type, always the same."""
    return METHODS.get((owner, name)) or Method(owner, name)


def of_native_type(kind: object, name: str) -> object:  # noqa: PLR0911 - one return per kind of answer
    """Return the method that a built-in type itself defines under a name, not bound.

    It is None where the type says that it has none, and NOTHING where it says nothing.
    """
    if kind is OBJECT:
        return native_method("object", name) if name in _OBJECT_METHODS else NOTHING
    assert isinstance(kind, (Builtin, ExceptionType)), "a base is a class"
    owner = "BaseException" if isinstance(kind, ExceptionType) else kind.name
    if (owner, name) in METHODS or (owner, name) in FRAME_METHODS:
        return native_method(owner, name)
    if owner == "bool" and ("int", name) in METHODS:
        return native_method("int", name)
    if not (name.startswith("__") and name.endswith("__")) or name in _WITHOUT:
        return NOTHING
    host = kind.host
    if name == "__hash__" and getattr(host, name, 0) is None:
        return None  # lists, dictionaries and sets say so that they have none
    if isinstance(host, type) and any(isinstance(vars(one).get(name), _CALLED) for one in host.__mro__[:-1]):
        return native_method(owner, name)
    return NOTHING


def native_namespace(kind: Builtin | ExceptionType) -> dict[str, object]:
    """Return the methods that a built-in type itself defines, by their names."""
    host: object = kind.host
    names = vars(host) if isinstance(host, type) else ()
    found = {name: of_native_type(kind, name) for name in names}
    return {name: method for name, method in found.items() if method is not NOTHING}


#: Methods whose first argument is a class, or anything.
_OF_ANYTHING: Final = frozenset({"__new__", "__init_subclass__", "__class_getitem__", "fromkeys"})
#: How many arguments some special methods take after their object.
_ARITY: Final = {
    **dict.fromkeys(("__hash__", "__repr__", "__str__", "__len__", "__iter__", "__dir__", "__next__", "__await__"), 0),
    **dict.fromkeys(("__getitem__", "__delitem__", "__contains__", "__format__", "__getattribute__", "__delattr__"), 1),
    **dict.fromkeys(("__setitem__", "__setattr__"), 2),
    "mro": 0, "send": 1, "close": 0, "with_traceback": 1, "add_note": 1, "getter": 1, "setter": 1, "deleter": 1,
}  # fmt: skip


def check_receiver(method: Method, args: list[object]) -> None:
    """Raise CPython's TypeError when a method of a built-in type is called on what is no instance of that type."""
    if method.name in _OF_ANYTHING:
        return
    if not args:
        raise SimulatedError("TypeError", f"unbound method {method.owner}.{method.name}() needs an argument")
    target, given = args[0], len(args) - 1
    if getattr(target, "kind", None) != method.owner and not _is_of(target, method.owner):
        given_type = type_name(target)
        words = f"descriptor {method.name!r} for {method.owner!r} objects doesn't apply to a {given_type!r} object"
        raise SimulatedError("TypeError", words)
    expected = _ARITY.get(method.name, given)
    if expected != given:
        plural = "" if expected == 1 else "s"
        raise SimulatedError("TypeError", f"expected {expected} argument{plural}, got {given}")


def _is_of(target: object, owner: str) -> bool:
    if owner == "object":
        return True
    if owner == "BaseException":
        return isinstance(target, ExceptionObject)
    kind = type_of(target)
    if owner in NAMED_TYPES:
        return is_subclass(kind, NAMED_TYPES[owner])
    return isinstance(kind, Builtin) and kind.name == owner


def is_subclass(kind: object, other: object) -> bool:
    """Return whether a class is another one or derives from it."""
    if kind is other or other is OBJECT:
        return True
    if isinstance(kind, (ClassObject, ExceptionType)):
        return kind.derives_from(other)
    if isinstance(kind, Builtin) and isinstance(other, Builtin):
        return issubclass(kind.host, other.host)  # type: ignore[arg-type]
    return False
