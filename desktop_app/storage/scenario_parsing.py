"""From the text of a scenario file to a scenario, with every value checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec import UNSET, UnsetType

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import FileError, ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import OptionValue, Scenario, SchedulerSpec
from desktop_app.model.workload import MAX_TOTAL_THREADS, Burst, ProcessSpec, Program
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.program.bursts import parse_bursts
from desktop_app.storage import limits
from desktop_app.storage.document import MachineTable, ProcessTable, check_document, unknown_key
from desktop_app.storage.program_file import program_inside, read_program
from desktop_app.storage.toml_reading import load_toml
from desktop_app.storage.wording import closest, written

_DEFAULT_POLICY: Final = SchedulerSpec().policy
_MAX_BITS: Final = 64


def parse_scenario(text: str, *, file: str, folder: Path | None) -> Scenario:
    """Return the scenario that ``text`` describes.

    Args:
        text: A TOML document.
        file: Its name, for errors, for `Scenario.source` and for the title when it has none.
        folder: Where its programs are looked for, or None when it must carry their text itself.

    Raises:
        ScenarioError: For the first thing that is wrong.
    """
    document = check_document(load_toml(text, file=file), file=file)
    reading = _Reading(file=file, folder=folder)
    processes = tuple(reading.process(f"process[{index}]", table) for index, table in enumerate(document.process))
    scenario = Scenario(
        title=reading.label("title", document.title, otherwise=default_title(file)),
        machine=reading.machine(document.machine),
        scheduler=reading.scheduler(document.scheduler),
        processes=processes,
        seed=document.seed,
        until_ns=None if document.until is UNSET else reading.duration("until", document.until, limits.UNTIL),
        source=file,
    )
    check_totals(processes, file=file, field="process")
    return scenario


def default_title(file: str) -> str:
    """Return what a scenario without a title is called: the name of its file."""
    return as_title(Path(file).stem)


def as_title(stem: str) -> str:
    """Return a file's name as a title."""
    return limits.as_label(stem, otherwise="scenario")


def default_name(program: Program | None, index: int) -> str:
    """Return what an entry of the workload without a name is called; ``index`` counts from 0."""
    return program.name if program is not None else f"process {index + 1}"


def check_policy(name: object, *, file: str, field: str) -> str:
    """Return ``name`` if it is the name of a policy.

    Raises:
        ScenarioError: When it is not; it lists the names that are.
    """
    if isinstance(name, str) and name in POLICIES:
        return name
    expected = f"one of {', '.join(sorted(POLICIES))}"
    meant = closest(name, POLICIES) if isinstance(name, str) else None
    raise ScenarioError(file, field, written(name), f'{expected}; did you mean "{meant}"?' if meant else expected)


def check_totals(processes: Sequence[ProcessSpec], *, file: str, field: str) -> None:
    """Refuse a workload that is too large as a whole.

    Raises:
        ScenarioError: When all threads together are too many, or all their bursts too long.
    """
    threads = sum(process.launches * process.threads for process in processes)
    if threads > MAX_TOTAL_THREADS:
        expected = f"at most {MAX_TOTAL_THREADS} threads in all: launches times threads, added up"
        raise ScenarioError(file, field, f"{threads} threads", expected)
    work_ns = sum(
        process.launches * process.threads * sum(burst.duration_ns for burst in process.bursts) for process in processes
    )
    if work_ns > limits.MAX_WORK_NS:
        found = f"{format_duration(work_ns)} of bursts"
        raise ScenarioError(file, field, found, "bursts that take all threads together at most 366 days")


class _Reading:
    """Reads the sections of one file; a program that several entries share is read once."""

    def __init__(self, *, file: str, folder: Path | None) -> None:
        self._file = file
        self._folder = folder
        self._programs: dict[Path, Program] = {}

    def machine(self, table: MachineTable) -> Machine:
        return Machine(
            cores=table.cores,
            quantum_ns=self.duration("machine.quantum", table.quantum, limits.QUANTUM),
            context_switch_ns=self.duration("machine.context_switch", table.context_switch, limits.CONTEXT_SWITCH),
            instruction_ns=self.duration("machine.instruction", table.instruction, limits.INSTRUCTION),
            gil=GilMode(table.gil),
        )

    def scheduler(self, table: Mapping[str, Any]) -> SchedulerSpec:
        policy = check_policy(table.get("policy", _DEFAULT_POLICY), file=self._file, field="scheduler.policy")
        known = [option.name for option in POLICIES[policy].options]
        options: dict[str, OptionValue] = {}
        for key, value in table.items():
            if key == "policy":
                continue
            if key not in known:
                names = ["policy", *known]
                raise unknown_key(file=self._file, prefix="scheduler.", key=key, value=value, known=names)
            if not isinstance(value, (str, int, float)) or (isinstance(value, int) and value.bit_length() > _MAX_BITS):
                raise self._error(f"scheduler.{key}", value, "text, true, false or a number of at most 64 bits")
            options[key] = value
        try:
            check_options(POLICIES[policy], options)
        except OptionError as error:
            raise self._error(f"scheduler.{error.option}", options[error.option], error.expected) from None
        return SchedulerSpec(policy=policy, options=MappingProxyType(options))

    def process(self, field: str, table: ProcessTable) -> ProcessSpec:
        program = self._program(field, table)
        index = int(field[len("process[") : -1])
        return ProcessSpec(
            name=self.label(f"{field}.name", table.name, otherwise=default_name(program, index)),
            program=program,
            bursts=self._bursts(f"{field}.bursts", table.bursts),
            arrival_ns=self.duration(f"{field}.arrival", table.arrival, limits.ARRIVAL),
            launches=table.launches,
            threads=table.threads,
        )

    def label(self, field: str, text: str | UnsetType, *, otherwise: str) -> str:
        if text is UNSET:
            return otherwise
        if not limits.is_label(text):
            raise self._error(field, text, limits.LABEL_FORM)
        return text

    def duration(self, field: str, text: str, allowed: limits.DurationRange) -> int:
        try:
            return allowed.parse(text)
        except ValueError as error:
            raise self._error(field, text, str(error)) from None

    def _error(self, field: str, value: object, expected: str) -> ScenarioError:
        return ScenarioError(self._file, field, written(value), expected)

    def _bursts(self, field: str, text: str | UnsetType) -> tuple[Burst, ...]:
        if text is UNSET:
            return ()
        try:
            return parse_bursts(text)
        except ValueError as error:
            raise self._error(field, text, str(error)) from None

    def _program(self, field: str, table: ProcessTable) -> Program | None:
        if (table.program is UNSET) == (table.bursts is UNSET):
            found = "an entry with neither" if table.program is UNSET else "an entry with both"
            raise ScenarioError(self._file, field, found, "either program or bursts")
        if table.program is UNSET:
            if table.source is not UNSET:
                raise self._error(f"{field}.source", table.source, "no source beside bursts")
            return None
        if table.source is not UNSET:
            name = self.label(f"{field}.program", table.program, otherwise="")
            return Program(name=name, source=table.source)
        return self._program_file(f"{field}.program", table.program)

    def _program_file(self, field: str, named: str) -> Program:
        if self._folder is None:
            raise self._error(field, named, "the program's text in source, as this scenario is in no folder")
        try:
            place = program_inside(self._folder, named)
            if place not in self._programs:
                self._programs[place] = read_program(place)
            return self._programs[place]
        except FileError as error:
            problem = error.problem
            if "\\" in named:
                problem = f"{problem}; folders are separated by /"
            expected = f"a Python file in {self._folder.resolve()}"
            raise ScenarioError(self._file, field, f"{written(named)} ({problem})", expected) from None
