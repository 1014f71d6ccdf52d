"""A saved scenario reads back as it was; what could not be read back is not saved."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import Burst, BurstKind, ProcessSpec, Program
from desktop_app.storage.scenario_file import format_scenario, parse_scenario
from tests.strategies import scenarios


def parsed(text: str, folder: Path | None = None) -> Scenario:
    return parse_scenario(text, file="lab.toml", folder=folder)


def saved(scenario: Scenario, existing: str, folder: Path | None = None) -> str:
    return format_scenario(scenario, folder=folder, file="lab.toml", existing=existing)


@given(scenario=scenarios)
def test_reading_what_was_written_gives_an_equal_scenario(scenario: Scenario):
    text = format_scenario(scenario, folder=None)
    assert parse_scenario(text, file="", folder=None) == scenario
    assert tomllib.loads(text.encode().decode())


@given(scenario=scenarios)
def test_saving_without_a_change_changes_nothing(scenario: Scenario):
    existing = format_scenario(scenario, folder=None).replace(" = ", "=", 1)
    assert format_scenario(scenario, folder=None, existing=existing) == existing


def test_a_new_file_shows_the_keys_people_change():
    process = ProcessSpec(name="A", bursts=(Burst(kind=BurstKind.CPU, duration_ns=3_000_000),))
    assert format_scenario(Scenario(title="Lab", processes=(process,)), folder=None) == (
        'title = "Lab"\n\n'
        '[machine]\ncores = 1\nquantum = "1ms"\ncontext_switch = "0ms"\n\n'
        '[scheduler]\npolicy = "round-robin"\n\n'
        '[[process]]\nname = "A"\nbursts = "cpu 3ms"\narrival = "0ms"\nlaunches = 1\nthreads = 1\n'
    )


def test_a_program_in_the_folder_is_written_as_its_path(tmp_path: Path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("x = 10\n")
    scenario = parsed('[[process]]\nprogram = "src/app.py"\n', tmp_path)
    text = format_scenario(scenario, folder=tmp_path)
    assert 'program = "src/app.py"\n' in text
    assert "source" not in text
    assert parsed(text, tmp_path).processes == scenario.processes


@pytest.mark.parametrize("place", ["changed", "gone", "elsewhere", "no folder"])
def test_a_program_that_is_not_there_as_it_was_is_written_out(tmp_path: Path, place: str):
    program = tmp_path / "app.py"
    program.write_text("x = 10\ny = 'a\\n'\n")
    scenario = parsed('[[process]]\nprogram = "app.py"\n', tmp_path)
    folder: Path | None = tmp_path
    match place:
        case "changed":
            program.write_text("x = 11\n")
        case "gone":
            program.unlink()
        case "elsewhere":
            folder = tmp_path / "shared"
        case _:
            folder = None
    text = format_scenario(scenario, folder=folder)
    assert "source = '''\nx = 10\ny = 'a\\n'\n'''" in text
    assert parsed(text).processes == (
        replace(scenario.processes[0], program=Program(name="app.py", source="x = 10\ny = 'a\\n'\n")),
    )


def test_a_program_changed_on_disk_is_written_out_over_its_path(tmp_path: Path):
    (tmp_path / "app.py").write_text("x = 10\n")
    existing = '[[process]]\nprogram = "app.py" # mine\n'
    scenario = parsed(existing, tmp_path)
    (tmp_path / "app.py").write_text("x = 11\n")
    text = saved(scenario, existing, tmp_path)
    assert parsed(text, tmp_path).processes[0].program == Program(name="app.py", source="x = 10\n")
    assert "# mine" in text


@pytest.mark.parametrize(
    ("scenario", "field"),
    [
        (Scenario(title="Lab"), "process"),
        (Scenario(title="", processes=(ProcessSpec(name="A"),)), "title"),
        (Scenario(title="Lab", processes=(ProcessSpec(name="A"),)), "process[0]"),
        (Scenario(title="Lab", machine=Machine(cores=65), processes=(ProcessSpec(name="A"),)), "machine.cores"),
    ],
)
def test_what_could_not_be_opened_again_is_not_written(scenario: Scenario, field: str):
    with pytest.raises(ScenarioError) as caught:
        format_scenario(scenario, folder=None, file="lab.toml")
    assert (caught.value.file, caught.value.field) == ("lab.toml", field)
