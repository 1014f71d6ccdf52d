from __future__ import annotations

import sys
from dataclasses import FrozenInstanceError
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_app.model.errors import ProgramError
from desktop_app.model.workload import Program
from desktop_app.program.chips import CHIP_CHARS
from desktop_app.program.compiling import all_codes
from desktop_app.program.loading import load_program
from tests.program.samples import CORPUS, compiled, loaded, run_loaded

PROGRAMS = Path(__file__).parents[2] / "resources" / "programs"


def test_app_py_stands_in_memory_as_cpython_compiled_it() -> None:
    source = (PROGRAMS / "app.py").read_text("utf-8")
    assert source == "x = 10\ny = 20\nz = x + y\n"
    found = load_program(Program(name="app.py", source=source))
    listing = found.listing
    assert listing.python == ".".join(map(str, sys.version_info[:3]))
    assert b"".join(line.raw for line in listing.lines) == compile(source, "app.py", "exec").co_code
    assert listing.code_bytes == len(compile(source, "app.py", "exec").co_code)
    chips = [line.chip for line in listing.lines]
    assert chips[:9] == [
        "RESUME", "LOAD 10", "STORE x", "LOAD 20", "STORE y", "LOAD x", "LOAD y", "BINARY +", "STORE z",
    ]  # fmt: skip
    binary = listing.lines[7]
    assert (binary.opname, binary.argument, binary.line, binary.column, binary.end_column) == (
        "BINARY_OP",
        "+",
        3,
        4,
        9,
    )
    assert listing.lines[0].line == 0
    assert listing.lines[0].column == -1


@pytest.mark.parametrize("name", CORPUS)
def test_a_listing_is_complete_and_its_texts_are_short(name: str) -> None:
    source = CORPUS[name]
    listing = loaded(source).listing
    codes = all_codes(compiled(source).code)
    assert b"".join(line.raw for line in listing.lines) == b"".join(code.bytecode for code in codes)
    assert all(before.address + len(before.raw) == after.address for before, after in pairwise(listing.lines))
    for line in listing.lines:
        assert 0 < len(line.chip) <= CHIP_CHARS
        assert len(line.argument) <= 60
        assert 0 <= line.line <= source.count("\n")


def test_a_jumps_argument_is_an_address_of_the_listing() -> None:
    listing = loaded("while True:\n    pass\n").listing
    jump = next(line for line in listing.lines if line.opname == "JUMP_BACKWARD")
    assert int(jump.argument.removeprefix("to "), 16) in {line.address for line in listing.lines}


def test_long_names_and_constants_are_cut_with_an_ellipsis() -> None:
    lines = loaded(f"a_long_variable_name = {'x' * 100!r}\n").listing.lines
    assert [line.chip for line in lines[1:3]] == ["LOAD 'xx…", "STORE a_…"]
    assert len(lines[1].argument) == 60


def test_a_huge_constant_does_not_meet_cpythons_limit_on_digits() -> None:
    lines = loaded(f"x = 0x{'f' * 5_000}\n").listing.lines
    assert "…" in lines[1].argument


def test_launches_share_one_loaded_program() -> None:
    found = loaded("x = [1]\nx.append(2)\n")
    first, second = run_loaded(found), run_loaded(found)
    assert first.steps == second.steps
    assert first.variables == {"x": "[1, 2]"}
    with pytest.raises(FrozenInstanceError):
        found.code = ()  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(path.name for path in PROGRAMS.glob("*.py")))
def test_the_sample_programs_load_and_run(name: str) -> None:
    result = run_loaded(load_program(Program(name=name, source=(PROGRAMS / name).read_text("utf-8"))), 5_000)
    assert result.variables
    assert "Traceback" not in result.output


def test_a_refused_program_is_named() -> None:
    with pytest.raises(ProgramError, match=r"other\.py, line 1: the module tkinter is not supported yet"):
        load_program(Program(name="other.py", source="import tkinter\n"))
