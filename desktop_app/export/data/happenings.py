"""What happened at single moments of a run, in words: the events among the rows of a trace's exports."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Final, NamedTuple

from desktop_app.analysis.event_sources import (
    LogEvent,
    LogKind,
    Source,
    job_sources,
    life_sources,
    output_source,
    process_sources,
    recorded_event,
)
from desktop_app.analysis.output_lines import OutputLines
from desktop_app.analysis.waiting_graph import deadlock, describe, stuck
from desktop_app.export.data.intervals import Span
from desktop_app.trace.core_masks import cores_in
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

_SIGNALS: Final = {2: "SIGINT", 9: "SIGKILL", 15: "SIGTERM"}
#: What is told of events that are not the trace's own, in a word.
KINDS: Final = {
    LogKind.LAUNCHED: "launched",
    LogKind.STARTED: "started",
    LogKind.ADMITTED: "admitted",
    LogKind.TERMINATED: "terminated",
    LogKind.EXITED: "exited",
    LogKind.RELEASED_JOB: "job-released",
    LogKind.FINISHED_JOB: "job-finished",
    LogKind.MISSED: "deadline-missed",
    LogKind.PRINTED: "printed",
}
#: Where the rows of the trace's own events stand among what happens at one moment: behind ends, before arrivals.
_RECORDED_RANK: Final = 10
#: Deadlocks come last, as what closes them does.
_LAST_RANK: Final = 99


class Happening(NamedTuple):
    """Something that happened at a moment.

    Attributes:
        time_ns: When.
        rank: What comes first of what happens at one moment.
        kind: What happened, in a word: ``launched``, ``acquired``, ``deadline-missed``.
        process: Index of the process, or -1.
        thread: Index of the thread, or -1.
        core: The core, or -1.
        cause: What it is about: a resource, a signal, a parent, who handed over; empty for nothing.
        detail: The rest in words, such as what was printed; empty for nothing.
        value: Its number, such as an exit code, a number of bytes or of a job; None for none.
    """

    time_ns: int
    rank: int
    kind: str
    process: int = -1
    thread: int = -1
    core: int = -1
    cause: str = ""
    detail: str = ""
    value: int | None = None


def happenings(trace: Trace, span: Span) -> Iterator[Happening]:
    """Yield what happened in a span, in order of time.

    The last moment of a run belongs to it; the end of a span in its middle does not.
    """
    last_ns = span.end_ns if trace.finished and span.end_ns == trace.known_until_ns else span.end_ns - 1
    sources = [*life_sources(trace, range(len(trace.threads))), *process_sources(trace, range(len(trace.processes)))]
    for thread in trace.jobs:
        sources += job_sources(trace, thread)
    lines = OutputLines(trace)
    sources += [output_source(lines, index) for index, info in enumerate(trace.processes) if info.listing >= 0]
    recorded = Source(
        rank=_RECORDED_RANK,
        group=sources[0].group,
        times=trace.events.time,
        event=lambda row: recorded_event(trace, row),
    )
    found = [_told(trace, source, span.begin_ns, last_ns) for source in (*sources, recorded)]
    ends = (one for one in _dead_ends(trace) if span.begin_ns <= one.time_ns <= last_ns)
    return merge(*found, ends, key=itemgetter(0, 1))


def _told(trace: Trace, source: Source, begin_ns: int, last_ns: int) -> Iterator[Happening]:
    """Yield what a source of events has between two moments, both included."""
    times = source.times
    for row in range(bisect_left(times, begin_ns), bisect_right(times, last_ns)):
        event = source.event(row)
        if event is not None:
            yield _in_words(trace, event, source.rank)


def _dead_ends(trace: Trace) -> list[Happening]:
    """Return where threads wait for each other for ever, and where nobody is left who could wake anybody."""
    found = []
    cycle = deadlock(trace)
    if cycle is not None:
        text = "; ".join(describe(trace, waiter) for waiter in cycle.cycle)
        found.append(Happening(cycle.at_ns, _LAST_RANK, "deadlock", detail=text))
    left = stuck(trace)
    if left:
        text = "; ".join(describe(trace, waiter) for waiter in left)
        found.append(Happening(trace.known_until_ns, _LAST_RANK, "stuck", detail=text))
    return found


def _in_words(trace: Trace, event: LogEvent, rank: int) -> Happening:
    if event.recorded is not None:
        return _recorded(trace, event, event.recorded, rank)
    cause, detail, value = "", event.text, None
    if event.kind is LogKind.LAUNCHED:
        info = trace.processes[event.process]
        cause = f"by {trace.processes[info.parent].label}" if info.parent >= 0 else ""
        detail = info.name if info.name == info.program else f"{info.name}: {info.program}"
    elif event.kind is LogKind.EXITED:
        value = event.value
        detail = f"ended by {signal_name(-value)}" if value < 0 else f"exit code {value}"
    elif event.kind in {LogKind.RELEASED_JOB, LogKind.FINISHED_JOB, LogKind.MISSED}:
        value = event.value + 1
        detail = f"job {value}"
    return Happening(
        event.time_ns, rank, KINDS[event.kind], event.process, event.thread, event.core, cause, detail, value
    )


def _recorded(trace: Trace, event: LogEvent, kind: EventKind, rank: int) -> Happening:
    value: int | None = event.value
    cause = detail = ""
    if kind in {EventKind.ACQUIRED, EventKind.RELEASED, EventKind.MISUSED}:
        spec = trace.resources[event.value] if event.value >= 0 else None
        cause = "memory" if spec is None else f"{spec.kind.value} {spec.name}"
        detail = f"from {trace.threads[event.other].name}" if event.other >= 0 else ""
        value = None
    elif kind is EventKind.SIGNALLED:
        cause = signal_name(event.value)
    elif kind is EventKind.REFUSED:
        cause, detail = _refused(event)
    elif kind is EventKind.AFFINITY:
        cores = cores_in(event.value)
        detail, value = f"cores {' '.join(map(str, cores))}" if cores else "any core", None
    elif kind is EventKind.POLICY:
        detail = trace.policies[event.value]
    elif kind is EventKind.MOVED:
        detail = f"from the queue of core {event.value}"
    elif kind is EventKind.WARM:
        value = None
    name = kind.name.lower().replace("_", "-")
    return Happening(event.time_ns, rank, name, event.process, event.thread, event.core, cause, detail, value)


def _refused(event: LogEvent) -> tuple[str, str]:
    """Return what was refused, and why."""
    if event.thread < 0:
        return "one more thread", "none may be started there any more, or by nobody else"
    if event.value:
        return signal_name(event.value), "signals end processes, not threads"
    return "affinity", "none of its cores is on line"


def signal_name(number: int) -> str:
    """Return what a signal is called: ``SIGKILL``."""
    return _SIGNALS.get(number, f"signal {number}")
