"""What the numbers of a trace file may be, each by itself: checked before anything is made of them."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Final, NoReturn

from desktop_app.model.sizes import MAX_SIZE_BYTES
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.head import Head
from desktop_app.trace.tables import OPEN, RunEnd, RunTable

#: Where every run ends; what is planned then ends within the longest burst after it.
LAST_NS: Final = 2**62
PLANNED_NS: Final = LAST_NS + 2**60
#: A number that is no time: large enough for any key, small enough that a sum of a few stays in 64 bits.
_ANY: Final = (-(2**63) + 1, 2**63 - 1)
#: The fastest core with the warmest cache is far slower, in millionths.
_MOST_RATE: Final = 10**12

#: What lies beside each other: columns of the same length.
_BESIDE: Final = (
    ("threads.process", "threads.arrival", "ready_from", "ended"),
    ("threads.process", "work", "executed.rows", "executed.dropped", "calls.rows"),
    ("runs.rows", "runs.rated"),
    ("runs.idle", "runs.switch", "runs.ran", "runs.whose"),
    ("waits.time", "waits.lasted", "waits.thread", "waits.cause"),
    ("events.time", "events.kind", "events.process", "events.thread", "events.core", "events.value"),
    tuple(f"standings.{name}" for name in ("time", "thread", "queue", "level", "key", "tie", "extra")),
    ("clocks.time", "clocks.queue", "clocks.value", "clocks.load"),
    ("jobs.thread", "jobs.first", "jobs.rows"),
    ("last.thread", "last.dispatched", "last.began", "last.ended", "last.core", "last.cause"),
    ("executed.start", "executed.end", "executed.line", "executed.node", "executed.done"),
    ("calls.time", "calls.node"),
    ("stacks.parent", "stacks.value"),
    ("frames.parent", "frames.place", "frames.value", "frames.length"),
    ("values.obj", "values.length"),
    ("objects.time", "objects.length", "objects.size", "heads.rows"),
    ("globals.length", "writes.rows"),
    ("writes.time", "writes.value", "writes.thread", "writes.size"),
    ("globals.rows", "numbers.rows", "finals.rows", "output.rows"),
    ("numbers.object", "numbers.number"),
    ("finals.name_length", "finals.value_length"),
    ("output.time", "output.thread", "output.length"),
)  # fmt: skip
#: What lengths add up to: how long the column is in which the tables are laid end to end.
_SUMS: Final = (
    ("runs.rows", "runs.whose"),
    ("jobs.rows", "jobs.finish"),
    ("executed.rows", "executed.start"),
    ("calls.rows", "calls.time"),
    ("values.length", "values.text"),
    ("objects.rows", "objects.time"),
    ("heads.rows", "heads.value"),
    ("globals.rows", "writes.rows"),
    ("globals.length", "globals.name"),
    ("writes.rows", "writes.time"),
    ("numbers.rows", "numbers.object"),
    ("finals.rows", "finals.name_length"),
    ("finals.name_length", "finals.name"),
    ("finals.value_length", "finals.value"),
    ("output.rows", "output.time"),
    ("output.length", "output.text"),
)
#: Columns of times that are over or begin, and of those that are planned and may be OPEN.
_TIMES: Final = (
    *("threads.arrival", "launches", "waits.time", "events.time", "standings.time", "clocks.time", "jobs.finish"),
    *("work", "last.dispatched", "last.began", "executed.start", "executed.end", "calls.time", "objects.time"),
    *("writes.time", "output.time"),
)
_PLANNED: Final = ("ready_from", "ended", "last.ended")

#: What a trace may take in memory: its columns as they are, and what Python adds for each text, tuple and table. A run
#: on the command line ends at 768 MiB, of which tables are not counted.
_MOST_MEMORY_BYTES: Final = 3 << 29
#: What each item of a column stands for takes beside the column, in bytes, with room to spare (sys.getsizeof).
_BESIDE_BYTES: Final = {
    "values.length": 240,
    "heads.rows": 72,
    "heads.value": 8,
    "output.length": 64,
    "finals.name_length": 256,
    "globals.length": 700,
    "objects.rows": 600,
    "numbers.object": 120,
    "threads.process": 1_400,
    "globals.rows": 1_200,
    "jobs.thread": 300,
    "last.thread": 300,
}

Columns = Mapping[str, "array[int]"]


def check_columns(columns: Columns, head: Head) -> None:
    """Refuse columns whose lengths or numbers cannot be those of a trace.

    Args:
        columns: All columns.
        head: What the file says once, checked.

    Raises:
        DamagedError: When some cannot.
    """
    _check_memory(columns)
    for names in _BESIDE:
        for name in names[1:]:
            if len(columns[name]) != len(columns[names[0]]):
                _refuse(f"its columns {names[0]} and {name} are not of the same length")
    _check_ranges(columns, {name: (0, max(len(columns[of]), 0)) for name, of in _SUMS})
    for name, of in _SUMS:
        if sum(columns[name]) != len(columns[of]):
            _refuse(f"its column {of} is not as long as {name} says")
    _check_ranges(columns, dict.fromkeys(_TIMES, (0, PLANNED_NS)))
    for name in _PLANNED:
        _check_planned(name, columns[name])
    _check_ranges(columns, _ranges(columns, head))
    if len(columns["runs.rows"]) != head.header.cores:
        _refuse("it has not as many cores as it says")
    if len(columns["globals.rows"]) != len(head.processes):
        _refuse("it has not as many processes as it says")
    rated = sum(rows for rows, rates in zip(columns["runs.rows"], columns["runs.rated"], strict=True) if rates)
    if rated != len(columns["runs.rates"]):
        _refuse("its column runs.rates is not as long as runs.rated says")


def _check_memory(columns: Columns) -> None:
    taken = sum(len(column) * column.itemsize for column in columns.values())
    taken += sum(len(columns[name]) * size for name, size in _BESIDE_BYTES.items())
    if taken > _MOST_MEMORY_BYTES:
        raise DamagedError(f"it would take more than {_MOST_MEMORY_BYTES >> 20} MiB of memory, the most that is used")


def _ranges(columns: Columns, head: Head) -> dict[str, tuple[int, int]]:
    """Return the least and the most of each column that is not of times."""
    threads, values, objects = (len(columns[name]) for name in ("ended", "values.obj", "objects.rows"))
    thread, any_thread = (0, threads - 1), (-1, threads - 1)
    value, any_value = (0, values - 1), (-1, values - 1)
    core, any_core = (0, head.header.cores - 1), (-1, head.header.cores - 1)
    return {
        "threads.process": (0, len(head.processes) - 1),
        "runs.rated": (0, 1),
        "runs.idle": (0, PLANNED_NS),
        "runs.switch": (0, PLANNED_NS),
        "runs.ran": (0, OPEN),
        "runs.whose": (0, (threads << RunTable.SHIFT) - 1),
        "runs.rates": (1, _MOST_RATE),
        "waits.lasted": (0, OPEN),
        "waits.thread": thread,
        "waits.cause": (0, len(head.causes) - 1),
        "events.process": (-1, len(head.processes) - 1),
        "events.thread": any_thread,
        "events.core": any_core,
        "events.value": _ANY,
        "standings.thread": thread,
        "standings.queue": core,
        "standings.level": (-1_000, 1_000),
        "standings.key": _ANY,
        "standings.tie": _ANY,
        "standings.extra": _ANY,
        "clocks.queue": core,
        "clocks.value": _ANY,
        "clocks.load": _ANY,
        "jobs.thread": thread,
        "jobs.first": (0, PLANNED_NS),
        "last.thread": thread,
        "last.core": core,
        "last.cause": (0, max(RunEnd)),
        "executed.dropped": (0, LAST_NS),
        "executed.node": (-1, len(columns["stacks.parent"]) - 1),
        "executed.done": (0, 1),
        "calls.node": any_frame(columns),
        "stacks.parent": (-1, len(columns["stacks.parent"]) - 2),
        "stacks.value": value,
        "frames.parent": any_frame(columns),
        "frames.place": (-1, 2**31 - 1),
        "frames.value": (-1, 2**31 - 1),
        "frames.length": (0, 2**31 - 1),
        "values.obj": (-1, objects - 1),
        "objects.length": (0, LAST_NS),
        "objects.size": (0, MAX_SIZE_BYTES),
        "heads.value": value,
        "writes.value": any_value,
        "writes.thread": thread,
        "writes.size": (0, MAX_SIZE_BYTES),
        "numbers.object": (0, objects - 1),
        "numbers.number": (1, 2**31 - 1),
        "output.thread": thread,
    }


def any_frame(columns: Columns) -> tuple[int, int]:
    """Return what a node of calls may be."""
    return -1, len(columns["frames.parent"]) - 1


def _check_ranges(columns: Columns, ranges: Mapping[str, tuple[int, int]]) -> None:
    for name, (least, most) in ranges.items():
        column = columns[name]
        if column and not (least <= min(column) and max(column) <= most):
            _refuse(f"a number of its column {name} is out of range")


def _check_planned(name: str, column: array[int]) -> None:
    if column and min(column) >= 0 and max(column) <= PLANNED_NS:
        return
    if any(not 0 <= time_ns <= PLANNED_NS and time_ns != OPEN for time_ns in column):
        _refuse(f"a time of its column {name} is out of range")


def _refuse(problem: str) -> NoReturn:
    raise DamagedError(f"it is damaged: {problem}")
