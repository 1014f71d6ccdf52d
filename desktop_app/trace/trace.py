"""The trace: all that a run did. The engine appends to it; everything else reads it at a time t."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from desktop_app.model.listing import AccessKind, CodeListing
from desktop_app.model.queueing import Queueing
from desktop_app.model.workload import Burst, Parameters, Periodic, ResourceSpec
from desktop_app.trace.frames import FrameNodes, FrameTable
from desktop_app.trace.memory_tables import InstructionTable, ObjectTable, OutputTable, WriteTable
from desktop_app.trace.standings import ClockTable, StandingTable
from desktop_app.trace.tables import OPEN, EventTable, JobTable, RunTable, WaitLog, WaitTable
from desktop_app.trace.values import StackNodes, ValueTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceHeader:
    """What was run, as far as a reader of the trace needs to know.

    Attributes:
        title: The scenario's title.
        source: The file the scenario came from, as the user named it.
        policy: The policy's name in a scenario file.
        policy_title: The policy's name for people.
        cores: Number of cores, those included that come on line later.
        first_cores: How many of them are on line from the start.
        quantum_ns: How long the first thread may run at most, or None under a policy without a limit.
        context_switch_ns: Cost of one dispatch.
        instruction_ns: Cost of one bytecode instruction.
        gil: The GIL mode's name in a scenario file.
        python: Version of the CPython whose bytecode was run.
        seed: The scenario's seed.
        placement: Where ready threads queue, as in a scenario file.
        fifo_order: Whether threads leave the ready queue in the order in which they joined it.
        constrained: Whether a core may be idle while a thread is ready: it may not run there, or queues elsewhere.
        dispatch_cost_ns: The most that a dispatch may take, migration included.
        hyperperiod_ns: The run's length when periodic tasks decide it; None otherwise.
        tick_ns: Time between two timer ticks, at which alone slices end; 0 where they end exactly.
        ram_bytes: Size of RAM, or None where it never runs out.
    """

    title: str
    source: str
    policy: str
    policy_title: str
    cores: int
    first_cores: int
    quantum_ns: int | None
    context_switch_ns: int
    instruction_ns: int
    gil: str
    python: str
    seed: int
    placement: str
    fifo_order: bool
    constrained: bool
    dispatch_cost_ns: int
    hyperperiod_ns: int | None
    tick_ns: int = 0
    ram_bytes: int | None = None


class ProcessInfo(NamedTuple):
    """A process: one of the scenario's entries, known from the start, or one that an action or a program started.

    A named tuple, as ThreadInfo: a frozen dataclass takes three times as long to make, which counts where a scenario
    has thousands of them.

    Attributes:
        number: From 1, in the order of the scenario, then of their launches; shown as ``P1``.
        name: The scenario's name for it.
        program: File name of its program, or its name when it has bursts.
        listing: Index into the trace's listings, or -1 when it has bursts.
        arrival_ns: When it is launched.
        threads: Indexes of its threads in the trace, those that it started itself included.
        bursts: What each of its threads goes through; empty when it has a program.
        parameters: What the scheduler was told of it.
        periodic: What makes its threads periodic tasks, or None.
        parent: Index of the process that started it, or -1.
    """

    number: int
    name: str
    program: str
    listing: int
    arrival_ns: int
    threads: tuple[int, ...]
    bursts: tuple[Burst, ...] = ()
    parameters: Parameters = Parameters()
    periodic: Periodic | None = None
    parent: int = -1

    @property
    def label(self) -> str:
        """``P1``."""
        return f"P{self.number}"


class ThreadInfo(NamedTuple):
    """A thread.

    Attributes:
        process: Index of its process in the trace, from 0.
        number: From 1 within its process.
        process_number: From 1; shown as ``P1``.
        arrival_ns: When its process is launched, or when another thread started it; before, it does not exist.
    """

    process: int
    number: int
    process_number: int
    arrival_ns: int

    @property
    def label(self) -> str:
        """``P1·T1``, as the stage writes it."""
        return f"P{self.process_number}·T{self.number}"

    @property
    def name(self) -> str:
        """``P1.T1``, plain ASCII, as the reports write it."""
        return f"P{self.process_number}.T{self.number}"


@dataclass(slots=True)
class ProcessMemory:
    """What the trace knows of one process's memory and output.

    Attributes:
        globals: The writes to each global variable, in order of first assignment.
        numbers: From 1 on, the number of each of its objects that came to lie on a stack or in a variable, in the order
            in which they did so first, by the object's index in the trace.
        final_globals: The full repr of each global at the end of the run.
        exit_code: 0, 1 when an uncaught exception ended a thread, or minus the number of the signal that
            ended it, as multiprocessing's Process.exitcode; None while it lives.
        end_ns: When its last thread terminated and its memory was freed; None while it lives.
    """

    globals: dict[str, WriteTable] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    _output: OutputTable | None = None
    final_globals: dict[str, str] = field(default_factory=dict)
    exit_code: int | None = None
    end_ns: int | None = None

    def number(self, obj: int) -> None:
        """Give an object its number, if it has none yet."""
        if obj not in self.numbers:
            self.numbers[obj] = next(reversed(self.numbers.values()), 0) + 1

    @property
    def output(self) -> OutputTable:
        """What it printed; made when it is first asked for, as most processes of a large run print nothing."""
        if self._output is None:
            self._output = OutputTable()
        return self._output


#: The statements that bind a name to a module, a function or a class, as the source has them.
_DEFINITION = re.compile(rb"@|(?:import|from|def|class|async\s+def)\b")


def _stored_names(listing: CodeListing) -> tuple[str, ...]:
    """Return the global names that the code binds: those of data first, then those of definitions and imports."""
    source = listing.source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    rows = source.encode("utf-8", "surrogatepass").split(b"\n")
    data: dict[str, None] = {}
    others: dict[str, None] = {}
    for line in listing.lines:
        for name in line.global_names(AccessKind.WRITE):
            row = rows[line.line - 1] if 0 < line.line <= len(rows) else b""
            defines = _DEFINITION.match(row, max(0, line.column))
            (others if defines else data)[name] = None
    return (*data, *(name for name in others if name not in data))


#: What a thread waits for that a policy puts off.
BUDGET = "its next budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a thread can wait for.

    Attributes:
        text: For people: ``disk``, ``P1's GIL``, ``lock m``.
        timed: Whether the end of such a wait is known when it begins.
        resource: Index of the resource in the trace, or -1.
        process: Index of the process whose end is waited for, or whose GIL, or -1.
        thread: Index of the thread whose end is waited for, or -1.
        parked: Whether such a wait only ends when another thread of the program ends it.
        bounded: Whether it also ends by itself, at a time that no picture shows as it mostly ends earlier.
    """

    text: str
    timed: bool = False
    resource: int = -1
    process: int = -1
    thread: int = -1
    parked: bool = False
    bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The last stay of a thread on a core that was forgotten; a change of the rate begins another stay.

    Attributes:
        dispatched_ns: When it was given the core, or when the rate changed.
        began_ns: When it began to run after its dispatch, whatever rates there were since then.
        ended_ns: When it stopped.
        core: Where.
        cause: Why, a RunEnd.
    """

    dispatched_ns: int
    began_ns: int
    ended_ns: int
    core: int
    cause: int


@dataclass(slots=True)
class Forgotten:
    """What stays of the intervals that were forgotten.

    Attributes:
        work_ns: For each thread, the work it did in them, in nanoseconds at nominal speed.
        switches: For each core, how often it took on another thread.
        last_thread: For each core, who had it last, or -1.
        last_run: For each thread that ran in them, the last one.
    """

    work_ns: list[int]
    switches: list[int]
    last_thread: list[int]
    last_run: dict[int, LastRun] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Tables:
    """What programs did, as far as it is written.

    Attributes:
        executed: One table per thread.
        calls: The call that each thread is in, one table per thread.
        memory: One per process.
        objects: One table per mutable object.
        values: All values shown.
        stacks: All operand stacks.
        frames: All calls with their local variables.
    """

    executed: list[InstructionTable]
    calls: list[FrameTable]
    memory: list[ProcessMemory]
    objects: list[ObjectTable] = field(default_factory=list)
    values: ValueTable = field(default_factory=ValueTable)
    stacks: StackNodes = field(default_factory=StackNodes)
    frames: FrameNodes = field(default_factory=FrameNodes)


class LateRows(Protocol):
    """What is yet to be written to a trace.

    Attributes:
        unsettled_bytes: More than the trace will grow by.
    """

    unsettled_bytes: int

    def settle(self) -> None:
        """Write it."""


class Trace:
    """Everything that happened between ``begin_ns`` and ``known_until_ns``.

    Attributes:
        header: What was run.
        processes: All processes known so far: the scenario's entries from the start, others when they are launched;
            index, not number.
        launches: When actions launch processes, in order.
        listings: The code of each program.
        resources: What threads share; implicit locks included.
        policies: Titles of the policies that were in force, the first one at the start.
        queueing: How the ready queue of each of them is ordered.
        variables: For each listing, the global names its code stores to, in the order of the code; modules,
            functions and classes behind data.
        causes: What a thread can wait for, by index.
        runs: One table per core.
        wait_log: All waits.
        ready_from: For each thread, when it became ready for the first time; OPEN when it did not.
        ended: For each thread, when it terminated; OPEN when it did not.
        jobs: For each periodic thread, its jobs.
        events: Rare events of the whole run.
        standings: Where threads stood when they joined a ready queue, of those policies whose order nothing else says.
        clocks: What their keys were compared with.
        written: What is written of what programs did; who reads takes the properties of the same names, which have the
            rest written first.
        late: What is yet to be written here by whoever writes this trace, or None.
        forgotten: What stays of what was forgotten.
        begin_ns: Start of what is still remembered; 0 unless history was dropped.
        known_until_ns: Everything up to here is final; the end of the run when ``finished``.
        finished: Whether the run is over.
        truncated: Why the run was cut short, for people; empty when it was not.
    """

    def __init__(
        self,
        header: TraceHeader,
        processes: Sequence[ProcessInfo],
        listings: tuple[CodeListing, ...],
        *,
        threads: int,
        resources: tuple[ResourceSpec, ...] = (),
        policies: tuple[str, ...] = (),
        queueing: tuple[Queueing, ...] = (),
        launches: tuple[int, ...] = (),
    ) -> None:
        self.header = header
        self.processes = processes
        self.launches = launches
        self.listings = listings
        self.resources = resources
        self.policies = policies
        self.queueing = queueing
        self.variables = tuple(_stored_names(listing) for listing in listings)
        self.causes: list[Cause] = []
        self.runs = [RunTable(cost=header.dispatch_cost_ns > 0) for _ in range(header.cores)]
        self.wait_log = WaitLog(threads)
        self.ready_from = array("q", [OPEN]) * threads
        self.ended = array("q", [OPEN]) * threads
        self.jobs: dict[int, JobTable] = {}
        self.events = EventTable()
        self.standings = StandingTable()
        self.clocks = ClockTable()
        self._nothing = InstructionTable()  # shared by all threads with bursts: they execute no instructions
        self._no_calls = FrameTable()
        self.written = Tables(
            executed=[self._nothing] * threads,
            calls=[self._no_calls] * threads,
            memory=[ProcessMemory() for _ in range(len(processes))],
        )
        for process in processes if listings else ():
            if process.listing >= 0:
                for thread in process.threads:
                    self.written.executed[thread] = InstructionTable()
                    self.written.calls[thread] = FrameTable()
        self.forgotten = Forgotten([0] * threads, [0] * header.cores, [-1] * header.cores)
        self.begin_ns = 0
        self.known_until_ns = 0
        self.finished = False
        self.truncated = ""
        self.late: LateRows | None = None

    def settle(self) -> None:
        """Have everything written here that is yet to be: what reads the tables of programs does so first."""
        if self.late is not None:
            self.late.settle()

    @property
    def executed(self) -> list[InstructionTable]:
        """What each thread executed."""
        if self.late is not None:
            self.late.settle()
        return self.written.executed

    @property
    def calls(self) -> list[FrameTable]:
        """The call that each thread is in."""
        if self.late is not None:
            self.late.settle()
        return self.written.calls

    @property
    def frames(self) -> FrameNodes:
        """All calls with their local variables."""
        if self.late is not None:
            self.late.settle()
        return self.written.frames

    @frames.setter
    def frames(self, nodes: FrameNodes) -> None:
        self.written.frames = nodes

    @property
    def memory(self) -> list[ProcessMemory]:
        """The memory and the output of each process."""
        if self.late is not None:
            self.late.settle()
        return self.written.memory

    @property
    def objects(self) -> list[ObjectTable]:
        """The contents of each mutable object."""
        if self.late is not None:
            self.late.settle()
        return self.written.objects

    @objects.setter
    def objects(self, tables: list[ObjectTable]) -> None:
        self.written.objects = tables

    @property
    def values(self) -> ValueTable:
        """All values shown."""
        if self.late is not None:
            self.late.settle()
        return self.written.values

    @values.setter
    def values(self, table: ValueTable) -> None:
        self.written.values = table

    @property
    def stacks(self) -> StackNodes:
        """All operand stacks."""
        if self.late is not None:
            self.late.settle()
        return self.written.stacks

    @stacks.setter
    def stacks(self, nodes: StackNodes) -> None:
        self.written.stacks = nodes

    @cached_property
    def threads(self) -> list[ThreadInfo]:
        """All threads known so far. Made when it is first asked for, as a run of thousands never does."""
        return [
            ThreadInfo(process=index, number=number, process_number=info.number, arrival_ns=info.arrival_ns)
            for index, info in enumerate(self.processes)
            for number in range(1, len(info.threads) + 1)
        ]

    def add_process(self, info: ProcessInfo) -> None:
        """Add a process that is launched now; its threads follow by `add_thread`."""
        self.processes = [*self.processes, info]
        self.written.memory.append(ProcessMemory())

    def add_thread(self, process: int, arrival_ns: int) -> int:
        """Add a thread that is started now to a process, and return its index."""
        threads, info = self.threads, self.processes[process]  # before anything grows: it may be made only now
        index, number = len(threads), len(info.threads) + 1
        threads.append(ThreadInfo(process, number, info.number, arrival_ns))
        processes = self.processes if isinstance(self.processes, list) else list(self.processes)
        processes[process] = info._replace(threads=(*info.threads, index))
        self.processes = processes
        self.wait_log.add_thread()
        self.ready_from.append(OPEN)
        self.ended.append(OPEN)
        self.written.executed.append(self._nothing if info.listing < 0 else InstructionTable())
        self.written.calls.append(self._no_calls if info.listing < 0 else FrameTable())
        self.forgotten.work_ns.append(0)
        return index

    def known_to(self, processes: int, threads: int) -> list[ProcessInfo]:
        """Return the processes as they were when there were so many of them, with so many threads in all."""
        return [
            info._replace(threads=tuple(thread for thread in info.threads if thread < threads))
            for info in self.processes[:processes]
        ]

    @property
    def waits(self) -> list[WaitTable]:
        """The waits of each thread."""
        return self.wait_log.tables()

    def cause(self, cause: Cause) -> int:
        """Return the index of a cause for waiting, adding it when it is new."""
        if cause not in self.causes:
            self.causes.append(cause)
        return self.causes.index(cause)
