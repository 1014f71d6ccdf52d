"""Handlers of operations on variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.effects import NameWrite
from desktop_app.program.faults import SimulatedError
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NULL_SHOWN, Marker, new_step, show, size_bytes

if TYPE_CHECKING:
    from desktop_app.program.effects import Shown, Step
    from desktop_app.program.frame import Frame


def _find(frame: Frame, name: str) -> tuple[object, Shown]:
    """Return the value of a global or built-in name, and how a reader sees it."""
    found = frame.space.variables.get(name)
    if found is not None:
        return found
    builtin = BUILTINS.get(name)
    if builtin is None:
        raise _undefined(name)
    return builtin, builtin.shown


def _load_name(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    value, shown = _find(frame, instruction.name)
    stack.append(value)
    return new_step((instruction.index, len(stack) - 1, (shown,), ()))


def _load_called(frame: Frame, instruction: Instruction) -> Step:
    """Push a global that will be called, and the NULL that stands below it up to 3.12 and above it from 3.13."""
    stack = frame.stack
    value, shown = _find(frame, instruction.name)
    if instruction.flag:
        stack += (value, Marker.NULL)
        return new_step((instruction.index, len(stack) - 2, (shown, NULL_SHOWN), ()))
    stack += (Marker.NULL, value)
    return new_step((instruction.index, len(stack) - 2, (NULL_SHOWN, shown), ()))


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
    Op.LOAD_GLOBAL: _load_name,
    Op.LOAD_CALLED: _load_called,
    Op.STORE_GLOBAL: _store_name,
    Op.DELETE_GLOBAL: _delete_name,
}
