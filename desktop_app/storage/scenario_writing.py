"""From a scenario to the text of its file, with the comments and the layout of the file that it replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tomlkit.exceptions import TOMLKitError

from desktop_app.model.errors import CoreloomError, FileError, ScenarioError
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import Program
from desktop_app.storage.process_parsing import default_name
from desktop_app.storage.program_file import program_inside, read_program
from desktop_app.storage.scenario_layout import Layout, Values, new_section, unusual
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.storage.scenario_values import (
    USUAL_DEVICE,
    action_values,
    bookmark_values,
    device_values,
    machine_values,
    process_values,
    resource_values,
    scheduler_values,
    shown,
    top_values,
    usual_process,
    usual_resource,
)


def format_scenario(scenario: Scenario, *, folder: Path | None, file: str = "", existing: str = "") -> str:
    """Return the text of a scenario file that reads back as ``scenario``.

    Args:
        scenario: What to write.
        folder: Where the file will be. A program whose file lies there, unchanged, is written as its path; any other
            is written out in the scenario itself.
        file: The file's name, for errors and for the title that it has without one.
        existing: The text that it replaces. Comments, order and spelling stay where the values do.

    Raises:
        ScenarioError: When it is no scenario that could be read again, such as one without processes.
    """
    file = file or scenario.source
    writing = _Writing(scenario, folder=folder, file=file)
    merged = writing.merged(existing) if existing.strip() else None
    text = writing.fresh() if merged is None else merged
    # What is saved must open again. Nothing is written when it would not.
    if not _reads_back(scenario, text, file=file, folder=folder):
        raise ScenarioError(file, "", "", "a scenario that reads back as it was written")
    return text


def _reads_back(scenario: Scenario, text: str, *, file: str, folder: Path | None) -> bool:
    return _essence(parse_scenario(text, file=file, folder=folder)) == _essence(scenario)


class _Writing:
    """One scenario on its way to one file."""

    def __init__(self, scenario: Scenario, *, folder: Path | None, file: str) -> None:
        self._scenario = scenario
        self._folder = folder
        self._file = file
        self._paths: dict[Program, str | None] = {}

    def fresh(self) -> str:
        """Return the text of a new file."""
        texts = []
        for kind, (values, usual) in _singles(self._scenario).items():
            starts, assumed = values.get("starts"), usual.get("starts")
            rest = {key: value for key, value in values.items() if key != "starts"}
            texts.append(new_section((kind,) if kind else (), shown(rest, usual)))
            if isinstance(starts, Mapping) and isinstance(assumed, Mapping) and starts != assumed:
                texts.append(new_section((kind, "starts"), unusual(starts, assumed)))
        for kind, entries in self._lists(self._scenario).items():
            texts += [new_section((kind,), shown(values, usual)) for values, usual in entries]
        return "\n".join(texts)

    def merged(self, existing: str) -> str | None:
        """Return ``existing`` with the values that differ changed; None when it has no layout worth keeping."""
        text = existing.replace("\r\n", "\n")
        try:
            old = parse_scenario(text, file=self._file, folder=self._folder)
            if _essence(old) == _essence(self._scenario):
                return existing
            merged = self._merge(old, text if text.endswith("\n") else f"{text}\n")
            if not _reads_back(self._scenario, merged, file=self._file, folder=self._folder):
                return None
        except (CoreloomError, TOMLKitError, RecursionError):
            return None
        return merged.replace("\n", "\r\n") if "\r\n" in existing else merged

    def _lists(self, scenario: Scenario) -> dict[str, list[tuple[Values, Values]]]:
        """Return the entries of the sections that may occur more than once, with what is assumed of each."""
        return {
            "resource": [(resource_values(entry), usual_resource(entry)) for entry in scenario.resources],
            "device": [(device_values(entry), USUAL_DEVICE) for entry in scenario.devices],
            "process": [
                (process_values(entry, self._path(entry.program)), usual_process(entry)) for entry in scenario.processes
            ],
            "action": [(action_values(entry), {}) for entry in scenario.actions],
            "bookmark": [(bookmark_values(entry), {}) for entry in scenario.bookmarks],
        }

    def _path(self, program: Program | None) -> str | None:
        """Return the program's path from the scenario's folder, or None when no file there holds this very text."""
        if program is None:
            return None
        if program not in self._paths:
            self._paths[program] = _path_inside(self._folder, program)
        return self._paths[program]

    def _merge(self, old: Scenario, text: str) -> str:
        layout = Layout(text, file=self._file)
        singles = _singles(old)
        for kind, (values, usual) in _singles(self._scenario).items():
            layout.change(kind, singles[kind][0], values, usual=usual)
        lists = self._lists(old)
        names = [default_name(new.program, index) for index, new in enumerate(self._scenario.processes)]
        for kind, entries in self._lists(self._scenario).items():
            layout.change_entries(
                kind,
                [values for values, _ in lists[kind]],
                [values for values, _ in entries],
                usual=[usual for _, usual in entries],
                fresh=[shown(values, usual) for values, usual in entries],
                names=names if kind == "process" else (),
            )
        return layout.text


def _singles(scenario: Scenario) -> dict[str, tuple[Values, Values]]:
    """Return the values of the sections that occur once, with what is assumed where a file says nothing."""
    return {
        "": (top_values(scenario), {"seed": 0}),
        "machine": (machine_values(scenario.machine), machine_values(Machine())),
        "scheduler": (scheduler_values(scenario.scheduler), scheduler_values(SchedulerSpec())),
    }


def _path_inside(folder: Path | None, program: Program) -> str | None:
    if folder is None or not program.path:
        return None
    try:
        place = Path(program.path).resolve()
        relative = place.relative_to(folder.resolve()).as_posix()
        on_disk = read_program(program_inside(folder, relative))
    except (FileError, OSError, RuntimeError, ValueError):
        return None
    same = (on_disk.name, on_disk.source) == (program.name, program.source)
    return relative if same and relative.isprintable() else None


def _essence(scenario: Scenario) -> Scenario:
    """Return the scenario without where it and its programs came from."""
    processes = tuple(
        process if process.program is None else replace(process, program=replace(process.program, path=""))
        for process in scenario.processes
    )
    return replace(scenario, processes=processes, source="")
