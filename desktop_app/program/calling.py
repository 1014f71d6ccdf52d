"""Calling any value: functions of the program in frames of their own, classes, built-in functions and methods."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.program.builtin_functions import call_builtin
from desktop_app.program.exceptions import call_exception_type
from desktop_app.program.faults import SimulatedError, fail_as_host
from desktop_app.program.frame import push
from desktop_app.program.functions import FunctionObject, bind
from desktop_app.program.instances import abstract_words, new_instance
from desktop_app.program.library import prelude_function
from desktop_app.program.methods import METHODS, call_method
from desktop_app.program.plain_methods import CLASS_METHODS, STATIC_METHODS
from desktop_app.program.types import FRAME_FUNCTIONS, FRAME_METHODS, check_receiver
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    Descriptor,
    ExceptionType,
    Method,
    NeedsProgramError,
    object_write,
    special,
    stand_in,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Continuation, Frame


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


def finish(frame: Frame, call: Call, then: Continuation, value: object) -> object:
    """Replace what was put on the operand stack for a call by its result."""
    del frame.stack[call.keep :]
    return then(frame, value)


def call_value(frame: Frame, call: Call, then: Continuation = push) -> object:  # noqa: PLR0911 - one return per type
    """Call a value: what was put on the stack for that is replaced by its result, or by a new frame.

    Args:
        frame: The calling frame.
        call: What is called.
        then: What is done with the result.

    Returns:
        What that put on the operand stack.
    """
    function = call.function
    if isinstance(function, FunctionObject):
        return enter(frame, call, then)
    if isinstance(function, BoundMethod):
        return call_value(frame, call._replace(function=function.function, args=[function.target, *call.args]), then)
    if isinstance(function, Method):
        return _call_method(frame, function, call, then)
    if isinstance(function, Builtin):
        return _call_builtin(frame, function, call, then)
    if isinstance(function, ClassObject):
        return _call_class(frame, function, call, then)
    if isinstance(function, ExceptionType):
        made = call_exception_type(frame.space, function, call.args, call.keywords)
        return finish(frame, call, then, made)
    if isinstance(function, Descriptor) and function.kind == "staticmethod":
        return call_value(frame, call._replace(function=function.getter), then)
    own = special(function, "__call__")
    if own is not NOTHING:
        return call_value(frame, call._replace(function=own, args=[function, *call.args]), then)
    if user_class(function) is not None:
        raise SimulatedError("TypeError", f"{type_name(function)!r} object is not callable")
    return fail_as_host(operator.call, stand_in(function))


def enter(frame: Frame, call: Call, then: Continuation) -> object:
    """Begin the frame of a function of the program or of the library."""
    function = call.function
    assert isinstance(function, FunctionObject), "the caller knows"
    code = function.code
    if not call.keywords and len(call.args) == code.positional == len(code.places):
        frame.enter(function, call.args, call.keep, then)  # nothing to be bound: the commonest call
        return NOTHING
    bound = bind(function, call.args, call.keywords)
    place = code.positional + code.keyword_only
    if code.variadic:
        frame.space.admit(bound.surplus)
        bound.slots[place] = bound.surplus
        place += 1
    if code.keywords:
        named = frame.space.new_dict(bound.named)
        bound.slots[place] = named
        if not code.unit.hidden:
            frame.effects.append(object_write(named))
    frame.enter(function, bound.slots, call.keep, then)
    return NOTHING


def _call_builtin(frame: Frame, function: Builtin, call: Call, then: Continuation) -> object:
    caller = FRAME_FUNCTIONS.get(function.name)
    try:
        if caller is not None:
            return caller(frame, call, then)
        value = call_builtin(frame.space, frame.effects, function, call.args, call.keywords)
    except NeedsProgramError:
        if function.name.startswith("math."):
            return call_prelude(frame, "math_call", call._replace(args=[function, *call.args]), then)
        return call_prelude(frame, function.name, call, then)
    return finish(frame, call, then, value)


def _call_method(frame: Frame, method: Method, call: Call, then: Continuation) -> object:
    caller = FRAME_METHODS.get((method.owner, method.name)) or FRAME_METHODS.get(("*", method.name))
    if caller is not None and (method.owner, method.name) not in METHODS:
        check_receiver(method, call.args)
        try:
            return caller(frame, call, then)
        except NeedsProgramError:
            kinds = ", ".join(dict.fromkeys(map(type_name, call.args)))
            words = f"Coreloom does not simulate {method.owner}.{method.name}() of {kinds}"
            raise SimulatedError("TypeError", words) from None
    if (method.owner, method.name) not in STATIC_METHODS and (method.owner, method.name) not in CLASS_METHODS:
        check_receiver(method, call.args)
    try:
        value = call_method(frame.space, frame.effects, method, call.args, call.keywords)
    except NeedsProgramError:
        return call_prelude(frame, f"{method.owner}_{method.name}", call, then)
    return finish(frame, call, then, value)


def call_prelude(frame: Frame, name: str, call: Call, then: Continuation = push) -> object:
    """Let library code do what a built-in function cannot do natively with these values."""
    function = prelude_function(name)
    if function is None:
        kinds = ", ".join(dict.fromkeys(map(type_name, call.args)))
        raise SimulatedError("TypeError", f"Coreloom does not simulate {name.replace('_', '.', 1)}() of {kinds}")
    return call_value(frame, call._replace(function=function), then)


def _call_class(frame: Frame, cls: ClassObject, call: Call, then: Continuation) -> object:
    hook = NOTHING if cls.meta is None else cls.meta.find("__call__")
    if hook is not NOTHING:
        return call_value(frame, call._replace(function=hook, args=[cls, *call.args]), then)
    return construct(frame, cls, call, then)


def construct(frame: Frame, cls: ClassObject, call: Call, then: Continuation) -> object:
    """Make an instance of a class, as ``type.__call__`` does."""
    words = abstract_words(cls)
    if words:
        raise SimulatedError("TypeError", words)
    maker, init = cls.find("__new__"), cls.find("__init__")
    if maker is not NOTHING or then is not push or cls.layout not in ("object", "exception"):
        return call_prelude(frame, "construct", call._replace(args=[cls, *call.args]), then)
    made = new_instance(frame.space, cls, call.args, call.keywords, init)
    frame.effects.append(object_write(made)) if cls.layout == "object" else None  # type: ignore[arg-type]
    if init is NOTHING:
        return finish(frame, call, then, made)
    call = Call(call.keep, init, [made, *call.args], call.keywords)
    return call_value(frame, call, Initialised(made))


class Initialised:
    """Checks what ``__init__`` returned, and puts the instance on the operand stack."""

    __slots__ = ("made",)

    def __init__(self, made: object) -> None:
        self.made = made

    def __call__(self, frame: Frame, value: object) -> object:
        """Do both; raises the TypeError for a value that is not None."""
        if value is not None:
            raise SimulatedError("TypeError", f"__init__() should return None, not {type_name(value)!r}")
        frame.stack.append(self.made)
        return self.made
