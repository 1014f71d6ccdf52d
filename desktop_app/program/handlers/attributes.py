"""Handlers of attributes, classes and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.attributes import (
    Getter,
    delete_attribute,
    load_attribute,
    store_attribute,
)
from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.calling import Call, call_value
from desktop_app.program.faults import SimulatedError
from desktop_app.program.frame import drop, push
from desktop_app.program.functions import UNBOUND, Cell
from desktop_app.program.handlers.calls import push_above_null, push_below_null
from desktop_app.program.importing import import_module, imported_name
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.reflection import give_attribute, super_of
from desktop_app.program.values import NOTHING, BoundMethod, Marker, ModuleObject, Pushed

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _load_attribute(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    found = load_attribute(frame.space, stack[-1], instruction.name)
    if isinstance(found, Getter):
        return give_attribute(frame, found, len(stack) - 1, push)
    stack[-1] = found
    return found


def _store_attribute(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    getter = store_attribute(frame.space, frame.effects, stack[-1], instruction.name, stack[-2])
    return _dropped(frame, getter, 2)


def _delete_attribute(frame: Frame, instruction: Instruction) -> object:
    return _dropped(frame, delete_attribute(frame.effects, frame.stack[-1], instruction.name), 1)


def _dropped(frame: Frame, getter: Getter | None, operands: int) -> object:
    keep = len(frame.stack) - operands
    if getter is not None:
        return call_value(frame, Call(keep, getter.function, list(getter.args), {}), drop)
    del frame.stack[keep:]
    return NOTHING


def _load_super_attribute(frame: Frame, instruction: Instruction) -> object:
    """Do ``super().name`` in one instruction, from 3.12 on."""
    stack = frame.stack
    after, target = stack[-2], stack[-1]
    if stack[-3] is not BUILTINS["super"]:
        raise SimulatedError("TypeError", "Coreloom does not simulate another super than the built-in one")
    keep = len(stack) - 3
    above = super_of(after, target)
    found = load_attribute(frame.space, above, instruction.name)
    if not instruction.second:
        return give_attribute(frame, found, keep, push)
    null_below = not instruction.flag
    if isinstance(found, Getter):
        return give_attribute(frame, found, keep, push_above_null if null_below else push_below_null)
    if isinstance(found, BoundMethod) and found.target is target:
        pushed = Pushed((found.function, target))
    else:
        pushed = Pushed((Marker.NULL, found) if null_below else (found, Marker.NULL))
    stack[keep:] = pushed
    return pushed


def _load_build_class(frame: Frame, _instruction: Instruction) -> object:
    value = BUILTINS["__build_class__"]
    frame.stack.append(value)
    return value


def _set_up_annotations(frame: Frame, _instruction: Instruction) -> object:
    if "__annotations__" not in frame.names:
        frame.names["__annotations__"] = frame.space.new_dict({})
    return NOTHING


def _load_namespace(frame: Frame, _instruction: Instruction) -> object:
    """Push a class's namespace, in which the next instruction looks first."""
    made = frame.space.new_dict(dict(frame.names))
    frame.stack.append(made)
    return made


def _load_name_or_cell(frame: Frame, instruction: Instruction) -> object:
    """Push what a name means in a class's body: what is in its namespace, or a variable of a function around it."""
    if frame.code.places[instruction.count] in frame.names:
        value = frame.names[frame.code.places[instruction.count]]
    else:
        cell = frame.slots[instruction.count]
        value = cell.value if isinstance(cell, Cell) else UNBOUND
        if value is UNBOUND:
            name = frame.code.places[instruction.count]
            words = f"cannot access free variable {name!r} where it is not associated with a value in enclosing scope"
            raise SimulatedError("NameError", words, name=name)
    if instruction.flag:  # from 3.12 on the namespace lies on the stack
        frame.stack.pop()
    frame.stack.append(value)
    return value


def _load_name_or_global(frame: Frame, instruction: Instruction) -> object:
    name = instruction.name
    value = frame.names.get(name, frame.globals.get(name, BUILTINS.get(name, NOTHING)))
    if value is NOTHING:
        raise SimulatedError("NameError", f"name {name!r} is not defined", name=name)
    frame.stack[-1] = value
    return value


def _import(frame: Frame, instruction: Instruction) -> object:
    """Import a module: its body is executed first, in no time, and then this instruction once more."""
    stack = frame.stack
    found = import_module(frame, instruction.name, from_list=stack[-1] is not None)
    if found is None:
        return NOTHING
    stack[-2:] = [found]
    return found


def _import_from(frame: Frame, instruction: Instruction) -> object:
    module = frame.stack[-1]
    assert isinstance(module, ModuleObject), "an import comes first"
    found = imported_name(frame, module, instruction.name)
    if found is NOTHING:
        return NOTHING
    frame.stack.append(found)
    return found


def _import_star(frame: Frame, instruction: Instruction) -> object:
    """Bind all public names of a module; from 3.12 on that gives None, which the next instruction drops."""
    module = frame.stack.pop()
    assert isinstance(module, ModuleObject), "an import comes first"
    for name, value in module.variables.items():
        if not name.startswith("_"):
            frame.names[name] = value
    if not instruction.flag:
        return NOTHING
    frame.stack.append(None)
    return None


HANDLERS = {
    Op.LOAD_ATTRIBUTE: _load_attribute,
    Op.STORE_ATTRIBUTE: _store_attribute,
    Op.DELETE_ATTRIBUTE: _delete_attribute,
    Op.LOAD_SUPER_ATTRIBUTE: _load_super_attribute,
    Op.LOAD_BUILD_CLASS: _load_build_class,
    Op.SET_UP_ANNOTATIONS: _set_up_annotations,
    Op.LOAD_NAMESPACE: _load_namespace,
    Op.LOAD_NAME_OR_CELL: _load_name_or_cell,
    Op.LOAD_NAME_OR_GLOBAL: _load_name_or_global,
    Op.IMPORT: _import,
    Op.IMPORT_FROM: _import_from,
    Op.IMPORT_STAR: _import_star,
}
