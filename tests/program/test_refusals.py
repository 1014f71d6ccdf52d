"""What is not supported yet is refused when a program is loaded, in plain words and with its place."""

from __future__ import annotations

import pytest

from desktop_app.model.errors import ProgramError
from desktop_app.program.refusals import _SUPPORTED, _WORDS
from tests.program.samples import loaded

REFUSED = [
    ("import os", "import statements are", 1),
    ("from os import path", "import statements are", 1),
    ("async def f():\n    pass", "async function definitions are", 1),
    ("class A:\n    pass", "class definitions are", 1),
    ("try:\n    pass\nexcept* ValueError:\n    pass", "except* clauses are", 1),
    ("with 1:\n    pass", "with statements are", 1),
    ("match 1:\n    case 1:\n        pass", "match statements are", 1),
    ("y: int = 3", "variable annotations are", 1),
    ("y = (i for i in z)", "generator expressions are", 5),
    ("y = 1j", "complex numbers are", 5),
    ("y = b''", "bytes are", 5),
    ("y = ...", "the ellipsis (...) is", 5),
    ("y = z.real", "attributes (a name after a dot that is not called) are", 5),
    ("z.real = 1", "attributes (a name after a dot that is not called) are", 1),
    ("del z.real", "attributes (a name after a dot that is not called) are", 5),
    ("z.foo()", "the method .foo() is", 1),
    ("z.sort(key=len)", "the keyword argument key= is", 1),
    ("print(1, file=z)", "the keyword argument file= is", 1),
    ("y = input()", "the built-in function input() is", 5),
    ("open('x')", "the built-in function open() is", 1),
    ("eval('1')", "the built-in function eval() is", 1),
    ("y = ExceptionGroup", "the built-in exception ExceptionGroup is", 5),
    ("y = __file__", "the built-in name __file__ is", 5),
    ("é = 'ü'; y = open", "the built-in function open() is", 14),
    ("().__class__.__base__.__subclasses__()", "the method .__subclasses__() is", 1),
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
        loaded("x = 1\ny = open\nimport os\nz = input()\n")
    assert caught.value.line == 2


def test_a_builtin_name_that_the_program_binds_is_its_own() -> None:
    loaded("input = 3\nprint(input)\n")


def test_a_name_that_nobody_binds_is_left_to_the_run() -> None:
    loaded("print(nobody_binds_this)\n")


def test_no_construct_is_both_supported_and_refused() -> None:
    assert not _SUPPORTED & _WORDS.keys()
