"""Handlers of operations that only move values on the operand stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.generators import dropped
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NOTHING, GeneratorObject, Marker, Pushed

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _nop(_frame: Frame, _instruction: Instruction) -> object:
    return NOTHING


def _push_null(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    stack.append(Marker.NULL)
    return Marker.NULL


def _pop_top(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack[-1]
    del stack[-instruction.count :]
    return NOTHING if type(value) is not GeneratorObject else dropped(frame, value)


def _copy(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack[-instruction.count]
    stack.append(value)
    return value


def _swap(frame: Frame, instruction: Instruction) -> object:
    stack, count = frame.stack, instruction.count
    stack[-1], stack[-count] = stack[-count], stack[-1]
    return Pushed(stack[-count:])


def _load_const(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    stack.append(instruction.value)
    return instruction.value


HANDLERS = {
    Op.NOP: _nop,
    Op.PUSH_NULL: _push_null,
    Op.POP_TOP: _pop_top,
    Op.COPY: _copy,
    Op.SWAP: _swap,
    Op.LOAD_CONST: _load_const,
}
