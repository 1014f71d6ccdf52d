"""Decoding, on the version that runs the tests and, from stored answers and tables, on all four.

`compiled/` has samples as each version compiled them (see store_compiled.py), so that every version's tables are run on
every version. The version that runs the tests is compared with CPython itself in test_process.
"""

from __future__ import annotations

import dis
import json
import sys
from dataclasses import replace
from functools import cache

import pytest

from desktop_app.model.workload import Program
from desktop_app.program.compiling import CompiledCode, read_answer
from desktop_app.program.decoding import UnsupportedInstructionError, decode
from desktop_app.program.effects import Outcome
from desktop_app.program.functions import CodeUnit
from desktop_app.program.handlers import HANDLERS
from desktop_app.program.loading import link_program
from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import TABLES
from tests.program.samples import CORPUS, HERE, VERSIONS, compiled, run, run_loaded
from tests.program.store_compiled import SAMPLES

THIS_VERSION = ".".join(map(str, sys.version_info[:2]))


@cache
def stored(version: str) -> dict[str, dict[str, object]]:
    answers: dict[str, dict[str, object]] = json.loads((HERE / "compiled" / f"{version}.json").read_text("ascii"))
    return answers


def test_app_py_is_decoded_to_the_same_operations_on_every_version() -> None:
    code = compiled("x = 10\ny = 20\nz = x + y\n")
    decoded = decode(code.code, code.python, CodeUnit("app", hidden=False))
    operations = [(found.op, found.name or found.value) for found in decoded.instructions]
    assert operations[:9] == [
        (Op.NOP, None),
        (Op.LOAD_CONST, 10),
        (Op.STORE_NAME, "x"),
        (Op.LOAD_CONST, 20),
        (Op.STORE_NAME, "y"),
        (Op.LOAD_NAME, "x"),
        (Op.LOAD_NAME, "y"),
        (Op.BINARY, "+"),
        (Op.STORE_NAME, "z"),
    ]
    assert operations[-1][0] in (Op.RETURN, Op.RETURN_CONST)


def test_every_operation_has_a_handler() -> None:
    assert HANDLERS.keys() == set(Op)


def test_every_operation_is_reached_from_some_version() -> None:
    code = CompiledCode(name="", bytecode=b"", instructions=(), constants=(1,), names=("n",), locals=("a", "b"))
    reached = set()
    for table in TABLES.values():
        for rule in table.values():
            for argument in (0, 1, 3, 5, 26):
                try:
                    fields = rule(argument, code)
                except IndexError:
                    continue
                if fields is not None:
                    reached.add(fields.op)
    assert reached == set(Op)


def test_the_tables_are_those_of_the_supported_versions() -> None:
    assert tuple(TABLES) == VERSIONS


@pytest.mark.skipif(THIS_VERSION not in TABLES, reason="no table for this version")
def test_this_versions_table_has_only_instructions_that_it_has() -> None:
    # The pseudo-instruction JUMP_BACKWARD_NO_INTERRUPT and others are real opcodes in some versions only.
    assert TABLES[THIS_VERSION].keys() - dis.opmap.keys() <= {"JUMP_BACKWARD_NO_INTERRUPT"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_versions_compilation_runs_to_the_same_result(version: str, name: str) -> None:
    answer = stored(version)[name]
    source = str(answer["source"])
    assert source == CORPUS[name], "run store_compiled.py with every version"
    program = Program(name="app.py", source=source)
    result = run_loaded(link_program(program, read_answer(program, json.dumps(answer).encode())))
    here = run(source)
    assert result.outcome is here.outcome is Outcome.ENDED
    assert (result.output, result.variables) == (here.output, here.variables)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_has_a_switch_point_in_every_loop_and_call(version: str) -> None:
    for answer in stored(version).values():
        program = Program(name="app.py", source=str(answer["source"]))
        for instruction in link_program(program, read_answer(program, json.dumps(answer).encode())).code:
            if instruction.op in (Op.CALL, Op.CALL_KEYWORDS) or instruction.index == 0:
                assert instruction.switch_point is SwitchPoint.ALWAYS
            elif 0 <= instruction.target < instruction.index:
                assert instruction.switch_point is not SwitchPoint.NEVER
            else:
                assert instruction.switch_point is SwitchPoint.NEVER


def test_handlers_are_found_by_instruction() -> None:
    code = compiled("x = 1\ntry:\n    y = 1 / 0\nexcept ValueError:\n    pass\n").code
    catches = decode(code, THIS_VERSION, CodeUnit("app", hidden=False)).catches
    assert len(catches) == len(code.instructions)
    for found, catch in zip(code.instructions, catches, strict=True):
        if found.opname == "BINARY_OP":
            assert catch is not None
            assert (code.instructions[catch.target].opname, catch.depth, catch.lasti) == ("PUSH_EXC_INFO", 0, False)
        elif found.line == 1:
            assert catch is None


def test_an_answer_without_handlers_has_none() -> None:
    answer = stored("3.14")["loops"]
    program = Program(name="app.py", source=str(answer["source"]))
    assert set(link_program(program, read_answer(program, json.dumps(answer).encode())).unit.catches) == {None}


def test_an_unknown_instruction_is_named() -> None:
    code = compiled("x = 1\n")
    first, *others = code.code.instructions
    changed = replace(code.code, instructions=(first._replace(opname="BUILD_TEMPLATE"), *others))
    with pytest.raises(UnsupportedInstructionError) as caught:
        decode(changed, code.python, CodeUnit("app", hidden=False))
    assert caught.value.instruction is not None
    assert caught.value.instruction.opname == "BUILD_TEMPLATE"


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(UnsupportedInstructionError) as caught:
        decode(compiled("").code, "3.99.1", CodeUnit("app", hidden=False))
    assert (caught.value.instruction, caught.value.version) == (None, "3.99")
