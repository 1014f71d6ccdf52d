"""Scenario files: reading one, writing one, and opening whatever a user chose."""

from __future__ import annotations

from pathlib import Path

from desktop_app.model.errors import FileError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.endings import FileKind, described, kind_of
from desktop_app.storage.limits import MAX_SCENARIO_BYTES
from desktop_app.storage.program_file import read_program, scenario_for_program
from desktop_app.storage.regular_file import read_text_file
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.storage.scenario_writing import format_scenario
from desktop_app.storage.schema import scenario_schema

__all__ = [
    "format_scenario",
    "open_source",
    "parse_scenario",
    "read_program",
    "read_scenario",
    "scenario_for_program",
    "scenario_schema",
    "write_scenario",
]


def read_scenario(path: Path) -> Scenario:
    """Return the scenario in a TOML file, with the programs that it names.

    Raises:
        FileError: When the file cannot be read, is no UTF-8 text or larger than 1 MiB.
        ScenarioError: For the first thing in it that is wrong.
    """
    return parse_scenario(read_text_file(path, maximum_bytes=MAX_SCENARIO_BYTES), file=str(path), folder=path.parent)


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write a scenario to a TOML file; comments and layout of a file that is already there survive.

    After any failure the old file is still there, whole.

    Raises:
        FileError: When the file cannot be written, or would be larger than a scenario file may be.
        ScenarioError: When it is no scenario that could be read again.
    """
    try:
        existing = read_text_file(path, maximum_bytes=MAX_SCENARIO_BYTES)
    except FileError:  # there is none, or none that is worth keeping; where it cannot be written, writing says so
        existing = ""
    text = format_scenario(scenario, folder=path.parent, file=str(path), existing=existing)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FileError(str(path), f"it would hold a character that no text file can hold: {error.reason}") from None
    if len(data) > MAX_SCENARIO_BYTES:
        problem = "with its programs it would be larger than 1 MiB; save it in the folder of its programs"
        raise FileError(str(path), problem)
    write_atomically(path, data)


def open_source(path: Path) -> Scenario:
    """Return the scenario that a file stands for: a Python program or a scenario.

    Raises:
        FileError: When it is neither, or cannot be read.
        ScenarioError: When it is a scenario with something wrong in it.
    """
    match kind_of(path):
        case FileKind.PROGRAM:
            return scenario_for_program(path)
        case FileKind.SCENARIO:
            return read_scenario(path)
        case FileKind.TRACE:
            raise FileError(
                str(path),
                "it is a recorded run, which is not run again; open it in the window, choose its scenario there and "
                "save that",
            )
        case _ if path.is_dir():
            raise FileError(str(path), "it is a folder; choose a file inside it")
        case _:
            right = described(FileKind.PROGRAM, FileKind.SCENARIO)
            raise FileError(str(path), f"its name does not end as that of something to run; choose {right}")
