"""Handlers of with statements and match statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.attributes import bind, look_up
from desktop_app.program.calling import Call, call_prelude, call_value
from desktop_app.program.faults import SimulatedError
from desktop_app.program.mappings import has_key
from desktop_app.program.native_attributes import traceback_of
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.types import OBJECT, of_native_type, type_of
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionObject,
    ListObject,
    Marker,
    Pushed,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def special_method(value: object, name: str) -> object:
    """Return a special method of a value's type, bound; NOTHING for none."""
    cls = user_class(value)
    if cls is not None:
        found = look_up(cls, name)
        return NOTHING if found is NOTHING else bind(found, value, cls)
    found = of_native_type(type_of(value), name) if type_of(value) is not OBJECT else NOTHING
    return NOTHING if found is NOTHING else BoundMethod(found, value)


def _before_with(frame: Frame, instruction: Instruction) -> object:
    """Push the exit method and what entering gives."""
    stack = frame.stack
    manager, enter_name = stack[-1], instruction.name
    enter, leave = _both(manager, enter_name)
    stack[-1] = leave
    return _with_below(leave, call_value(frame, Call(len(stack), enter, [], {})))


def _with_below(leave: object, result: object) -> object:
    """Return what an instruction pushed that left ``leave`` below what a call gave or will give."""
    if result is NOTHING:
        return leave
    return Pushed((leave, *result)) if type(result) is Pushed else Pushed((leave, result))


def _both(manager: object, enter_name: str) -> tuple[object, object]:
    asynchronous = enter_name == "__aenter__"
    leave_name = "__aexit__" if asynchronous else "__exit__"
    protocol = f"{'asynchronous ' if asynchronous else ''}context manager protocol"
    enter = special_method(manager, enter_name)
    if enter is NOTHING:
        raise SimulatedError("TypeError", f"{type_name(manager)!r} object does not support the {protocol}")
    leave = special_method(manager, leave_name)
    if leave is NOTHING:
        words = f"{type_name(manager)!r} object does not support the {protocol} (missed {leave_name} method)"
        raise SimulatedError("TypeError", words)
    return enter, leave


def _load_special(frame: Frame, instruction: Instruction) -> object:
    """Push a special method and the NULL above it, from 3.14 on."""
    stack = frame.stack
    manager, name = stack[-1], instruction.name
    found = special_method(manager, name)
    if found is NOTHING:
        asynchronous = name.startswith("__a")
        protocol = f"{'asynchronous ' if asynchronous else ''}context manager protocol"
        words = f"{type_name(manager)!r} object does not support the {protocol}"
        if name in ("__exit__", "__aexit__"):
            words += f" (missed {name} method)"
        raise SimulatedError("TypeError", words)
    pushed = Pushed((found, Marker.NULL))
    stack[-1:] = pushed
    return pushed


def _call_exit(frame: Frame, instruction: Instruction) -> object:
    """Call the exit method with the exception that leaves a with statement."""
    stack = frame.stack
    exception = stack[-1]
    assert isinstance(exception, ExceptionObject), "a handler has its exception"
    leave = stack[-5] if instruction.flag else stack[-4]
    return call_value(frame, Call(len(stack), leave, [exception.kind, exception, traceback_of(exception)], {}))


# -- patterns -------------------------------------------------------------------------------------------------


def _match_sequence(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack[-1]
    cls = user_class(value)
    registered = cls is not None and cls.find("_is_sequence") is not NOTHING
    matched = registered or isinstance(value, (ListObject, tuple, range))
    frame.stack.append(matched)
    return matched


def _match_mapping(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack[-1]
    cls = user_class(value)
    matched = isinstance(value, DictObject) or (cls is not None and cls.find("_is_mapping") is not NOTHING)
    frame.stack.append(matched)
    return matched


def _get_length(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack[-1]
    if user_class(value) is not None and user_class(value).find("__len__") is not NOTHING:  # type: ignore[union-attr]
        return call_prelude(frame, "length", Call(len(frame.stack), None, [value], {}))
    length = len(getattr(value, "items", value))  # type: ignore[arg-type]
    frame.stack.append(length)
    return length


def _match_keys(frame: Frame, _instruction: Instruction) -> object:
    keys, subject = frame.stack[-1], frame.stack[-2]
    assert isinstance(keys, tuple), "the compiler gives a tuple"
    found: object = None
    if isinstance(subject, DictObject) and all(has_key(subject, key) for key in keys):
        found = tuple(subject.items[key] for key in keys)
    frame.stack.append(found)
    return found


#: Built-in types whose one positional pattern is the value itself.
_ITSELF = frozenset(
    {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"}
)  # fmt: skip


def _match_class(frame: Frame, instruction: Instruction) -> object:
    """Push the attributes that a class pattern asks for, or None when the subject does not match."""
    stack = frame.stack
    subject, kind, names = stack[-3], stack[-2], stack[-1]
    call = Call(len(stack) - 3, None, [subject, kind, instruction.count, names, _matches_itself(kind)], {})
    return call_prelude(frame, "match_class", call)


def _matches_itself(kind: object) -> bool:
    if isinstance(kind, ClassObject):
        return kind.layout in _ITSELF
    return isinstance(kind, Builtin) and kind.name in _ITSELF


HANDLERS = {
    Op.BEFORE_WITH: _before_with,
    Op.LOAD_SPECIAL: _load_special,
    Op.CALL_EXIT: _call_exit,
    Op.MATCH_SEQUENCE: _match_sequence,
    Op.MATCH_MAPPING: _match_mapping,
    Op.GET_LENGTH: _get_length,
    Op.MATCH_KEYS: _match_keys,
    Op.MATCH_CLASS: _match_class,
}
