"""Compiling in the child process, with every way in which that can go wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_app.model.errors import ProgramError
from desktop_app.model.workload import Program
from desktop_app.program import compiling
from desktop_app.program.compiling import CHILD_OPTION, child_command, compile_program
from desktop_app.program.limits import MAX_SOURCE_BYTES


def test_a_program_is_compiled_by_this_python() -> None:
    found = compile_program(Program(name="app.py", source="x = 10\n"))
    assert found.python == ".".join(map(str, sys.version_info[:3]))
    assert "x" in found.code.names


def test_an_empty_program_is_a_program() -> None:
    assert compile_program(Program(name="app.py", source="")).code.instructions


def test_a_byte_order_mark_is_no_part_of_the_program() -> None:
    assert compile_program(Program(name="app.py", source="\ufeffx = 1\n")).code.names == ("x",)


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("x = 1\ny = (2 +\n", 2, "SyntaxError: '(' was never closed"),
        ("x = 1\n  y = 2\n", 2, "IndentationError: unexpected indent"),
        ("x = 1\ny = '\0'\n", 2, "null bytes"),
        ("x = 1\ny = '\ud800'\n", 2, "no Unicode text (U+D800)"),
        ("(" * 100_000, 1, "too many nested parentheses"),
        ("x = " + "-" * 300_000 + "1", 0, ""),
        ("x = " + " + ".join(["a"] * 100_000), 0, "nested too deeply"),
        ("x = " + "9" * 5_000, 1, "4300 digits"),
        ("return 1", 1, "'return' outside function"),
    ],
)
def test_what_cpython_refuses_is_a_program_error(source: str, line: int, problem: str) -> None:
    with pytest.raises(ProgramError) as caught:
        compile_program(Program(name="app.py", source=source))
    assert problem in caught.value.problem
    assert caught.value.line == line
    assert caught.value.file == "app.py"
    str(caught.value).encode()


def test_a_source_that_is_too_large_never_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "child_command", lambda: ["no such program"])
    source = "#" * (10 * 2**20)
    with pytest.raises(ProgramError, match="10,485,760 bytes, and at most 1,048,576"):
        compile_program(Program(name="app.py", source=source))
    assert len(source) > MAX_SOURCE_BYTES


def _child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(compiling, "child_command", lambda: [sys.executable, "-I", "-S", "-c", code])


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import os; os._exit(3)", "broke down on this program (exit status 3)"),
        ("import os; os.abort()", "broke down on this program"),
        ("print('not JSON')", "no usable answer"),
        ("print('{}')", "no usable answer"),
        ("print('[' * 100000)", "no usable answer"),
        ('import sys; sys.stdin.read(); print(\'{"python": "3.11.0", "code": 5}\')', "no usable answer"),
    ],
)
def test_a_child_that_breaks_down_is_a_program_error(monkeypatch: pytest.MonkeyPatch, code: str, problem: str) -> None:
    _child(monkeypatch, code)
    with pytest.raises(ProgramError) as caught:
        compile_program(Program(name="app.py", source="x = 1\n"))
    assert problem in caught.value.problem


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    _child(monkeypatch, "while True: pass")
    monkeypatch.setattr(compiling, "COMPILE_TIMEOUT_S", 0.05)
    with pytest.raises(ProgramError, match="took longer than"):
        compile_program(Program(name="app.py", source="x = 1\n"))


def test_a_child_that_answers_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _child(monkeypatch, "print('x' * 1000)")
    monkeypatch.setattr(compiling, "MAX_ANSWER_BYTES", 100)
    with pytest.raises(ProgramError, match="constants are too large"):
        compile_program(Program(name="app.py", source="x = 1\n"))


def test_a_child_that_cannot_start_is_a_program_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "child_command", lambda: [str(Path(__file__).parent / "no such file")])
    with pytest.raises(ProgramError, match="could not be started"):
        compile_program(Program(name="app.py", source="x = 1\n"))


def test_a_bundle_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, CHILD_OPTION]
