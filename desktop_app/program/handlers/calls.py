"""Handlers of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.attributes import Getter, find_method
from desktop_app.program.calling import Call, call_value
from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND, FunctionObject
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import drain
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionType,
    Marker,
    NeedsProgramError,
    Pushed,
    object_write,
    show,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _load_method(frame: Frame, instruction: Instruction) -> object:
    """Push the method and its object for the call that follows, as CPython does to save making a bound method.

    What is no method of the object's type goes beside a NULL: below it up to 3.12, above it from 3.13.
    """
    stack = frame.stack
    target = stack[-1]
    found = find_method(frame.space, target, instruction.name)
    if isinstance(found, Getter):
        return call_value(
            frame, Call(len(stack) - 1, found.function, list(found.args), {}),
            push_above_null if not instruction.flag else push_below_null,
        )  # fmt: skip
    if isinstance(found, BoundMethod) and found.target is target:
        pushed = Pushed((found.function, target))
    else:
        pushed = Pushed((found, Marker.NULL) if instruction.flag else (Marker.NULL, found))
    stack[-1:] = pushed
    return pushed


def push_above_null(frame: Frame, value: object) -> object:
    """Put a method that a call gave on the operand stack, with a NULL below it."""
    frame.stack += (Marker.NULL, value)
    return Pushed((Marker.NULL, value))


def push_below_null(frame: Frame, value: object) -> object:
    """Put a method that a call gave on the operand stack, with a NULL above it."""
    frame.stack += (value, Marker.NULL)
    return Pushed((value, Marker.NULL))


def _keyword_names(frame: Frame, instruction: Instruction) -> object:
    frame.keyword_names = _names(instruction.value)
    return NOTHING


def _call(frame: Frame, instruction: Instruction) -> object:
    if not frame.keyword_names:
        stack = frame.stack
        first = len(stack) - instruction.count
        below, beside = stack[first - 2], stack[first - 1]
        function = beside if below is Marker.NULL else below
        if type(function) is FunctionObject and function.code.simple:
            # The commonest call needs no binding of arguments, only that they are as many as the parameters.
            args = stack[first:]
            if below is not Marker.NULL and beside is not Marker.NULL:
                args.insert(0, beside)
            code = function.code
            if len(args) == code.positional:
                args += [UNBOUND] * (len(code.places) - len(args))
                frame.enter(function, args, first - 2)
                return NOTHING
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
    return call_value(frame, Call(first - 2, function, args[:positional], keywords))


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
    return call_value(frame, Call(end - 3, function, _unpacked(function, stack[end - 1]), keywords))


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
        if user_class(added) is not None:
            raise NeedsProgramError
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
    if isinstance(function, BoundMethod):
        return _function_words(function.function)
    if isinstance(function, FunctionObject):
        return f"{function.globals.get('__name__')}.{function.qualname}()"
    if isinstance(function, ClassObject):
        return f"{function.attributes.get('__module__')}.{function.qualname}()"
    if isinstance(function, (Builtin, ExceptionType)):
        return f"{function.name}()"
    return str(getattr(function, "shown", show(function)).text)


HANDLERS = {
    Op.LOAD_METHOD: _load_method,
    Op.KEYWORD_NAMES: _keyword_names,
    Op.CALL: _call,
    Op.CALL_KEYWORDS: _call_keywords,
    Op.CALL_UNPACKED: _call_unpacked,
    Op.MERGE_KEYWORDS: _merge_keywords,
}
