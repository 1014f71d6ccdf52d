"""What is true of the tables of a trace from a file, beyond each number by itself: order, trees, who belongs to whom.

With this and `trace.invariants` a trace from anybody can be read at any of its times.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import count, islice
from operator import le, lt
from typing import Final, NoReturn

from desktop_app.model.queueing import QueueKey
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.ranges import PLANNED_NS
from desktop_app.trace.frames import NO_FRAME, UNBOUND_VALUE
from desktop_app.trace.tables import OPEN, EventKind, RunEnd, RunTable
from desktop_app.trace.trace import Trace

#: Values on one stack, and changes of variables in the calls that a thread is in: what a picture goes through.
_MOST_DEEP: Final = 200_000
#: Jobs that were released, which views go through; the engine ends long before, but for tasks that are always late.
_MOST_JOBS: Final = 10_000_000
_CALL: Final = -1
#: Linux's real-time priorities, and the level of everybody else.
_MOST_CLASS: Final = 100
_KINDS: Final = frozenset(EventKind)


def check_tables(trace: Trace) -> None:
    """Refuse a trace whose tables contradict each other.

    Args:
        trace: A trace whose numbers are in range each by itself.

    Raises:
        DamagedError: When they do.
    """
    _check_runs(trace)
    _check_logs(trace)
    _check_events(trace)
    _check_standings(trace)
    _check_jobs(trace)
    _check_instructions(trace)
    _check_stacks(trace)
    _check_frames(trace)
    _check_memory(trace)


def _check_runs(trace: Trace) -> None:
    for runs in trace.runs:
        # They are in order; the last one may be open.
        _check_ends(runs.ended[:-1], "a dispatch")
        if runs.ended and runs.ended[-1] != OPEN:
            _check_ends(runs.ended[-1:], "a dispatch")
        causes = (1 << RunTable.SHIFT) - 1
        if any(whose & causes > max(RunEnd) for whose in set(runs.whose)):
            _refuse("a dispatch ended for no reason that there is")
        if runs.rates and len(runs.rates) != len(runs.whose):
            _refuse("not each dispatch of a core has a rate")


def _check_logs(trace: Trace) -> None:
    log = trace.wait_log
    _ascending("waits", log.time)
    _check_ends([until for until in log.until if until != OPEN], "a wait")
    for name, times in (
        ("events", trace.events.time),
        ("standings", trace.standings.time),
        ("clocks", trace.clocks.time),
        ("launches", trace.launches),
    ):
        _ascending(name, times)
    for thread, info in enumerate(trace.threads):
        if not trace.processes[info.process].arrival_ns <= info.arrival_ns:
            _refuse("a thread is there before its process")
        ready_ns, ended_ns = trace.ready_from[thread], trace.ended[thread]
        # One that was ended while it was new never became ready.
        if ready_ns < info.arrival_ns or ended_ns < (info.arrival_ns if ready_ns == OPEN else ready_ns):
            _refuse("a thread ends before it is there")
    for last in trace.forgotten.last_run.values():
        if not last.dispatched_ns <= last.began_ns <= last.ended_ns:
            _refuse("a forgotten dispatch ends before it begins")
    if any(thread >= len(trace.ended) for thread in trace.forgotten.last_thread):
        _refuse("a core was had by a thread that there is not")
    if any(cause.thread >= len(trace.ended) for cause in trace.causes):
        _refuse("a thread is waited for that there is not")


def _check_events(trace: Trace) -> None:
    """Check that what events are about is there; what their values are is in range for what reads them."""
    events, cores = trace.events, trace.header.cores
    most = {
        EventKind.ACQUIRED: len(trace.resources) - 1,
        EventKind.RELEASED: len(trace.resources) - 1,
        EventKind.MISUSED: len(trace.resources) - 1,
        EventKind.CORES: cores,
        EventKind.POLICY: len(trace.policies) - 1,
        EventKind.MOVED: cores - 1,
    }
    about_process = {EventKind.SIGNALLED, EventKind.MEMORY, EventKind.OUT_OF_MEMORY, EventKind.WARM}
    about_thread = {*(EventKind.ACQUIRED, EventKind.RELEASED, EventKind.MISUSED, EventKind.MOVED)} | {
        *(EventKind.NICE, EventKind.PRIORITY, EventKind.INHERITED, EventKind.AFFINITY)
    }
    for kind, process, thread, core, value in zip(
        events.kind, events.process, events.thread, events.core, events.value, strict=True
    ):
        if kind not in _KINDS:
            _refuse("an event is of no kind that there is")
        least = -1 if kind == EventKind.MISUSED else 0  # what is not there may be misused, too
        if EventKind(kind) in most and not least <= value <= most[EventKind(kind)]:
            _refuse(f"an event {EventKind(kind).name} is about {value}, which there is not")
        if kind == EventKind.CORES and value < 1:
            _refuse("no core is on line")
        if (kind in about_process and process < 0) or (kind in about_thread and thread < 0):
            _refuse("an event is about nobody")
        if kind in {EventKind.MOVED, EventKind.WARM} and core < 0:
            _refuse("an event is about no core")


def _check_standings(trace: Trace) -> None:
    """Check that levels are there, and that ratios have something to divide by."""
    events, standings = trace.events, trace.standings
    changes = [row for row, kind in enumerate(events.kind) if kind == EventKind.POLICY]
    since = [events.time[row] for row in changes]
    forces = [trace.queueing[0], *(trace.queueing[events.value[row]] for row in changes)]
    most = [_most_level(force.key, len(force.levels_ns)) for force in forces]
    for time_ns, level, extra in zip(standings.time, standings.level, standings.extra, strict=True):
        force = bisect_right(since, time_ns)
        if not 0 <= level <= most[force]:
            _refuse("a thread stands on a level that there is not")
        if forces[force].key is QueueKey.RATIO and extra < 1:
            _refuse("a thread has no service that its ratio could be of")


def _most_level(key: QueueKey, levels: int) -> int:
    if key is QueueKey.LEVEL:
        return max(0, levels - 1)
    return _MOST_CLASS


def _check_jobs(trace: Trace) -> None:
    periodic = {
        thread for thread, info in enumerate(trace.threads) if trace.processes[info.process].periodic is not None
    }
    if periodic != set(trace.jobs):
        _refuse("not each periodic thread has jobs, or another one has")
    released = 0
    for thread, jobs in trace.jobs.items():
        _ascending("jobs", jobs.finish)
        info = trace.processes[trace.threads[thread].process].periodic
        released += 0 if info is None else max(0, trace.known_until_ns - jobs.first_ns) // info.period_ns
    if released > _MOST_JOBS:
        _refuse(f"more than {_MOST_JOBS:,} jobs were released")


def _check_instructions(trace: Trace) -> None:
    written = trace.written
    for thread, executed in enumerate(written.executed):
        listing, calls = trace.processes[trace.threads[thread].process].listing, written.calls[thread]
        if listing < 0:
            if len(executed) or executed.dropped or len(calls):
                _refuse("a thread with bursts executed instructions")
            continue
        _ascending("executed", executed.start)
        _ascending("executed", executed.end)
        _ascending("calls", calls.time)
        _hold(map(le, executed.start, executed.end), "an instruction ends before it begins")
        if executed.line and not (min(executed.line) >= 0 and max(executed.line) < len(trace.listings[listing].lines)):
            _refuse("an instruction was executed that its program has not")


def _check_stacks(trace: Trace) -> None:
    parents = trace.written.stacks.parent
    _hold(map(lt, parents, count()), "a stack stands on itself")
    depths = array("i")
    for parent in parents:
        depths.append(1 if parent < 0 else depths[parent] + 1)
    if depths and max(depths) > _MOST_DEEP:
        _refuse(f"a stack has more than {_MOST_DEEP} values")


def _check_frames(trace: Trace) -> None:
    """Check that calls are made of what their programs have: functions, local variables and values."""
    frames, values = trace.written.frames, len(trace.written.values)
    _hold(map(lt, frames.parent, count()), "a call stands on itself")
    depths = array("i")
    for parent, place, value, length in zip(frames.parent, frames.place, frames.value, frames.length, strict=True):
        depths.append(1 if parent < 0 else depths[parent] + 1)
        if place == _CALL:
            if length or value < 0:
                _refuse("a call is of no function")
        elif parent < 0 or length != frames.length[parent] + 1 or not UNBOUND_VALUE <= value < values:
            _refuse("a variable belongs to no call, or has no value that there is")
    if depths and max(depths) > _MOST_DEEP:
        _refuse(f"the calls of a thread have more than {_MOST_DEEP} changes")
    _check_functions(trace)


def _check_functions(trace: Trace) -> None:
    """Check that the calls of each thread are of functions of its own program, with variables that these have."""
    frames = trace.written.frames
    #: The listing that each node is of, and for each node its call's.
    of = array("i", [-1]) * len(frames)
    for thread, calls in enumerate(trace.written.calls):
        listing = trace.processes[trace.threads[thread].process].listing
        for used in set(calls.node):
            node = used
            while node != NO_FRAME and of[node] != listing:
                if of[node] >= 0:
                    _refuse("a call is of two programs")
                of[node] = listing
                node = frames.parent[node]
    call = array("i")
    for node, (parent, place) in enumerate(zip(frames.parent, frames.place, strict=True)):
        call.append(node if place == _CALL else call[parent])
        listing = of[node]
        if listing >= 0 and place == _CALL:
            if frames.value[node] >= len(trace.listings[listing].lines):
                _refuse("a call is of a function that its program has not")
        elif listing >= 0:
            function = trace.listings[listing].function(frames.value[call[node]])
            if place >= len(function.places):
                _refuse("a call has a variable that its function has not")


def _check_memory(trace: Trace) -> None:
    for table in trace.written.objects:
        _ascending("objects", table.time)
        if any(len(head) > length for head, length in zip(table.head, table.length, strict=True)):
            _refuse("an object shows more than it has")
    for memory in trace.written.memory:
        for writes in memory.globals.values():
            _ascending("writes", writes.time)
        _ascending("output", memory.output.time)
        if memory.end_ns is not None and memory.end_ns > PLANNED_NS:
            _refuse("a process ends too late")


def _check_ends(times: Sequence[int], what: str) -> None:
    if times and max(times) > PLANNED_NS:
        _refuse(f"{what} ends too late")


def _ascending(name: str, times: Sequence[int]) -> None:
    _hold(map(le, times, islice(times, 1, None)), f"the times of {name} are not in order")


def _hold(conditions: Iterable[bool], otherwise: str) -> None:
    if not all(conditions):
        _refuse(otherwise)


def _refuse(problem: str) -> NoReturn:
    raise DamagedError(f"it is damaged: {problem}")
