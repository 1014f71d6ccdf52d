"""Whatever is wrong in a scenario file is one error that names the key, the value and what would be right."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, ProcessSpec, Program
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.storage.tables import ACTION_KEYS, SCHEDULER_KEYS, TABLES

CPU = '[[process]]\nbursts = "cpu 1ms"\n'


def parsed(text: str, folder: Path | None = None) -> Scenario:
    return parse_scenario(text, file="lab.toml", folder=folder)


def refused(text: str, folder: Path | None = None) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        parsed(text, folder)
    assert caught.value.file == "lab.toml"
    return caught.value


def test_a_whole_file(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 10\n")
    text = """\
title = "Lab"
seed = 7
until = "20ms"
[machine]
cores = 2
quantum = "2ms"
context_switch = "5us"
instruction = "0.2ms"
gil = "free-threaded"
[scheduler]
policy = "round-robin"
quantum = "3ms"
[[process]]
name = "A"
program = "app.py"
arrival = "3ms"
launches = 2
threads = 4
[[process]]
name = "B"
bursts = "cpu 3ms, io disk 10ms"
[[process]]
name = "C"
program = "c.py"
source = "y = 1"
"""
    assert parsed(text, tmp_path) == Scenario(
        title="Lab",
        seed=7,
        until_ns=20 * NS_PER_MS,
        machine=Machine(
            cores=2,
            quantum_ns=2 * NS_PER_MS,
            context_switch_ns=5000,
            instruction_ns=200_000,
            gil=GilMode.FREE_THREADED,
        ),
        scheduler=SchedulerSpec(policy="round-robin", options={"quantum": "3ms"}),
        processes=(
            ProcessSpec(
                name="A",
                program=Program(name="app.py", source="x = 10\n", path=str(tmp_path.resolve() / "app.py")),
                arrival_ns=3 * NS_PER_MS,
                launches=2,
                threads=4,
            ),
            ProcessSpec(
                name="B",
                bursts=(
                    Burst(kind=BurstKind.CPU, duration_ns=3 * NS_PER_MS),
                    Burst(kind=BurstKind.IO, duration_ns=10 * NS_PER_MS, device="disk"),
                ),
            ),
            ProcessSpec(name="C", program=Program(name="c.py", source="y = 1")),
        ),
        source="lab.toml",
    )


def test_what_is_left_out_has_the_defaults_of_the_model():
    text = '[[process]]\nprogram = "a.py"\nsource = ""\n' + CPU
    assert parsed(text) == Scenario(
        title="lab",
        processes=(
            ProcessSpec(name="a.py", program=Program(name="a.py", source="")),
            ProcessSpec(name="process 2", bursts=(Burst(kind=BurstKind.CPU, duration_ns=NS_PER_MS),)),
        ),
        source="lab.toml",
    )


def test_two_entries_may_have_one_name_and_share_one_program(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 10\n")
    first, second = parsed('[[process]]\nprogram = "app.py"\n[[process]]\nprogram = "./app.py"\n', tmp_path).processes
    assert first == second
    assert first.program is second.program


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        # Keys that nothing knows.
        ("[machine]\ncores_count = 4\n" + CPU, "machine.cores_count", "with the value 4", 'did you mean "cores"?'),
        ("cores = 4\n" + CPU, "cores", "an unknown key", "cores belongs under [machine]"),
        ("[proces]\n" + CPU, "proces", "a table", 'did you mean "process"?'),
        ('[[process]]\nprogramm = "a.py"\n', "process[0].programm", '"a.py"', 'did you mean "program"?'),
        (CPU + '[[process]]\nArrival = "1ms"\n', "process[1].Arrival", '"1ms"', 'did you mean "arrival"?'),
        (CPU + 'policy = "fcfs"\n', "process[0].policy", '"fcfs"', "policy belongs under [scheduler]"),
        ('[machine]\n"a\\nb" = 1\n' + CPU, 'machine."a\\nb"', "with the value 1", "one of cores, smt_rate"),
        # The machine.
        ("[machine]\ncores = 0\n" + CPU, "machine.cores", "0", "a whole number from 1 to 64"),
        ("[machine]\ncores = 65\n" + CPU, "machine.cores", "65", "a whole number from 1 to 64"),
        ("[machine]\ncores = true\n" + CPU, "machine.cores", "true", "a whole number from 1 to 64"),
        ("[machine]\ncores = 2.0\n" + CPU, "machine.cores", "2.0", "a whole number from 1 to 64"),
        ("[machine]\ncores = nan\n" + CPU, "machine.cores", "nan", "a whole number from 1 to 64"),
        ("[machine]\ncores = -inf\n" + CPU, "machine.cores", "-inf", "a whole number from 1 to 64"),
        ('[machine]\ncores = "2"\n' + CPU, "machine.cores", '"2"', "a whole number from 1 to 64"),
        (f"[machine]\ncores = {10**30}\n" + CPU, "machine.cores", str(10**30), "a whole number from 1 to 64"),
        (f"[machine]\ncores = 0x{'f' * 9999}\n" + CPU, "machine.cores", "39996 bits", "a whole number from 1 to 64"),
        ("[machine]\nquantum = 1\n" + CPU, "machine.quantum", "1", "a duration from 1us to 3600s"),
        ('[machine]\nquantum = "0ms"\n' + CPU, "machine.quantum", '"0ms"', "a duration from 1us to 3600s"),
        ('[machine]\nquantum = "3601s"\n' + CPU, "machine.quantum", '"3601s"', "a duration from 1us to 3600s"),
        ('[machine]\nquantum = "1"\n' + CPU, "machine.quantum", '"1"', "a duration from 1us to 3600s"),
        ('[machine]\nquantum = "1.2345us"\n' + CPU, "machine.quantum", '"1.2345us"', "whole number of nanoseconds"),
        ('[machine]\ncontext_switch = "-5us"\n' + CPU, "machine.context_switch", '"-5us"', "from 0ms to 3600s"),
        ('[machine]\ninstruction = "0ns"\n' + CPU, "machine.instruction", '"0ns"', "from 1ns to 3600s"),
        ('[machine]\ngil = "on"\n' + CPU, "machine.gil", '"on"', '"gil" or "free-threaded"'),
        ("[machine]\ngil = true\n" + CPU, "machine.gil", "true", '"gil" or "free-threaded"'),
        ("machine = 3\n" + CPU, "machine", "3", "a [machine] section"),
        # The scheduler, the machine's other keys, what is shared and the actions have test files of their own.
        ('scheduler = "fcfs"\n' + CPU, "scheduler", '"fcfs"', "a [scheduler] section"),
        # The workload.
        ("", "process", "", "at least one [[process]] section"),
        ("process = []\n", "process", "0 entries", "at least one [[process]] section"),
        ("process = 1\n", "process", "1", "at least one [[process]] section, in double brackets"),
        ("process = [1]\n", "process[0]", "1", "[[process]] section"),
        ('[process]\nbursts = "cpu 1ms"\n', "process", "a table", "in double brackets"),
        (CPU * 1001, "process", "1001 entries", "at most 1000"),
        ('[[process]]\nname = "A"\n', "process[0]", "an entry with neither", "either program or bursts, or wcet"),
        (CPU + 'program = "a.py"\n', "process[0]", "an entry with both", "either program or bursts"),
        (CPU + 'source = "x = 1"\n', "process[0].source", '"x = 1"', "no source beside bursts"),
        (CPU + "name = 1\n", "process[0].name", "1", "1 to 200 characters"),
        (CPU + 'name = ""\n', "process[0].name", '""', "1 to 200 characters"),
        (CPU + 'name = "  "\n', "process[0].name", '"  "', "1 to 200 characters"),
        (CPU + 'name = "a\\u001b[31m"\n', "process[0].name", '"a\\u001b[31m"', "without control characters"),
        (CPU + 'name = "a\\u202Eb"\n', "process[0].name", '"a\\u202eb"', "without control characters"),
        (CPU + f'name = "{"x" * 201}"\n', "process[0].name", '"xxxx', "1 to 200 characters"),
        (CPU + 'arrival = "-3ms"\n', "process[0].arrival", '"-3ms"', "a duration of 0 or more"),
        (CPU + "arrival = 3\n", "process[0].arrival", "3", 'such as "1ms"'),
        (CPU + 'arrival = "367000000s"\n', "process[0].arrival", '"367000000s"', "at most 366 days"),
        (CPU + "launches = 1001\n", "process[0].launches", "1001", "a whole number from 0 to 1000"),
        (CPU + "threads = -1\n", "process[0].threads", "-1", "a whole number from 1 to 1000"),
        ('[[process]]\nbursts = "cpu"\n', "process[0].bursts", '"cpu"', 'such as "cpu 3ms'),
        ('[[process]]\nbursts = "cpu -1ms"\n', "process[0].bursts", '"cpu -1ms"', "a duration of 0 or more"),
        ('[[process]]\nbursts = ["cpu 1ms"]\n', "process[0].bursts", "an array", 'bursts such as "cpu 3ms'),
        ("[[process]]\nprogram = 1\n", "process[0].program", "1", 'the name of a Python file, such as "app.py"'),
        ('[[process]]\nprogram = ""\n', "process[0].program", '""', 'the name of a Python file, such as "app.py"'),
        ('[[process]]\nprogram = "a.py"\n', "process[0].program", '"a.py"', "the program's text in source"),
        (
            '[[process]]\nprogram = "a\\nb"\nsource = ""\n',
            "process[0].program",
            '"a\\nb"',
            "without control characters",
        ),
        # The rest.
        ('title = ""\n' + CPU, "title", '""', "1 to 200 characters"),
        ("seed = -1\n" + CPU, "seed", "-1", "a whole number from 0 to"),
        ("seed = 1e3\n" + CPU, "seed", "1000.0", "a whole number from 0 to"),
        (f"seed = {2**63}\n" + CPU, "seed", str(2**63), f"a whole number from 0 to {2**63 - 1}"),
        ('until = "0ms"\n' + CPU, "until", '"0ms"', "a duration of more than 0"),
        ("until = 1979-05-27\n" + CPU, "until", "1979-05-27", "a duration of more than 0"),
        # No TOML.
        ("[machine]\ncores 2\n" + CPU, "line 2, column 7", '"cores 2"', "key = value"),
        ("[machine\n" + CPU, "line 1, column 9", '"[machine"', "[section]"),
    ],
)
def test_what_is_wrong_is_named(text: str, field: str, value: str, expected: str):
    error = refused(text)
    assert error.field == field
    assert value in error.value
    assert expected in error.expected
    assert str(error).startswith(f"lab.toml: {field}")
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("nope.py", "there is no such file"),
        ("sub", "it is a folder"),
        (".", "it is a folder"),
        ("../outside.py", "outside the folder"),
        ("sub/../../outside.py", "outside the folder"),
        ("sub\\\\app.py", "folders are separated by /"),
        ("a\\u0000b.py", "character that no file name may hold"),
        ("x" * 300, "its name is too long"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has other names for these")
def test_a_program_that_cannot_be_had_is_named_with_its_key(tmp_path: Path, program: str, problem: str):
    folder = tmp_path / "lab"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.py").write_text("x = 1\n")
    error = refused(f'[[process]]\nprogram = "{program}"\n', folder)
    assert error.field == "process[0].program"
    assert problem in error.value
    assert str(folder.resolve()) in error.expected


def test_an_absolute_path_may_lead_into_the_folder_and_nowhere_else(tmp_path: Path):
    folder = tmp_path / "lab"
    folder.mkdir()
    (folder / "app.py").write_text("x = 1\n")
    (tmp_path / "outside.py").write_text("x = 1\n")
    inside = parsed(f"[[process]]\nprogram = '{folder / 'app.py'}'\n", folder)
    assert inside.processes[0].name == "app.py"
    assert "outside the folder" in refused(f"[[process]]\nprogram = '{tmp_path / 'outside.py'}'\n", folder).value


@given(text=st.text(st.sampled_from("[]{}=.\"'\\#\n -1aé\x00") | st.characters(exclude_categories=["Cs"])))
@example("a=0000-01-01")
@example("a=1e400\n" + CPU)
def test_no_text_gets_past_as_anything_but_a_scenario_or_an_error(text: str):
    with suppress(ScenarioError):
        assert parsed(text).processes


_KEYS = st.sampled_from(
    sorted({key for table in TABLES.values() for key in table.__struct_fields__} | {*ACTION_KEYS, *SCHEDULER_KEYS})
)
_VALUES = st.recursive(
    st.sampled_from(
        ['"1ms"', '"A"', '"m"', '"nice"', '"cores"', '"policy"', '"cbs"', '"mlfq"', '"50MB"', '"1KB/s"', '"mutex"']
    )
    | st.sampled_from(['"cpu 1ms"', '"lock m, join A"', "0", "1", "-1", "1.5", "nan", "inf", "true", "1979-05-27"]),
    lambda values: (
        st.lists(values, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(_KEYS, values, max_size=3).map(
            lambda items: f"{{{', '.join(f'{key} = {value}' for key, value in items.items())}}}"
        )
    ),
    max_leaves=6,
)
_SINGLE = ["[machine]", "[machine.starts]", "[scheduler]"]
_HEADERS = [*_SINGLE, "[[resource]]", "[[device]]", "[[process]]", "[[action]]", "[[bookmark]]"]


@given(
    sections=st.lists(st.tuples(st.sampled_from(_HEADERS), st.dictionaries(_KEYS, _VALUES, max_size=5)), max_size=5),
)
def test_no_values_get_past_as_anything_but_a_scenario_or_an_error(sections: list[tuple[str, dict[str, str]]]):
    text = CPU
    for header, values in sections:
        text += f"{header}\n" + "".join(f"{key} = {value}\n" for key, value in values.items())
    with suppress(ScenarioError):
        assert parsed(text).processes


def test_a_bare_zero_needs_no_unit():
    text = """
[machine]
tick = 0
context_switch = 0
[scheduler]
policy = "mlfq"
boost = 0
[[process]]
bursts = "cpu 1ms"
arrival = 0
[[action]]
at = 0
do = "cores"
cores = 2
"""
    read = parse_scenario(text, file="t.toml", folder=Path())
    assert (read.machine.tick_ns, read.machine.context_switch_ns, read.actions[0].at_ns) == (0, 0, 0)
    with pytest.raises(ScenarioError, match="a duration from 1us"):
        parse_scenario("[machine]\nquantum = 0\n[[process]]\nbursts = 'cpu 1ms'\n", file="t.toml", folder=Path())


def test_bookmarks_are_read_in_the_order_of_the_file():
    text = f'{CPU}[[bookmark]]\nat = "2ms"\nname = "lost update"\n[[bookmark]]\nat = "1ms"\n'
    assert parsed(text).bookmarks == (Bookmark(at_ns=2 * NS_PER_MS, name="lost update"), Bookmark(at_ns=NS_PER_MS))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('at = "-1ms"', "bookmark[0].at"),
        ('at = "1ms"\nname = "a\\nb"', "bookmark[0].name"),
        ('name = "x"', "bookmark[0].at"),
    ],
)
def test_what_is_wrong_with_a_bookmark_is_named(line, field):
    with pytest.raises(ScenarioError, match=re.escape(field)):
        parsed(f"{CPU}[[bookmark]]\n{line}\n")
