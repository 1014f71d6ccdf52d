"""Loads a program: compiles, checks and decodes it once, for all launches of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.model.listing import CodeListing, FunctionPlaces, ListingLine
from desktop_app.program.chips import chip_text
from desktop_app.program.compiling import compile_program
from desktop_app.program.decoding import Decoded, UnsupportedInstructionError, decode
from desktop_app.program.functions import CodeUnit
from desktop_app.program.handlers import HANDLERS
from desktop_app.program.refusals import instruction_refusal, refuse_unsupported
from desktop_app.program.tracebacks import place_texts
from desktop_app.program.values import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.model.workload import Program
    from desktop_app.program.compiling import CompiledCode, CompiledInstruction, CompiledProgram
    from desktop_app.program.functions import FunctionCode
    from desktop_app.program.operations import Instruction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedProgram:
    """A program that is ready to run, any number of times.

    Attributes:
        program: The source that it was loaded from.
        listing: Its instructions as a reader sees them.
        code: The same instructions, decoded.
        codes: Its code objects, that of the body first.
        unit: Its code objects, each instruction with the handler of its operation.
    """

    program: Program
    listing: CodeListing
    code: tuple[Instruction, ...]
    codes: tuple[FunctionCode, ...]
    unit: CodeUnit


def load_program(program: Program) -> LoadedProgram:
    """Return ``program`` compiled by this CPython and decoded.

    Raises:
        ProgramError: When it cannot be compiled or uses what is not supported yet; it names the place.
    """
    return link_program(program, compile_program(program))


def link_program(program: Program, compiled: CompiledProgram) -> LoadedProgram:
    """Return a compiled program ready to run, whichever CPython version compiled it; raises as `load_program` does."""
    refuse_unsupported(program, compiled)
    unit = CodeUnit("__main__", hidden=False)
    try:
        decoded = decode(compiled.code, compiled.python, unit)
    except UnsupportedInstructionError as error:
        raise instruction_refusal(program, error) from None
    listing = CodeListing(
        program=program.name,
        source=program.source,
        python=compiled.python,
        lines=tuple(_lines(decoded)),
        functions=tuple(
            FunctionPlaces(code.first, code.qualname.rpartition("<locals>.")[2], code.places) for code in decoded.codes
        ),
        code_bytes=sum(len(one.bytecode) for one in decoded.compiled),
    )
    unit.linked = tuple((HANDLERS[instruction.op], instruction) for instruction in decoded.instructions)
    unit.places = tuple(place_texts(program, listing, decoded.instructions, compiled.frames))
    return LoadedProgram(
        program=program,
        listing=listing,
        code=decoded.instructions,
        codes=decoded.codes,
        unit=unit,
    )


def _lines(decoded: Decoded) -> Iterator[ListingLine]:
    """Yield the lines of all code objects, which stand in memory one behind the other."""
    base, instructions = 0, iter(decoded.instructions)
    for code in decoded.compiled:
        for found in code.instructions:
            yield _line(found, next(instructions), code, base)
        base += len(code.bytecode)


def _line(found: CompiledInstruction, instruction: Instruction, code: CompiledCode, base: int) -> ListingLine:
    return ListingLine(
        address=base + found.address,
        raw=found.raw,
        opname=found.opname,
        argument=_argument_text(found, instruction, base),
        chip=chip_text(instruction, found.opname),
        line=found.line,
        column=found.column,
        end_column=found.end_column,
        function=code.qualname,
        accesses=instruction.accesses,
    )


def _argument_text(found: CompiledInstruction, instruction: Instruction, base: int) -> str:
    if found.arg is None:
        return ""
    if found.text is None:
        return show(instruction.value).text
    if found.target is not None:
        # dis numbers the targets from 3.13 on; an address says where to look in the listing.
        return f"to 0x{base + found.target:02X}"
    return found.text or str(found.arg)
