"""What each core does at t: its thread, its slice, and the instructions in its pipeline and on their way to it."""

from __future__ import annotations

from bisect import bisect_left

from desktop_app.analysis.memory import stack_at, state_at, thread_ref, value_text
from desktop_app.analysis.snapshot import CoreState, CoreView, Flight, NextDispatch
from desktop_app.model.durations import spaced_duration
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import BurstKind
from desktop_app.trace.tables import OPEN, RunKind, RunTable
from desktop_app.trace.trace import STORES, Trace

#: How many instructions ahead are shown; the engine must be that far ahead of t.
LEAD_SLOTS = 9


def lookahead_ns(trace: Trace) -> int:
    """Return how far beyond t the trace must be known for the picture at t to be final, in nanoseconds."""
    header = trace.header
    return max(LEAD_SLOTS * header.instruction_ns, header.quantum_ns or 0) + 2 * header.context_switch_ns + 1


def core_at(trace: Trace, core: int, t_ns: int, idle_reason: str) -> CoreView:
    """Return what one core does at ``t_ns``; ``idle_reason`` is why any core is idle then, the same for all."""
    runs = trace.runs[core]
    row = runs.at(t_ns)
    if row < 0:
        return _idle(trace, core, t_ns, idle_reason)
    thread = runs.thread[row]
    switching = runs.kind[row] == RunKind.SWITCH
    length = min(runs.end[row], OPEN) - runs.start[row]
    stack = stack_at(trace, thread, t_ns)
    burst = None if switching else _burst(trace, runs, row, t_ns)
    flights = () if switching else _flights(trace, core, row, t_ns)
    executing = next((flight for flight in flights if -1 <= flight.phase < 0), None)
    return CoreView(
        number=core,
        state=CoreState.SWITCHING if switching else CoreState.RUNNING,
        thread=thread_ref(trace, thread),
        idle_reason="",
        slice_used_ns=0 if switching else t_ns - runs.start[row],
        slice_ns=trace.header.quantum_ns,
        switch_share=(t_ns - runs.start[row]) / length if switching and length else 0.0,
        flights=flights,
        burst=None if burst is None else burst[1:],
        burst_position=None if burst is None else burst[0],
        pc=None if executing is None else _address(trace, executing),
        top=stack[-1] if stack else "",
        switches=runs.switches[row],
    )


def next_dispatch(trace: Trace, t_ns: int) -> NextDispatch | None:
    """Return the next time a core takes on another thread, if that is within the look-ahead."""
    found: NextDispatch | None = None
    until_ns = t_ns + lookahead_ns(trace)
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
        stores = phase >= 0 and executed.done[row] and line.opname in STORES
        if phase < 1:
            found.append(
                Flight(
                    process=process,
                    line=executed.line[row],
                    chip=line.chip,
                    phase=phase,
                    result=_result(trace, process, line.argument, executed.end[row]) if stores else "",
                    key=executed.dropped + row,
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


def _result(trace: Trace, process: int, name: str, end_ns: int) -> str:
    table = trace.memory[process].globals.get(name)
    row = table.at(end_ns) if table is not None else -1
    if table is None or row < 0 or table.value[row] < 0:
        return ""
    return f"{name} = {value_text(trace, table.value[row], end_ns)}"


def _burst(trace: Trace, runs: RunTable, row: int, t_ns: int) -> tuple[int, int, int] | None:
    """Return position, done and total of the burst that a thread with bursts is in."""
    position = runs.burst[row]
    if position < 0:
        return None
    bursts = trace.processes[trace.threads[runs.thread[row]].process].bursts
    used, left = t_ns - runs.start[row], runs.left[row]
    while used >= left and position + 1 < len(bursts) and bursts[position + 1].kind is BurstKind.CPU:
        used, position = used - left, position + 1
        left = bursts[position].duration_ns
    total = bursts[position].duration_ns
    return position, total - left + used, total


def _idle(trace: Trace, core: int, t_ns: int, idle_reason: str) -> CoreView:
    runs = trace.runs[core]
    past = bisect_left(runs.start, t_ns + 1) - 1
    return CoreView(
        number=core,
        state=CoreState.IDLE,
        thread=None,
        idle_reason=idle_reason,
        slice_used_ns=0,
        slice_ns=trace.header.quantum_ns,
        switch_share=0.0,
        flights=(),
        burst=None,
        pc=None,
        top="",
        switches=runs.switches[past] if past >= 0 else runs.switched_before,
    )


def why_idle(trace: Trace, t_ns: int) -> str:
    """Return why a core is idle at ``t_ns``, in a few words; empty when none is."""
    if all(runs.at(t_ns) >= 0 for runs in trace.runs):
        return ""
    waiting = []
    alive = False
    for thread in range(len(trace.threads)):
        state = state_at(trace, thread, t_ns)
        alive |= state is not ThreadState.TERMINATED
        if state is ThreadState.WAITING:
            waiting.append(thread)
    for thread in waiting:
        cause = _cause(trace, thread, t_ns)
        if cause.endswith("GIL"):
            return f"{trace.threads[thread].label} waits for {cause}"
    if waiting:
        first = waiting[0]
        others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        return f"no thread is ready: {trace.threads[first].label} waits for {_cause(trace, first, t_ns)}{others}"
    coming = [info.arrival_ns for info in trace.processes if info.arrival_ns > t_ns]
    if coming:
        return f"no thread is ready: the next process arrives at {spaced_duration(min(coming))}"
    return "no thread is ready" if alive else "all threads have terminated"


def _cause(trace: Trace, thread: int, t_ns: int) -> str:
    states = trace.states[thread]
    return trace.causes[states.cause[states.at(t_ns)]]
