"""Handlers that make functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.functions import FunctionCode, FunctionObject
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import DictObject

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame

#: Bits of MAKE_FUNCTION's and SET_FUNCTION_ATTRIBUTE's argument; the parts stand on the stack in this order.
_DEFAULTS, _KEYWORD_DEFAULTS, _ANNOTATIONS, _CLOSURE, _ANNOTATE = 0x01, 0x02, 0x04, 0x08, 0x10
#: What a function object takes (sys.getsizeof on CPython 3.11).
_FUNCTION_BYTES = 136


def _make_function(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    code = stack[-1]
    assert isinstance(code, FunctionCode), "a code constant comes first"
    frame.space.heap.charge(_FUNCTION_BYTES)
    function = FunctionObject(code, frame.globals)
    stack.pop()
    for bit in (_CLOSURE, _ANNOTATIONS, _KEYWORD_DEFAULTS, _DEFAULTS):
        if instruction.count & bit:
            _set(function, bit, stack.pop())
    stack.append(function)
    return function


def _set_part(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    function = stack.pop()
    assert isinstance(function, FunctionObject), "MAKE_FUNCTION comes first"
    _set(function, instruction.count, stack.pop())
    stack.append(function)
    return function


def _set(function: FunctionObject, bit: int, part: object) -> None:
    """Set one part of a new function."""
    if bit == _DEFAULTS and isinstance(part, tuple):
        function.defaults = part
    elif bit == _CLOSURE and isinstance(part, tuple):
        function.closure = part
    elif bit == _KEYWORD_DEFAULTS and isinstance(part, DictObject):
        function.keyword_defaults = {str(name): value for name, value in part.items.items()}
    elif bit in (_ANNOTATIONS, _ANNOTATE):
        function.annotations = part


HANDLERS = {
    Op.MAKE_FUNCTION: _make_function,
    Op.SET_FUNCTION_PART: _set_part,
}
