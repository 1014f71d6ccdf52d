"""Handlers of operations that make, read and change containers and slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.arithmetic import bound_items
from desktop_app.program.faults import SimulatedError
from desktop_app.program.hashing import (
    ask_hashes,
    bound_collisions,
    bound_crowds,
    check_element,
    check_key,
    elements,
)
from desktop_app.program.mappings import merge, store_key
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import (
    append,
    delete_item,
    drain,
    extend,
    load_item,
    store_item,
    unpack,
    unpack_starred,
)
from desktop_app.program.values import (
    NOTHING,
    DictObject,
    ListObject,
    NeedsProgramError,
    Pushed,
    SetObject,
    object_write,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _replace(frame: Frame, operands: int, value: object) -> object:
    stack = frame.stack
    del stack[len(stack) - operands :]
    stack.append(value)
    return value


def _build_list(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    made = frame.space.new_list(stack[len(stack) - instruction.count :])
    frame.effects.append(object_write(made))
    return _replace(frame, instruction.count, made)


def _build_tuple(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    made = tuple(stack[len(stack) - instruction.count :])
    frame.space.admit(made)
    return _replace(frame, instruction.count, made)


def _build_slice(frame: Frame, instruction: Instruction) -> object:
    return _replace(frame, instruction.count, slice(*frame.stack[-instruction.count :]))


def _list_extend(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    target = stack[-1 - instruction.count]
    if isinstance(target, ListObject):
        try:
            extend(frame.space, frame.effects, target, stack[-1])
        except SimulatedError as error:
            raise _starred_words(error) from None
    del stack[-1]
    return NOTHING


def _built_dict(frame: Frame, operands: int, items: dict[object, object]) -> object:
    made = frame.space.new_dict(items)
    frame.effects.append(object_write(made))
    return _replace(frame, operands, made)


def _build_map(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    operands = 2 * instruction.count
    entries = stack[len(stack) - operands :]
    for key in entries[::2]:
        check_key(key)
    bound_collisions(entries[::2])
    return _built_dict(frame, operands, dict(zip(entries[::2], entries[1::2], strict=True)))


def _build_const_key_map(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    keys = stack[-1]
    assert isinstance(keys, tuple), "the compiler puts the keys on top"
    for key in keys:
        check_key(key)
    bound_collisions(keys)
    items = dict(zip(keys, stack[len(stack) - 1 - instruction.count : -1], strict=True))
    return _built_dict(frame, instruction.count + 1, items)


def _build_set(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    made = frame.space.new_set(set(elements(stack[len(stack) - instruction.count :])))
    frame.effects.append(object_write(made))
    return _replace(frame, instruction.count, made)


def _added(frame: Frame, operands: int) -> object:
    stack = frame.stack
    del stack[len(stack) - operands :]
    return NOTHING


def _list_append(frame: Frame, instruction: Instruction) -> object:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, ListObject), "the compiler puts a list there"
    append(frame.space, frame.effects, target, frame.stack[-1])
    return _added(frame, 1)


def _set_add(frame: Frame, instruction: Instruction) -> object:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, SetObject), "the compiler puts a set there"
    check_element(frame.stack[-1])
    bound_items(len(target.items) + 1)
    bound_crowds(target, (frame.stack[-1],))
    frame.space.grow(1)
    target.add(frame.stack[-1])
    frame.effects.append(object_write(target))
    return _added(frame, 1)


def _map_add(frame: Frame, instruction: Instruction) -> object:
    target = frame.stack[-2 - instruction.count]
    assert isinstance(target, DictObject), "the compiler puts a dictionary there"
    store_key(frame.space, frame.effects, target, frame.stack[-2], frame.stack[-1])
    return _added(frame, 2)


def _set_update(frame: Frame, instruction: Instruction) -> object:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, SetObject), "the compiler puts a set there"
    items = elements(drain(frame.stack[-1]))
    bound_items(len(target.items) + len(items))
    bound_crowds(target, items)
    frame.space.grow(len(items))
    target.update(items)
    frame.effects.append(object_write(target))
    return _added(frame, 1)


def _dict_update(frame: Frame, instruction: Instruction) -> object:
    target, other = frame.stack[-1 - instruction.count], frame.stack[-1]
    assert isinstance(target, DictObject), "the compiler puts a dictionary there"
    if not isinstance(other, DictObject):
        if user_class(other) is not None:
            raise NeedsProgramError
        raise SimulatedError("TypeError", f"{type_name(other)!r} object is not a mapping")
    ask_hashes(other.items)
    merge(frame.space, frame.effects, target, other.items)
    return _added(frame, 1)


def _list_to_tuple(frame: Frame, _instruction: Instruction) -> object:
    made = tuple(drain(frame.stack[-1]))
    frame.space.admit(made)
    return _replace(frame, 1, made)


def _starred_words(error: SimulatedError) -> SimulatedError:
    if error.kind == "TypeError" and error.message.endswith("object is not iterable"):
        name = error.message.split("'")[1]
        return SimulatedError("TypeError", f"Value after * must be an iterable, not {name}")
    return error


def _unpack_sequence(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    items = unpack(stack[-1], instruction.count)
    items.reverse()
    stack.pop()
    stack += items
    return Pushed(items)


def _unpack_starred(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    after = instruction.value
    assert isinstance(after, int), "the decoder splits the argument"
    first, middle, last = unpack_starred(stack[-1], instruction.count, after)
    made = frame.space.new_list(middle)
    pushed = [*reversed(last), made, *reversed(first)]
    stack.pop()
    stack += pushed
    frame.effects.append(object_write(made))
    return Pushed(pushed)


def _load_item(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    value = load_item(frame.space, frame.effects, stack[-2], stack[-1])
    return _replace(frame, 2, value)


def _load_slice(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    value = load_item(frame.space, frame.effects, stack[-3], slice(stack[-2], stack[-1]))
    return _replace(frame, 3, value)


def _store_item(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    store_item(frame.space, frame.effects, stack[-2], stack[-1], stack[-3])
    del stack[-3:]
    return NOTHING


def _store_slice(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    store_item(frame.space, frame.effects, stack[-3], slice(stack[-2], stack[-1]), stack[-4])
    return _added(frame, 4)


def _delete_item(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    delete_item(frame.effects, stack[-2], stack[-1])
    del stack[-2:]
    return NOTHING


HANDLERS = {
    Op.BUILD_LIST: _build_list,
    Op.BUILD_TUPLE: _build_tuple,
    Op.BUILD_SLICE: _build_slice,
    Op.BUILD_MAP: _build_map,
    Op.BUILD_CONST_KEY_MAP: _build_const_key_map,
    Op.BUILD_SET: _build_set,
    Op.LIST_EXTEND: _list_extend,
    Op.LIST_APPEND: _list_append,
    Op.LIST_TO_TUPLE: _list_to_tuple,
    Op.SET_ADD: _set_add,
    Op.SET_UPDATE: _set_update,
    Op.MAP_ADD: _map_add,
    Op.DICT_UPDATE: _dict_update,
    Op.UNPACK_SEQUENCE: _unpack_sequence,
    Op.UNPACK_STARRED: _unpack_starred,
    Op.LOAD_ITEM: _load_item,
    Op.LOAD_SLICE: _load_slice,
    Op.STORE_ITEM: _store_item,
    Op.STORE_SLICE: _store_slice,
    Op.DELETE_ITEM: _delete_item,
}
