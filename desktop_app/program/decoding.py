"""Decodes the instructions of any supported CPython version to canonical operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import show
from desktop_app.program.versions import TABLES

if TYPE_CHECKING:
    from desktop_app.program.compiling import CompiledCode, CompiledInstruction
    from desktop_app.program.versions.rules import Rule


class UnsupportedInstructionError(Exception):
    """An instruction that has no canonical operation yet, or an unknown CPython version."""

    def __init__(self, instruction: CompiledInstruction | None, version: str) -> None:
        super().__init__(instruction, version)
        self.instruction = instruction
        self.version = version


def decode(code: CompiledCode, python: str) -> tuple[Instruction, ...]:
    """Return the canonical instructions of ``code``, one for each compiled one and in the same order.

    Args:
        code: A code object as CPython compiled it.
        python: The version that did, such as ``3.13.0``.

    Raises:
        UnsupportedInstructionError: For the first instruction that has no canonical operation.
    """
    version = ".".join(python.split(".")[:2])
    table = TABLES.get(version)
    if table is None:
        raise UnsupportedInstructionError(None, version)
    index_of = {found.address: index for index, found in enumerate(code.instructions)}
    decoded = []
    for index, found in enumerate(code.instructions):
        instruction = _decode_one(index, found, code, table, index_of)
        if instruction is None:
            raise UnsupportedInstructionError(found, version)
        decoded.append(instruction)
    return tuple(decoded)


def _decode_one(
    index: int, found: CompiledInstruction, code: CompiledCode, table: dict[str, Rule], index_of: dict[int, int]
) -> Instruction | None:
    rule = table.get(found.opname)
    fields = rule(found.arg or 0, code) if rule is not None else None
    if fields is None:
        return None
    return Instruction(
        index=index,
        op=fields.op,
        count=fields.count,
        name=fields.name,
        value=fields.value,
        pushed=(show(fields.value),) if fields.op is Op.LOAD_CONST else (),
        flag=fields.flag,
        target=-1 if found.target is None else index_of[found.target] + fields.skip,
        switch_point=fields.switch_point,
        frame=found.frame,
    )
