"""What each core does at t: its thread, its slice, and the instructions in its pipeline and on their way to it."""

from __future__ import annotations

from bisect import bisect_left

from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.operands import operand_of, result_of
from desktop_app.analysis.snapshot import CoreState, CoreView, Flight, NextDispatch, ThreadRef
from desktop_app.analysis.value_texts import stack_at
from desktop_app.model.workload import BurstKind
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import RunKind, RunTable
from desktop_app.trace.trace import Trace

#: How many instructions ahead are shown; the engine must be that far ahead of t.
LEAD_SLOTS = 9
#: The phase from which an instruction executes.
EXECUTE_PHASE = -1


def lookahead_ns(trace: Trace) -> int:
    """Return how far beyond t the trace must be known for the picture at t to be final, in nanoseconds.

    The last instruction that it shows may be known only when it has ended, which takes one slot more.
    """
    header = trace.header
    return max((LEAD_SLOTS + 1) * header.instruction_ns, header.quantum_ns or 0) + 2 * header.dispatch_cost_ns + 1


def core_at(lives: Lives, core: int, t_ns: int, idle_reason: str, quantum_ns: int | None) -> CoreView:
    """Return what one core does at ``t_ns``.

    Args:
        lives: The trace's threads.
        core: Which one.
        t_ns: The moment.
        idle_reason: Why it is idle then, if it is.
        quantum_ns: How long every thread may run, or None where that is not the same for all, or not known.
    """
    trace = lives.trace
    runs = trace.runs[core]
    row = runs.at(t_ns)
    if row < 0:
        return _idle(lives, core, t_ns, idle_reason, quantum_ns)
    thread = runs.thread[row]
    switching = runs.kind[row] == RunKind.SWITCH
    stack = stack_at(trace, thread, t_ns)
    burst = burst_at(lives, thread, t_ns)
    flights = () if switching else _flights(trace, core, row, t_ns)
    used_ns = 0 if switching else lives.slice_used_ns(thread, t_ns)
    executing = next((flight for flight in flights if EXECUTE_PHASE <= flight.phase < 0), None)
    return CoreView(
        number=core,
        state=CoreState.SWITCHING if switching else CoreState.RUNNING,
        thread=thread_ref(trace, thread),
        idle_reason="",
        slice_used_ns=used_ns,
        slice_ns=quantum_ns if switching or quantum_ns is None else _limit_ns(trace, t_ns - used_ns, quantum_ns),
        switch_share=(t_ns - runs.start[row]) / (runs.end[row] - runs.start[row]) if switching else 0.0,
        flights=flights,
        burst=None if burst is None else burst[1:],
        burst_position=None if burst is None else burst[0],
        leaving=_leaving(trace, runs, row) if switching else None,
        pc=None if executing is None else _address(trace, executing),
        top=stack[-1] if stack else "",
        switches=lives.switches(core, t_ns),
    )


def _leaving(trace: Trace, runs: RunTable, switch: int) -> ThreadRef | None:
    """Return the thread that had the core right before a switch, unless it has ended."""
    start_ns = runs.start[switch]
    if not switch or runs.end[switch - 1] != start_ns or trace.ended[runs.thread[switch - 1]] <= start_ns:
        return None
    return thread_ref(trace, runs.thread[switch - 1])


def burst_at(lives: Lives, thread: int, t_ns: int) -> tuple[int, int, int] | None:
    """Return position, done and total of the CPU burst of a thread that has a core; None when it has a program.

    It follows from the work it has done so far. Where cores work at other rates than 1, that is known to within
    a nanosecond for each change of the rate, and so much at the end of a burst counts as done.
    """
    trace = lives.trace
    process = trace.processes[trace.threads[thread].process]
    computing = [(at, burst.duration_ns) for at, burst in enumerate(process.bursts) if burst.kind is BurstKind.CPU]
    if not computing:
        return None
    done, slack = lives.work_ns(thread, t_ns), lives.rounding_ns(thread, t_ns)
    jobs = trace.jobs.get(thread)
    if jobs is not None:
        finished = bisect_left(jobs.finish, t_ns + 1)
        done -= finished * sum(duration for _, duration in computing)
    done = max(0, done)
    for position, duration in computing:
        if done + slack < duration or position == computing[-1][0]:
            return position, min(done, duration), duration
        done = max(0, done - duration)
    return None


def next_dispatch(trace: Trace, t_ns: int) -> NextDispatch | None:
    """Return the next time a core takes on another thread, if that is within the look-ahead."""
    found: NextDispatch | None = None
    until_ns = min(t_ns + lookahead_ns(trace), trace.known_until_ns)
    for core, runs in enumerate(trace.runs):
        row = bisect_left(runs.start, t_ns + 1)
        now = runs.at(t_ns)
        # A thread that is picked again and again must not be followed to the end of the trace.
        while now >= 0 and row < len(runs) and runs.start[row] <= until_ns and runs.thread[row] == runs.thread[now]:
            row += 1
        if row >= len(runs) or runs.start[row] > until_ns:
            continue
        if found is None or runs.start[row] < found.at_ns:
            found = NextDispatch(thread=thread_ref(trace, runs.thread[row]), core=core, at_ns=runs.start[row])
    return found


def _limit_ns(trace: Trace, began_ns: int, quantum_ns: int) -> int:
    """Return how long a thread that runs since ``began_ns`` may do so: until a tick finds its quantum over."""
    tick_ns = trace.header.tick_ns
    return -(-(began_ns + quantum_ns) // tick_ns) * tick_ns - began_ns if tick_ns else quantum_ns


def _address(trace: Trace, flight: Flight) -> int:
    return trace.listings[trace.processes[flight.process].listing].lines[flight.line].address


def _flights(trace: Trace, core: int, run: int, t_ns: int) -> tuple[Flight, ...]:
    """The instruction that retires at ``t_ns`` and those behind it, up to the next context switch."""
    runs = trace.runs[core]
    thread, slot = runs.thread[run], trace.header.instruction_ns
    executed = trace.executed[thread]
    process = trace.threads[thread].process
    if trace.processes[process].listing < 0:
        return ()
    lines = trace.listings[trace.processes[process].listing].lines
    start, end = _unflushed(runs, run, t_ns - slot, t_ns + LEAD_SLOTS * slot)
    natural = _natural_time(t_ns, start, slot)
    row = max(bisect_left(executed.start, start), executed.at(t_ns))
    found = []
    while row < len(executed) and executed.start[row] < end and executed.start[row] <= natural + LEAD_SLOTS * slot:
        begin, length = executed.start[row], executed.end[row] - executed.start[row]
        phase = (natural - begin) / (slot if natural < begin else length)
        line = lines[executed.line[row]]
        if phase < 1:
            operand = operand_of(trace, thread, row) if phase >= EXECUTE_PHASE else None
            found.append(
                Flight(
                    process=process,
                    line=executed.line[row],
                    chip=line.chip,
                    phase=phase,
                    result=result_of(trace, thread, row) if phase >= 0 else "",
                    key=executed.dropped + row,
                    operand=operand.text if operand else "",
                    forwarded=operand is not None and operand.forwarded,
                )
            )
        row += 1
    return tuple(found)


def _unflushed(runs: RunTable, run: int, begin_ns: int, until_ns: int) -> tuple[int, int]:
    """Return since when and until when the pipeline is not flushed, as far as that lies in [begin_ns, until_ns).

    A thread that is picked again at the end of its slice, at no cost, goes on as if nothing had happened.
    """
    first = last = run
    while first > 0 and runs.start[first] > begin_ns and _goes_on(runs, first - 1):
        first -= 1
    while last + 1 < len(runs) and runs.end[last] < until_ns and _goes_on(runs, last):
        last += 1
    return runs.start[first], runs.end[last]


def _goes_on(runs: RunTable, run: int) -> bool:
    """Return whether the thread of a run goes on in the next one without a context switch in between."""
    both_run = runs.kind[run] == runs.kind[run + 1] == RunKind.RUN
    return both_run and runs.thread[run] == runs.thread[run + 1] and runs.end[run] == runs.start[run + 1]


def _natural_time(t_ns: int, start_ns: int, slot_ns: int) -> float:
    """Return the time that the pipeline shows: in the first slot of a dispatch, it catches up on LEAD_SLOTS slots.

    So the first instructions, too, are seen to come from RAM. A simplification: a real core would stall instead.
    """
    since = t_ns - start_ns
    if since >= slot_ns:
        return t_ns
    return start_ns - LEAD_SLOTS * slot_ns + (LEAD_SLOTS + 1) * since


def _idle(lives: Lives, core: int, t_ns: int, idle_reason: str, quantum_ns: int | None) -> CoreView:
    return CoreView(
        number=core,
        state=CoreState.IDLE,
        thread=None,
        idle_reason=idle_reason,
        slice_used_ns=0,
        slice_ns=quantum_ns,
        switch_share=0.0,
        flights=(),
        burst=None,
        pc=None,
        top="",
        switches=lives.switches(core, t_ns),
    )
