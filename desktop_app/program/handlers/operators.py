"""Handlers of operators, comparisons and f-strings."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic
from desktop_app.program.arithmetic import bound_chars, bound_items
from desktop_app.program.mapping_sources import entries_of
from desktop_app.program.mappings import merge
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.sequences import extend, make_object, repeat_in_place
from desktop_app.program.text import convert, format_text
from desktop_app.program.values import DictObject, ListObject, SetObject, ViewObject, object_write

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Frame

#: Operators that are cheap and cannot fail on integers of up to 64 bits, so that they need no guard.
_QUICK: Final[dict[str, Callable[[Any, Any], object]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
_QUICK_BOUND: Final = 1 << 63


def replace(frame: Frame, operands: int, value: object) -> object:
    """Replace the topmost ``operands`` values by ``value``, and return that."""
    stack = frame.stack
    del stack[len(stack) - operands :]
    stack.append(value)
    return value


def _binary(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    left, right = stack[-2], stack[-1]
    quick = _QUICK.get(instruction.name)
    if (
        quick is not None
        and type(left) is int
        and type(right) is int
        and -_QUICK_BOUND < left < _QUICK_BOUND
        and -_QUICK_BOUND < right < _QUICK_BOUND
    ):
        value = quick(left, right)
        stack.pop()
        stack[-1] = value
        return value
    if instruction.flag and isinstance(left, ListObject) and _changes_in_place(instruction.name, right):
        return _binary_in_place(frame, instruction, left, right)
    if instruction.flag and isinstance(left, (DictObject, SetObject)):
        changed = _join_in_place(frame, instruction, left, right)
        if changed is not None:
            return changed
    value = arithmetic.binary(instruction.name, left, right, augmented=instruction.flag)
    if isinstance(value, (list, dict, set)):
        made = make_object(frame.space, value)
        frame.effects.append(object_write(made))
        return replace(frame, 2, made)
    frame.space.admit(value)
    return replace(frame, 2, value)


def _join_in_place(frame: Frame, instruction: Instruction, left: DictObject | SetObject, right: object) -> object:
    """Do ``left |= right`` and the like; None when the operands are none for it."""
    if isinstance(left, DictObject):
        if instruction.name != "|":
            return None
        merge(frame.space, frame.effects, left, entries_of(right))
    else:
        other = arithmetic.host_set(right)
        if instruction.name not in arithmetic.SET_SYMBOLS or other is None or isinstance(right, ViewObject):
            return None
        if instruction.name in ("|", "^"):
            bound_items(len(left.items) + len(other))
            frame.space.grow(len(other))
        if instruction.name == "|":
            left.update(other)
        elif instruction.name == "-" and len(other) < len(left.items):
            for element in other:
                left.discard(element)
        else:
            arithmetic.AUGMENTED[instruction.name](left.items, other)
            left.changed()
        frame.effects.append(object_write(left))
    return replace(frame, 2, left)


def _changes_in_place(symbol: str, right: object) -> bool:
    return symbol == "+" or (symbol == "*" and isinstance(right, int))


def _binary_in_place(frame: Frame, instruction: Instruction, left: ListObject, right: object) -> object:
    if instruction.name == "+":
        extend(frame.space, frame.effects, left, right)
    elif isinstance(right, int):
        repeat_in_place(frame.space, frame.effects, left, right)
    return replace(frame, 2, left)


def _unary(frame: Frame, instruction: Instruction) -> object:
    value = arithmetic.unary(instruction.name, frame.stack[-1])
    frame.space.admit(value)
    return replace(frame, 1, value)


def _unary_not(frame: Frame, _instruction: Instruction) -> object:
    return replace(frame, 1, not arithmetic.truth(frame.stack[-1]))


def _to_bool(frame: Frame, _instruction: Instruction) -> object:
    return replace(frame, 1, arithmetic.truth(frame.stack[-1]))


def _compare(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = arithmetic.compare(instruction.name, stack[-2], stack[-1])
    stack.pop()
    stack[-1] = value
    return value


def _is(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    return replace(frame, 2, (stack[-2] is stack[-1]) is not instruction.flag)


def _contains(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    return replace(frame, 2, arithmetic.contains(stack[-1], stack[-2]) is not instruction.flag)


def _format(frame: Frame, instruction: Instruction) -> object:
    stack = frame.stack
    value = stack[-1 - instruction.flag]
    if instruction.name:
        value = convert(value, instruction.name)
    text = format_text(value, str(stack[-1]) if instruction.flag else "")
    frame.space.admit(text)
    return replace(frame, 1 + instruction.flag, text)


def _convert(frame: Frame, instruction: Instruction) -> object:
    text = convert(frame.stack[-1], instruction.name)
    frame.space.admit(text)
    return replace(frame, 1, text)


def _build_string(frame: Frame, instruction: Instruction) -> object:
    if not instruction.count:
        return replace(frame, 0, "")
    parts = [str(part) for part in frame.stack[-instruction.count :]]
    bound_chars(sum(map(len, parts)))
    text = "".join(parts)
    frame.space.admit(text)
    return replace(frame, instruction.count, text)


HANDLERS = {
    Op.BINARY: _binary,
    Op.UNARY: _unary,
    Op.UNARY_NOT: _unary_not,
    Op.TO_BOOL: _to_bool,
    Op.COMPARE: _compare,
    Op.IS: _is,
    Op.CONTAINS: _contains,
    Op.FORMAT: _format,
    Op.CONVERT: _convert,
    Op.BUILD_STRING: _build_string,
}
