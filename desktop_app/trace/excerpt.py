"""The beginning of a trace as a trace of its own, from which another run can go on."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import islice

from desktop_app.model.queueing import Queueing
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import ProcessMemory, Trace, TraceHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a trace was at one moment: the number of rows of each table, and rows that were still open.

    Attributes:
        now_ns: The moment; everything that happened up to it is in the trace.
        known_until_ns: Up to when the trace was final then.
        begin_ns: What it remembered then began here.
        threads: How many threads it knew.
        counts: The number of rows of each table, in the order of `_tables`.
        last_runs: The last row of each core, which changes until it is over.
        open_waits: (row, until) of the waits that were not over.
        values: How many values there were.
        stacks: How many stack nodes.
        frames: How many nodes of calls.
        calls: How many changes of the call that each thread is in.
        objects: How many objects.
        causes: How many causes.
        memory: (output, numbered objects, written names with their rows) of each process.
    """

    now_ns: int
    known_until_ns: int
    begin_ns: int
    threads: int
    counts: tuple[int, ...]
    last_runs: tuple[tuple[int, ...], ...]
    open_waits: tuple[tuple[int, int], ...]
    values: int
    stacks: int
    frames: int
    calls: tuple[int, ...]
    objects: tuple[int, ...]
    causes: int
    memory: tuple[tuple[int, int, tuple[tuple[str, int], ...]], ...]


def mark(trace: Trace, now_ns: int) -> Mark:
    """Return how far a trace is at ``now_ns``, which all that was written belongs to."""
    log = trace.wait_log
    rows = [log.last(thread) for thread in range(len(trace.ended)) if trace.ended[thread] == OPEN]
    return Mark(
        now_ns=now_ns,
        known_until_ns=trace.known_until_ns,
        begin_ns=trace.begin_ns,
        threads=len(trace.ended),
        counts=tuple(len(table[0]) for table in _tables(trace)),
        last_runs=tuple(tuple(column[-1] for column in runs.columns() if column) for runs in trace.runs),
        open_waits=tuple((row, log.until[row]) for row in rows if row >= 0 and log.until[row] > now_ns),
        values=len(trace.values),
        stacks=len(trace.stacks),
        frames=len(trace.frames),
        calls=tuple(len(calls) for calls in trace.calls),
        objects=tuple(len(table) for table in trace.objects),
        causes=len(trace.causes),
        memory=tuple(_memory_mark(memory) for memory in trace.memory),
    )


def excerpt(
    trace: Trace,
    at: Mark,
    *,
    header: TraceHeader,
    policies: tuple[str, ...],
    queueing: tuple[Queueing, ...],
    launches: tuple[int, ...],
) -> Trace:
    """Return a copy of what a trace was at a mark that was set on it, for other actions to follow.

    Args:
        trace: The trace; history that was forgotten since the mark makes the mark useless.
        at: The mark.
        header: The new trace's header.
        policies: The policies of the new run.
        queueing: How their ready queues are ordered.
        launches: When its actions launch processes.
    """
    known = trace.known_to(len(at.memory), at.threads)
    copy = Trace(
        header,
        known,
        trace.listings,
        threads=at.threads,
        resources=trace.resources,
        policies=policies,
        queueing=queueing,
        launches=launches,
    )
    copy.threads[:] = trace.threads[: at.threads]  # those that were started later than their process say so
    copy.begin_ns, copy.known_until_ns = at.begin_ns, at.known_until_ns
    copy.causes = trace.causes[: at.causes]
    _copy_forgotten(trace, copy)
    _copy_rows(trace, copy, at)
    for name in ("ready_from", "ended"):
        times: array[int] = getattr(trace, name)
        getattr(copy, name)[:] = array("q", (t if t <= at.now_ns else OPEN for t in times[: at.threads]))
    copy.jobs = {thread: jobs.until(at.now_ns) for thread, jobs in trace.jobs.items() if thread < at.threads}
    copy.values = trace.values.first(at.values)
    copy.stacks = trace.stacks.first(at.stacks)
    copy.frames = trace.frames.first(at.frames)
    for source, target, count in zip(trace.calls, copy.calls, at.calls, strict=False):
        target.time[:], target.node[:] = source.time[:count], source.node[:count]
    copy.objects = [table.first(count) for table, count in zip(trace.objects, at.objects, strict=False)]
    for index, (memory, marked) in enumerate(zip(trace.memory, at.memory, strict=False)):
        copy.memory[index] = _memory_at(memory, marked, at.now_ns)
    return copy


def _tables(trace: Trace) -> list[tuple[array[int], ...]]:
    """All tables of plain columns that only grow, each as its columns."""
    tables = [runs.columns() for runs in trace.runs]
    tables += [trace.wait_log.columns(), trace.events.columns(), trace.standings.columns(), trace.clocks.columns()]
    programs = dict.fromkeys(executed for executed in trace.executed)  # threads with bursts share an empty one
    return tables + [executed.columns() for executed in programs]


def _copy_rows(trace: Trace, copy: Trace, at: Mark) -> None:
    for source, target, count in zip(_tables(trace), _tables(copy), at.counts, strict=False):
        for old, new in zip(source, target, strict=True):
            new[:] = old[:count]
    for executed, original in zip(copy.executed, trace.executed, strict=False):
        executed.dropped = original.dropped
    for runs, last in zip(copy.runs, at.last_runs, strict=False):
        for column, value in zip((column for column in runs.columns() if column), last, strict=True):
            column[-1] = value
    for row, until_ns in at.open_waits:
        copy.wait_log.until[row] = until_ns


def _copy_forgotten(trace: Trace, copy: Trace) -> None:
    copy.forgotten.work_ns[:] = trace.forgotten.work_ns[: len(copy.ended)]
    copy.forgotten.switches = list(trace.forgotten.switches)
    copy.forgotten.last_thread = list(trace.forgotten.last_thread)
    copy.forgotten.last_run = dict(trace.forgotten.last_run)


def _memory_mark(memory: ProcessMemory) -> tuple[int, int, tuple[tuple[str, int], ...]]:
    return len(memory.output), len(memory.numbers), tuple((name, len(table)) for name, table in memory.globals.items())


def _memory_at(
    memory: ProcessMemory, marked: tuple[int, int, tuple[tuple[str, int], ...]], now_ns: int
) -> ProcessMemory:
    copy = ProcessMemory()
    printed, numbered, names = marked
    copy.numbers = dict(islice(memory.numbers.items(), numbered))
    if printed:
        copy.output.take(memory.output, printed)
    copy.globals = {name: memory.globals[name].first(count) for name, count in names}
    if memory.end_ns is not None and memory.end_ns <= now_ns:
        copy.end_ns, copy.exit_code, copy.final_globals = memory.end_ns, memory.exit_code, memory.final_globals
    return copy
