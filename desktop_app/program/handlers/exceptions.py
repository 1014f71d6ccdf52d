"""Handlers of operations that raise, catch and match exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.exceptions import EXCEPTIONS, RaisedError, call_exception_type, matches
from desktop_app.program.faults import SimulatedError
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NOTHING, ClassObject, ExceptionObject, ExceptionType, NeedsProgramError, Pushed

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _push_exception(frame: Frame, _instruction: Instruction) -> object:
    """Begin to handle the exception on the stack; what was being handled goes below it."""
    stack = frame.stack
    exception = stack[-1]
    assert isinstance(exception, ExceptionObject), "a handler begins with its exception on the stack"
    stack[-1:] = [frame.handled, exception]
    frame.handled = exception
    return Pushed(stack[-2:])


def _pop_exception(frame: Frame, _instruction: Instruction) -> object:
    """Go back to what was being handled before."""
    before = frame.stack.pop()
    frame.handled = before if isinstance(before, ExceptionObject) else None
    return NOTHING


def _match_exception(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    stack[-1] = matches(stack[-2], stack[-1])
    return stack[-1]


def _raise(frame: Frame, instruction: Instruction) -> object:
    """``raise``, ``raise exception`` or ``raise exception from cause``, by the number of operands."""
    stack = frame.stack
    if not instruction.count:
        handled = frame.handled
        if handled is None:
            raise SimulatedError("RuntimeError", "No active exception to reraise")
        raise RaisedError(handled, again=True)
    exception = _instance(frame, stack[-instruction.count], "exceptions must derive from BaseException")
    if instruction.count > 1:
        cause = stack[-1]
        problem = "exception causes must derive from BaseException"
        exception.cause = None if cause is None else _instance(frame, cause, problem)
        exception.suppress_context = True
    raise RaisedError(exception)


def _instance(frame: Frame, value: object, problem: str) -> ExceptionObject:
    if isinstance(value, ExceptionType):
        return call_exception_type(frame.space, value, [], {})
    if isinstance(value, ExceptionObject):
        return value
    if isinstance(value, ClassObject) and value.layout == "exception":
        raise NeedsProgramError
    raise SimulatedError("TypeError", problem)


def _reraise(frame: Frame, _instruction: Instruction) -> object:
    exception = frame.stack[-1]
    assert isinstance(exception, ExceptionObject), "only handlers raise again, and they have their exception"
    raise RaisedError(exception, again=True)


def _load_common(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    kind = EXCEPTIONS.get(instruction.name) or BUILTINS[instruction.name]
    stack.append(kind)
    return kind


HANDLERS = {
    Op.PUSH_EXCEPTION: _push_exception,
    Op.POP_EXCEPTION: _pop_exception,
    Op.MATCH_EXCEPTION: _match_exception,
    Op.RAISE: _raise,
    Op.RERAISE: _reraise,
    Op.LOAD_COMMON: _load_common,
}
