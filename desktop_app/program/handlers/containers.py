"""Handlers of operations that make, read and change containers and slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.arithmetic import bound_items
from desktop_app.program.faults import SimulatedError
from desktop_app.program.hashing import check_element, check_key, elements
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
from desktop_app.program.values import DictObject, ListObject, SetObject, new_step, object_write, show, type_name

if TYPE_CHECKING:
    from desktop_app.program.effects import Step, Write
    from desktop_app.program.frame import Frame


def _replace(frame: Frame, instruction: Instruction, operands: int, value: object, writes: list[Write]) -> Step:
    stack = frame.stack
    del stack[len(stack) - operands :]
    stack.append(value)
    return new_step((instruction.index, len(stack) - 1, (show(value),), tuple(writes)))


def _build_list(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    made = frame.space.new_list(stack[len(stack) - instruction.count :])
    return _replace(frame, instruction, instruction.count, made, [object_write(made)])


def _build_tuple(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    made = tuple(stack[len(stack) - instruction.count :])
    frame.space.admit(made)
    return _replace(frame, instruction, instruction.count, made, [])


def _build_slice(frame: Frame, instruction: Instruction) -> Step:
    return _replace(frame, instruction, instruction.count, slice(*frame.stack[-instruction.count :]), [])


def _list_extend(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    target = stack[-1 - instruction.count]
    writes: list[Write] = []
    if isinstance(target, ListObject):
        try:
            extend(frame.space, writes, target, stack[-1])
        except SimulatedError as error:
            raise _starred_words(error) from None
    del stack[-1]
    return new_step((instruction.index, len(stack), (), tuple(writes)))


def _built_dict(frame: Frame, instruction: Instruction, operands: int, items: dict[object, object]) -> Step:
    made = frame.space.new_dict(items)
    return _replace(frame, instruction, operands, made, [object_write(made)])


def _build_map(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    operands = 2 * instruction.count
    entries = stack[len(stack) - operands :]
    for key in entries[::2]:
        check_key(key)
    return _built_dict(frame, instruction, operands, dict(zip(entries[::2], entries[1::2], strict=True)))


def _build_const_key_map(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    keys = stack[-1]
    assert isinstance(keys, tuple), "the compiler puts the keys on top"
    for key in keys:
        check_key(key)
    items = dict(zip(keys, stack[len(stack) - 1 - instruction.count : -1], strict=True))
    return _built_dict(frame, instruction, instruction.count + 1, items)


def _build_set(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    made = frame.space.new_set(set(elements(stack[len(stack) - instruction.count :])))
    return _replace(frame, instruction, instruction.count, made, [object_write(made)])


def _added(frame: Frame, instruction: Instruction, operands: int, writes: list[Write]) -> Step:
    stack = frame.stack
    del stack[len(stack) - operands :]
    return new_step((instruction.index, len(stack), (), tuple(writes)))


def _list_append(frame: Frame, instruction: Instruction) -> Step:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, ListObject), "the compiler puts a list there"
    writes: list[Write] = []
    append(frame.space, writes, target, frame.stack[-1])
    return _added(frame, instruction, 1, writes)


def _set_add(frame: Frame, instruction: Instruction) -> Step:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, SetObject), "the compiler puts a set there"
    check_element(frame.stack[-1])
    bound_items(len(target.items) + 1)
    frame.space.grow(1)
    target.items.add(frame.stack[-1])
    return _added(frame, instruction, 1, [object_write(target)])


def _map_add(frame: Frame, instruction: Instruction) -> Step:
    target = frame.stack[-2 - instruction.count]
    assert isinstance(target, DictObject), "the compiler puts a dictionary there"
    writes: list[Write] = []
    store_key(frame.space, writes, target, frame.stack[-2], frame.stack[-1])
    return _added(frame, instruction, 2, writes)


def _set_update(frame: Frame, instruction: Instruction) -> Step:
    target = frame.stack[-1 - instruction.count]
    assert isinstance(target, SetObject), "the compiler puts a set there"
    items = elements(drain(frame.stack[-1]))
    bound_items(len(target.items) + len(items))
    frame.space.grow(len(items))
    target.items.update(items)
    return _added(frame, instruction, 1, [object_write(target)])


def _dict_update(frame: Frame, instruction: Instruction) -> Step:
    target, other = frame.stack[-1 - instruction.count], frame.stack[-1]
    assert isinstance(target, DictObject), "the compiler puts a dictionary there"
    if not isinstance(other, DictObject):
        raise SimulatedError("TypeError", f"{type_name(other)!r} object is not a mapping")
    writes: list[Write] = []
    merge(frame.space, writes, target, other.items)
    return _added(frame, instruction, 1, writes)


def _list_to_tuple(frame: Frame, instruction: Instruction) -> Step:
    made = tuple(drain(frame.stack[-1]))
    frame.space.admit(made)
    return _replace(frame, instruction, 1, made, [])


def _starred_words(error: SimulatedError) -> SimulatedError:
    if error.kind == "TypeError" and error.message.endswith("object is not iterable"):
        name = error.message.split("'")[1]
        return SimulatedError("TypeError", f"Value after * must be an iterable, not {name}")
    return error


def _unpack_sequence(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    items = unpack(stack[-1], instruction.count)
    items.reverse()
    stack.pop()
    keep = len(stack)
    stack += items
    return new_step((instruction.index, keep, tuple(map(show, items)), ()))


def _unpack_starred(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    after = instruction.value
    assert isinstance(after, int), "the decoder splits the argument"
    first, middle, last = unpack_starred(stack[-1], instruction.count, after)
    made = frame.space.new_list(middle)
    pushed = [*reversed(last), made, *reversed(first)]
    stack.pop()
    keep = len(stack)
    stack += pushed
    return new_step((instruction.index, keep, tuple(map(show, pushed)), (object_write(made),)))


def _load_item(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    writes: list[Write] = []
    value = load_item(frame.space, writes, stack[-2], stack[-1])
    return _replace(frame, instruction, 2, value, writes)


def _load_slice(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    writes: list[Write] = []
    value = load_item(frame.space, writes, stack[-3], slice(stack[-2], stack[-1]))
    return _replace(frame, instruction, 3, value, writes)


def _store_item(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    writes: list[Write] = []
    store_item(frame.space, writes, stack[-2], stack[-1], stack[-3])
    del stack[-3:]
    return new_step((instruction.index, len(stack), (), tuple(writes)))


def _store_slice(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    writes: list[Write] = []
    store_item(frame.space, writes, stack[-3], slice(stack[-2], stack[-1]), stack[-4])
    return _added(frame, instruction, 4, writes)


def _delete_item(frame: Frame, instruction: Instruction) -> Step:
    stack = frame.stack
    writes: list[Write] = []
    delete_item(writes, stack[-2], stack[-1])
    del stack[-2:]
    return new_step((instruction.index, len(stack), (), tuple(writes)))


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
