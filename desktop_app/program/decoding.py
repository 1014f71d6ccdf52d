"""Decodes the instructions of any supported CPython version to canonical operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.program.accesses import accesses, names_of_class
from desktop_app.program.compiling import CompiledCode, all_codes
from desktop_app.program.effects import Shown
from desktop_app.program.functions import HAS_DOCUMENTATION, HAS_KEYWORDS, HAS_VARIADIC, CodeUnit, FunctionCode
from desktop_app.program.operations import Catch, Instruction, Op
from desktop_app.program.values import show
from desktop_app.program.versions import TABLES

if TYPE_CHECKING:
    from desktop_app.program.compiling import CompiledInstruction
    from desktop_app.program.versions.rules import Rule


class UnsupportedInstructionError(Exception):
    """An instruction that has no canonical operation yet, or an unknown CPython version."""

    def __init__(self, instruction: CompiledInstruction | None, version: str) -> None:
        super().__init__(instruction, version)
        self.instruction = instruction
        self.version = version


@dataclass(frozen=True, slots=True)
class Decoded:
    """A program's code, its functions included.

    Attributes:
        instructions: The canonical instructions of all code objects, one for each compiled one: first those of the
            body, then those of the functions in the order in which it names them.
        codes: The code objects in the same order.
        compiled: What they were decoded from.
        catches: Where an exception goes that an instruction raises, by its index; None for out of the frame.
    """

    instructions: tuple[Instruction, ...]
    codes: tuple[FunctionCode, ...]
    compiled: tuple[CompiledCode, ...]
    catches: tuple[Catch | None, ...]


class _Links(NamedTuple):
    """What an instruction may refer to: the version's rules, indexes by address, and code objects."""

    table: dict[str, Rule]
    index_of: dict[int, int]
    codes: dict[int, FunctionCode]


def decode(code: CompiledCode, python: str, unit: CodeUnit) -> Decoded:
    """Return the canonical instructions of ``code`` and of the functions in it.

    Args:
        code: A program's body as CPython compiled it.
        python: The version that did, such as ``3.13.0``.
        unit: Gets the code objects, their offsets and where exceptions go.

    Raises:
        UnsupportedInstructionError: For the first instruction that has no canonical operation.
    """
    version = ".".join(python.split(".")[:2])
    table = TABLES.get(version)
    if table is None:
        raise UnsupportedInstructionError(None, version)
    compiled = tuple(all_codes(code))
    codes: dict[int, FunctionCode] = {}
    first = 0
    for one in compiled:
        codes[id(one)] = _function_code(one, first, unit)
        first += len(one.instructions)
    decoded: list[Instruction] = []
    catches: list[Catch | None] = []
    for one in compiled:
        first = len(decoded)
        index_of = {found.address: first + index for index, found in enumerate(one.instructions)}
        catches += _catches(one, first, index_of)
        links = _Links(table, index_of, codes)
        own = names_of_class(one)
        for index, found in enumerate(one.instructions, first):
            instruction = _decode_one(index, found, one, links, own)
            if instruction is None:
                raise UnsupportedInstructionError(found, version)
            decoded.append(instruction)
    unit.codes = tuple(codes.values())
    unit.catches = tuple(catches)
    unit.offsets = tuple(found.address // 2 for one in compiled for found in one.instructions)
    return Decoded(tuple(decoded), unit.codes, compiled, unit.catches)


def _function_code(code: CompiledCode, first: int, unit: CodeUnit) -> FunctionCode:
    positional, positional_only, keyword_only = code.parameters
    return FunctionCode(
        name=code.name,
        qualname=code.qualname,
        first=first,
        places=code.places,
        positional=positional,
        positional_only=positional_only,
        keyword_only=keyword_only,
        variadic=bool(code.flags & HAS_VARIADIC),
        keywords=bool(code.flags & HAS_KEYWORDS),
        free=len(code.free),
        flags=code.flags,
        doc=_documentation(code),
        unit=unit,
        shown=Shown(f"<code {code.name}>"),
    )


def _documentation(code: CompiledCode) -> str | None:
    """Return a function's documentation string: CPython keeps it as the first constant."""
    # From 3.14 on a flag tells that there is one; up to 3.13 the first constant is it, or None.
    has = code.flags & HAS_DOCUMENTATION or not (code.constants and code.constants[0] is None)
    first = code.constants[0] if code.constants and has else None
    return first if isinstance(first, str) else None


def _catches(code: CompiledCode, first: int, index_of: dict[int, int]) -> list[Catch | None]:
    """Return where an exception goes that each instruction of ``code`` raises; None for out of the frame."""
    found: list[Catch | None] = [None] * len(code.instructions)
    for entry in code.handlers:
        begin = index_of[entry.start] - first
        end = len(found) if entry.end >= len(code.bytecode) else index_of[entry.end] - first
        found[begin:end] = [Catch(index_of[entry.target], entry.depth, bool(entry.lasti))] * (end - begin)
    return found


def _decode_one(
    index: int, found: CompiledInstruction, code: CompiledCode, links: _Links, own: frozenset[str]
) -> Instruction | None:
    rule = links.table.get(found.opname)
    fields = rule(found.arg or 0, code) if rule is not None else None
    if fields is None:
        return None
    value = links.codes[id(fields.value)] if isinstance(fields.value, CompiledCode) else fields.value
    return Instruction(
        index=index,
        op=fields.op,
        count=fields.count,
        second=fields.second,
        name=fields.name,
        value=value,
        pushed=(show(value),) if fields.op is Op.LOAD_CONST else (),
        flag=fields.flag,
        target=-1 if found.target is None else links.index_of[found.target] + fields.skip,
        switch_point=fields.switch_point,
        frame=found.frame,
        accesses=accesses(fields, code, own),
    )
