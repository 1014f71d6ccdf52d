"""The instructions in a core's pipeline and on their way to it, and those that a context switch throws away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import floor
from typing import Final

from desktop_app.analysis.operands import Operand, Transfers
from desktop_app.analysis.snapshot import Flight
from desktop_app.model.listing import CodeListing
from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.trace.memory_tables import InstructionTable
from desktop_app.trace.tables import RunEnd, RunTable
from desktop_app.trace.trace import Trace

#: How many instructions ahead are shown; the engine must be that far ahead of t.
LEAD_SLOTS: Final = 9
#: The phase from which an instruction executes.
EXECUTE_PHASE: Final = -1
#: For how many slots it is shown what was thrown away.
FLUSH_SLOTS: Final = 0.4
#: What is fetched in advance is not written back: it stays where it is this much of a slot before it would move on.
_HELD: Final = 0.31
#: As many instructions stay: those in the cells before Write, and one before the first of them.
_MOST_HELD: Final = 4
#: After a run with such an end there is something to go on with.
_GOES_ON_LATER: Final = frozenset({RunEnd.EXPIRED, RunEnd.PREEMPTED, RunEnd.BLOCKED})
#: After these nothing is fetched, and after these from elsewhere.
_LEAVES: Final = ("RETURN", "RAISE", "RERAISE")
_NO_OPERAND: Final = Operand("", forwarded=False)
_JUMPS: Final = ("JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_ABSOLUTE")


def flights_at(transfers: Transfers, core: int, run: int, t_ns: int) -> tuple[Flight, ...]:
    """Return the instruction that retires at ``t_ns`` and those behind it, in the order in which they were fetched.

    Near the end of a run, those are behind it, too, that come next in the code: they are fetched, and thrown away when
    the run ends. Which will be executed later is not known by then; so jumps that depend on something are not taken.

    Args:
        transfers: What the trace's instructions load and store.
        core: Which core.
        run: The row of its run at that moment, or of the one that ends then.
        t_ns: The moment.
    """
    trace = transfers.trace
    runs = trace.runs[core]
    thread, slot = runs.whose[run >> runs.cost] >> runs.SHIFT, trace.header.instruction_ns
    process = trace.threads[thread].process
    if trace.processes[process].listing < 0:
        return ()
    executed, listing = trace.executed[thread], trace.listings[trace.processes[process].listing]
    start, last_run = _unflushed(runs, run, t_ns - slot, t_ns + LEAD_SLOTS * slot)
    end = runs.ended[last_run >> runs.cost]
    natural = _natural_time(t_ns, start, slot)
    until = natural + LEAD_SLOTS * slot
    row = max(bisect_left(executed.start, start), executed.at(min(t_ns, end - 1)))
    after = min(end, floor(until) + 1)
    # What an instruction takes that is cut off at the end.
    whole_ns = max(1, slot * FULL_RATE_PPM // runs.rate_of(last_run))
    found = []
    starts, ends, lines = executed.start, executed.end, listing.lines
    while row < len(starts) and (begin := starts[row]) < after:
        cut = ends[row] == end and not executed.done[row]
        phase = (natural - begin) / (slot if natural < begin else whole_ns if cut else ends[row] - begin)
        if phase < 1:
            line = executed.line[row]
            operand = transfers.operand(thread, row) if phase >= EXECUTE_PHASE else None
            result = transfers.result(thread, row) if phase >= 0 else ""
            text, forwarded = operand or _NO_OPERAND
            key = executed.dropped + row
            found.append(Flight(process, line, lines[line].chip, phase, result, key, text, forwarded, cut))
        row += 1
    if end <= until and row and starts[row - 1] >= start and runs.cause[last_run] in _GOES_ON_LATER:
        found.extend(_fetched_in_advance(listing, process, executed, row - 1, natural, slot))
    return tuple(found)


def nearest_execution(flights: Sequence[Flight]) -> Flight | None:
    """Return the instruction under execution, or the last one before, or the one that comes to it next."""
    past = [flight for flight in flights if flight.phase >= EXECUTE_PHASE]
    if past:
        return min(past, key=lambda flight: flight.phase)
    return max(flights, key=lambda flight: flight.phase) if flights else None


def executes_ns(trace: Trace, core: int, begin_ns: int) -> int:
    """Return when pictures show an instruction come to Execute: a slot before its own, or while the pipeline fills.

    Args:
        trace: The trace.
        core: The core that it is executed on.
        begin_ns: When its slot begins.
    """
    runs, slot = trace.runs[core], trace.header.instruction_ns
    run = runs.at(begin_ns)
    if run < 0:
        return begin_ns
    start, _ = _unflushed(runs, run, begin_ns - 2 * slot, begin_ns)
    wanted = begin_ns + EXECUTE_PHASE * slot
    if wanted - start >= slot:
        return wanted
    # As `_natural_time` has it, the other way round.
    return start - (start - LEAD_SLOTS * slot - wanted) // (LEAD_SLOTS + 1)


def flushed_at(transfers: Transfers, core: int, t_ns: int) -> tuple[tuple[Flight, ...], int, int]:
    """Return what the last context switch before ``t_ns`` has thrown away, how long ago, and whose it was.

    The instructions are where they were then. Where nothing was, or long ago, there are none and the thread is -1.
    """
    trace = transfers.trace
    runs, slot = trace.runs[core], trace.header.instruction_ns
    run = _run_before(runs, t_ns, t_ns - int(FLUSH_SLOTS * slot))
    if run < 0:
        return (), 0, -1
    thread, end = runs.whose[run >> runs.cost] >> runs.SHIFT, runs.ended[run >> runs.cost]
    ago = t_ns - end
    if ago >= FLUSH_SLOTS * slot or trace.ended[thread] <= end:
        return (), 0, -1
    return flights_at(transfers, core, run, end), ago, thread


def _run_before(runs: RunTable, t_ns: int, begin_ns: int) -> int:
    """Return the last run that ended by ``t_ns`` and was not gone on with, looked for from ``begin_ns`` on, or -1."""
    number = bisect_right(runs.dispatched, t_ns) - 1
    if number >= 0 and t_ns < runs.ended[number]:
        while not runs.cost and number > 0 and runs.began[number] > begin_ns and _goes_on(runs, number - 1):
            number -= 1
        number -= 1
    return 2 * number + 1 if number >= 0 and runs.cost else number


def _fetched_in_advance(  # noqa: PLR0917
    listing: CodeListing, process: int, executed: InstructionTable, last: int, natural: float, slot: int
) -> Iterator[Flight]:
    """Yield the instructions that come after the last one of a run in the code, as far ahead as is shown."""
    begin = executed.end[last] if executed.done[last] else executed.start[last] + slot
    lead = (natural - begin) / slot
    for number, line in enumerate(_sequel(listing, executed.line[last])):
        phase = lead - number
        if phase < -LEAD_SLOTS:
            return
        if number < _MOST_HELD:
            phase = min(phase, -_HELD - number)
        key = executed.dropped + last + 1 + number
        yield Flight(process, line, listing.lines[line].chip, phase, "", key, discarded=True)


def _sequel(listing: CodeListing, line: int) -> Iterator[int]:
    """Yield the indexes of the instructions that follow one in the code, in its function, as a core fetches ahead."""
    lines = listing.lines
    while True:
        before = lines[line]
        if before.opname.startswith(_LEAVES):
            return
        if before.opname.startswith(_JUMPS):
            line = _target(listing, before.argument)
        else:
            line += 1
        if not 0 <= line < len(lines) or lines[line].function != before.function:
            return
        yield line


def _target(listing: CodeListing, argument: str) -> int:
    """Return the index of the instruction that a jump goes to, by an argument such as ``to 0x1C``; -1 for another."""
    try:
        address = int(argument.removeprefix("to "), 16)
    except ValueError:
        return -1
    at = bisect_left(listing.lines, address, key=lambda line: line.address)
    return at if at < len(listing.lines) and listing.lines[at].address == address else -1


def _unflushed(runs: RunTable, run: int, begin_ns: int, until_ns: int) -> tuple[int, int]:
    """Return since when the pipeline is not flushed and the last run until it is, both within [begin_ns, until_ns).

    A thread that is picked again at the end of its slice, at no cost, goes on as if nothing had happened.
    """
    first = last = run
    if not runs.cost:  # else a switch comes before each run
        began, ended = runs.began, runs.ended
        while first > 0 and began[first] > begin_ns and _goes_on(runs, first - 1):
            first -= 1
        while last + 1 < len(ended) and ended[last] < until_ns and _goes_on(runs, last):
            last += 1
    return runs.began[first >> runs.cost], last


def _goes_on(runs: RunTable, number: int) -> bool:
    """Return whether, where dispatches cost nothing, the thread of one goes on in the next one."""
    same = runs.whose[number] >> runs.SHIFT == runs.whose[number + 1] >> runs.SHIFT
    return same and runs.ended[number] == runs.began[number + 1]


def _natural_time(t_ns: int, start_ns: int, slot_ns: int) -> float:
    """Return the time that the pipeline shows: in the first slot of a dispatch, it catches up on LEAD_SLOTS slots.

    So the first instructions, too, are seen to come from RAM. A simplification: a real core would stall instead.
    """
    since = t_ns - start_ns
    if since >= slot_ns:
        return t_ns
    return start_ns - LEAD_SLOTS * slot_ns + (LEAD_SLOTS + 1) * since
