"""Where in its program each thread is at t, and when an instruction is executed next or was before."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple

from desktop_app.analysis.value_texts import call_at
from desktop_app.trace.memory_tables import InstructionTable
from desktop_app.trace.trace import Trace


class Place(NamedTuple):
    """Where a thread is.

    Attributes:
        thread: Its index in the trace.
        process: The index of its process.
        line: Index in the listing of the instruction under execution, or of the last one before.
        on_core: Whether the thread has a core.
    """

    thread: int
    process: int
    line: int
    on_core: bool


def places_at(trace: Trace, listing: int, t_ns: int) -> tuple[Place, ...]:
    """Return where the living threads of all processes of a program are at ``t_ns``, those that executed something.

    Args:
        trace: The trace.
        listing: The program's index in the trace.
        t_ns: The moment.
    """
    executed, found = trace.executed, []
    on_core = {runs.thread[row] for runs in trace.runs if (row := runs.at(t_ns)) >= 0}
    for process, info in enumerate(trace.processes):
        if info.listing != listing or info.arrival_ns > t_ns:
            continue
        for thread in info.threads:
            row = executed[thread].at(t_ns)
            if row >= 0 and trace.ended[thread] > t_ns:
                found.append(Place(thread, process, executed[thread].line[row], thread in on_core))
    return tuple(found)


def call_names(trace: Trace, thread: int, t_ns: int) -> tuple[str, ...]:
    """Return the names of the functions that a thread is in at ``t_ns``, the outermost first, as many as are shown."""
    listing = trace.processes[trace.threads[thread].process].listing
    if listing < 0 or trace.ended[thread] <= t_ns:
        return ()
    calls = [trace.listings[listing].function(call.function).name for call in call_at(trace, thread, t_ns)]
    return tuple(reversed(calls))


def next_execution_ns(
    trace: Trace, listing: int, lines: Collection[int], t_ns: int, thread: int | None = None
) -> int | None:
    """Return when one of a program's instructions is next begun after ``t_ns``; None when it is not in what is known.

    Args:
        trace: The trace.
        listing: The program's index in the trace.
        lines: Indexes of instructions in the listing.
        t_ns: The moment.
        thread: Whose executions count; None for those of all threads of the program.
    """
    found = (_next(table, lines, t_ns) for table in _tables(trace, listing, thread))
    return min((at for at in found if at is not None and at <= trace.known_until_ns), default=None)


def last_execution_ns(
    trace: Trace, listing: int, lines: Collection[int], t_ns: int, thread: int | None = None
) -> int | None:
    """Return when one of a program's instructions was last begun before ``t_ns``; None when it was not.

    The arguments are those of `next_execution_ns`.
    """
    found = (_last(table, lines, t_ns) for table in _tables(trace, listing, thread))
    return max((at for at in found if at is not None), default=None)


def _tables(trace: Trace, listing: int, thread: int | None) -> Iterator[InstructionTable]:
    executed = trace.executed
    for info in trace.processes:
        if info.listing == listing:
            yield from (executed[one] for one in info.threads if thread is None or one == thread)


def _goes_on(table: InstructionTable, row: int) -> bool:
    """Return whether a row is the rest of an instruction that was cut in two."""
    return row > 0 and not table.done[row - 1]


def _next(table: InstructionTable, lines: Collection[int], t_ns: int) -> int | None:
    best = len(table)
    for line in lines:
        row = bisect_right(table.start, t_ns)
        while (row := _index(table.line, line, row, best)) >= 0 and _goes_on(table, row):
            row += 1
        best = row if row >= 0 else best
    return table.start[best] if best < len(table) else None


def _index(column: array[int], line: int, first: int, end: int) -> int:
    try:
        return column.index(line, first, end)
    except ValueError:
        return -1


def _last(table: InstructionTable, lines: Collection[int], t_ns: int) -> int | None:
    """Look back in stretches that double: what is searched is mostly near."""
    end, length, wanted = bisect_left(table.start, t_ns), 256, frozenset(lines)
    while end > 0:
        first = max(0, end - length)
        for row in range(end - 1, first - 1, -1):
            if table.line[row] in wanted and not _goes_on(table, row):
                return table.start[row]
        end, length = first, 2 * length
    return None
