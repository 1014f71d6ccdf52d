"""Handlers of operations on variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.effects import NameWrite
from desktop_app.program.faults import SimulatedError
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NULL_SHOWN, Marker, new_step, show, size_bytes

if TYPE_CHECKING:
    from desktop_app.program.effects import Step
    from desktop_app.program.frame import Frame


def _load_name(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    found = frame.space.variables.get(instruction.name)
    if found is None:
        builtin = BUILTINS.get(instruction.name)
        if builtin is None:
            raise _undefined(instruction.name)
        found = builtin, builtin.shown
    value, shown = found
    stack.append(value)
    return new_step((instruction.index, len(stack) - 1, (shown,), ()))


def _load_global(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    keep = len(stack)
    if instruction.flag and instruction.count == 0:
        stack.append(Marker.NULL)
    try:
        step = _load_name(frame, instruction)
    except SimulatedError:
        del stack[keep:]
        raise
    if not instruction.flag:
        return step
    value = step.pushed[0]
    if instruction.count:
        stack.append(Marker.NULL)
        return new_step((instruction.index, keep, (value, NULL_SHOWN), ()))
    return new_step((instruction.index, keep, (NULL_SHOWN, value), ()))


def _store_name(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    value = stack.pop()
    shown = show(value)
    frame.space.variables[instruction.name] = value, shown
    write = NameWrite(instruction.name, shown, size_bytes(value))
    return new_step((instruction.index, len(stack), (), (write,)))


def _delete_name(frame: Frame, instruction: Instruction) -> Step:
    if frame.space.variables.pop(instruction.name, None) is None:
        raise _undefined(instruction.name)
    return new_step((instruction.index, len(frame.stack), (), (NameWrite(instruction.name, None, 0),)))


def _undefined(name: str) -> SimulatedError:
    return SimulatedError("NameError", f"name {name!r} is not defined", name=name)


HANDLERS = {
    Op.LOAD_NAME: _load_name,
    Op.STORE_NAME: _store_name,
    Op.DELETE_NAME: _delete_name,
    Op.LOAD_GLOBAL: _load_global,
    Op.STORE_GLOBAL: _store_name,
    Op.DELETE_GLOBAL: _delete_name,
}
