"""What each core does at t: its thread, its slice, and the instructions in its pipeline and on their way to it."""

from __future__ import annotations

from bisect import bisect_left

from desktop_app.analysis.flights import EXECUTE_PHASE, LEAD_SLOTS, flights_at, flushed_at
from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.operands import Transfers
from desktop_app.analysis.snapshot import CoreState, CoreView, Flight, NextDispatch, ThreadRef
from desktop_app.analysis.whereabouts import dispatch_of
from desktop_app.model.workload import BurstKind
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import RunKind, RunTable
from desktop_app.trace.trace import Trace

#: So far ahead the next dispatch is told under policies whose levels have quanta of their own, which may be very long.
_MOST_AHEAD_NS = 100_000_000


def lookahead_ns(trace: Trace) -> int:
    """Return how far beyond t the trace must be known for the picture at t to be final, in nanoseconds.

    The last instruction that it shows may be known only when it has ended, which takes one slot more.
    """
    header = trace.header
    quanta = (quantum for queueing in trace.queueing for quantum in (queueing.quantum_ns, *queueing.levels_ns))
    longest = max((min(quantum, _MOST_AHEAD_NS) for quantum in quanta if quantum is not None), default=0)
    quantum_ns = max(header.quantum_ns or 0, longest)
    return max((LEAD_SLOTS + 1) * header.instruction_ns, quantum_ns) + 2 * header.dispatch_cost_ns + 1


def core_at(  # noqa: PLR0917 - as PLR0913
    lives: Lives, transfers: Transfers, core: int, t_ns: int, idle_reason: str, quantum_ns: int | None
) -> CoreView:
    """Return what one core does at ``t_ns``.

    Args:
        lives: The trace's threads.
        transfers: What its instructions load and store.
        core: Which one.
        t_ns: The moment.
        idle_reason: Why it is idle then, if it is.
        quantum_ns: How long its thread may run, or None where there is no limit, or nobody knows it.
    """
    trace = lives.trace
    runs = trace.runs[core]
    row = runs.at(t_ns)
    if row < 0:
        return _idle(lives, transfers, core, t_ns, idle_reason, quantum_ns)
    thread = runs.thread[row]
    switching = runs.kind[row] == RunKind.SWITCH
    burst = burst_at(lives, thread, t_ns)
    flights = () if switching else flights_at(transfers, core, row, t_ns)
    used_ns = 0 if switching else lives.slice_used_ns(thread, t_ns)
    flushed, flushed_ns, left = flushed_at(transfers, core, t_ns)
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
        leaving=_leaving(trace, runs, row) if switching else thread_ref(trace, left) if left >= 0 else None,
        flushed=flushed,
        flushed_ns=flushed_ns,
        pc=None if executing is None else _address(trace, executing),
        top=transfers.top(thread, t_ns),
        switches=lives.switches(core, t_ns),
        dispatch=dispatch_of(trace, core, row),
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
    if not process.bursts:
        return None
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
        row = runs.after(t_ns)
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


def _idle(  # noqa: PLR0917
    lives: Lives, transfers: Transfers, core: int, t_ns: int, idle_reason: str, quantum_ns: int | None
) -> CoreView:
    flushed, flushed_ns, left = flushed_at(transfers, core, t_ns)
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
        leaving=thread_ref(lives.trace, left) if left >= 0 else None,
        flushed=flushed,
        flushed_ns=flushed_ns,
    )
