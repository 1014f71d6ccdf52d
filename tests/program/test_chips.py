from __future__ import annotations

import pytest

from desktop_app.program.chips import CHIP_CHARS, chip_text
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import show


@pytest.mark.parametrize(
    ("instruction", "chip"),
    [
        (Instruction(index=0, op=Op.LOAD_CONST, value=10, pushed=(show(10),)), "LOAD 10"),
        (Instruction(index=0, op=Op.STORE_NAME, name="z"), "STORE z"),
        (Instruction(index=0, op=Op.STORE_NAME, name="counter"), "STORE co…"),
        (Instruction(index=0, op=Op.BINARY, name="+"), "BINARY +"),
        (Instruction(index=0, op=Op.BINARY, name="//", flag=True), "BINARY /…"),
        (Instruction(index=0, op=Op.CALL, count=2), "CALL"),
        (Instruction(index=0, op=Op.JUMP, target=0), "JUMP"),
        (Instruction(index=0, op=Op.NOP), "NOT"),
        (Instruction(index=0, op=Op.LOAD_METHOD, name="append"), ".append"),
        (Instruction(index=0, op=Op.IS, flag=True), "IS NOT"),
    ],
)
def test_a_chip_is_short_and_says_what_happens(instruction: Instruction, chip: str) -> None:
    assert chip_text(instruction, "NOT_TAKEN") == chip
    assert len(chip) <= CHIP_CHARS


@pytest.mark.parametrize("op", Op)
def test_every_operation_has_a_chip(op: Op) -> None:
    assert chip_text(Instruction(index=0, op=op, pushed=(show(1),)), "RESUME")
