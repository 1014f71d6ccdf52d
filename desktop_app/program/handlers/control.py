"""Handlers of jumps, loops and the return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.arithmetic import truth
from desktop_app.program.calling import Call, call_prelude
from desktop_app.program.generators import close, given_back, loop_item, resume
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import iterate
from desktop_app.program.values import NOTHING, GeneratorObject, IteratorObject, Marker

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def _jump(frame: Frame, instruction: Instruction) -> object:
    frame.next = instruction.target
    return NOTHING


def _pop_jump_if_true(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack[-1]
    jumps = value is True or (value is not False and truth(value))
    stack.pop()
    if jumps:
        frame.next = instruction.target
    return NOTHING


def _pop_jump_if_false(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack[-1]
    jumps = value is False or (value is not True and not truth(value))
    stack.pop()
    if jumps:
        frame.next = instruction.target
    return NOTHING


def _pop_jump_if_none(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    if stack.pop() is None:
        frame.next = instruction.target
    return NOTHING


def _pop_jump_if_not_none(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    if stack.pop() is not None:
        frame.next = instruction.target
    return NOTHING


def _jump_if_true_or_pop(frame: Frame, instruction: Instruction) -> object:
    return _jump_or_pop(frame, instruction, truth(frame.stack[-1]))


def _jump_if_false_or_pop(frame: Frame, instruction: Instruction) -> object:
    return _jump_or_pop(frame, instruction, not truth(frame.stack[-1]))


def _jump_or_pop(frame: Frame, instruction: Instruction, jumps: bool) -> object:  # noqa: FBT001 - the question itself
    stack = frame.stack
    if jumps:
        frame.next = instruction.target
    else:
        stack.pop()
    return NOTHING


def _get_iter(frame: Frame, _instruction: Instruction) -> object:
    stack = frame.stack
    iterator = iterate(stack[-1])
    stack[-1] = iterator
    return iterator


def _for_iter(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    iterator = stack[-1]
    if not isinstance(iterator, IteratorObject):
        return _ask_for_item(frame, iterator)
    value = iterator.next()
    if value is not Marker.END:
        stack.append(value)
        return value
    frame.next = instruction.target
    if instruction.flag:
        stack.pop()
    return NOTHING


def _ask_for_item(frame: Frame, iterator: object) -> object:
    """Ask an iterator that is code itself."""
    keep = len(frame.stack)
    if isinstance(iterator, GeneratorObject) and iterator.kind == "generator":
        return resume(frame, iterator, None, keep, loop_item)
    return call_prelude(frame, "next_or_end", Call(keep, None, [iterator], {}), loop_item)


def _return(frame: Frame, _instruction: Instruction) -> object:
    return _give_back(frame, frame.stack[-1])


def _return_const(frame: Frame, instruction: Instruction) -> object:
    return _give_back(frame, instruction.value)


def _give_back(frame: Frame, value: object) -> object:
    generator = frame.generator
    then = frame.leave()
    if generator is not None:
        close(generator)
        return NOTHING if then is None else given_back(frame, then, value)
    return NOTHING if then is None else then(frame, value)


HANDLERS = {
    Op.JUMP: _jump,
    Op.POP_JUMP_IF_TRUE: _pop_jump_if_true,
    Op.POP_JUMP_IF_FALSE: _pop_jump_if_false,
    Op.POP_JUMP_IF_NONE: _pop_jump_if_none,
    Op.POP_JUMP_IF_NOT_NONE: _pop_jump_if_not_none,
    Op.JUMP_IF_TRUE_OR_POP: _jump_if_true_or_pop,
    Op.JUMP_IF_FALSE_OR_POP: _jump_if_false_or_pop,
    Op.GET_ITER: _get_iter,
    Op.FOR_ITER: _for_iter,
    Op.RETURN: _return,
    Op.RETURN_CONST: _return_const,
}
