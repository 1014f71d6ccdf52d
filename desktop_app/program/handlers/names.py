"""Handlers of operations on variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.faults import SimulatedError
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NOTHING, Marker, Pushed

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _find_global(frame: Frame, name: str) -> object:
    """Return the value of a global or built-in name."""
    variables = frame.globals
    if name in variables:
        return variables[name]
    builtin = BUILTINS.get(name)
    if builtin is None:
        raise _undefined(name)
    return builtin


def _load_name(frame: Frame, instruction: Instruction) -> object:
    names, name = frame.names, instruction.name
    value = names[name] if name in names else _find_global(frame, name)
    frame.stack.append(value)
    return value


def _load_global(frame: Frame, instruction: Instruction) -> object:
    value = _find_global(frame, instruction.name)
    frame.stack.append(value)
    return value


def _load_called(frame: Frame, instruction: Instruction) -> object:
    """Push a global that will be called, and the NULL that stands below it up to 3.12 and above it from 3.13."""
    value = _find_global(frame, instruction.name)
    pushed = Pushed((value, Marker.NULL) if instruction.flag else (Marker.NULL, value))
    frame.stack += pushed
    return pushed


def _store_name(frame: Frame, instruction: Instruction) -> object:
    """Store a global; within a class it is an attribute of that, and no variable."""
    value = frame.stack.pop()
    frame.names[instruction.name] = value
    return value if frame.names is frame.globals else NOTHING


def _store_global(frame: Frame, instruction: Instruction) -> object:
    value = frame.stack.pop()
    frame.globals[instruction.name] = value
    return value


def _delete_name(frame: Frame, instruction: Instruction) -> object:
    if instruction.name not in frame.names:
        raise _undefined(instruction.name)
    del frame.names[instruction.name]
    return NOTHING if frame.names is frame.globals else Pushed()


def _delete_global(frame: Frame, instruction: Instruction) -> object:
    if instruction.name not in frame.globals:
        raise _undefined(instruction.name)
    del frame.globals[instruction.name]
    return NOTHING


def _undefined(name: str) -> SimulatedError:
    return SimulatedError("NameError", f"name {name!r} is not defined", name=name)


HANDLERS = {
    Op.LOAD_NAME: _load_name,
    Op.STORE_NAME: _store_name,
    Op.DELETE_NAME: _delete_name,
    Op.LOAD_GLOBAL: _load_global,
    Op.LOAD_CALLED: _load_called,
    Op.STORE_GLOBAL: _store_global,
    Op.DELETE_GLOBAL: _delete_global,
}
