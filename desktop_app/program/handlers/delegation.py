"""Lets library code do what an instruction cannot do natively: where a value's own class says what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.program.calling import Call, call_prelude
from desktop_app.program.frame import Again, drop, push
from desktop_app.program.operations import Op
from desktop_app.program.values import NOTHING, DictObject, Pushed

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Continuation, Frame
    from desktop_app.program.operations import Instruction


class _Help(NamedTuple):
    """What helps an instruction.

    Attributes:
        name: The function of the prelude.
        operands: How many values from the top of the stack it gets.
        then: What is done with its result.
        again: Whether the instruction is executed once more, with the result in the place of the operands.
    """

    name: str
    operands: int
    then: Continuation = push
    again: bool = False


_NAMES: Final = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
    "<": "lt", "<=": "le", "==": "eq", "!=": "ne", ">": "gt", ">=": "ge",
}  # fmt: skip


def _jump_or_pop(frame: Frame, value: object) -> object:
    """Jump or pop by what the truth of the value on the stack turned out to be."""
    instruction = frame.instruction
    if bool(value) is (instruction.op is Op.JUMP_IF_TRUE_OR_POP):
        frame.next = instruction.target
    else:
        frame.stack.pop()
    return NOTHING


def _all_pushed(frame: Frame, value: object) -> object:
    assert isinstance(value, tuple), "the prelude gives a tuple"
    frame.stack += value
    return Pushed(value)


def _negated(frame: Frame, value: object) -> object:
    frame.stack.append(not value)
    return not value


def _binary(instruction: Instruction) -> _Help:
    return _Help(f"{'inplace' if instruction.flag else 'binary'}_{_NAMES[instruction.name]}", 2)


def _compare(instruction: Instruction) -> _Help:
    return _Help(f"{'test' if instruction.flag else 'compare'}_{_NAMES[instruction.name]}", 2)


_TRUTH: Final = _Help("truth", 1, again=True)
_LIST: Final = _Help("as_list", 1, again=True)
_HELPS: Final[dict[Op, _Help | Callable[[Instruction], _Help]]] = {
    Op.BINARY: _binary,
    Op.UNARY: lambda instruction: _Help({"-": "negative", "+": "positive", "~": "invert"}[instruction.name], 1),
    Op.UNARY_NOT: _TRUTH,
    Op.TO_BOOL: _TRUTH,
    Op.POP_JUMP_IF_TRUE: _TRUTH,
    Op.POP_JUMP_IF_FALSE: _TRUTH,
    Op.COMPARE: _compare,
    Op.FORMAT: lambda instruction: _Help(f"format_{instruction.name or 'value'}", 1 + instruction.flag),
    Op.CONVERT: lambda instruction: _Help(f"format_{instruction.name}", 1),
    Op.UNPACK_SEQUENCE: _Help("as_list", 1, again=True),
    Op.UNPACK_STARRED: _LIST,
    Op.LIST_EXTEND: _Help("list_of", 1, again=True),
    Op.LIST_TO_TUPLE: _LIST,
    Op.SET_UPDATE: _LIST,
    Op.LOAD_ITEM: _Help("get_item", 2),
    Op.LOAD_SLICE: _Help("get_slice", 3),
    Op.STORE_ITEM: _Help("set_item", 3, drop),
    Op.STORE_SLICE: _Help("set_slice", 4, drop),
    Op.DELETE_ITEM: _Help("delete_item", 2, drop),
    Op.DICT_UPDATE: _Help("as_dict", 1, again=True),
    Op.MERGE_KEYWORDS: _Help("as_dict", 1, again=True),
    Op.GET_ITER: _Help("iterator_of", 1),
    Op.GET_YIELD_FROM_ITER: _Help("iterator_of", 1),
    Op.BUILD_MAP: lambda instruction: _Help("build_map", 2 * instruction.count),
    Op.BUILD_SET: lambda instruction: _Help("build_set", instruction.count),
    Op.RAISE: lambda instruction: _Help("as_exceptions", instruction.count, _all_pushed, again=True),
}


def delegate(frame: Frame) -> object:
    """Begin the library code that does the work of the instruction under execution.

    Raises:
        NotImplementedError: When no instruction of this kind was thought to need it: a defect of ours.
    """
    instruction = frame.instruction
    stack = frame.stack
    if instruction.op in (Op.JUMP_IF_TRUE_OR_POP, Op.JUMP_IF_FALSE_OR_POP):
        return call_prelude(frame, "truth", Call(len(stack), None, [stack[-1]], {}), _jump_or_pop)
    if instruction.op is Op.CONTAINS:
        call = Call(len(stack) - 2, None, [stack[-1], stack[-2]], {})
        return call_prelude(frame, "contains", call, _negated if instruction.flag else push)
    if instruction.op is Op.CALL_UNPACKED:
        return _spread(frame, instruction)
    if instruction.op in (Op.MAP_ADD, Op.SET_ADD):
        return _add(frame, instruction)
    if instruction.op is Op.DICT_UPDATE and isinstance(stack[-1], DictObject):
        return _update(frame, instruction)
    found = _HELPS.get(instruction.op)
    if found is None:
        raise NotImplementedError(instruction.op)
    helped = found if isinstance(found, _Help) else found(instruction)
    keep = len(stack) - helped.operands
    then = Again(helped.then) if helped.again else helped.then
    return call_prelude(frame, helped.name, Call(keep, None, stack[keep:], {}), then)


def _spread(frame: Frame, instruction: Instruction) -> object:
    """Turn what follows ``*`` in a call into a list, and execute the call once more."""
    stack = frame.stack
    call = Call(len(stack), None, [stack[-2 if instruction.flag else -1]], {})
    then = Again(_spread_above if instruction.flag else _spread_top)
    return call_prelude(frame, "as_list", call, then)


def _spread_top(frame: Frame, value: object) -> object:
    frame.stack[-1] = value
    return NOTHING


def _spread_above(frame: Frame, value: object) -> object:
    frame.stack[-2] = value
    return NOTHING


def _update(frame: Frame, instruction: Instruction) -> object:
    """Take over the entries of a dictionary whose keys have hashes of their own."""
    stack = frame.stack
    call = Call(len(stack) - 1, None, [stack[-1 - instruction.count], stack[-1]], {})
    return call_prelude(frame, "dict_update", call, drop)


def _add(frame: Frame, instruction: Instruction) -> object:
    """Add an entry or an element of a comprehension whose key has a hash of its own."""
    stack = frame.stack
    operands = 2 if instruction.op is Op.MAP_ADD else 1
    target = stack[-operands - instruction.count]
    name = "set_item_of" if operands > 1 else "set_add"
    call = Call(len(stack) - operands, None, [target, *stack[len(stack) - operands :]], {})
    return call_prelude(frame, name, call, drop)
