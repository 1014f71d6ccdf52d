"""What the head of a trace file may say: checked before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Final, NoReturn

from desktop_app.model.durations import MAX_DURATION_NS
from desktop_app.model.listing import CodeListing
from desktop_app.model.machine import MAX_CORES
from desktop_app.model.queueing import Queueing
from desktop_app.model.sizes import MAX_SIZE_BYTES
from desktop_app.model.workload import Burst, BurstKind, Parameters, Periodic
from desktop_app.storage.limits import MAX_LABEL_CHARS, is_label
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.head import Entry, Head
from desktop_app.storage.trace_file.ranges import LAST_NS, PLANNED_NS
from desktop_app.trace.trace import TraceHeader

#: Characters of a text that is no label: a path, a reason, what a thread waits for.
_MOST_CHARS: Final = 10_000
#: Bursts that are about something that threads share.
_SHARED: Final = frozenset(BurstKind) - {
    *(BurstKind.CPU, BurstKind.IO, BurstKind.SLEEP, BurstKind.JOIN, BurstKind.ALLOCATE, BurstKind.FREE)
}
_MOST_NUMBER: Final = 2**31 - 1
#: What is counted on from goes into 32 bits still.
_MOST_COUNT: Final = 2**30
_PLACEMENTS: Final = frozenset({"global", "partitioned", "stealing"})
_GILS: Final = frozenset({"gil", "free-threaded", "any-instruction"})


def check_head(head: Head) -> None:
    """Refuse a head that no trace has.

    Raises:
        DamagedError: When it is none.
    """
    _check_header(head.header)
    _within("begin_ns", head.begin_ns, 0, LAST_NS)
    _within("known_until_ns", head.known_until_ns, head.begin_ns, PLANNED_NS)
    _texts("text", (head.truncated, head.scenario_source))
    for listing in head.listings:
        _check_listing(listing)
    _check_shared(head)
    for index, entry in enumerate(head.processes):
        _check_entry(head, index, entry)
    for name, numbers, least in (("switches", head.switches, 0), ("last_thread", head.last_thread, -1)):
        if len(numbers) != head.header.cores:
            _refuse(f"{name} has not one number for each core")
        for number in numbers:
            _within(name, number, least, _MOST_COUNT)


def _check_shared(head: Head) -> None:
    """Check the policies, what threads share, their bursts, and what they can wait for."""
    _labels("policy", head.policies)
    if not head.policies or len(head.policies) != len(head.queueing):
        _refuse("it does not say how the ready queues of its policies are ordered")
    for queueing in head.queueing:
        _check_queueing(queueing)
    shared = {resource.name for resource in head.resources}
    _labels("resource", shared)
    for resource in head.resources:
        _within("resource.count", resource.count, 0, _MOST_NUMBER)
    for burst in chain.from_iterable(head.scripts):
        _check_burst(burst, shared)
    _texts("cause", (cause.text for cause in head.causes))
    for cause in head.causes:
        _within("cause.resource", cause.resource, -1, len(head.resources) - 1)
        _within("cause.process", cause.process, -1, len(head.processes) - 1)
        _within("cause.thread", cause.thread, -1, _MOST_NUMBER)


def _check_header(header: TraceHeader) -> None:
    _labels("title", (header.title, header.policy, header.policy_title))
    _texts("header", (header.source, header.python))
    if header.placement not in _PLACEMENTS or header.gil not in _GILS:
        _refuse("its placement or its GIL mode is none that there is")
    _within("cores", header.cores, 1, MAX_CORES)
    _within("first_cores", header.first_cores, 1, header.cores)
    _within("quantum_ns", header.quantum_ns, 1, PLANNED_NS)
    _within("instruction_ns", header.instruction_ns, 1, MAX_DURATION_NS)
    for name in ("context_switch_ns", "dispatch_cost_ns", "tick_ns"):
        _within(name, getattr(header, name), 0, 3 * MAX_DURATION_NS)
    _within("hyperperiod_ns", header.hyperperiod_ns, 0, 2**63 - 1)
    _within("ram_bytes", header.ram_bytes, 0, MAX_SIZE_BYTES)
    _within("seed", header.seed, 0, 2**63 - 1)


def _check_queueing(queueing: Queueing) -> None:
    for level_ns in queueing.levels_ns:
        _within("levels_ns", level_ns, 1, PLANNED_NS)
    for name in ("quantum_ns", "boost_ns", "ageing_ns"):
        _within(name, getattr(queueing, name), 1, PLANNED_NS)


def _check_listing(listing: CodeListing) -> None:
    _labels("program", (listing.program,))
    _texts("python", (listing.python,))
    try:
        listing.source.encode("utf-8")
    except UnicodeEncodeError:
        _refuse("the text of a program is none")
    _within("code_bytes", listing.code_bytes, 0, _MOST_NUMBER)
    lines = listing.source.count("\n") + listing.source.count("\r") + 1
    for line in listing.lines:
        _within("address", line.address, 0, _MOST_NUMBER)
        _within("line", line.line, 0, lines)
        _within("column", line.column, -1, _MOST_NUMBER)
        _within("end_column", line.end_column, -1, _MOST_NUMBER)
        if not line.raw or not line.opname or len(line.accesses) > len(line.raw):
            _refuse("an instruction of its bytecode is none")
    if any(before.address >= after.address for before, after in pairwise(listing.lines)):
        _refuse("its bytecode is not in the order of its addresses")
    firsts = [function.first for function in listing.functions]
    if not listing.lines or firsts[:1] != [0] or firsts[-1] >= len(listing.lines):
        _refuse("the functions of its bytecode are not where they can be")
    if any(before >= after for before, after in pairwise(firsts)):
        _refuse("the functions of its bytecode are not in order")


def _check_burst(burst: Burst, shared: set[str]) -> None:
    timed = burst.kind in {BurstKind.CPU, BurstKind.IO, BurstKind.SLEEP}
    _within("duration_ns", burst.duration_ns, int(timed), MAX_DURATION_NS if timed else 0)
    _within("size_bytes", burst.size_bytes, 0, MAX_SIZE_BYTES)
    if burst.kind in _SHARED and burst.target not in shared:
        _refuse(f"a burst names {burst.target!r:.100}, which threads do not share")
    _texts("burst", (burst.device, burst.target))


def _check_entry(head: Head, index: int, entry: Entry) -> None:
    _labels("process", (entry.name, entry.program))
    _within("number", entry.number, index + 1, index + 1)
    _within("listing", entry.listing, -1, len(head.listings) - 1)
    _within("arrival_ns", entry.arrival_ns, 0, PLANNED_NS)
    _within("script", entry.script, 0, len(head.scripts) - 1)
    _within("parent", entry.parent, -1, index - 1)
    _within("exit_code", entry.exit_code, -_MOST_NUMBER, _MOST_NUMBER)
    _within("end_ns", entry.end_ns, 0, PLANNED_NS)
    if (entry.listing < 0) is not bool(head.scripts[entry.script]):
        _refuse("a process has neither a program nor bursts, or both")
    _check_parameters(entry.parameters)
    if entry.periodic is not None:
        _check_periodic(entry.periodic)


def _check_parameters(parameters: Parameters) -> None:
    _within("priority", parameters.priority, -_MOST_NUMBER, _MOST_NUMBER)
    _within("nice", parameters.nice, -20, 19)
    _within("tickets", parameters.tickets, 1, _MOST_NUMBER)
    _within("core", parameters.core, 0, MAX_CORES - 1)
    for core in parameters.affinity:
        _within("affinity", core, 0, MAX_CORES - 1)


def _check_periodic(periodic: Periodic) -> None:
    _within("period_ns", periodic.period_ns, 1, MAX_DURATION_NS)
    for name in ("wcet_ns", "deadline_ns", "offset_ns", "runtime_ns"):
        _within(name, getattr(periodic, name), 0, MAX_DURATION_NS)
    _within("deadline_ns", periodic.deadline_ns, 1, MAX_DURATION_NS)


def _within(name: str, number: int | None, least: int, most: int) -> None:
    """Refuse a number that is there and is out of range."""
    if number is not None and not least <= number <= most:
        _refuse(f"{name} is out of range")


def _labels(name: str, labels: Iterable[str]) -> None:
    for label in labels:
        if not is_label(label):
            _refuse(f"the name of a {name} is not 1 to {MAX_LABEL_CHARS} characters on one line")


def _texts(name: str, texts: Iterable[str]) -> None:
    for text in texts:
        if len(text) > _MOST_CHARS:
            _refuse(f"a {name} of it has more than {_MOST_CHARS} characters")


def _refuse(problem: str) -> NoReturn:
    raise DamagedError(f"it is damaged: {problem}")
