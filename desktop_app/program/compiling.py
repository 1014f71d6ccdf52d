"""Compiles a program with CPython in a child process, so that no source text can harm or block the one that asks."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_app.model.errors import ProgramError
from desktop_app.program.compiler_child import describe_trusted
from desktop_app.program.limits import COMPILE_TIMEOUT_S, MAX_ANSWER_BYTES, MAX_SOURCE_BYTES
from desktop_app.program.own_program import own_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.model.workload import Program

#: The option with which a frozen application starts itself as the compiling child.
CHILD_OPTION = "--compile-child"

_SINGLETONS: dict[str, object] = {"None": None, "True": True, "False": False, "Ellipsis": ...}


class CompiledInstruction(NamedTuple):
    """One instruction as CPython compiled it; an EXTENDED_ARG before it and the inline caches after it are part of it.

    Attributes:
        address: Offset of its first byte.
        raw: All its bytes.
        opname: CPython's name for it.
        arg: Its numeric argument, or None.
        text: Its argument as `dis` words it; None when it is the index of a constant.
        target: Address that it may jump to, or None.
        line: Source line from 1; 0 when it has none.
        column: Column from 0 in UTF-8 bytes; -1 when unknown.
        end_column: Column after the expression; -1 when unknown or on another line.
        frame: Index of its traceback lines in `CompiledProgram.frames`; -1 for none.
    """

    address: int
    raw: bytes
    opname: str
    arg: int | None
    text: str | None
    target: int | None
    line: int
    column: int
    end_column: int
    frame: int


class CompiledHandler(NamedTuple):
    """An entry of a code object's exception table.

    Attributes:
        start: Address of the first instruction that it protects.
        end: Address after the last one.
        target: Address of the handler.
        depth: How many values of the operand stack stay.
        lasti: Whether the failing instruction's place goes on the stack below the exception; 0 or 1.
    """

    start: int
    end: int
    target: int
    depth: int
    lasti: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledCode:
    """One code object.

    Attributes:
        name: Its qualified place, ``<module>`` for a program's body.
        bytecode: All its bytes.
        instructions: In the order of their addresses.
        constants: Host values; a nested function's is a `CompiledCode`.
        names: Names of globals and attributes.
        locals: Names of local variables, parameters first.
        qualname: Its name with those of the functions around it, such as ``outer.<locals>.inner``.
        flags: CPython's ``co_flags``.
        parameters: How many positional parameters it has, how many of them are positional only, and how many
            parameters are keyword only.
        cells: Names of its variables that functions within it use, too.
        free: Names of variables of the functions around it that it uses.
        handlers: Its exception table, in the order of addresses.
    """

    name: str
    bytecode: bytes
    instructions: tuple[CompiledInstruction, ...]
    constants: tuple[object, ...]
    names: tuple[str, ...]
    locals: tuple[str, ...]
    qualname: str = ""
    flags: int = 0
    parameters: tuple[int, int, int] = (0, 0, 0)
    cells: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    handlers: tuple[CompiledHandler, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Names of all variables of a frame in the order of its slots: locals, then cells, then free ones."""
        return (*self.locals, *(name for name in self.cells if name not in self.locals), *self.free)


class Construct(NamedTuple):
    """The first place where a program uses one kind of construct; line from 1, column from 0 in UTF-8 bytes."""

    kind: str
    detail: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledProgram:
    """What the child process says of a program.

    Attributes:
        python: The CPython version that compiled it, such as ``3.13.0``.
        code: The body of the module.
        constructs: The kinds of syntax that it uses.
        frames: The lines that CPython's traceback prints for a place in it.
    """

    python: str
    code: CompiledCode
    constructs: tuple[Construct, ...]
    frames: tuple[str, ...]


def compile_program(program: Program) -> CompiledProgram:
    """Return ``program`` as this CPython compiles it.

    Raises:
        ProgramError: When CPython refuses it, or when it is too large or takes too long.
    """
    size_bytes = len(program.source.encode("utf-8", "surrogatepass"))
    if size_bytes > MAX_SOURCE_BYTES:
        problem = f"the file is too large: {size_bytes:,} bytes, and at most {MAX_SOURCE_BYTES:,} can be compiled"
        raise ProgramError(program.name, problem)
    return read_answer(program, _ask_child(program))


def compile_library(name: str, source: str) -> tuple[CompiledCode, str]:
    """Return a module of the library as this CPython compiles it, and its version.

    It is Coreloom's own source, so that it needs no child process.
    """
    code, python = describe_trusted(name, source)
    return _code(code), python


def child_command() -> list[str]:
    """Return the command that starts the compiling child: a script of its own, or the bundled application itself."""
    if getattr(sys, "frozen", False):
        return [own_program(), CHILD_OPTION]
    script = Path(__file__).with_name("compiler_child.py")
    return [sys.executable, "-I", "-S", str(script)]


def read_answer(program: Program, answer: bytes) -> CompiledProgram:
    """Return what the child's JSON says.

    Raises:
        ProgramError: When the child refused the program, or its answer is cut off.
    """
    try:
        described = json.loads(answer)
        if "error" in described:
            raise _refusal(program, described["error"])
        return CompiledProgram(
            python=described["python"],
            code=_code(described["code"]),
            constructs=tuple(Construct(*construct) for construct in described["constructs"]),
            frames=tuple(described["frames"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProgramError(program.name, f"the compiling process gave no usable answer ({error})") from error


def _ask_child(program: Program) -> bytes:
    # A file may begin with a byte order mark, as it may for CPython.
    source = program.source.removeprefix("\ufeff")
    request = json.dumps({"name": program.name, "source": source}).encode("ascii")
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with fixed arguments; the program goes in as data
            child_command(),
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=COMPILE_TIMEOUT_S,
            check=False,
            creationflags=flags,
        )
    except subprocess.TimeoutExpired:
        problem = (
            f"compiling took longer than {COMPILE_TIMEOUT_S:g} seconds: the program is too large or nested too deeply"
        )
        raise ProgramError(program.name, problem) from None
    except OSError as error:
        raise ProgramError(program.name, f"the compiling process could not be started: {error}") from error
    if done.returncode != 0:
        problem = (
            f"CPython's compiler broke down on this program (exit status {done.returncode}):"
            " it is too large or nested too deeply"
        )
        raise ProgramError(program.name, problem)
    if len(done.stdout) > MAX_ANSWER_BYTES:
        raise ProgramError(program.name, "this program is too large: its constants are too large")
    return done.stdout


def _refusal(program: Program, error: dict[str, object]) -> ProgramError:
    line, column = error.get("line", 0), error.get("column", 0)
    line = line if isinstance(line, int) else 0
    lines = program.source.splitlines()
    text = str(error.get("text", "")) or (lines[line - 1] if 0 < line <= len(lines) else "")
    return ProgramError(
        program.name, str(error["problem"]), line, column if isinstance(column, int) else 0, printable(text)
    )


def printable(text: str) -> str:
    """Return ``text`` with lone surrogates escaped, so that every terminal and file takes it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def source_lines(source: str) -> list[str]:
    """Return the lines as CPython counts them, without their line ends."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _code(described: dict[str, Any]) -> CompiledCode:
    bytecode = bytes.fromhex(str(described["bytecode"]))
    rows = described["instructions"]
    ends = [*(int(str(row[0])) for row in rows[1:]), len(bytecode)]
    return CompiledCode(
        name=str(described["name"]),
        bytecode=bytecode,
        instructions=tuple(_instruction(row, bytecode, end) for row, end in zip(rows, ends, strict=True)),
        constants=tuple(_constant(constant) for constant in described["constants"]),
        names=_names(described["names"]),
        locals=_names(described["locals"]),
        qualname=str(described.get("qualname", described["name"])),
        flags=_number(described.get("flags", 0)),
        parameters=_parameters(described.get("parameters", [0, 0, 0])),
        cells=_names(described.get("cells", [])),
        free=_names(described.get("free", [])),
        handlers=tuple(CompiledHandler(*map(_number, entry)) for entry in described.get("handlers", ())),
    )


def all_codes(code: CompiledCode) -> Iterator[CompiledCode]:
    """Yield a code object and those of the functions in it, in the order in which it names them."""
    yield code
    for constant in code.constants:
        if isinstance(constant, CompiledCode):
            yield from all_codes(constant)


def _names(described: Iterable[object]) -> tuple[str, ...]:
    return tuple(sys.intern(str(name)) for name in described)


def _parameters(described: Iterable[object]) -> tuple[int, int, int]:
    positional, positional_only, keyword_only = map(_number, described)
    return positional, positional_only, keyword_only


def _instruction(row: list[object], bytecode: bytes, end: int) -> CompiledInstruction:
    address, opname, arg, text, target, line, column, end_column, frame = row
    start = _number(address)
    return CompiledInstruction(
        address=start,
        raw=bytecode[start:end],
        opname=str(opname),
        arg=None if arg is None else _number(arg),
        text=None if text is None else str(text),
        target=None if target is None else _number(target),
        line=_number(line or 0),
        column=_number(-1 if column is None or not line else column),
        end_column=_number(-1 if end_column is None or not line else end_column),
        frame=_number(frame),
    )


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no integer")
    return value


def _constant(described: list[object]) -> object:  # noqa: C901, PLR0911 - one return per tag
    tag, value, *rest = described
    if isinstance(value, list):
        items = [_constant(item) for item in value]
        if tag == "slice":
            return slice(*items)
        return frozenset(items) if tag == "frozenset" else tuple(items)
    if isinstance(value, dict):
        return _code(value)
    text = str(value)
    match tag:
        case "int":
            return int(text, 16)
        case "float":
            return float.fromhex(text)
        case "str":
            # CPython keeps one object per identifier-like constant, and `is` can tell.
            return sys.intern(text) if text.isidentifier() else text
        case "utf-8":
            return bytes.fromhex(text).decode("utf-8", "surrogatepass")
        case "bytes":
            return bytes.fromhex(text)
        case "complex":
            return complex(float.fromhex(text), float.fromhex(str(rest[0])))
        case "singleton":
            return _SINGLETONS[text]
    raise ValueError(f"a constant of an unknown kind: {tag} {text}")
