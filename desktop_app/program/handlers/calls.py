"""Handlers of calls."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.program.builtin_functions import call_builtin
from desktop_app.program.exceptions import call_exception_type
from desktop_app.program.faults import SimulatedError, fail_as_host
from desktop_app.program.functions import FunctionObject, bind
from desktop_app.program.methods import METHODS, call_method
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import drain
from desktop_app.program.values import (
    Builtin,
    DictObject,
    ExceptionType,
    Marker,
    Method,
    NOTHING,
    Pushed,
    object_write,
    show,
    stand_in,
    type_name,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


class Call(NamedTuple):
    """What is called, and how.

    Attributes:
        keep: How many values of the operand stack lie below what was put on it for the call.
        function: What is called.
        args: The positional arguments.
        keywords: The keyword arguments.
    """

    keep: int
    function: object
    args: list[object]
    keywords: dict[str, object]


def _load_method(frame: Frame, instruction: Instruction) -> object:
    """Push the method and its object for the call that follows, as CPython does to save making a bound method."""
    stack = frame.stack
    target = stack[-1]
    method = METHODS.get((type_name(target), instruction.name))
    if method is None:
        raise SimulatedError("AttributeError", f"{_owner_words(target)} has no attribute {instruction.name!r}")
    stack[-1] = method
    stack.append(target)
    return Pushed((method, target))


def _owner_words(target: object) -> str:
    if isinstance(target, ExceptionType):
        return f"type object {target.name!r}"
    if isinstance(target, Builtin) and isinstance(target.host, type):
        return f"type object {target.name!r}"
    return f"{type_name(target)!r} object"


def _keyword_names(frame: Frame, instruction: Instruction) -> object:
    frame.keyword_names = _names(instruction.value)
    return NOTHING


def _call(frame: Frame, instruction: Instruction) -> object:
    names, frame.keyword_names = frame.keyword_names, ()
    return _call_top(frame, instruction.count, names, 0)


def _call_keywords(frame: Frame, instruction: Instruction) -> object:
    return _call_top(frame, instruction.count, _names(frame.stack[-1]), 1)


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, tuple) else ()


def _call_top(frame: Frame, count: int, keyword_names: tuple[str, ...], above: int) -> object:
    """Call what lies under the arguments.

    Args:
        frame: The calling frame.
        count: Number of arguments on the stack, with the keyword arguments last.
        keyword_names: Names of those.
        above: How many values lie above the arguments.
    """
    stack = frame.stack
    end = len(stack) - above
    first = end - count
    below, beside = stack[first - 2], stack[first - 1]
    args = stack[first:end]
    # Up to 3.12 NULL is below the callable, from 3.13 above it; a method has its object above it in all versions.
    function = beside if below is Marker.NULL else below
    if below is not Marker.NULL and beside is not Marker.NULL:
        args.insert(0, beside)
    positional = len(args) - len(keyword_names)
    keywords = dict(zip(keyword_names, args[positional:], strict=True))
    return _call_value(frame, Call(first - 2, function, args[:positional], keywords))


def _call_unpacked(frame: Frame, instruction: Instruction) -> object:
    """Call with ``*args`` and perhaps ``**keywords``, which stand on the stack as one value each."""
    stack = frame.stack
    keywords: dict[str, object] = {}
    end = len(stack)
    if instruction.flag:
        end -= 1
        named = stack[end]
        if isinstance(named, DictObject):
            keywords = {str(name): value for name, value in named.items.items()}
    below, beside = stack[end - 3], stack[end - 2]
    function = beside if below is Marker.NULL else below
    return _call_value(frame, Call(end - 3, function, _unpacked(function, stack[end - 1]), keywords))


def _merge_keywords(frame: Frame, instruction: Instruction) -> object:
    """Add one ``**mapping`` to the keyword arguments of the call that follows."""
    stack = frame.stack
    # From 3.13 on a NULL stands above what is called.
    function = stack[-3 - instruction.count]
    if function is Marker.NULL:
        function = stack[-4 - instruction.count]
    target, added = stack[-1 - instruction.count], stack[-1]
    assert isinstance(target, DictObject), "BUILD_MAP comes first"
    if not isinstance(added, DictObject):
        words = f"{_function_words(function)} argument after ** must be a mapping, not {type_name(added)}"
        raise SimulatedError("TypeError", words)
    for name in added.items:
        if not isinstance(name, str):
            raise SimulatedError("TypeError", "keywords must be strings")
        if name in target.items:
            words = f"{_function_words(function)} got multiple values for keyword argument {name!r}"
            raise SimulatedError("TypeError", words)
    frame.space.grow(len(added.items))
    target.items.update(added.items)
    stack.pop()
    frame.effects.append(object_write(target))
    return NOTHING


def _unpacked(function: object, value: object) -> list[object]:
    try:
        return drain(value)
    except SimulatedError as error:
        if not error.message.endswith("object is not iterable"):
            raise
        words = f"{_function_words(function)} argument after * must be an iterable, not {type_name(value)}"
        raise SimulatedError("TypeError", words) from None


def _function_words(function: object) -> str:
    """Return what CPython calls a value that is called (_PyObject_FunctionStr)."""
    if isinstance(function, FunctionObject):
        return f"__main__.{function.code.qualname}()"
    return f"{function.name}()" if isinstance(function, Builtin) else str(show(function).text)


def _call_value(frame: Frame, call: Call) -> object:
    """Call a value: what was put on the stack for that is replaced by its result, or by a new frame."""
    stack = frame.stack
    keep, function, args, keywords = call
    if isinstance(function, FunctionObject):
        return _enter(frame, function, call)
    if isinstance(function, Builtin):
        value = call_builtin(frame.space, frame.effects, function, args, keywords)
    elif isinstance(function, ExceptionType):
        value = call_exception_type(frame.space, function, args, keywords)
    elif isinstance(function, Method):
        value = call_method(frame.space, frame.effects, function, args, keywords)
    else:
        fail_as_host(operator.call, stand_in(function))
    del stack[keep:]
    stack.append(value)
    return value


def _enter(frame: Frame, function: FunctionObject, call: Call) -> object:
    bound, code = bind(function, call.args, call.keywords), function.code
    place = code.positional + code.keyword_only
    if code.variadic:
        frame.space.admit(bound.surplus)
        bound.slots[place] = bound.surplus
        place += 1
    if code.keywords:
        named = frame.space.new_dict(bound.named)
        bound.slots[place] = named
        frame.effects.append(object_write(named))
    frame.enter(function, bound.slots, call.keep)
    return NOTHING


HANDLERS = {
    Op.LOAD_METHOD: _load_method,
    Op.KEYWORD_NAMES: _keyword_names,
    Op.CALL: _call,
    Op.CALL_KEYWORDS: _call_keywords,
    Op.CALL_UNPACKED: _call_unpacked,
    Op.MERGE_KEYWORDS: _merge_keywords,
}
