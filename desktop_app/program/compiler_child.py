"""Compiles untrusted text with CPython in a process of its own, and describes the result as JSON.

This file is started by its path with ``python -I -S`` and so uses the standard library only, never the package. It
reads one JSON request ``{"name", "source"}`` from standard input and writes one JSON answer to standard output: either
``{"error": {...}}`` or ``{"python", "code", "constructs", "frames"}``. Nothing of the program is ever executed.
"""

from __future__ import annotations

import dis
import json
import linecache
import os
import struct
import sys
import traceback
import warnings
from types import CodeType
from typing import Any

MAX_MEMORY_BYTES = 1 << 30
MAX_CPU_S = 10
MAX_INSTRUCTIONS = 100_000
MAX_ANSWER_CHARS = 64 << 20
#: Places whose traceback lines are worked out in advance; beyond them a traceback has no carets.
MAX_FRAMES = 5_000
#: Longer source lines have no carets in a traceback: working them out would take the compiler too long.
MAX_CARET_LINE_CHARS = 400
#: `compile` returns the syntax tree instead of code (ast.PyCF_ONLY_AST; importing ast costs 8 ms).
ONLY_AST = 0x400
#: JOBOBJECT_EXTENDED_LIMIT_INFORMATION: CPU time first, flags third, memory of a process fourth from the end.
_JOB_LIMITS = struct.Struct("2qI2NIN2I6Q4N")
_EXTENDED_LIMITS = 9
#: CPU time and memory of a process; and it ends when it breaks down, with no message that somebody had to close.
_JOB_FLAGS = 0x2 | 0x100 | 0x400


class RefusedError(Exception):
    """The program is too large to describe."""


def main() -> int:
    """Answer the one request on standard input; return the exit status."""
    _limit_resources()
    with open(0, "rb", closefd=False) as requests:
        request = json.loads(requests.read())
    try:
        answer = json.dumps(describe(request["name"], request["source"]))
        if len(answer) > MAX_ANSWER_CHARS:
            raise RefusedError("its constants are too large")  # noqa: TRY301 - reported like every other refusal
    except RefusedError as error:
        answer = json.dumps({"error": {"problem": f"this program is too large: {error}"}})
    except MemoryError:
        answer = json.dumps(
            {"error": {"problem": "CPython's compiler ran out of memory: nested too deeply or too large"}}
        )
    except RecursionError:
        answer = json.dumps({"error": {"problem": "CPython's compiler gave up: the program is nested too deeply"}})
    with open(1, "wb", closefd=False) as answers:
        answers.write(answer.encode("ascii"))
    return 0


def describe(name: str, source: str) -> dict[str, object]:
    """Return the answer for one program: its code, or CPython's error in CPython's words.

    Raises:
        RefusedError, MemoryError, RecursionError: When the program is too large or nested too deeply.
    """
    if "\0" in source:
        problem = "SyntaxError: source code string cannot contain null bytes"
        return {"error": {"problem": problem, **_place(source, source.index("\0"))}}
    warnings.simplefilter("ignore")
    try:
        code = compile(source, name, "exec", dont_inherit=True)
        tree = compile(source, name, "exec", ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        return {"error": _syntax_error(error)}
    except UnicodeEncodeError as error:
        problem = f"the source has a character that is no Unicode text (U+{ord(source[error.start]):04X})"
        return {"error": {"problem": problem, **_place(source, error.start)}}
    except (ValueError, OverflowError) as error:
        return {"error": {"problem": str(error)}}
    describer = _Describer(name, source)
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "code": describer.code(code),
        "constructs": _constructs(tree),
        "frames": describer.frames,
    }


def describe_trusted(name: str, source: str) -> tuple[dict[str, object], str]:
    """Return the code of a module of Coreloom's own, and CPython's version; no traceback ever shows it."""
    code = compile(source, name, "exec", dont_inherit=True)
    return _Describer(name, "").code(code), ".".join(map(str, sys.version_info[:3]))


def _limit_resources() -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - nobody else needs it

        _limit_by_job(ctypes.WinDLL("kernel32"))
    else:
        import resource  # noqa: PLC0415 - Unix only

        limits = {resource.RLIMIT_CPU: MAX_CPU_S, resource.RLIMIT_CORE: 0}
        if sys.platform != "darwin":  # macOS accepts the limit on address space but does not keep it
            limits[resource.RLIMIT_AS] = MAX_MEMORY_BYTES
        for limit, value in limits.items():
            _, hard = resource.getrlimit(limit)
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (bound, hard))


def _limit_by_job(kernel: Any) -> bool:  # noqa: ANN401 - a library
    """Put this process into a job of its own, which has the limits, and return whether Windows did so.

    Windows may refuse within some jobs of others; then the parent's patience is the one limit.
    """
    from ctypes import c_void_p  # noqa: PLC0415 - nobody else needs it

    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = c_void_p  # handles have 64 bits
    job, process = kernel.CreateJobObjectW(None, None), kernel.GetCurrentProcess()
    cpu_100ns = MAX_CPU_S * 10_000_000
    limits = _JOB_LIMITS.pack(cpu_100ns, 0, _JOB_FLAGS, *[0] * 12, MAX_MEMORY_BYTES, 0, 0, 0)
    return bool(
        job
        and kernel.SetInformationJobObject(c_void_p(job), _EXTENDED_LIMITS, limits, len(limits))
        and kernel.AssignProcessToJobObject(c_void_p(job), c_void_p(process))
    )


def _place(source: str, index: int) -> dict[str, object]:
    """Return the line and the column, both from 1, of a character."""
    return {"line": source.count("\n", 0, index) + 1, "column": index - source.rfind("\n", 0, index)}


def _syntax_error(error: SyntaxError) -> dict[str, object]:
    return {
        "problem": f"{type(error).__name__}: {error.msg}",
        "line": error.lineno or 0,
        "column": max(error.offset or 0, 0),
        "text": (error.text or "").rstrip("\r\n"),
    }


class _Describer:
    """Turns code objects into JSON, and collects the traceback lines of the places in them."""

    def __init__(self, name: str, source: str) -> None:
        self.frames: list[str] = []
        self._name = name
        self._frame_numbers: dict[tuple[str | int | None, ...], int] = {}
        # CPython's own line ends; str.splitlines would know more of them.
        self._lines = [f"{line}\n" for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        self._instructions = 0
        # traceback looks source lines up here first, so it never opens a file of that name.
        linecache.cache[name] = (len(source), None, self._lines, name)

    def code(self, code: CodeType) -> dict[str, object]:
        """Return everything the interpreter needs to know of one code object, nested ones included."""
        return {
            "name": code.co_name,
            "qualname": code.co_qualname,
            "flags": code.co_flags,
            "parameters": [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount],
            "bytecode": code.co_code.hex(),
            "instructions": self._describe_instructions(code),
            "constants": [self._constant(value) for value in code.co_consts],
            "names": list(code.co_names),
            "locals": list(code.co_varnames),
            "cells": list(code.co_cellvars),
            "free": list(code.co_freevars),
            "stack_size": code.co_stacksize,
            "handlers": _exception_table(code.co_exceptiontable),
        }

    def _describe_instructions(self, code: CodeType) -> list[list[object]]:
        # dis would build the repr of every constant, however large: it is given indexes instead.
        bare = code.replace(co_consts=tuple(range(len(code.co_consts))))
        described: list[list[object]] = []
        jumps = {*dis.hasjrel, *dis.hasjabs}
        start = -1
        for found in dis.get_instructions(bare):
            if start < 0:
                start = found.offset
            if found.opname == "EXTENDED_ARG":
                continue
            self._instructions += 1
            if self._instructions > MAX_INSTRUCTIONS:
                raise RefusedError(f"more than {MAX_INSTRUCTIONS:,} instructions")
            positions = found.positions
            line, end_line, column, end_column = positions if positions is not None else (None,) * 4
            described.append(
                [
                    start,
                    found.opname,
                    found.arg,
                    None if found.opcode in dis.hasconst and found.opname != "LOAD_SMALL_INT" else found.argrepr,
                    found.argval if found.opcode in jumps else None,
                    line,
                    column,
                    end_column if end_line == line else None,
                    self._frame(code.co_name, line, end_line, column, end_column),
                ]
            )
            start = -1
        return described

    def _frame(self, function: str, *place: int | None) -> int:
        """Return the number of the lines that CPython's traceback prints for a place; -1 for none."""
        line, end_line, column, end_column = place
        if not line or line > len(self._lines):
            return -1
        known = self._frame_numbers.get((function, *place))
        if known is None:
            known = -1
            if len(self.frames) < MAX_FRAMES:
                known = len(self.frames)
                spanned = self._lines[line - 1 : end_line or line]
                if any(len(text) > MAX_CARET_LINE_CHARS for text in spanned):
                    end_line = column = end_column = None
                self.frames.append(self._frame_text(function, line, end_line, column, end_column))
            self._frame_numbers[function, *place] = known
        return known

    def _frame_text(
        self, function: str, line: int, end_line: int | None, column: int | None, end_column: int | None
    ) -> str:
        text = self._lines[line - 1]
        if sys.version_info < (3, 13) and not text.isascii() and column is not None and end_column is not None:
            return self._wide_frame_text(function, line, end_line, column, end_column)
        places = {"end_lineno": end_line, "colno": column, "end_colno": end_column}
        summary = traceback.FrameSummary(self._name, line, function, lookup_line=False, **places)  # type: ignore[arg-type]
        return "".join(traceback.StackSummary.from_list([summary]).format())

    def _wide_frame_text(self, function: str, line: int, end_line: int | None, column: int, end_column: int) -> str:
        """Return the lines for text that is not ASCII, which the traceback module miscounts up to 3.12."""
        text = self._lines[line - 1]
        start, end = (
            len(text.encode(errors="replace")[:offset].decode(errors="replace")) for offset in (column, end_column)
        )
        self._lines[line - 1] = "".join(character if character.isascii() else "x" for character in text)
        try:
            drawn = self._frame_text(function, line, end_line, start, end)
        finally:
            self._lines[line - 1] = text
        place, _, *carets = drawn.split("\n")
        return "\n".join([place, f"    {text.strip()}", *carets])

    def _constant(self, value: object) -> list[object]:  # noqa: C901, PLR0911 - one return per type of constant
        """Return a constant as [tag, text]; texts are exact for every value."""
        if value is None or value is True or value is False or value is ...:
            return ["singleton", repr(value)]
        if isinstance(value, int):
            return ["int", hex(value)]
        if isinstance(value, float):
            return ["float", value.hex()]
        if isinstance(value, complex):
            return ["complex", value.real.hex(), value.imag.hex()]
        if isinstance(value, str):
            # JSON would join two surrogates to one character.
            paired = any("\ud800" <= character <= "\udfff" for character in value)
            return ["utf-8", value.encode("utf-8", "surrogatepass").hex()] if paired else ["str", value]
        if isinstance(value, bytes):
            return ["bytes", value.hex()]
        if isinstance(value, tuple):
            return ["tuple", [self._constant(item) for item in value]]
        if isinstance(value, frozenset):
            # Sorted, because the order of a set is the host's own affair.
            return ["frozenset", sorted((self._constant(item) for item in value), key=repr)]
        if isinstance(value, slice):
            return ["slice", [self._constant(item) for item in (value.start, value.stop, value.step)]]
        if isinstance(value, CodeType):
            return ["code", self.code(value)]
        return ["unknown", type(value).__name__]


def _exception_table(table: bytes) -> list[list[int]]:
    """Return the entries of a code object's exception table as [start, end, target, depth, lasti], in bytes."""
    numbers: list[int] = []
    rest = iter(table)
    for first in rest:
        # Six bits a byte, the highest ones first; bit 6 says that more follow, and bit 7 marks an entry's first byte.
        byte, number = first, first & 63
        while byte & 64:
            byte = next(rest)
            number = number << 6 | byte & 63
        numbers.append(number)
    return [
        [start * 2, (start + length) * 2, target * 2, depth >> 1, depth & 1]
        for start, length, target, depth in zip(*(numbers[field::4] for field in range(4)), strict=True)
    ]


def _constructs(tree: object) -> list[list[object]]:
    """Return the first place of each kind of construct in a syntax tree, as [kind, detail, line, column]."""
    first: dict[tuple[str, str], tuple[int, int]] = {}
    pending: list[tuple[object, tuple[int, int]]] = [(tree, (0, 0))]
    while pending:
        node, place = pending.pop()
        place = (getattr(node, "lineno", place[0]), getattr(node, "col_offset", place[1]))
        for kind in _kinds(node):
            first[kind] = min(first.get(kind, place), place)
        for field in getattr(node, "_fields", ()):
            value = getattr(node, field, None)
            for child in value if isinstance(value, list) else (value,):
                if field == "func" and type(child).__name__ == "Attribute":
                    pending.append((getattr(child, "value", None), place))  # a method, which the call has told of
                elif hasattr(child, "_fields"):
                    pending.append((child, place))
    return [[kind, detail, *place] for (kind, detail), place in sorted(first.items(), key=lambda item: item[1])]


def _kinds(node: object) -> list[tuple[str, str]]:  # noqa: PLR0911 - one return per kind of node
    """Return what a node of the syntax tree is called, and those of its parts that a program may or may not use."""
    kind = type(node).__name__
    context = type(getattr(node, "ctx", None)).__name__
    if kind == "Constant":
        return [(kind, type(getattr(node, "value", None)).__name__)]
    if kind == "Attribute":
        return [(kind, context)]
    if kind == "Subscript":
        part = "slice" if type(getattr(node, "slice", None)).__name__ == "Slice" else "item"
        return [(kind, f"{context} {part}")]
    if kind == "arg":
        return [(kind, str(getattr(node, "arg", "")))]
    if kind == "arguments" and getattr(node, "kwarg", None) is not None:
        return [(kind, ""), ("arg", "**")]
    if kind == "Call":
        function = getattr(node, "func", None)
        kinds = [(kind, "")]
        if type(function).__name__ == "Attribute":
            kinds.append(("Method", str(getattr(function, "attr", ""))))
        kinds += [("Keyword", str(keyword.arg or "**")) for keyword in getattr(node, "keywords", ())]
        return kinds
    return [(kind, "")]


if __name__ == "__main__":
    status = main()
    # The interpreter's own clean-up would only take time.
    os._exit(status)
