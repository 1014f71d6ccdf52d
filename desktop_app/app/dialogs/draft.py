"""One entry of the workload as text that is being edited, checked cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from desktop_app.model.durations import format_duration
from desktop_app.model.workload import Burst, BurstKind, Periodic, ProcessSpec, Program, SchedulingClass
from desktop_app.program.bursts import format_bursts, parse_bursts
from desktop_app.storage import limits

#: What a new entry of bursts does, as a start to edit from.
NEW_BURSTS = "cpu 3ms, io disk 10ms, cpu 2ms"


class Column(IntEnum):
    """What is edited of an entry; the table has a column for each, of which it shows those that matter."""

    NAME = 0
    RUNS = 1
    LAUNCHES = 2
    ARRIVAL = 3
    THREADS = 4
    PRIORITY = 5
    NICE = 6
    TICKETS = 7
    SCHEDULING = 8
    PERIOD = 9
    DEADLINE = 10
    OFFSET = 11
    RUNTIME = 12


#: What makes an entry a periodic task, which a program cannot be.
PERIODIC_COLUMNS = (Column.PERIOD, Column.DEADLINE, Column.OFFSET, Column.RUNTIME)
#: What policies read of an entry.
PARAMETER_COLUMNS = (Column.PRIORITY, Column.NICE, Column.TICKETS, Column.SCHEDULING, *PERIODIC_COLUMNS)

_TASK = (Column.PERIOD, Column.DEADLINE, Column.OFFSET)
_COLUMNS_OF_POLICIES = MappingProxyType(
    {
        "priority": (Column.PRIORITY,),
        "lottery": (Column.TICKETS,),
        "stride": (Column.TICKETS,),
        "linux-rt": (Column.SCHEDULING, Column.PRIORITY),
        "cfs": (Column.NICE,),
        "eevdf": (Column.NICE,),
        "edf": _TASK,
        "rate-monotonic": _TASK,
        "deadline-monotonic": _TASK,
        "least-laxity": _TASK,
        "cbs": (*_TASK, Column.RUNTIME),
    }
)


def columns_of(policy: str) -> tuple[Column, ...]:
    """Return what a policy reads of each entry, by the policy's name in a scenario file."""
    return _COLUMNS_OF_POLICIES.get(policy, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry of the workload while it is edited; its texts may be wrong.

    Attributes:
        name: The name shown for it.
        runs_program: Whether it runs its program, rather than its bursts; the other one is kept to go back to.
        program: The Python program, or None while none was chosen.
        bursts: The bursts.
        launches: How many processes are started from it.
        arrival: When, with a unit.
        threads: How many threads each of them has.
        priority: Its priority.
        nice: Its nice value.
        tickets: Its tickets.
        scheduling: Linux's scheduling class; empty when it has none.
        period: The period of a periodic task, with a unit; empty for a process that runs once.
        deadline: From a release to its deadline; empty for the period.
        offset: From the arrival to the first release; empty for none.
        runtime: What a reservation grants; empty for the CPU time of the bursts.
        origin: The entry it was made from, which has what is not edited here; None for a new one.
    """

    name: str
    runs_program: bool
    program: Program | None
    bursts: str
    launches: str = "1"
    arrival: str = "0ms"
    threads: str = "1"
    priority: str = "0"
    nice: str = "0"
    tickets: str = "100"
    scheduling: str = ""
    period: str = ""
    deadline: str = ""
    offset: str = ""
    runtime: str = ""
    origin: ProcessSpec | None = None

    @property
    def is_periodic(self) -> bool:
        """Whether it is a periodic task."""
        return bool(self.period.strip()) and not self.runs_program

    def text(self, column: Column) -> str:
        """Return a cell's text."""
        if column is Column.RUNS and self.runs_program:
            return self.program.name if self.program else ""
        if column in PERIODIC_COLUMNS and self.runs_program:
            return ""
        return str(getattr(self, attribute_of(column)))

    def with_text(self, column: Column, text: str) -> Draft:
        """Return it with another text in a cell; in the column of what it runs, the text is its bursts."""
        changed: dict[str, Any] = {attribute_of(column): text}
        return replace(self, **changed)

    def is_default(self, column: Column) -> bool:
        """Return whether a cell has what a new entry has."""
        return self.text(column) == _DEFAULTS[column]

    def problem(self, column: Column) -> str:
        """Return what would be right in a cell, or nothing when what is there is."""
        text = self.text(column)
        try:
            match column:
                case Column.NAME:
                    return "" if limits.is_label(self.name) else limits.LABEL_FORM
                case Column.RUNS:
                    return self._work_problem()
                case Column.PRIORITY:
                    self._priorities().parse(text)
                case Column.SCHEDULING:
                    return "" if text in _CLASSES else f"nothing, or one of {', '.join(filter(None, _CLASSES))}"
                case Column.PERIOD | Column.DEADLINE | Column.OFFSET | Column.RUNTIME:
                    # Without a period the others mean nothing; they are kept for when there is one again.
                    if text.strip() and (self.is_periodic or column is Column.PERIOD):
                        _RANGES[column].parse(text)
                case _:
                    _RANGES[column].parse(text)
        except ValueError as error:
            return str(error)
        return ""

    def process(self) -> ProcessSpec:
        """Return the entry.

        Raises:
            ValueError: When a cell is wrong; it says what would be right.
        """
        for column in Column:
            problem = self.problem(column)
            if problem:
                raise ValueError(problem)
        base = self.origin or ProcessSpec(name=self.name)
        bursts = () if self.runs_program else parse_bursts(self.bursts)
        parameters = replace(
            base.parameters,
            priority=self._priorities().parse(self.priority),
            nice=limits.NICE.parse(self.nice),
            tickets=limits.TICKETS.parse(self.tickets),
            scheduling=SchedulingClass(self.scheduling) if self.scheduling else None,
        )
        return replace(
            base,
            name=self.name,
            program=self.program if self.runs_program else None,
            bursts=bursts,
            arrival_ns=limits.ARRIVAL.parse(self.arrival),
            launches=limits.FIRST_LAUNCHES.parse(self.launches),
            threads=limits.THREADS.parse(self.threads),
            parameters=parameters,
            periodic=self._periodic(bursts) if self.is_periodic else None,
        )

    def _work_problem(self) -> str:
        if self.runs_program:
            return "" if self.program else "a Python file: choose one"
        if self.is_periodic and not _cpu_ns(parse_bursts(self.bursts)):
            return "bursts with CPU time, as every job needs some"
        parse_bursts(self.bursts)
        return ""

    def _priorities(self) -> limits.CountRange:
        return limits.REAL_TIME_PRIORITY if self.scheduling in _REAL_TIME else limits.PRIORITY

    def _periodic(self, bursts: tuple[Burst, ...]) -> Periodic:
        def time_ns(column: Column, otherwise_ns: int) -> int:
            text = self.text(column)
            return _RANGES[column].parse(text) if text.strip() else otherwise_ns

        period_ns, wcet_ns = time_ns(Column.PERIOD, 0), _cpu_ns(bursts)
        return Periodic(
            period_ns=period_ns,
            wcet_ns=wcet_ns,
            deadline_ns=time_ns(Column.DEADLINE, period_ns),
            offset_ns=time_ns(Column.OFFSET, 0),
            runtime_ns=time_ns(Column.RUNTIME, wcet_ns),
        )


_REAL_TIME = (SchedulingClass.FIFO.value, SchedulingClass.RR.value)
_CLASSES = ("", *(kind.value for kind in SchedulingClass))
_RANGES: Mapping[Column, limits.CountRange | limits.DurationRange] = MappingProxyType(
    {
        Column.LAUNCHES: limits.FIRST_LAUNCHES,
        Column.ARRIVAL: limits.ARRIVAL,
        Column.THREADS: limits.THREADS,
        Column.NICE: limits.NICE,
        Column.TICKETS: limits.TICKETS,
        Column.PERIOD: limits.TASK,
        Column.DEADLINE: limits.TASK,
        Column.OFFSET: limits.ARRIVAL,
        Column.RUNTIME: limits.TASK,
    }
)


def attribute_of(column: Column) -> str:
    """Return the attribute of a draft that holds a cell's text."""
    return "bursts" if column is Column.RUNS else column.name.lower()


_NEW = Draft(name="", runs_program=False, program=None, bursts=NEW_BURSTS)
_DEFAULTS = MappingProxyType({column: _NEW.text(column) for column in Column})


def draft_of(process: ProcessSpec) -> Draft:
    """Return an entry as text to edit."""
    parameters = process.parameters
    return Draft(
        name=process.name,
        runs_program=process.program is not None,
        program=process.program,
        bursts=format_bursts(process.bursts) or NEW_BURSTS,
        launches=str(process.launches),
        arrival=format_duration(process.arrival_ns),
        threads=str(process.threads),
        priority=str(parameters.priority),
        nice=str(parameters.nice),
        tickets=str(parameters.tickets),
        scheduling=parameters.scheduling.value if parameters.scheduling else "",
        origin=process,
        **_periodic_texts(process.periodic),
    )


def _periodic_texts(task: Periodic | None) -> dict[str, str]:
    """Return a task's times as text; what follows from others stays empty, and so goes on to follow."""
    if task is None:
        return {}
    return {
        "period": format_duration(task.period_ns),
        "deadline": "" if task.deadline_ns == task.period_ns else format_duration(task.deadline_ns),
        "offset": format_duration(task.offset_ns) if task.offset_ns else "",
        "runtime": "" if task.runtime_ns == task.wcet_ns else format_duration(task.runtime_ns),
    }


def _cpu_ns(bursts: tuple[Burst, ...]) -> int:
    return sum(burst.duration_ns for burst in bursts if burst.kind is BurstKind.CPU)
