"""The trace: all that a run did. The engine appends to it; everything else reads it at a time t."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.model.listing import CodeListing
from desktop_app.model.workload import Burst
from desktop_app.trace.tables import InstructionTable, ObjectTable, OutputTable, RunTable, StateTable, WriteTable
from desktop_app.trace.values import StackNodes, ValueTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceHeader:
    """What was run, as far as a reader of the trace needs to know.

    Attributes:
        title: The scenario's title.
        source: The file the scenario came from, as the user named it.
        policy: The policy's name in a scenario file.
        policy_title: The policy's name for people.
        cores: Number of cores.
        quantum_ns: The machine's quantum, or None under a policy that has none.
        context_switch_ns: Cost of one dispatch.
        instruction_ns: Cost of one bytecode instruction.
        gil: The GIL mode's name in a scenario file.
        python: Version of the CPython whose bytecode was run.
        seed: The scenario's seed.
    """

    title: str
    source: str
    policy: str
    policy_title: str
    cores: int
    quantum_ns: int | None
    context_switch_ns: int
    instruction_ns: int
    gil: str
    python: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessInfo:
    """A process that the scenario launches, known from the start.

    Attributes:
        number: From 1, in the order of the scenario; shown as ``P1``.
        name: The scenario's name for it.
        program: File name of its program, or its name when it has bursts.
        listing: Index into the trace's listings, or -1 when it has bursts.
        arrival_ns: When it is launched.
        threads: Indexes of its threads in the trace.
        bursts: What each of its threads goes through; empty when it has a program.
    """

    number: int
    name: str
    program: str
    listing: int
    arrival_ns: int
    threads: tuple[int, ...]
    bursts: tuple[Burst, ...] = ()

    @property
    def label(self) -> str:
        """``P1``."""
        return f"P{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInfo:
    """A thread, known from the start.

    Attributes:
        process: Index of its process in the trace, from 0.
        number: From 1 within its process.
        process_number: From 1; shown as ``P1``.
        arrival_ns: When its process is launched.
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
        output: What it printed.
        final_globals: The full repr of each global at the end of the run.
        exit_code: 0, or 1 when an uncaught exception ended a thread; None while it lives.
        end_ns: When its last thread terminated and its memory was freed; None while it lives.
    """

    globals: dict[str, WriteTable] = field(default_factory=dict)
    output: OutputTable = field(default_factory=OutputTable)
    final_globals: dict[str, str] = field(default_factory=dict)
    exit_code: int | None = None
    end_ns: int | None = None


#: The instructions that bind a global name.
STORES = frozenset({"STORE_NAME", "STORE_GLOBAL"})


def _stored_names(listing: CodeListing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.argument for line in listing.lines if line.opname in STORES))


class Trace:
    """Everything that happened between ``begin_ns`` and ``known_until_ns``.

    Attributes:
        header: What was run.
        processes: All processes; index, not number.
        threads: All threads.
        listings: The code of each program.
        variables: For each listing, the global names its code stores to, in the order of the code.
        causes: What a thread can wait for: device names and GILs, by index.
        runs: One table per core.
        states: One table per thread.
        executed: One table per thread.
        memory: One per process.
        objects: One table per mutable object.
        values: All values shown.
        stacks: All operand stacks.
        begin_ns: Start of what is still remembered; 0 unless history was dropped.
        known_until_ns: Everything up to here is final; the end of the run when ``finished``.
        finished: Whether the run is over.
        truncated: Why the run was cut short, for people; empty when it was not.
    """

    def __init__(
        self,
        header: TraceHeader,
        processes: tuple[ProcessInfo, ...],
        threads: tuple[ThreadInfo, ...],
        listings: tuple[CodeListing, ...],
    ) -> None:
        self.header = header
        self.processes = processes
        self.threads = threads
        self.listings = listings
        self.variables = tuple(_stored_names(listing) for listing in listings)
        self.causes: list[str] = []
        self.runs = [RunTable() for _ in range(header.cores)]
        self.states = [StateTable() for _ in threads]
        self.executed = [InstructionTable() for _ in threads]
        self.memory = [ProcessMemory() for _ in processes]
        self.objects: list[ObjectTable] = []
        self.values = ValueTable()
        self.stacks = StackNodes()
        self.begin_ns = 0
        self.known_until_ns = 0
        self.finished = False
        self.truncated = ""

    def cause(self, text: str) -> int:
        """Return the index of a cause for waiting, adding it when it is new."""
        if text not in self.causes:
            self.causes.append(text)
        return self.causes.index(text)
