"""Handlers of operations that only move values on the operand stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NULL_SHOWN, Marker, new_step, show

if TYPE_CHECKING:
    from desktop_app.program.effects import Step
    from desktop_app.program.frame import Frame


def _nop(frame: Frame, instruction: Instruction) -> Step:
    return new_step((instruction.index, len(frame.stack), (), ()))


def _push_null(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    stack.append(Marker.NULL)
    return new_step((instruction.index, len(stack) - 1, (NULL_SHOWN,), ()))


def _pop_top(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    del stack[-instruction.count :]
    return new_step((instruction.index, len(stack), (), ()))


def _copy(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    value = stack[-instruction.count]
    stack.append(value)
    return new_step((instruction.index, len(stack) - 1, (show(value),), ()))


def _swap(frame: Frame, instruction: Instruction) -> Step:
    stack, count = frame.stack, instruction.count
    stack[-1], stack[-count] = stack[-count], stack[-1]
    return new_step((instruction.index, len(stack) - count, tuple(map(show, stack[-count:])), ()))


def _load_const(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    stack.append(instruction.value)
    return new_step((instruction.index, len(stack) - 1, instruction.pushed, ()))


HANDLERS = {
    Op.NOP: _nop,
    Op.PUSH_NULL: _push_null,
    Op.POP_TOP: _pop_top,
    Op.COPY: _copy,
    Op.SWAP: _swap,
    Op.LOAD_CONST: _load_const,
}
