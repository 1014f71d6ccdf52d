"""Prepares a program for the hot loop, when it is first executed in earnest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from desktop_app.program.frame import Frame
from desktop_app.program.loops import LoopHead, NumberLoop, loops_of
from desktop_app.program.operations import Instruction, Op

if TYPE_CHECKING:
    from desktop_app.program.functions import CodeUnit

#: The instructions of a program: each with its handler, and whether it only moves values about when it succeeds: then
#: it enters no library code, writes nothing but its variable, ends nothing and asks for nothing.
Quick = list[tuple[Callable[[Frame, Instruction], object], Instruction, bool]]

_MOVES_ONLY: Final = frozenset(
    {
        Op.NOP, Op.PUSH_NULL, Op.COPY, Op.SWAP, Op.LOAD_CONST, Op.LOAD_NAME, Op.STORE_NAME, Op.LOAD_GLOBAL,
        Op.LOAD_CALLED, Op.STORE_GLOBAL, Op.LOAD_LOCAL, Op.LOAD_TWO_LOCALS, Op.LOAD_LOCAL_AND_CLEAR, Op.STORE_LOCAL,
        Op.STORE_TWO_LOCALS, Op.STORE_AND_LOAD_LOCAL, Op.LOAD_CELL_ITSELF, Op.LOAD_CELL, Op.STORE_CELL, Op.UNARY_NOT,
        Op.TO_BOOL, Op.COMPARE, Op.IS, Op.JUMP, Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_NONE,
        Op.POP_JUMP_IF_NOT_NONE, Op.JUMP_IF_TRUE_OR_POP, Op.JUMP_IF_FALSE_OR_POP, Op.KEYWORD_NAMES, Op.GET_LENGTH,
    }
)  # fmt: skip


def quicken(unit: CodeUnit) -> Quick:
    """Return the instructions of a program for the hot loop, and keep them with it."""
    quick: Quick = [(handler, instruction, instruction.op in _MOVES_ONLY) for handler, instruction in unit.linked]
    for head, last in loops_of(unit).items():
        quick[head] = (LoopHead(unit, head, last), quick[head][1], False)
    unit.quick = quick
    return quick


def loop_at(quick: Quick, head: int) -> NumberLoop:
    """Return the loop that begins with an instruction that gave `LOOP`."""
    found = quick[head][0]
    assert isinstance(found, LoopHead), "nothing else gives it"
    assert found.loop is not None, "it is made before"
    return found.loop
