"""Forgetting the oldest part of a trace, so that an endless program plays in bounded memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

from desktop_app.model.queueing import MOVES_NS
from desktop_app.trace.lives import stay, work_in
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import LastRun, Trace

#: So many instructions' time before the new beginning stays: a picture at the beginning shows what a thread was doing
#: when it left its core just before, and values that were on their way to an instruction.
_KEPT_SLOTS = 2
#: What stays of a process's output when its history is forgotten, in pieces printed.
_OUTPUT_PIECES_KEPT = 2_000


def halfway_ns(trace: Trace) -> int:
    """Return the time in the middle of what the trace remembers."""
    return (trace.begin_ns + trace.known_until_ns) // 2


def forget_before(trace: Trace, t_ns: int, in_use: list[int]) -> dict[int, int]:
    """Drop everything that was over before ``t_ns``; what is in force then stays readable.

    Args:
        trace: The trace; its ``begin_ns`` becomes ``t_ns``.
        t_ns: The new beginning, in nanoseconds.
        in_use: Stack nodes that the writer of the trace still stands on.

    Returns:
        The new index of every kept stack node.
    """
    kept_ns = t_ns - _KEPT_SLOTS * trace.header.instruction_ns
    for core in range(len(trace.runs)):
        _forget_runs(trace, core, kept_ns)
    trace.wait_log.drop_before(t_ns)
    trace.standings.drop_before(t_ns, trace.ended)
    trace.clocks.drop_before(t_ns)
    _forget_events(trace, t_ns)
    for executed in trace.executed:
        executed.drop_before(kept_ns)
    for calls in trace.calls:
        calls.drop_before(kept_ns)
    for memory in trace.memory:
        for writes in memory.globals.values():
            writes.drop_before(kept_ns)
        surplus = max(0, len(memory.output) - _OUTPUT_PIECES_KEPT)
        del memory.output.time[:surplus], memory.output.thread[:surplus], memory.output.text[:surplus]
    for contents in trace.objects:
        contents.drop_before(kept_ns)
    trace.begin_ns = max(trace.begin_ns, t_ns)
    return _compact(trace, in_use)


def _forget_runs(trace: Trace, core: int, t_ns: int) -> None:
    """Drop a core's dispatches, and keep what they add up to."""
    runs, forgotten = trace.runs[core], trace.forgotten
    last: dict[int, LastRun] = {}
    numbers: dict[int, int] = {}
    for number in range(bisect_right(runs.ended, t_ns)):
        thread = runs.whose[number] >> runs.SHIFT
        forgotten.work_ns[thread] += work_in(runs, number, OPEN)
        forgotten.switches[core] += thread != forgotten.last_thread[core]
        forgotten.last_thread[core] = thread
        if runs.rates:  # else what a run was part of began with it
            last[thread] = stay(runs, number, core, last.get(thread) or forgotten.last_run.get(thread))
        else:
            numbers[thread] = number
    last.update({thread: stay(runs, number, core, None) for thread, number in numbers.items()})
    for thread, run in last.items():
        known = forgotten.last_run.get(thread)
        if known is None or (known.ended_ns, known.dispatched_ns) <= (run.ended_ns, run.dispatched_ns):
            forgotten.last_run[thread] = run
    runs.drop_before(t_ns)


#: Events that hold until the next one of their kind about the same process, thread and core.
_IN_FORCE = frozenset(
    {
        EventKind.NICE, EventKind.PRIORITY, EventKind.INHERITED, EventKind.AFFINITY, EventKind.CORES,
        EventKind.POLICY, EventKind.MEMORY, EventKind.OUT_OF_MEMORY,
    }
)  # fmt: skip


def _forget_events(trace: Trace, t_ns: int) -> None:
    """Drop the events before ``t_ns``, but for what threads hold since then, is still in force, or is still told."""
    events, held, in_force = trace.events, dict[int, list[int]](), dict[tuple[int, int, int], int]()
    count = bisect_left(events.time, t_ns)
    for row in range(count):
        kind, resource = events.kind[row], events.value[row]
        if kind == EventKind.ACQUIRED:
            held.setdefault(resource, []).append(row)
        elif kind == EventKind.RELEASED and held.get(resource):
            # A semaphore may be released by who did not acquire it: then the oldest permit is given back.
            mine = [taken for taken in held[resource] if events.thread[taken] == events.thread[row]]
            held[resource].remove(mine[-1] if mine else held[resource][0])
        elif kind in _IN_FORCE:
            in_force[kind, events.process[row], events.thread[row]] = row
    told = range(bisect_right(events.time, t_ns - MOVES_NS), count)
    moves = [row for row in told if events.kind[row] == EventKind.MOVED]
    kept = sorted([*(row for rows in held.values() for row in rows), *in_force.values(), *moves])
    for column in events.columns():
        column[:count] = array(column.typecode, (column[row] for row in kept))


def _compact(trace: Trace, in_use: list[int]) -> dict[int, int]:
    """Forget the stack nodes and values that no row refers to any more, and renumber the rest."""
    # All that is kept is gone through, which the window waits for: by built-in functions as far as possible.
    moved = trace.stacks.keep(set(in_use).union(*(executed.node for executed in trace.executed)))
    for executed in trace.executed:
        executed.node = array("i", map(moved.__getitem__, executed.node))
    frames = trace.frames.keep(set().union(*(calls.node for calls in trace.calls)))
    for calls in trace.calls:
        calls.node = array("i", map(frames.__getitem__, calls.node))
    used = set(trace.stacks.value) | trace.frames.used_values()
    for memory in trace.memory:
        for writes in memory.globals.values():
            used.update(writes.value)
    for contents in trace.objects:
        used.update(value for head in contents.head for value in head)
    used.discard(-1)  # a deletion
    renamed = trace.values.keep(used)
    trace.stacks.value = array("i", map(renamed.__getitem__, trace.stacks.value))
    trace.frames.rename(renamed)
    kept = {-1: -1, **renamed}
    for memory in trace.memory:
        for writes in memory.globals.values():
            writes.value = array("i", map(kept.__getitem__, writes.value))
    for contents in trace.objects:
        contents.head = [tuple(renamed[value] for value in head) for head in contents.head]
    return moved
