"""Loads a program: compiles, checks and decodes it once, for all launches of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.model.listing import CodeListing, ListingLine
from desktop_app.program.chips import chip_text
from desktop_app.program.compiling import compile_program
from desktop_app.program.decoding import UnsupportedInstructionError, decode
from desktop_app.program.handlers import HANDLERS
from desktop_app.program.refusals import instruction_refusal, refuse_unsupported
from desktop_app.program.values import show

if TYPE_CHECKING:
    from desktop_app.model.workload import Program
    from desktop_app.program.compiling import CompiledInstruction, CompiledProgram
    from desktop_app.program.handlers import Handler
    from desktop_app.program.operations import Instruction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedProgram:
    """A program that is ready to run, any number of times.

    Attributes:
        program: The source that it was loaded from.
        listing: Its instructions as a reader sees them.
        code: The same instructions, decoded.
        linked: Each of them with the handler of its operation.
        frames: The lines that a traceback prints for a place in it, by `Instruction.frame`.
    """

    program: Program
    listing: CodeListing
    code: tuple[Instruction, ...]
    linked: tuple[tuple[Handler, Instruction], ...]
    frames: tuple[str, ...]


def load_program(program: Program) -> LoadedProgram:
    """Return ``program`` compiled by this CPython and decoded.

    Raises:
        ProgramError: When it cannot be compiled or uses what is not supported yet; it names the place.
    """
    return link_program(program, compile_program(program))


def link_program(program: Program, compiled: CompiledProgram) -> LoadedProgram:
    """Return a compiled program ready to run, whichever CPython version compiled it; raises as `load_program` does."""
    refuse_unsupported(program, compiled)
    try:
        code = decode(compiled.code, compiled.python)
    except UnsupportedInstructionError as error:
        raise instruction_refusal(program, error) from None
    constants = compiled.code.constants
    listing = CodeListing(
        program=program.name,
        source=program.source,
        python=compiled.python,
        lines=tuple(
            _line(found, instruction, constants)
            for found, instruction in zip(compiled.code.instructions, code, strict=True)
        ),
        code_bytes=len(compiled.code.bytecode),
    )
    linked = tuple((HANDLERS[instruction.op], instruction) for instruction in code)
    return LoadedProgram(program=program, listing=listing, code=code, linked=linked, frames=compiled.frames)


def _line(found: CompiledInstruction, instruction: Instruction, constants: tuple[object, ...]) -> ListingLine:
    return ListingLine(
        address=found.address,
        raw=found.raw,
        opname=found.opname,
        argument=_argument_text(found, constants),
        chip=chip_text(instruction, found.opname),
        line=found.line,
        column=found.column,
        end_column=found.end_column,
    )


def _argument_text(found: CompiledInstruction, constants: tuple[object, ...]) -> str:
    if found.arg is None:
        return ""
    if found.text is None:
        return show(constants[found.arg]).text
    if found.target is not None:
        # dis numbers the targets from 3.13 on; an address says where to look in the listing.
        return f"to 0x{found.target:02X}"
    return found.text or str(found.arg)
