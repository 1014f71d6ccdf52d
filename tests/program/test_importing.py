"""Imports: each process has its modules, made when they are imported first."""

from __future__ import annotations

import math

import pytest

from desktop_app.model.errors import ProgramError
from desktop_app.program.process import ProcessImage
from tests.program.beside_cpython import assert_same
from tests.program.samples import loaded, output_of


@pytest.mark.parametrize(
    "source",
    [
        "import math, os.path\nprint(math.sqrt(16), os.path.join('a', 'b'), os.path.__name__.endswith('path'))",
        "import collections.abc as abc\nfrom collections import Counter as C\nprint(abc.__name__, C('aab'))",
        "from itertools import *\nprint(list(islice(count(3), 2)))",
        "def f():\n    import random\n    return random.Random(1).randint(1, 6)\nprint(f(), f())",
        "import math\nimport math as m\nprint(m is math)",
        "import functools\nprint(functools.nothing)",
        "try:\n    from math import pi as nothing\nexcept ImportError as e:\n    print(e)\nprint(nothing > 3)",
    ],
)
def test_an_import_binds_what_it_binds_in_cpython(source: str) -> None:
    assert_same(source + "\n")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import _machine", "the module _machine is"),
        ("import subprocess", "the module subprocess is"),
        ("from math import nothing", "the name nothing of the module math is"),
        ("import os.nothing", "the module os.nothing is"),
    ],
)
def test_what_is_not_simulated_is_refused_before_anything_runs(source: str, words: str) -> None:
    with pytest.raises(ProgramError) as caught:
        loaded(f"x = 1\n{source}\n")
    assert caught.value.problem == f"{words} not supported yet"
    assert caught.value.line == 2


def test_an_import_takes_one_instruction_and_shows_nothing_of_the_module() -> None:
    program = loaded("import heapq\nx = 1\n")
    steps = ProcessImage(program).start_thread().run(100).steps
    names = [program.listing.lines[step.line].opname for step in steps]
    assert names.count("IMPORT_NAME") == 1
    assert len(steps) < 12


def test_each_process_has_modules_of_its_own() -> None:
    program = loaded("import math\nprint(math.pi > 3)\nmath.pi = 1\n")
    for _ in range(2):
        assert output_of(ProcessImage(program).start_thread().run(100).steps) == "True\n"
    assert math.pi > 3  # the host's own module is another one
