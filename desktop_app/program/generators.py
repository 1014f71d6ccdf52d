"""Generators, coroutines and asynchronous generators: resuming them, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.program.calling import Call, call_prelude, finish
from desktop_app.program.exceptions import EXCEPTIONS, RaisedError, call_exception_type
from desktop_app.program.faults import SimulatedError
from desktop_app.program.frame import drop, push
from desktop_app.program.functions import IS_ASYNC_GENERATOR, IS_COROUTINE
from desktop_app.program.operations import Op
from desktop_app.program.reaching import is_reachable
from desktop_app.program.types import FRAME_METHODS
from desktop_app.program.values import (
    NOTHING,
    ClassObject,
    ExceptionObject,
    ExceptionType,
    GeneratorObject,
    IteratorObject,
    Marker,
    Pushed,
    special,
    type_name,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Continuation, Frame


def kind_of(flags: int) -> str:
    """Return CPython's name of what a call of a function with these flags makes."""
    if flags & IS_ASYNC_GENERATOR:
        return "async_generator"
    return "coroutine" if flags & IS_COROUTINE else "generator"


def resume(frame: Frame, generator: GeneratorObject, value: object, keep: int, then: Continuation) -> object:
    """Go on in a generator, whose ``yield`` gives ``value``; the frame keeps ``keep`` values of its operand stack."""
    _check(generator)
    if generator.state == "closed":
        del frame.stack[keep:]
        return END_OF[then](frame, None)
    if generator.state == "created" and value is not None:
        words = f"can't send non-None value to a just-started {generator.kind.replace('_', ' ')}"
        raise SimulatedError("TypeError", words)
    _enter(frame, generator, keep, then)
    frame.stack.append(value)
    return Pushed(frame.stack[frame.base :])


def throw(
    frame: Frame, generator: GeneratorObject, exception: ExceptionObject, keep: int, then: Continuation
) -> object:
    """Raise an exception in a generator where it is."""
    _check(generator)
    if generator.state == "created":
        generator.state = "closed"
    if generator.state == "closed":
        raise RaisedError(exception)
    inner = _delegate_of(generator)
    _enter(frame, generator, keep, then)
    if inner is None:
        raise RaisedError(exception)
    closing = exception.kind.derives_from(EXCEPTIONS["GeneratorExit"])
    return _throw_into(frame, inner, exception, closing_yield if closing else thrown)


def _delegate_of(generator: GeneratorObject) -> object:
    """Return what a generator waits for in ``yield from`` or ``await``; None when it does not."""
    before = generator.function.code.unit.linked[generator.executing - 1][1]
    waits = generator.state == "suspended" and before.op is Op.SEND
    return generator.stack[-1] if waits else None


def _throw_into(frame: Frame, inner: object, exception: ExceptionObject, then: Continuation) -> object:
    """Raise an exception in what the generator that has just been entered waits for."""
    keep = len(frame.stack)
    if isinstance(inner, GeneratorObject):
        return throw(frame, inner, exception, keep, then)
    name = "close" if then is closing_yield else "throw"
    own = special(inner, name)
    if own is NOTHING:
        raise RaisedError(exception)
    if then is closing_yield:
        return call_prelude(frame, "close_and_raise", Call(keep, None, [own, inner, exception], {}))
    return call_prelude(frame, "throw_or_end", Call(keep, None, [own, inner, exception], {}), thrown_or_end)


def _check(generator: GeneratorObject) -> None:
    if generator.state == "running":
        raise SimulatedError("ValueError", f"{generator.kind.replace('_', ' ')} already executing")
    if generator.kind == "coroutine" and generator.state == "closed":
        raise SimulatedError("RuntimeError", "cannot reuse already awaited coroutine")


def _enter(frame: Frame, generator: GeneratorObject, keep: int, then: Continuation) -> None:
    frame.put_by(keep, then)
    frame.begin(generator.function.code, generator.function)
    frame.slots = generator.slots
    frame.generator = generator
    frame.base = len(frame.stack)
    frame.stack += generator.stack
    frame.next, frame.executing = generator.next, generator.executing
    if generator.handled is not None:
        frame.handled = generator.handled
    generator.state = "running"
    generator.stack = []


def suspend(frame: Frame) -> GeneratorObject:
    """Put the frame of a generator by; its value is off the stack already."""
    generator = frame.generator
    assert generator is not None, "only a generator yields"
    generator.stack = frame.stack[frame.base :]
    generator.slots = frame.slots
    generator.next, generator.executing = frame.next, frame.executing
    before = frame.callers[-1].handled
    generator.handled = frame.handled if frame.handled is not before else None
    generator.state = "suspended"
    return generator


def dropped(frame: Frame, generator: GeneratorObject) -> object:
    """End a generator that is off the operand stack when nothing else refers to it."""
    if frame.hidden or not ends_visibly(generator) or is_reachable(generator, frame.space.roots()):
        return NOTHING
    return call_prelude(frame, "generator_close", Call(len(frame.stack), None, [generator], {}), drop)


def ends_visibly(generator: GeneratorObject) -> bool:
    """Return whether a generator has something to do when it is closed: a ``finally``, an ``except`` or a ``with``."""
    if generator.state != "suspended":
        return False
    unit = generator.function.code.unit
    catch = unit.catches[generator.executing]
    if catch is not None and unit.linked[catch.target][1].op is not Op.STOP_ITERATION_ERROR:
        return True
    return _delegate_of(generator) is not None


def close(generator: GeneratorObject) -> None:
    """Take note that a generator has ended."""
    generator.state = "closed"
    generator.slots, generator.stack, generator.handled = [], [], None


# -- what a frame does with what a generator gives ------------------------------------------------------------


def loop_item(frame: Frame, value: object) -> object:
    """Give a loop its next item."""
    if value is Marker.END:
        return loop_end(frame, value)
    frame.stack.append(value)
    return value


def loop_end(frame: Frame, _value: object) -> object:
    """End a loop: its iterator has no more items."""
    instruction = frame.instruction
    frame.next = instruction.target
    if instruction.flag:
        frame.stack.pop()
    return NOTHING


def sent(frame: Frame, value: object) -> object:
    """Give on what a sub-generator has yielded."""
    frame.stack.append(value)
    return value


def sent_end(frame: Frame, value: object) -> object:
    """Go on after a sub-generator has returned: its value replaces it, from 3.12 on one instruction later."""
    instruction = frame.instruction
    if not instruction.flag:
        frame.stack.pop()
    frame.stack.append(value)
    frame.next = instruction.target
    return value


def stop_iteration(frame: Frame, value: object) -> object:
    """Raise the StopIteration of a generator that has returned."""
    args = [] if value is None else [value]
    raise RaisedError(call_exception_type(frame.space, EXCEPTIONS["StopIteration"], list(args), {}))


def end_marker(frame: Frame, _value: object) -> object:
    """Tell library code that there are no more items."""
    frame.stack.append(Marker.END)
    return Marker.END


def item_or_end(frame: Frame, value: object) -> object:
    """Tell library code of an item."""
    frame.stack.append(value)
    return value


def async_step(frame: Frame, value: object) -> object:
    """Tell library code of what an asynchronous generator awaits or gives out."""
    frame.stack.append(value)
    return value


def async_end(frame: Frame, _value: object) -> object:
    """Raise the StopAsyncIteration of an asynchronous generator that has returned."""
    raise RaisedError(call_exception_type(frame.space, EXCEPTIONS["StopAsyncIteration"], [], {}))


def thrown(frame: Frame, value: object) -> object:
    """Give on what a sub-generator has yielded after an exception was raised in it."""
    suspend(frame)
    then = frame.leave()
    assert then is not None, "somebody has raised the exception"
    return then(frame, value)


def thrown_end(frame: Frame, value: object) -> object:
    """Go on after a sub-generator has returned, as an exception was raised in it."""
    if not frame.code.unit.linked[frame.executing - 1][1].flag:
        frame.executing -= 1  # up to 3.11 the instruction that sends goes on itself
        return sent_end(frame, value)
    return stop_iteration(frame, value)


def thrown_or_end(frame: Frame, value: object) -> object:
    """Take a pair of whether an iterator in which an exception was raised has ended, and its value."""
    assert isinstance(value, tuple), "the prelude gives a pair"
    ended, item = value
    return thrown_end(frame, item) if ended else thrown(frame, item)


def closing_yield(frame: Frame, _value: object) -> object:
    """Complain of a sub-generator that yields when it must end."""
    del frame
    raise SimulatedError("RuntimeError", "generator ignored GeneratorExit")


def closing_end(frame: Frame, _value: object) -> object:
    """End a generator whose sub-generator has ended."""
    raise RaisedError(call_exception_type(frame.space, EXCEPTIONS["GeneratorExit"], [], {}))


#: What is done when a generator returns instead of yielding, by what is done with what it yields.
END_OF: Final[dict[Continuation, Continuation]] = {
    push: stop_iteration,
    loop_item: loop_end,
    sent: sent_end,
    item_or_end: end_marker,
    async_step: async_end,
    thrown: thrown_end,
    closing_yield: closing_end,
}


def given_back(frame: Frame, then: Continuation, value: object) -> object:
    """Do with what a generator returned what its caller wants."""
    return END_OF.get(then, stop_iteration)(frame, value)


def failed(exception: ExceptionObject, generator: GeneratorObject) -> ExceptionObject:
    """Return what leaves a generator that an exception ends: a StopIteration would look like its normal end."""
    close(generator)
    name = "StopAsyncIteration" if generator.kind == "async_generator" else "StopIteration"
    kinds = {"StopIteration", name}
    if not any(exception.kind.derives_from(EXCEPTIONS[kind]) for kind in kinds):
        return exception
    found = next(kind for kind in sorted(kinds) if exception.kind.derives_from(EXCEPTIONS[kind]))
    words = f"{generator.kind.replace('async_generator', 'async generator')} raised {found}"
    made = ExceptionObject(EXCEPTIONS["RuntimeError"], (words,))
    made.cause = made.context = exception
    made.suppress_context = True
    return made


# -- methods --------------------------------------------------------------------------------------------------


def _send(frame: Frame, call: Call, then: Continuation) -> object:
    generator, value = _target(call), call.args[1] if len(call.args) > 1 else None
    if then not in END_OF:
        then = push
    return resume(frame, generator, value, call.keep, then)


def _target(call: Call) -> GeneratorObject:
    generator = call.args[0]
    assert isinstance(generator, GeneratorObject), "methods are found by their type"
    return generator


def _throw(frame: Frame, call: Call, then: Continuation) -> object:
    kind, *rest = call.args[1:]
    if isinstance(kind, ExceptionObject):
        return throw(frame, _target(call), kind, call.keep, then)
    if isinstance(kind, ExceptionType):
        made = call_exception_type(frame.space, kind, [one for one in rest[:1] if one is not None], {})
        return throw(frame, _target(call), made, call.keep, then)
    if isinstance(kind, ClassObject) and kind.layout == "exception":
        made = ExceptionObject(kind, tuple(rest[:1]))
        return throw(frame, _target(call), made, call.keep, then)
    words = f"exceptions must be classes or instances deriving from BaseException, not {type_name(kind)}"
    raise SimulatedError("TypeError", words)


def _iterate(frame: Frame, call: Call, then: Continuation) -> object:
    return finish(frame, call, then, call.args[0])


def _close(frame: Frame, call: Call, then: Continuation) -> object:
    generator = _target(call)
    if generator.state != "running" and not ends_visibly(generator):
        close(generator)
        return finish(frame, call, then, None)
    return call_prelude(frame, "generator_close", call, then)


for _kind in ("generator", "coroutine"):
    FRAME_METHODS[_kind, "send"] = _send
    FRAME_METHODS[_kind, "throw"] = _throw
    FRAME_METHODS[_kind, "close"] = _close
FRAME_METHODS["generator", "__next__"] = _send
FRAME_METHODS["generator", "__iter__"] = _iterate
FRAME_METHODS["coroutine", "__await__"] = _iterate


def next_of(frame: Frame, iterator: object, keep: int, then: Continuation) -> object:
    """Ask any iterator for its next item.

    Args:
        frame: The frame that asks; it keeps ``keep`` values of its operand stack.
        iterator: The iterator.
        keep: How many.
        then: What is done with the item; what is done at the end belongs to it.
    """
    if isinstance(iterator, GeneratorObject) and iterator.kind == "generator":
        return resume(frame, iterator, None, keep, then)
    if isinstance(iterator, IteratorObject):
        value = iterator.next()
        del frame.stack[keep:]
        return END_OF[then](frame, None) if value is Marker.END else then(frame, value)
    raise SimulatedError("TypeError", f"{type_name(iterator)!r} object is not an iterator")
