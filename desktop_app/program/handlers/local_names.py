"""Handlers of operations on the variables of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND, Cell, FunctionObject
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NOTHING, Marker, Pushed

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _load_local(frame: Frame, instruction: Instruction) -> object:
    value = frame.slots[instruction.count]
    if value is UNBOUND:
        raise _unbound_local(frame, instruction.count)
    frame.stack.append(value)
    return value


def _load_two(frame: Frame, instruction: Instruction) -> object:
    stack, slots = frame.stack, frame.slots
    first, second = slots[instruction.count], slots[instruction.second]
    if first is UNBOUND or second is UNBOUND:
        raise _unbound_local(frame, instruction.count if first is UNBOUND else instruction.second)
    stack += (first, second)
    return Pushed((first, second))


def _load_and_clear(frame: Frame, instruction: Instruction) -> object:
    """Put a comprehension's variable by: the one of the same name around it has its value back afterwards."""
    value = frame.slots[instruction.count]
    frame.slots[instruction.count] = UNBOUND
    return _push(frame, Marker.NULL if value is UNBOUND else value)


def _push(frame: Frame, value: object) -> object:
    stack = frame.stack
    stack.append(value)
    return value


def _store_local(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack.pop()
    frame.slots[instruction.count] = UNBOUND if value is Marker.NULL else value
    return value


def _store_two(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    frame.slots[instruction.count] = stack.pop()
    frame.slots[instruction.second] = stack.pop()
    return NOTHING


def _store_and_load(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    frame.slots[instruction.count] = stack.pop()
    value = frame.slots[instruction.second]
    if value is UNBOUND:
        raise _unbound_local(frame, instruction.second)
    stack.append(value)
    return value


def _delete_local(frame: Frame, instruction: Instruction) -> object:
    if frame.slots[instruction.count] is UNBOUND:
        raise _unbound_local(frame, instruction.count)
    frame.slots[instruction.count] = UNBOUND
    return NOTHING


def _unbound_local(frame: Frame, place: int) -> SimulatedError:
    words = f"cannot access local variable {frame.code.places[place]!r} where it is not associated with a value"
    return SimulatedError("UnboundLocalError", words)


def _make_cell(frame: Frame, instruction: Instruction) -> object:
    frame.slots[instruction.count] = Cell(frame.slots[instruction.count])
    return NOTHING


def _copy_free(frame: Frame, instruction: Instruction) -> object:
    function = frame.function
    assert isinstance(function, FunctionObject), "only a function has free variables"
    frame.slots[len(frame.slots) - instruction.count :] = function.closure
    return NOTHING


def _load_cell_itself(frame: Frame, instruction: Instruction) -> object:
    return _push(frame, frame.slots[instruction.count])


def _cell(frame: Frame, instruction: Instruction) -> Cell:
    cell = frame.slots[instruction.count]
    assert isinstance(cell, Cell), "MAKE_CELL or COPY_FREE_VARS comes first"
    return cell


def _load_cell(frame: Frame, instruction: Instruction) -> object:
    value = _cell(frame, instruction).value
    if value is UNBOUND:
        raise _unbound_cell(frame, instruction.count)
    return _push(frame, value)


def _store_cell(frame: Frame, instruction: Instruction) -> object:
    value = frame.stack.pop()
    _cell(frame, instruction).value = value
    return value


def _delete_cell(frame: Frame, instruction: Instruction) -> object:
    cell = _cell(frame, instruction)
    if cell.value is UNBOUND:
        raise _unbound_cell(frame, instruction.count)
    cell.value = UNBOUND
    return NOTHING


def _unbound_cell(frame: Frame, place: int) -> SimulatedError:
    if place < len(frame.code.places) - frame.code.free:
        return _unbound_local(frame, place)
    name = frame.code.places[place]
    words = f"cannot access free variable {name!r} where it is not associated with a value in enclosing scope"
    return SimulatedError("NameError", words, name=name)


HANDLERS = {
    Op.LOAD_LOCAL: _load_local,
    Op.LOAD_TWO_LOCALS: _load_two,
    Op.LOAD_LOCAL_AND_CLEAR: _load_and_clear,
    Op.STORE_LOCAL: _store_local,
    Op.STORE_TWO_LOCALS: _store_two,
    Op.STORE_AND_LOAD_LOCAL: _store_and_load,
    Op.DELETE_LOCAL: _delete_local,
    Op.MAKE_CELL: _make_cell,
    Op.COPY_FREE: _copy_free,
    Op.LOAD_CELL_ITSELF: _load_cell_itself,
    Op.LOAD_CELL: _load_cell,
    Op.STORE_CELL: _store_cell,
    Op.DELETE_CELL: _delete_cell,
}
