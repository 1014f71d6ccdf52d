"""What a program may not use yet, found when it is loaded and said in plain words."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.model.errors import ProgramError
from desktop_app.program.builtin_functions import BUILTINS, NEVER_MADE
from desktop_app.program.compiling import all_codes, printable, source_lines
from desktop_app.program.library import module_names
from desktop_app.program.native_modules import names_of_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.model.workload import Program
    from desktop_app.program.compiling import CompiledCode, CompiledInstruction, CompiledProgram, Construct
    from desktop_app.program.decoding import UnsupportedInstructionError

#: What the syntax tree calls what no simulated program can do yet, in words.
_WORDS = {
    "Interpolation": "template strings are",
    "ParamSpec": "type parameters are",
    "TemplateStr": "template strings are",
    "TryStar": "except* clauses are",
    "TypeAlias": "type statements are",
    "TypeVar": "type parameters are",
    "TypeVarTuple": "type parameters are",
}
#: Names that every module has and no simulated one does.
_MODULE_NAMES = frozenset({"__builtins__", "__cached__", "__loader__", "__package__", "__spec__"})
_GLOBAL_STORES = frozenset({"STORE_NAME", "STORE_GLOBAL"})


class Refusal(NamedTuple):
    """One thing that is not supported; line from 1, column from 0 in UTF-8 bytes."""

    line: int
    column: int
    problem: str


def refuse_unsupported(program: Program, compiled: CompiledProgram) -> None:
    """Check a compiled program.

    Raises:
        ProgramError: For the first place in the source that uses what is not supported yet.
    """
    found = [*_constructs(compiled.constructs), *_names(compiled.code), *_imports(compiled.code)]
    if found:
        raise program_error(program, min(found, key=lambda refusal: (refusal.line, refusal.column)))


def instruction_refusal(program: Program, error: UnsupportedInstructionError) -> ProgramError:
    """Return the error for an instruction that has no canonical operation: what the constructs did not tell."""
    if error.instruction is None:
        return ProgramError(program.name, f"programs compiled by CPython {error.version} are not supported yet")
    instruction = error.instruction
    problem = f"CPython {error.version}'s instruction {instruction.opname} is not supported yet"
    return program_error(program, Refusal(instruction.line, max(instruction.column, 0), problem))


def program_error(program: Program, refusal: Refusal) -> ProgramError:
    """Return the error that shows a refusal with its source line."""
    lines = source_lines(program.source)
    text = lines[refusal.line - 1] if 0 < refusal.line <= len(lines) else ""
    before = text.encode("utf-8", "surrogatepass")[: refusal.column].decode("utf-8", "replace")
    return ProgramError(program.name, refusal.problem, refusal.line, len(before) + 1, printable(text))


def _constructs(constructs: tuple[Construct, ...]) -> Iterator[Refusal]:
    for construct in constructs:
        if construct.kind in _WORDS:
            yield Refusal(construct.line, construct.column, f"{_WORDS[construct.kind]} not supported yet")


def _imports(code: CompiledCode) -> Iterator[Refusal]:
    """Yield the modules, and the names of them, that the program imports and that are not simulated."""
    for one in all_codes(code):
        module = ""
        for found in one.instructions:
            if found.opname == "IMPORT_NAME":
                module = one.names[found.arg or 0]
                if module not in module_names():
                    yield Refusal(found.line, max(found.column, 0), f"the module {module} is not supported yet")
            elif found.opname == "IMPORT_FROM" and module in module_names():
                name = one.names[found.arg or 0]
                if name not in _names_in(module):
                    yield Refusal(
                        found.line, max(found.column, 0), f"the name {name} of the module {module} is not supported yet"
                    )


def _names_in(module: str) -> frozenset[str]:
    """Return what can be imported from a module; `import a.b as c` names the last part of its own name, too."""
    inner = (name.removeprefix(f"{module}.") for name in module_names() if name.startswith(f"{module}."))
    return names_of_module(module).union(inner, module.split(".")[1:])


def _names(code: CompiledCode) -> Iterator[Refusal]:
    """Yield the built-in names that the program uses, never binds itself, and that are not simulated."""
    codes = list(all_codes(code))
    bound = {one.names[found.arg or 0] for one in codes for found in one.instructions if found.opname in _GLOBAL_STORES}
    known = bound | (BUILTINS.keys() - NEVER_MADE) | {"__name__", "__doc__", "__file__", "__annotations__"}
    unknown = (frozenset(dir(builtins)) | _MODULE_NAMES) - known
    for one in codes:
        for found in one.instructions:
            name = _global_name(one, found)
            if name in unknown:
                yield Refusal(found.line, max(found.column, 0), f"{_builtin_words(name)} is not supported yet")


def _global_name(code: CompiledCode, found: CompiledInstruction) -> str:
    """Return the name of a global or built-in that an instruction loads; empty for another instruction."""
    if found.opname == "LOAD_NAME":
        return code.names[found.arg or 0]
    return code.names[(found.arg or 0) >> 1] if found.opname == "LOAD_GLOBAL" else ""


def _builtin_words(name: str) -> str:
    host = getattr(builtins, name, None)
    if isinstance(host, type):
        return f"the built-in {'exception' if issubclass(host, BaseException) else 'type'} {name}"
    return f"the built-in function {name}()" if callable(host) else f"the built-in name {name}"
