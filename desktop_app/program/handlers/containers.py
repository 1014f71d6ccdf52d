"""Handlers of operations that make, read and change lists, tuples and slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.faults import SimulatedError
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import delete_item, extend, load_item, store_item, unpack
from desktop_app.program.values import ListObject, new_step, object_write, show

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
    store_item(writes, stack[-2], stack[-1], stack[-3])
    del stack[-3:]
    return new_step((instruction.index, len(stack), (), tuple(writes)))


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
    Op.LIST_EXTEND: _list_extend,
    Op.UNPACK_SEQUENCE: _unpack_sequence,
    Op.LOAD_ITEM: _load_item,
    Op.LOAD_SLICE: _load_slice,
    Op.STORE_ITEM: _store_item,
    Op.DELETE_ITEM: _delete_item,
}
