"""Running programs: against CPython itself, in batches, in several threads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.program.effects import NameWrite, ObjectWrite, Outcome, OutputWrite, Step
from desktop_app.program.loading import LoadedProgram
from desktop_app.program.process import ProcessImage
from desktop_app.program.values import show
from tests.program.samples import (
    CORPUS,
    CORPUS_FILES,
    FAULTS,
    GENERATORS,
    HERE,
    TUTORIAL,
    Run,
    loaded,
    output_of,
    run,
    run_in_cpython,
)

LOOPS = "total = 0\nfor i in range(4):\n    total += i\nitems = [1]\nitems.append(total)\nprint(items, len(items))\n"


@pytest.mark.parametrize("name", CORPUS)
def test_a_program_prints_what_cpython_prints(name: str, tmp_path: Path) -> None:
    result = run(CORPUS[name])
    assert (result.output, "") == run_in_cpython(CORPUS[name], tmp_path)
    assert result.outcome is Outcome.ENDED


@pytest.mark.parametrize("name", GENERATORS | TUTORIAL)
def test_a_longer_program_prints_what_cpython_prints(name: str, tmp_path: Path) -> None:
    source = (GENERATORS | TUTORIAL)[name]
    result = run(source)
    assert (result.output, "") == run_in_cpython(source, tmp_path)
    assert result.outcome is Outcome.ENDED


@pytest.mark.parametrize("name", FAULTS)
def test_an_uncaught_exception_prints_cpythons_traceback(name: str, tmp_path: Path) -> None:
    result = run(FAULTS[name])
    output, traceback = run_in_cpython(FAULTS[name], tmp_path)
    assert result.output == output + traceback
    assert result.outcome is Outcome.FAILED
    last = result.steps[-1]
    assert last.pushed == ()
    assert any(isinstance(write, OutputWrite) for write in last.writes)


def test_programs_execute_the_instructions_that_cpython_executes_and_end_with_its_variables(tmp_path: Path) -> None:
    answer = tmp_path / "traced.json"
    arguments = [str(HERE / "trace_in_cpython.py"), str(answer), *CORPUS_FILES, "generators.txt"]
    samples = CORPUS | GENERATORS
    subprocess.run([sys.executable, "-S", *arguments], check=True)
    traced = json.loads(answer.read_text("utf-8"))
    assert traced.keys() == samples.keys()
    for name, (offsets, variables) in traced.items():
        result = run(samples[name])
        if name not in _EXECUTED_DIFFERENTLY | _DROPPING:
            assert _traceable(result) == _expected(result.loaded, [tuple(place) for place in offsets]), name
        plain = {
            key: text
            for key, text in result.variables.items()
            if not _SHOWN_DIFFERENTLY.search(f"{text} {variables.get(key)}")
        }
        expected = {key: text for key, text in variables.items() if key in plain}
        # The text of a function has an address in CPython, so it is left out there.
        assert {key: text for key, text in plain.items() if "<" not in text or key in expected} == expected, name


#: Programs of which CPython tells other instructions: a class's namespace has entries of CPython's own, and some
#: versions tell nothing of what makes a function with annotations.
_EXECUTED_DIFFERENTLY = frozenset(
    {"annotations", "class_getitem", "class_with_init", "function_attributes", "old_sequence_protocol"}
)
#: Readers see instances and classes without executing code of the program for that, and modules without their files.
_SHOWN_DIFFERENTLY = re.compile(r" object at 0x|<class '|<module |<bound method |Stack\(")
#: In these CPython 3.12 and later end a generator that nobody wants any more within the call that took it.
_DROPPING = (
    frozenset(
        {
            "asyncio_wait_for_and_cancel",
            "chained_builders",
            "generator_expressions",
            "infinite_generators",
            "walrus_everywhere",
        }
    )
    if sys.version_info >= (3, 12)
    else frozenset()
)


def _untold(program: LoadedProgram) -> set[int]:
    """Return the indexes of what CPython does not tell of: each RESUME, and what is before the first one."""
    found, lines = set(), program.listing.lines
    for code in program.codes:
        begins = next(i for i in range(code.first, len(lines)) if lines[i].opname == "RESUME")
        found |= set(range(code.first, begins))
    return found | {index for index, line in enumerate(lines) if line.opname == "RESUME"}


def _traceable(result: Run) -> list[tuple[int, int]]:
    """Return the number of the code object and the offset of each instruction that CPython would tell of."""
    lines, codes = result.loaded.listing.lines, result.loaded.codes
    firsts, untold = [code.first for code in codes], _untold(result.loaded)
    found = []
    for step in result.steps:
        number = bisect_right(firsts, step.line) - 1
        if step.line not in untold:
            found.append((number, lines[step.line].address - lines[firsts[number]].address))
    return found


def _expected(program: LoadedProgram, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where CPython's instructions begin: it tells of an EXTENDED_ARG or of what is behind it, not of both."""
    lines, firsts = program.listing.lines, [code.first for code in program.codes]
    untold = _untold(program)
    start_of = {}
    for index, line in enumerate(lines):
        number = bisect_right(firsts, index) - 1
        begin = line.address - lines[firsts[number]].address
        start_of |= {(number, begin + part): ((number, begin), index in untold) for part in range(len(line.raw))}
    told = set(offsets)
    found = []
    for number, offset in offsets:
        start, is_untold = start_of[number, offset]
        if not is_untold and (start[1] == offset or (number, offset - 2) not in told):
            found.append(start)
    return found


def test_app_py_step_by_step() -> None:
    steps = run("x = 10\ny = 20\nz = x + y\n").steps
    assert [(step.keep, [shown.text for shown in step.pushed]) for step in steps[:9]] == [
        (0, []), (0, ["10"]), (0, []), (0, ["20"]), (0, []), (0, ["10"]), (1, ["20"]), (0, ["30"]), (0, []),
    ]  # fmt: skip
    writes = [write for step in steps for write in step.writes]
    assert [(write.name, write.value.text) for write in writes if isinstance(write, NameWrite) and write.value] == [
        ("x", "10"), ("y", "20"), ("z", "30"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", CORPUS)
def test_keep_and_pushed_rebuild_the_operand_stack(name: str) -> None:
    thread = ProcessImage(loaded(CORPUS[name])).start_thread()
    rebuilt: list[str] = []
    outcome = Outcome.RAN
    while outcome is Outcome.RAN:
        batch = thread.run(1)
        (step,) = batch.steps
        outcome = batch.outcome
        assert 0 <= step.keep <= len(rebuilt)
        rebuilt[step.keep :] = [shown.text for shown in step.pushed]
        assert len(rebuilt) == len(thread._frame.stack)
        if name != "user_exceptions":  # exceptions show what they were made with, and that changes there
            assert rebuilt == [_shown(value) for value in thread._frame.stack]


def _shown(value: object) -> str:
    return show(value).text


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(sorted(CORPUS) + sorted(FAULTS)),
    st.lists(st.integers(1, 40), min_size=1, max_size=20),
    st.booleans(),
)
def test_the_size_of_batches_changes_nothing(name: str, sizes: list[int], to_switch_point: bool) -> None:
    program = loaded(CORPUS.get(name) or FAULTS[name])
    whole = ProcessImage(program).start_thread().run(100_000)
    thread = ProcessImage(program).start_thread()
    steps: list[Step] = []
    outcome = Outcome.RAN
    while outcome is Outcome.RAN:
        size = sizes[len(steps) % len(sizes)]
        batch = thread.run(size, to_switch_point=to_switch_point)
        assert 1 <= len(batch.steps) <= size
        assert len(batch.steps) == size or to_switch_point or batch.outcome is not Outcome.RAN
        steps += batch.steps
        outcome = batch.outcome
    assert steps == whole.steps
    assert outcome is whole.outcome


def test_a_thread_stops_after_the_first_switch_point() -> None:
    program = loaded(LOOPS)
    thread = ProcessImage(program).start_thread()
    stops = []
    outcome = Outcome.RAN
    while outcome is Outcome.RAN:
        batch = thread.run(1_000, to_switch_point=True)
        outcome = batch.outcome
        stops.append(program.listing.lines[batch.steps[-1].line].opname)
    calls = ["CALL"] * 3
    assert stops == ["RESUME", "CALL", *["JUMP_BACKWARD"] * 4, *calls, stops[-1]]
    assert stops[-1].startswith("RETURN")


def test_a_while_loop_has_a_switch_point_in_every_round() -> None:
    thread = ProcessImage(loaded("n = 5\nwhile n > 0:\n    n -= 1\n")).start_thread()
    stops = 0
    while thread.run(1_000, to_switch_point=True).outcome is Outcome.RAN:
        stops += 1
    # RESUME, and the jump back to the test: 3.11 tests once at the end of each round, 3.12.0 on jumps after each.
    assert stops in (1 + 4, 1 + 5)


def test_threads_share_variables_and_objects_and_have_stacks_of_their_own() -> None:
    image = ProcessImage(loaded("items = [0]\nitems.append(1)\nn = 1 + len(items)\n"))
    first, second = image.start_thread(), image.start_thread()
    first_steps, second_steps = first.run(5).steps, second.run(3).steps
    made = [write.obj for step in first_steps + second_steps for write in step.writes if isinstance(write, ObjectWrite)]
    assert made == [0, 1], "objects are numbered within the process"
    while True:
        batch = first.run(1)
        if batch.outcome is Outcome.ENDED:
            break
    assert second.run(100).outcome is Outcome.ENDED
    assert image.globals_text() == {"items": "[0, 1]", "n": "3"}


def test_a_lost_update_happens_between_two_threads_that_switch_between_load_and_store() -> None:
    image = ProcessImage(loaded("counter = 0\ncounter = counter + int(1)\n"))
    first, second = image.start_thread(), image.start_thread()
    first.run(4)
    second.run(100)
    first.run(100)
    assert image.globals_text() == {"counter": "1"}


def test_processes_share_nothing() -> None:
    program = loaded("x = [1]\nx.append(2)\n")
    one, other = ProcessImage(program), ProcessImage(program)
    one.start_thread().run(100)
    assert one.globals_text() == {"x": "[1, 2]"}
    assert other.globals_text() == {}


@pytest.mark.parametrize("source", ["x = 1\n", "1 / 0\n"])
def test_a_thread_that_has_ended_does_not_run_again(source: str) -> None:
    thread = ProcessImage(loaded(source)).start_thread()
    thread.run(1_000)
    with pytest.raises(RuntimeError, match="has ended"):
        thread.run(1)


def test_a_batch_is_never_empty() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ProcessImage(loaded("")).start_thread().run(0)


def test_an_endless_program_runs_as_far_as_it_is_asked_to() -> None:
    thread = ProcessImage(loaded("while True:\n    pass\n")).start_thread()
    for _ in range(3):
        batch = thread.run(1_000)
        assert (len(batch.steps), batch.outcome) == (1_000, Outcome.RAN)


def test_variables_are_told_in_the_order_of_their_first_assignment_without_dunder_names() -> None:
    result = run('"""Doc."""\nb = 1\na = 2\nb = 3\nc = 4\ndel a\na = 5\n')
    assert list(result.variables.items()) == [("b", "3"), ("c", "4"), ("a", "5")]


def test_large_values_are_told_whole_up_to_a_limit() -> None:
    variables = run(
        "n = 7 ** 6000\ntext = 'x' * 100000\nitems = [[]]\nitems.append(items)\nmany = [0] * 100000\n"
    ).variables
    assert len(variables["n"]) == 5071
    assert len(variables["text"]) == len(variables["many"]) == 10_001
    assert variables["items"] == "[[], [...]]"


def test_a_list_is_told_when_it_is_made_and_changed() -> None:
    steps = run("a = [1, 2]\na.append([3])\nb = a\nb[0] = 'x'\nfor i in range(20): a.append(i)\n").steps
    writes = [write for step in steps for write in step.writes if isinstance(write, ObjectWrite)]
    heads = [(write.obj, [shown.text for shown in write.head], write.length) for write in writes]
    assert heads[-1] == (0, ["'x'", "2", "list", "0", "1", "2", "3", "4"], 23)
    assert (0, ["'x'", "2", "list"], 3) in heads
    assert (1, ["3"], 1) in heads
    assert all(write.size_bytes >= 56 for write in writes)
    names = [write for step in steps for write in step.writes if isinstance(write, NameWrite) and write.name in "ab"]
    assert [(write.value and write.value.obj, write.size_bytes) for write in names] == [(0, 0), (0, 0)]


def test_deleting_a_variable_is_told() -> None:
    steps = run("x = 1\ndel x\n").steps
    assert NameWrite("x", None, 0) in [write for step in steps for write in step.writes]


def test_output_appears_on_the_step_that_prints_it() -> None:
    result = run("print('a')\nprint('b', end='')\nprint(end='')\n")
    assert [write.text for step in result.steps for write in step.writes if isinstance(write, OutputWrite)] == [
        "a\n",
        "b",
    ]
    assert output_of(result.steps) == "a\nb"
