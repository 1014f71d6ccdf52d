"""What a trace file says once: the scenario, the code, processes, and how far the trace is."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from desktop_app import __version__
from desktop_app.model.listing import CodeListing
from desktop_app.model.queueing import Queueing
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import Burst, Parameters, Periodic, ResourceSpec
from desktop_app.storage.scenario_writing import format_scenario
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.trace.trace import Cause, ProcessInfo, Trace, TraceHeader

#: What the head may unpack to, in bytes: the bytecode of a hundred thousand lines of source, and more.
MOST_BYTES = 64 << 20

#: Characters of the scenario's text: four times what a scenario file may have. Bad ones take two seconds a million.
MOST_SCENARIO_CHARS = 4 << 20


class Entry(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A process; which threads are its own, each thread says.

    Attributes:
        number: As in `ProcessInfo`, and so the next ones.
        name: Its name.
        program: The name of its program.
        listing: Index of its listing, or -1.
        arrival_ns: When it is launched.
        script: What its threads go through, as an index into the head's scripts.
        parameters: What the scheduler was told.
        periodic: What makes it periodic.
        parent: Who started it, or -1.
        exit_code: As in `ProcessMemory`, and so the next one.
        end_ns: When it ended.
    """

    number: int
    name: str
    program: str
    listing: int
    arrival_ns: int
    script: int
    parameters: Parameters
    periodic: Periodic | None
    parent: int
    exit_code: int | None
    end_ns: int | None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a file; everything else is columns.

    Attributes:
        made_by: The version of Coreloom that wrote it.
        scenario: The scenario with its programs, as the text of a scenario file.
        scenario_source: The file that the scenario came from, as the user named it; empty for none.
        header: As in `Trace`, and so the next ones.
        listings: The code.
        scripts: What processes go through, each once.
        processes: All processes.
        resources: What threads share.
        policies: Titles.
        queueing: How their ready queues are ordered.
        causes: What threads can wait for.
        switches: As in `Forgotten`, and so the next one.
        last_thread: Who had each core last.
        begin_ns: As in `Trace`, and so the next ones.
        known_until_ns: Up to when it is final.
        finished: Whether the run is over.
        truncated: Why it was cut short.
    """

    made_by: str
    scenario: str
    scenario_source: str
    header: TraceHeader
    listings: tuple[CodeListing, ...]
    scripts: tuple[tuple[Burst, ...], ...]
    processes: tuple[Entry, ...]
    resources: tuple[ResourceSpec, ...]
    policies: tuple[str, ...]
    queueing: tuple[Queueing, ...]
    causes: tuple[Cause, ...]
    switches: tuple[int, ...]
    last_thread: tuple[int, ...]
    begin_ns: int
    known_until_ns: int
    finished: bool
    truncated: str


def head_of(trace: Trace, scenario: Scenario) -> Head:
    """Return what a file of this trace says once.

    Raises:
        ScenarioError: When the scenario is none that could be read again.
    """
    scripts = {script: index for index, script in enumerate(dict.fromkeys(info.bursts for info in trace.processes))}
    entries = (_entry(trace, index, info, scripts[info.bursts]) for index, info in enumerate(trace.processes))
    return Head(
        made_by=__version__,
        scenario=format_scenario(scenario, folder=None),
        scenario_source=_encodable(scenario.source),
        header=replace(trace.header, source=_encodable(trace.header.source)),
        listings=trace.listings,
        scripts=tuple(scripts),
        processes=tuple(entries),
        resources=trace.resources,
        policies=trace.policies,
        queueing=trace.queueing,
        causes=tuple(trace.causes),
        switches=tuple(trace.forgotten.switches),
        last_thread=tuple(trace.forgotten.last_thread),
        begin_ns=trace.begin_ns,
        known_until_ns=trace.known_until_ns,
        finished=trace.finished,
        truncated=trace.truncated,
    )


def _encodable(name: str) -> str:
    """Return a file's name with a mark for each byte of it that is no text, as systems allow."""
    return name.encode("utf-8", "replace").decode()


def _entry(trace: Trace, index: int, info: ProcessInfo, script: int) -> Entry:
    memory = trace.memory[index]
    return Entry(
        number=info.number,
        name=info.name,
        program=info.program,
        listing=info.listing,
        arrival_ns=info.arrival_ns,
        script=script,
        parameters=info.parameters,
        periodic=info.periodic,
        parent=info.parent,
        exit_code=memory.exit_code,
        end_ns=memory.end_ns,
    )


def process_infos(head: Head, owners: list[list[int]]) -> list[ProcessInfo]:
    """Return the processes of a file.

    Args:
        head: What the file says once; its indexes are in range.
        owners: The threads of each process.
    """
    return [
        ProcessInfo(
            number=entry.number,
            name=entry.name,
            program=entry.program,
            listing=entry.listing,
            arrival_ns=entry.arrival_ns,
            threads=tuple(threads),
            bursts=head.scripts[entry.script],
            parameters=entry.parameters,
            periodic=entry.periodic,
            parent=entry.parent,
        )
        for entry, threads in zip(head.processes, owners, strict=True)
    ]


def head_bytes(head: Head) -> bytes:
    """Return a head as bytes, the same for the same head.

    Raises:
        DamagedError: When it is too large, or holds what no file can hold.
    """
    _check_scenario(head)
    try:
        data = msgspec.msgpack.encode(head)
    except (UnicodeEncodeError, OverflowError, ValueError, RecursionError) as error:
        raise DamagedError(f"it would hold what no trace file can hold: {error}") from None
    if len(data) > MOST_BYTES:
        raise DamagedError(f"its programs would take more than {MOST_BYTES >> 20} MiB in it; leave some out")
    return data


def read_head(data: bytes) -> Head:
    """Return the head that bytes stand for; its types are right, and nothing else is certain of it.

    Raises:
        DamagedError: When they stand for none, or it is too large.
    """
    if len(data) > MOST_BYTES:
        raise DamagedError(f"its head unpacks to more than {MOST_BYTES >> 20} MiB, the most that is read")
    try:
        head = msgspec.msgpack.decode(data, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedError(f"it is damaged: its head cannot be read ({error})") from None
    _check_scenario(head)
    return head


def _check_scenario(head: Head) -> None:
    if len(head.scenario) > MOST_SCENARIO_CHARS:
        raise DamagedError(f"its scenario has more than {MOST_SCENARIO_CHARS:,} characters, the most that is read")
