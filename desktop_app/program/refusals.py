"""What a program may not use yet, found when it is loaded and said in plain words."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.model.errors import ProgramError
from desktop_app.program.builtin_functions import BUILTINS, KEYWORDS
from desktop_app.program.compiling import all_codes, printable
from desktop_app.program.methods import METHOD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.model.workload import Program
    from desktop_app.program.compiling import CompiledCode, CompiledInstruction, CompiledProgram, Construct
    from desktop_app.program.decoding import UnsupportedInstructionError

_SUPPORTED = frozenset(
    """
    Module FunctionDef Lambda Return Global Nonlocal arguments arg Raise Try ExceptHandler Assert
    ListComp comprehension Assign AugAssign NamedExpr Expr If While For Break Continue Pass Delete
    BinOp UnaryOp BoolOp Compare IfExp Call keyword Starred Name Load Store Del List Tuple Slice
    JoinedStr FormattedValue Dict Set DictComp SetComp
    Add Sub Mult Div FloorDiv Mod Pow MatMult LShift RShift BitOr BitXor BitAnd
    UAdd USub Invert Not And Or Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn
    """.split()  # noqa: SIM905 - sixty names read best as words
)
_WORDS = {
    "AnnAssign": "variable annotations are",
    "AsyncFor": "async for loops are",
    "AsyncFunctionDef": "async function definitions are",
    "AsyncWith": "async with statements are",
    "Await": "await expressions are",
    "ClassDef": "class definitions are",
    "GeneratorExp": "generator expressions are",
    "Import": "import statements are",
    "ImportFrom": "import statements are",
    "Match": "match statements are",
    "TemplateStr": "template strings are",
    "TryStar": "except* clauses are",
    "TypeAlias": "type statements are",
    "With": "with statements are",
    "Yield": "yield expressions are",
    "YieldFrom": "yield expressions are",
}
_CONSTANTS = {"bytes": "bytes are", "complex": "complex numbers are", "ellipsis": "the ellipsis (...) is"}
_SUPPORTED_CONSTANTS = frozenset({"int", "float", "str", "bool", "NoneType"})
#: Names that every module has and no simulated one does yet.
_MODULE_NAMES = frozenset(
    {"__annotations__", "__builtins__", "__cached__", "__file__", "__loader__", "__package__", "__spec__"}
)
_OWNERS = {"list": list, "string": str, "dictionary": dict, "number": float}


#: What defines a function of the program's own, which may take any keyword.
_FUNCTION_KINDS = frozenset({"FunctionDef", "Lambda"})
#: Keywords that built-in functions and methods take and that are not simulated.
_BUILTIN_KEYWORDS = frozenset({"key", "default", "file", "flush", "start", "strict", "encoding", "errors"}) - KEYWORDS
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
    found = [*_constructs(compiled.constructs), *_names(compiled.code)]
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


def source_lines(source: str) -> list[str]:
    """Return the lines as CPython counts them, without their line ends."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _constructs(constructs: tuple[Construct, ...]) -> Iterator[Refusal]:
    parameters = {construct.detail for construct in constructs if construct.kind == "arg"}
    calls_own = any(construct.kind in _FUNCTION_KINDS for construct in constructs)
    for construct in constructs:
        may_be_own = calls_own and (construct.detail in parameters or construct.detail not in _BUILTIN_KEYWORDS)
        if construct.kind == "Keyword" and may_be_own:
            continue
        what = _construct_words(construct.kind, construct.detail)
        if what:
            yield Refusal(construct.line, construct.column, f"{what} not supported yet")


def _construct_words(kind: str, detail: str) -> str:
    match kind:
        case "Method":
            return "" if detail in METHOD_NAMES else f"{_method_words(detail)} is"
        case "Keyword":
            return "" if detail in KEYWORDS or detail == "**" else f"the keyword argument {detail}= is"
        case "Attribute":
            return "attributes (a name after a dot that is not called) are"
        case "Constant":
            return "" if detail in _SUPPORTED_CONSTANTS else _CONSTANTS.get(detail, f"constants of type {detail} are")
        case "Subscript":
            return ""
    return "" if kind in _SUPPORTED else _WORDS.get(kind, f"the construct {kind} is")


def _method_words(name: str) -> str:
    for owner, kind in _OWNERS.items():
        if name in dir(kind):
            return f"the {owner} method .{name}()"
    return f"the method .{name}()"


def _names(code: CompiledCode) -> Iterator[Refusal]:
    """Yield the built-in names that the program uses, never binds itself, and that are not simulated."""
    codes = list(all_codes(code))
    bound = {one.names[found.arg or 0] for one in codes for found in one.instructions if found.opname in _GLOBAL_STORES}
    known = bound | BUILTINS.keys() | {"__name__", "__doc__"}
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
