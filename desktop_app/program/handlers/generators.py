"""Handlers of generators, coroutines and what awaits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.attributes import no_attribute
from desktop_app.program.calling import Call, call_prelude, call_value
from desktop_app.program.exceptions import EXCEPTIONS, RaisedError
from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import IS_COROUTINE, FunctionObject
from desktop_app.program.generators import failed, kind_of, resume, sent, sent_end, suspend
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import iterate
from desktop_app.program.values import (
    NOTHING,
    AsyncYield,
    ExceptionObject,
    GeneratorObject,
    IteratorObject,
    Marker,
    Pushed,
    special,
    type_name,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame

#: What CPython counts for a generator with a small frame.
_GENERATOR_BYTES = 200


def _return_generator(frame: Frame, _instruction: Instruction) -> object:
    """Make the generator of a call that has just begun, and return it."""
    function = frame.function
    assert isinstance(function, FunctionObject), "only functions are generators"
    frame.space.heap.charge(_GENERATOR_BYTES)
    generator = GeneratorObject(kind_of(function.code.flags), function, frame.slots)
    generator.next, generator.executing = frame.next, frame.executing
    then = frame.leave()
    if then is None:
        return NOTHING
    return then(frame, generator)


def _yield(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack.pop()
    suspend(frame)
    then = frame.leave()
    assert then is not None, "somebody has resumed it"
    return then(frame, value)


def _send(frame: Frame, _instruction: Instruction) -> object:
    """Resume a sub-generator, or whatever is awaited, with a value."""
    stack = frame.stack
    value, receiver = stack[-1], stack[-2]
    if isinstance(receiver, GeneratorObject):
        return resume(frame, receiver, value, len(stack) - 1, sent)
    if isinstance(receiver, IteratorObject):
        if value is not None:
            raise no_attribute(receiver, "send")
        item = receiver.next()
        stack.pop()
        return sent_end(frame, None) if item is Marker.END else sent(frame, item)
    call = Call(len(stack) - 1, None, [receiver, value], {})
    return call_prelude(frame, "send_or_end", call, _sent_or_end)


def _sent_or_end(frame: Frame, value: object) -> object:
    """Take a pair of whether the iterator has ended, and its value."""
    assert isinstance(value, tuple), "the prelude gives a pair"
    ended, item = value
    return sent_end(frame, item) if ended else sent(frame, item)


def _end_send(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack.pop()
    frame.stack[-1] = value
    return value


def _clean_up_throw(frame: Frame, _instruction: Instruction) -> object:
    """Go on after an exception was thrown into a sub-generator: a StopIteration is its normal end."""
    exception = frame.stack[-1]
    assert isinstance(exception, ExceptionObject), "only handlers clean up"
    if not exception.kind.derives_from(EXCEPTIONS["StopIteration"]):
        raise RaisedError(exception, again=True)
    value = exception.args[0] if exception.args else None
    frame.stack[-3:] = [None, value]
    return Pushed((None, value))


def _get_yield_from_iter(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack[-1]
    if isinstance(value, GeneratorObject):
        if value.kind == "coroutine" and not (frame.code.flags & IS_COROUTINE):
            words = "cannot 'yield from' a coroutine object in a non-coroutine generator"
            raise SimulatedError("TypeError", words)
        return NOTHING
    iterator = iterate(value)
    frame.stack[-1] = iterator
    return iterator


def _get_awaitable(frame: Frame, instruction: Instruction) -> object:
    value = frame.stack[-1]
    if isinstance(value, GeneratorObject) and value.kind == "coroutine":
        return NOTHING
    own = special(value, "__await__")
    if own is NOTHING:
        where = {1: "'async with' received an object from __aenter__ that does not implement __await__: ",
                 2: "'async with' received an object from __aexit__ that does not implement __await__: "}  # fmt: skip
        if instruction.count in where:
            raise SimulatedError("TypeError", where[instruction.count] + type_name(value))
        raise SimulatedError("TypeError", f"object {type_name(value)} can't be used in 'await' expression")
    return call_value(frame, Call(len(frame.stack) - 1, own, [value], {}))


def _get_async_iter(frame: Frame, _instruction: Instruction) -> object:
    value = frame.stack[-1]
    if isinstance(value, GeneratorObject) and value.kind == "async_generator":
        return NOTHING
    own = special(value, "__aiter__")
    if own is NOTHING:
        words = f"'async for' requires an object with __aiter__ method, got {type_name(value)}"
        raise SimulatedError("TypeError", words)
    return call_value(frame, Call(len(frame.stack) - 1, own, [value], {}))


def _get_async_next(frame: Frame, _instruction: Instruction) -> object:
    """Push what is to be awaited for the next item; the iterator stays below it."""
    value = frame.stack[-1]
    call = Call(len(frame.stack), None, [value], {})
    return call_prelude(frame, "async_next", call)


def _end_async_for(frame: Frame, _instruction: Instruction) -> object:
    exception = frame.stack[-1]
    assert isinstance(exception, ExceptionObject), "only a handler ends the loop"
    if not exception.kind.derives_from(EXCEPTIONS["StopAsyncIteration"]):
        raise RaisedError(exception, again=True)
    del frame.stack[-2:]
    return NOTHING


def _wrap_async_yield(frame: Frame, _instruction: Instruction) -> object:
    wrapped = AsyncYield(frame.stack[-1])
    frame.stack[-1] = wrapped
    return wrapped


def _stop_iteration_error(frame: Frame, _instruction: Instruction) -> object:
    """Turn a StopIteration that would leave a generator into a RuntimeError; from 3.12 on the compiler asks for it."""
    exception = frame.stack[-1]
    assert isinstance(exception, ExceptionObject), "a handler begins with its exception"
    assert frame.generator is not None, "only generators have this handler"
    frame.stack[-1] = failed(exception, frame.generator)
    return frame.stack[-1]


HANDLERS = {
    Op.RETURN_GENERATOR: _return_generator,
    Op.YIELD: _yield,
    Op.SEND: _send,
    Op.END_SEND: _end_send,
    Op.CLEAN_UP_THROW: _clean_up_throw,
    Op.GET_YIELD_FROM_ITER: _get_yield_from_iter,
    Op.GET_AWAITABLE: _get_awaitable,
    Op.GET_ASYNC_ITER: _get_async_iter,
    Op.GET_ASYNC_NEXT: _get_async_next,
    Op.END_ASYNC_FOR: _end_async_for,
    Op.WRAP_ASYNC_YIELD: _wrap_async_yield,
    Op.STOP_ITERATION_ERROR: _stop_iteration_error,
}
