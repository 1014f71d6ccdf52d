"""Where in its program each thread is at t, and when an instruction is executed next or was before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple

from desktop_app.analysis.flights import LEAD_SLOTS, executes_ns, flights_at, nearest_execution
from desktop_app.analysis.operands import Transfers
from desktop_app.analysis.value_texts import call_at
from desktop_app.trace.lives import Lives
from desktop_app.trace.memory_tables import InstructionTable
from desktop_app.trace.tables import RunKind
from desktop_app.trace.trace import Trace


class Place(NamedTuple):
    """Where a thread is.

    Attributes:
        thread: Its index in the trace.
        process: The index of its process.
        line: Index in the listing of the instruction under execution as the stage shows it, or, without a core, of the
            last one that was executed.
        on_core: Whether the thread has a core.
    """

    thread: int
    process: int
    line: int
    on_core: bool


def places_at(trace: Trace, listing: int, t_ns: int) -> tuple[Place, ...]:
    """Return where the living threads of all processes of a program are at ``t_ns``, those that began to execute.

    Args:
        trace: The trace.
        listing: The program's index in the trace.
        t_ns: The moment.
    """
    executed, found, running = trace.executed, [], _running(trace, t_ns)
    for process, info in enumerate(trace.processes):
        if info.listing != listing or info.arrival_ns > t_ns:
            continue
        for thread in info.threads:
            if trace.ended[thread] <= t_ns:
                continue
            line = running.get(thread)
            if line is None:
                row = executed[thread].at(t_ns)
                line = executed[thread].line[row] if row >= 0 else None
            if line is not None:
                found.append(Place(thread, process, line, thread in running))
    return tuple(found)


def _running(trace: Trace, t_ns: int) -> dict[int, int | None]:
    """Return the threads that have a core, with what executes there: nothing during a switch."""
    found: dict[int, int | None] = {}
    transfers = Transfers(trace)
    for core, runs in enumerate(trace.runs):
        row = runs.at(t_ns)
        if row >= 0:
            near = nearest_execution(flights_at(transfers, core, row, t_ns)) if runs.kind[row] == RunKind.RUN else None
            found[runs.thread[row]] = near.line if near is not None else None
    return found


def call_names(trace: Trace, thread: int, t_ns: int) -> tuple[str, ...]:
    """Return the names of the functions that a thread is in at ``t_ns``, the outermost first, as many as are shown."""
    listing = trace.processes[trace.threads[thread].process].listing
    if listing < 0 or trace.ended[thread] <= t_ns:
        return ()
    calls = [trace.listings[listing].function(call.function).name for call in call_at(trace, thread, t_ns)]
    return tuple(reversed(calls))


def next_execution_ns(
    lives: Lives, listing: int, lines: Collection[int], t_ns: int, thread: int | None = None
) -> int | None:
    """Return when one of a program's instructions next comes to Execute after ``t_ns``; None when it does not.

    Args:
        lives: The trace's threads.
        listing: The program's index in the trace.
        lines: Indexes of instructions in the listing.
        t_ns: The moment.
        thread: Whose executions count; None for those of all threads of the program.
    """
    found = (_next(lives, one, lines, t_ns) for one in _threads(lives.trace, listing, thread))
    return min((at for at in found if at is not None), default=None)


def last_execution_ns(
    lives: Lives, listing: int, lines: Collection[int], t_ns: int, thread: int | None = None
) -> int | None:
    """Return when one of a program's instructions last came to Execute before ``t_ns``; None when it did not.

    The arguments are those of `next_execution_ns`.
    """
    found = (_last(lives, one, frozenset(lines), t_ns) for one in _threads(lives.trace, listing, thread))
    return max((at for at in found if at is not None), default=None)


def _threads(trace: Trace, listing: int, thread: int | None) -> Iterator[int]:
    for info in trace.processes:
        if info.listing == listing:
            yield from (one for one in info.threads if thread is None or one == thread)


def _goes_on(table: InstructionTable, row: int) -> bool:
    """Return whether a row is the rest of an instruction that was cut in two."""
    return row > 0 and not table.done[row - 1]


def _executes_ns(lives: Lives, thread: int, row: int) -> int:
    begin_ns = lives.trace.executed[thread].start[row]
    where = lives.running(thread, begin_ns)
    return begin_ns if where is None else executes_ns(lives.trace, where[0], begin_ns)


def _next(lives: Lives, thread: int, lines: Collection[int], t_ns: int) -> int | None:
    """Look ahead from the first instruction whose slot is yet to come; those in flight by then may execute already."""
    table = lives.trace.executed[thread]
    row = bisect_right(table.start, t_ns) - 1
    known = bisect_right(table.start, lives.trace.known_until_ns)
    while (row := _nearest(table, lines, row + 1, known)) < known:
        at_ns = _executes_ns(lives, thread, row)
        if at_ns > t_ns and not _goes_on(table, row):
            return at_ns
    return None


def _nearest(table: InstructionTable, lines: Collection[int], first: int, end: int) -> int:
    """Return the first row of one of these instructions, or ``end``."""
    for line in lines:
        try:
            end = table.line.index(line, first, end)
        except ValueError:
            continue
    return end


def _last(lives: Lives, thread: int, lines: Collection[int], t_ns: int) -> int | None:
    """Look back from the last instruction that may execute by then, although its slot is yet to come."""
    trace = lives.trace
    table = trace.executed[thread]
    lead_ns = (LEAD_SLOTS + 1) * trace.header.instruction_ns
    for row in range(bisect_left(table.start, min(t_ns + lead_ns, trace.known_until_ns)) - 1, -1, -1):
        if table.line[row] in lines and not _goes_on(table, row):
            at_ns = _executes_ns(lives, thread, row)
            if at_ns < t_ns:
                return at_ns
    return None
