"""What a call calls, and whether another thread can see when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.program.functions import FunctionObject
from desktop_app.program.library import PRELUDE
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    Descriptor,
    ExceptionType,
    Marker,
    Method,
    special,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Frame

#: Built-in functions that do something beside giving a value of their arguments.
_ACTING: Final = frozenset({"print", "input", "open"})
#: What only makes a thread, begins it and waits for its end: what they touch is that thread's own.
_LIFE: Final = frozenset({"Thread.__init__", "Thread.start", "Thread.join"})
#: Modules of the library whose functions have effects on nothing but their arguments.
_EFFECTLESS: Final = frozenset(
    {
        "abc", "bisect", "collections", "collections.abc", "contextlib", "copy", "dataclasses", "datetime", "enum",
        "fractions", "functools", "heapq", "itertools", "json", "operator", "statistics", "string", "textwrap", "time",
        "typing",
    }
)  # fmt: skip

#: Built-in functions that change what they are given, and methods that do not.
_CHANGING: Final = frozenset({"next", "setattr", "delattr"})
_READING: Final = frozenset(
    {
        "copy", "count", "difference", "get", "index", "intersection", "isdisjoint", "issubset", "issuperset", "items",
        "join", "keys", "symmetric_difference", "union", "values",
    }
)  # fmt: skip


def called(frame: Frame, instruction: Instruction) -> tuple[object, list[object]]:
    """Return what a call calls and what goes with it."""
    stack = frame.stack
    above = 1 if instruction.op is Op.CALL_KEYWORDS else 0
    count = 1 + instruction.flag if instruction.op is Op.CALL_UNPACKED else instruction.count + above
    first = len(stack) - count
    below, beside = stack[first - 2], stack[first - 1]
    function = beside if below is Marker.NULL else below
    args = [value for value in (beside, *stack[first:]) if value is not function and value is not Marker.NULL]
    return _unbound(function, args)


def _unbound(function: object, args: list[object]) -> tuple[object, list[object]]:
    """Return a function instead of a method, with the method's object as its first argument."""
    found, given = function, args
    while isinstance(found, BoundMethod):
        given = [found.target, *given]
        found = found.function
    return found, given


def acts_on(function: object, args: list[object], is_shared: Callable[[object], bool]) -> bool:
    """Return whether other threads can see when something is called.

    Args:
        function: What is called.
        args: What goes with it.
        is_shared: Says of a value whether other threads can reach it.
    """
    function, args = _unbound(function, args)
    if isinstance(function, ClassObject):
        function = _maker(function)
    if isinstance(function, Descriptor):
        function = function.getter
    if isinstance(function, FunctionObject):
        return _library_acts(function, args, is_shared)
    if isinstance(function, (Builtin, ExceptionType, Method)):
        return function.name in _ACTING or any(map(is_shared, args))
    own = special(function, "__call__")
    if isinstance(own, FunctionObject):
        return _library_acts(own, [function, *args], is_shared)
    return function is not None


def _maker(cls: ClassObject) -> object:
    """Return what makes an instance, or None when that is nothing but a new object."""
    for name in ("__new__", "__init__"):
        found = cls.find(name)
        if found is not NOTHING:
            return found
    return None


def _library_acts(function: FunctionObject, args: list[object], is_shared: Callable[[object], bool]) -> bool:
    unit = function.code.unit
    if not unit.hidden or function.code.qualname in _LIFE:
        return False
    if function.code.name == "__init__" and unit.name in ("threading", "queue", "concurrent.futures"):
        return False
    return unit.name not in _EFFECTLESS or any(map(is_shared, args))


def enters_program(function: object) -> bool:
    """Return whether a call executes code of the program, which shows by itself what it touches."""
    if isinstance(function, ClassObject):
        function = _maker(function)
    return isinstance(function, FunctionObject) and not function.code.unit.hidden


def changes(function: object) -> bool:
    """Return whether a call may change the containers that it is given."""
    if isinstance(function, (Builtin, ExceptionType)):
        return function.name in _CHANGING
    if isinstance(function, Method):
        return function.name not in _READING
    return function is not None


def returns_to_library(frame: Frame) -> bool:
    """Return whether a function returns to code of the library that does something with it which others see."""
    if not frame.callers or frame.generator is not None:
        return False
    unit = frame.callers[-1].code.unit
    return unit.hidden and unit.name not in _EFFECTLESS and unit.name not in ("threading", PRELUDE)
