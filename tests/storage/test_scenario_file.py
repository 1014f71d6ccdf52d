"""Scenario files on disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.model.errors import FileError, ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.storage.scenario_file import open_source, read_scenario, write_scenario
from tests.strategies import scenarios

CPU = '[[process]]\nbursts = "cpu 1ms"\n'


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios)
def test_writing_and_reading_gives_an_equal_scenario(tmp_path: Path, scenario: Scenario):
    path = tmp_path / "lab.toml"
    write_scenario(scenario, path)
    assert read_scenario(path) == replace(scenario, source=str(path))


def test_saving_keeps_comments_and_programs_beside_the_file(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 10\n")
    path = tmp_path / "lab.toml"
    path.write_text('# Mine.\n\n[[process]]  # one\nprogram = "app.py"\n')
    scenario = read_scenario(path)
    write_scenario(replace(scenario, seed=3), path)
    assert path.read_text() == '# Mine.\n\nseed = 3\n\n[[process]]  # one\nprogram = "app.py"\n'


def test_saving_elsewhere_takes_the_program_along(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 10\n")
    (tmp_path / "shared").mkdir()
    scenario = open_source(tmp_path / "app.py")
    write_scenario(scenario, tmp_path / "shared" / "lab.toml")
    (tmp_path / "app.py").unlink()
    again = read_scenario(tmp_path / "shared" / "lab.toml")
    assert again.processes == (ProcessSpec(name="app.py", program=Program(name="app.py", source="x = 10\n")),)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path):
    path = tmp_path / "lab.toml"
    path.write_bytes(b"\xef\xbb\xbf" + CPU.encode())
    assert len(read_scenario(path).processes) == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"# caf\xe9\n", "line 1 is not UTF-8 text"),
        (CPU.encode() + b"\n# \xff\n", "line 4 is not UTF-8 text"),
        (b"#" * ((1 << 20) + 1), "larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, problem: str):
    path = tmp_path / "lab.toml"
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        read_scenario(path)
    assert caught.value.file == str(path)
    assert problem in caught.value.problem


def test_what_cannot_be_saved_leaves_the_file_as_it_was(tmp_path: Path):
    path = tmp_path / "lab.toml"
    path.write_text(CPU)
    huge = ProcessSpec(name="A", program=Program(name="a.py", source="#" * (1 << 20)))
    unwritable = ProcessSpec(name="A", program=Program(name="a.py", source="s = '\ud800'\n"))
    for scenario in (
        Scenario(title="x"),
        Scenario(title="x", processes=(huge,)),
        Scenario(title="x", processes=(unwritable,)),
    ):
        with pytest.raises((ScenarioError, FileError)) as caught:
            write_scenario(scenario, path)
        assert str(path) in str(caught.value)
        assert path.read_text() == CPU
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_opened_by_what_its_name_ends_with(tmp_path: Path):
    (tmp_path / "lab.TOML").write_text(CPU)
    (tmp_path / "app.Py").write_text("x = 1\n")
    assert open_source(tmp_path / "lab.TOML").title == "lab"
    assert open_source(tmp_path / "app.Py").processes[0].program is not None
    assert open_source(Path(shutil.copy(tmp_path / "lab.TOML", tmp_path / "lab.coreloom"))).title == "lab"
    for other in ("notes.txt", "app", "app.pyc", ".toml", "run.corelesson"):
        with pytest.raises(FileError, match=r"choose a Python program \(\.py\) or a scenario \(\.coreloom or \.toml\)"):
            open_source(tmp_path / other)


@pytest.mark.parametrize("name", ["folder", "folder.py", "folder.coreloom"])
def test_of_a_folder_a_file_is_to_be_chosen(tmp_path: Path, name: str):
    (tmp_path / name).mkdir()
    with pytest.raises(FileError, match="it is a folder; choose a file inside it"):
        open_source(tmp_path / name)


@pytest.mark.parametrize("name", ["nope.py", "nope.toml"])
def test_a_missing_file_is_named(tmp_path: Path, name: str):
    with pytest.raises(FileError, match="there is no such file") as caught:
        open_source(tmp_path / name)
    assert caught.value.file == str(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="pipes are files on POSIX only")
def test_a_program_that_is_a_pipe_does_not_block(tmp_path: Path):
    os.mkfifo(tmp_path / "app.py")
    (tmp_path / "lab.toml").write_text('[[process]]\nprogram = "app.py"\n')
    with pytest.raises(ScenarioError) as caught:
        read_scenario(tmp_path / "lab.toml")
    assert caught.value.field == "process[0].program"
    assert "a device, a pipe or a socket" in caught.value.value
