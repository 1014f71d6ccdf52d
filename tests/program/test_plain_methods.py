"""The methods of built-in values: each gives what CPython gives, and none makes more than a simulation may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.program.plain_methods import PLAIN_METHODS
from tests.program.samples import run, run_in_cpython, sections

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = sections("methods.txt")
LARGE = [
    "'a'.expandtabs()\n'\\t'.expandtabs(10 ** 9)",
    "b'a'.center(10 ** 9)",
    "(1).to_bytes(10 ** 9, 'big')",
    "('a' * 10 ** 6).translate({97: 'b' * 10 ** 5})",
    "b'x'.join([b'y' * 10 ** 6] * 10)",
    "(b'a' * 10 ** 4).replace(b'a', b'b' * 10 ** 4)",
    "('\\U0001f600' * 3_000_000).encode('utf-32')",
    "int.from_bytes(b'1' * 10 ** 6, 'big')",
    "pow(3, 1 << 100_000, (1 << 100_000) - 1)",
    "b'a' * 10 ** 9",
]


@pytest.mark.parametrize("name", PROGRAMS)
def test_methods_give_what_cpython_gives(name: str, tmp_path: Path) -> None:
    assert (run(PROGRAMS[name]).output, "") == run_in_cpython(PROGRAMS[name], tmp_path)


@pytest.mark.parametrize("source", LARGE)
def test_what_would_be_too_large_is_refused(source: str) -> None:
    assert "MemoryError: Coreloom does not simulate" in run(source).output


def test_every_method_is_the_hosts() -> None:
    assert all(callable(method) for method in PLAIN_METHODS.values())
