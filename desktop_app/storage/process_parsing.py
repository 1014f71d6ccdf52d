"""From a ``[[process]]`` section to an entry of the workload, with every value checked."""

from __future__ import annotations

from pathlib import Path

from msgspec import UNSET, UnsetType

from desktop_app.model.errors import FileError, ScenarioError
from desktop_app.model.machine import StartMethod
from desktop_app.model.quoting import file_shown
from desktop_app.model.workload import (
    Burst,
    BurstKind,
    Footprint,
    Parameters,
    Periodic,
    ProcessSpec,
    Program,
    SchedulingClass,
)
from desktop_app.program.bursts import parse_bursts
from desktop_app.storage import limits
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.program_file import program_inside, read_program
from desktop_app.storage.tables import ProcessTable
from desktop_app.storage.wording import written

_WORK = ("program", "bursts", "wcet")
_OF_JOBS = ("wcet", "deadline", "offset", "runtime")
_REAL_TIME = (SchedulingClass.FIFO, SchedulingClass.RR)


def default_name(program: Program | None, index: int) -> str:
    """Return what an entry of the workload without a name is called; ``index`` counts from 0."""
    return program.name if program is not None else f"process {index + 1}"


class ProcessParser:
    """Reads the entries of one file; a program that several entries share is read once.

    Args:
        reader: Reads the file.
        folder: Where programs are looked for, or None when the file must carry their text itself.
    """

    def __init__(self, reader: FieldReader, *, folder: Path | None) -> None:
        self._reader = reader
        self._folder = folder
        self._programs: dict[Path, Program] = {}

    def parse(self, index: int, table: ProcessTable) -> ProcessSpec:
        """Return the entry of a section; ``index`` counts from 0.

        Raises:
            ScenarioError: For the first value that is not allowed.
        """
        field = f"process[{index}]"
        self._refuse_contradictions(field, table)
        program = self._program(field, table)
        bursts = self._bursts(field, table)
        return ProcessSpec(
            name=self._reader.label(f"{field}.name", table.name, otherwise=default_name(program, index)),
            program=program,
            bursts=bursts,
            arrival_ns=self._reader.measure(f"{field}.arrival", table.arrival, limits.ARRIVAL),
            launches=table.launches,
            threads=table.threads,
            parameters=self._parameters(field, table),
            periodic=self._periodic(field, table, bursts),
            footprint=Footprint(
                memory_bytes=self._reader.measure(f"{field}.memory", table.memory, limits.MEMORY),
                working_set_bytes=self._reader.measure(f"{field}.working_set", table.working_set, limits.MEMORY),
                bus_bytes_per_s=self._reader.measure(f"{field}.bus", table.bus, limits.TRAFFIC),
            ),
            start=None if table.start is UNSET else StartMethod(table.start),
        )

    def _refuse_contradictions(self, field: str, table: ProcessTable) -> None:
        given = [key for key in _WORK if getattr(table, key) is not UNSET]
        if len(given) != 1:
            found = f"an entry with both {' and '.join(given)}" if given else "an entry with neither"
            raise ScenarioError(self._reader.file, field, found, "either program or bursts, or wcet with a period")
        if table.source is not UNSET and table.program is UNSET:
            raise self._reader.error(f"{field}.source", table.source, f"no source beside {given[0]}")
        if table.period is UNSET:
            for key in _OF_JOBS:
                value = getattr(table, key)
                if value is not UNSET:
                    raise self._reader.error(f"{field}.{key}", value, f"a period beside {key}")
        elif table.program is not UNSET:
            expected = "no period beside program: a periodic task has bursts or a wcet"
            raise self._reader.error(f"{field}.period", table.period, expected)

    def _parameters(self, field: str, table: ProcessTable) -> Parameters:
        scheduling = None if table.scheduling is UNSET else SchedulingClass(table.scheduling)
        priorities = limits.REAL_TIME_PRIORITY
        if scheduling in _REAL_TIME and not priorities.minimum <= table.priority <= priorities.maximum:
            expected = f'{priorities.expected} with scheduling = "{table.scheduling}"'
            raise self._reader.error(f"{field}.priority", table.priority, expected)
        affinity = () if table.affinity is UNSET else self._reader.core_numbers(f"{field}.affinity", table.affinity)
        return Parameters(
            priority=table.priority,
            nice=table.nice,
            tickets=table.tickets,
            affinity=affinity,
            core=None if table.core is UNSET else table.core,
            scheduling=scheduling,
        )

    def _periodic(self, field: str, table: ProcessTable, bursts: tuple[Burst, ...]) -> Periodic | None:
        if table.period is UNSET:
            return None

        def time_ns(key: str, text: str | UnsetType, *, otherwise: int) -> int:
            return otherwise if text is UNSET else self._reader.measure(f"{field}.{key}", text, limits.TASK)

        period_ns = time_ns("period", table.period, otherwise=0)
        wcet_ns = sum(burst.duration_ns for burst in bursts if burst.kind is BurstKind.CPU)
        if wcet_ns == 0:
            raise self._reader.error(f"{field}.bursts", table.bursts, "bursts with CPU time, as every job needs some")
        offset = "0ms" if table.offset is UNSET else table.offset
        return Periodic(
            period_ns=period_ns,
            wcet_ns=wcet_ns,
            deadline_ns=time_ns("deadline", table.deadline, otherwise=period_ns),
            offset_ns=self._reader.measure(f"{field}.offset", offset, limits.ARRIVAL),
            runtime_ns=time_ns("runtime", table.runtime, otherwise=wcet_ns),
        )

    def _bursts(self, field: str, table: ProcessTable) -> tuple[Burst, ...]:
        if table.wcet is not UNSET:
            wcet_ns = self._reader.measure(f"{field}.wcet", table.wcet, limits.TASK)
            return (Burst(kind=BurstKind.CPU, duration_ns=wcet_ns),)
        if table.bursts is UNSET:
            return ()
        try:
            return parse_bursts(table.bursts)
        except ValueError as error:
            raise self._reader.error(f"{field}.bursts", table.bursts, str(error)) from None

    def _program(self, field: str, table: ProcessTable) -> Program | None:
        if table.program is UNSET:
            return None
        if table.source is not UNSET:
            name = self._reader.label(f"{field}.program", table.program, otherwise="")
            return Program(name=name, source=table.source)
        return self._program_file(f"{field}.program", table.program)

    def _program_file(self, field: str, named: str) -> Program:
        if self._folder is None:
            raise self._reader.error(field, named, "the program's text in source, as this scenario is in no folder")
        try:
            place = program_inside(self._folder, named)
            if place not in self._programs:
                self._programs[place] = read_program(place)
            return self._programs[place]
        except FileError as error:
            problem = error.problem
            if "\\" in named:
                problem = f"{problem}; folders are separated by /"
            expected = f"a Python file in {file_shown(str(self._folder.resolve()))}"
            raise ScenarioError(self._reader.file, field, f"{written(named)} ({problem})", expected) from None
