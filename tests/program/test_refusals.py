"""What is not supported yet is refused when a program is loaded, in plain words and with its place."""

from __future__ import annotations

import pytest

from desktop_app.model.errors import ProgramError
from tests.program.samples import loaded

REFUSED = [
    ("import tkinter", "the module tkinter is", 1),
    ("from os import fork", "the name fork of the module os is", 1),
    ("try:\n    pass\nexcept* ValueError:\n    pass", "except* clauses are", 1),
    ("y = input()", "the built-in function input() is", 5),
    ("eval('1')", "the built-in function eval() is", 1),
    ("y = bytearray(3)", "the built-in type bytearray is", 5),
    ("y = ExceptionGroup", "the built-in exception ExceptionGroup is", 5),
    ("y = __spec__", "the built-in name __spec__ is", 5),
    ("é = 'ü'; y = exec", "the built-in function exec() is", 14),
]


@pytest.mark.parametrize(("line", "what", "column"), REFUSED)
def test_an_unsupported_construct_is_refused_with_its_place(line: str, what: str, column: int) -> None:
    with pytest.raises(ProgramError) as caught:
        loaded(f"z = [1]\nif z:\n    pass\n{line}\n")
    assert caught.value.problem == f"{what} not supported yet"
    assert (caught.value.line, caught.value.column) == (4, column)
    assert caught.value.text == line.split("\n", maxsplit=1)[0]


def test_the_first_of_several_places_is_named() -> None:
    with pytest.raises(ProgramError) as caught:
        loaded("x = 1\ny = exec\nimport tkinter\nz = input()\n")
    assert caught.value.line == 2


def test_a_builtin_name_that_the_program_binds_is_its_own() -> None:
    loaded("input = 3\nprint(input)\n")


def test_a_name_that_nobody_binds_is_left_to_the_run() -> None:
    loaded("print(nobody_binds_this)\n")
