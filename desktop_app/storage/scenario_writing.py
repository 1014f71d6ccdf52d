"""From a scenario to the text of its file, with the comments and the layout of the file that it replaces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from tomlkit.exceptions import TOMLKitError

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import CoreloomError, FileError, ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.bursts import format_bursts
from desktop_app.storage.program_file import program_inside, read_program
from desktop_app.storage.scenario_layout import Layout, Values, new_section
from desktop_app.storage.scenario_parsing import default_name, parse_scenario

#: The sections that occur once: the top of the file has no header.
_SINGLE: Final = ("", "machine", "scheduler")
#: Keys that only an unusual scenario needs; a new file shows the others even where they have their default.
_LEFT_OUT_OF_NEW_FILES: Final = frozenset({"seed", "instruction", "gil"})


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
        new = self.sections(self._scenario)
        usual = self.sections(Scenario(title=""))
        texts = []
        for kind in _SINGLE:
            left_out = {key for key in _LEFT_OUT_OF_NEW_FILES if new[kind].get(key) == usual[kind].get(key)}
            texts.append(new_section(kind, {key: new[kind][key] for key in new[kind] if key not in left_out}))
        texts += [new_section("process", self.process(process)) for process in self._scenario.processes]
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

    def sections(self, scenario: Scenario) -> dict[str, Values]:
        """Return the values of the sections that occur once, in the order of a new file."""
        root: Values = {"title": scenario.title, "seed": scenario.seed}
        if scenario.until_ns is not None:
            root["until"] = format_duration(scenario.until_ns)
        machine = scenario.machine
        return {
            "": root,
            "machine": {
                "cores": machine.cores,
                "quantum": format_duration(machine.quantum_ns),
                "context_switch": format_duration(machine.context_switch_ns),
                "instruction": format_duration(machine.instruction_ns),
                "gil": machine.gil.value,
            },
            "scheduler": {"policy": scenario.scheduler.policy, **scenario.scheduler.options},
        }

    def process(self, process: ProcessSpec) -> Values:
        """Return the values of one entry of the workload."""
        values: Values = {"name": process.name}
        path = self._path(process.program) if process.program is not None else None
        if process.program is not None:
            values["program"] = path or process.program.name
        if process.bursts:
            values["bursts"] = format_bursts(process.bursts)
        values |= {
            "arrival": format_duration(process.arrival_ns),
            "launches": process.launches,
            "threads": process.threads,
        }
        if process.program is not None and path is None:
            values["source"] = process.program.source
        return values

    def _path(self, program: Program) -> str | None:
        """Return the program's path from the scenario's folder, or None when no file there holds this very text."""
        if program not in self._paths:
            self._paths[program] = _path_inside(self._folder, program)
        return self._paths[program]

    def _merge(self, old: Scenario, text: str) -> str:
        layout = Layout(text, file=self._file)
        old_values, new_values = self.sections(old), self.sections(self._scenario)
        for kind in _SINGLE:
            layout.change(kind, old_values[kind], new_values[kind])
        layout.change_processes(
            [self.process(process) for process in old.processes],
            [self.process(process) for process in self._scenario.processes],
            names=[default_name(new.program, index) for index, new in enumerate(self._scenario.processes)],
        )
        return layout.text


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
