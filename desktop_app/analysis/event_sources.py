"""Where a trace's events come from: the columns of its tables, each sorted by time, read one row at a time.

Nothing is copied: a source finds a row's time and makes its event when it is asked, so a log of millions of events
takes no memory of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from desktop_app.analysis.output_lines import OutputLines
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN, EventKind, RunEnd, RunTable
from desktop_app.trace.trace import Trace


class LogGroup(Enum):
    """Kinds of events that are chosen together."""

    ARRIVALS = auto()
    DISPATCHES = auto()
    PREEMPTIONS = auto()
    WAITS = auto()
    LOCKS = auto()
    ENDS = auto()
    DEADLINES = auto()
    SYSTEM = auto()
    """Signals, changes of priorities, cores and policies, migrations between queues, memory."""
    OUTPUT = auto()


class LogKind(Enum):
    """What happened."""

    LAUNCHED = auto()
    STARTED = auto()
    ADMITTED = auto()
    DISPATCHED = auto()
    EXPIRED = auto()
    PREEMPTED = auto()
    BLOCKED = auto()
    WOKEN = auto()
    TERMINATED = auto()
    EXITED = auto()
    RELEASED_JOB = auto()
    FINISHED_JOB = auto()
    MISSED = auto()
    PRINTED = auto()
    RECORDED = auto()
    """One of the trace's own rare events; ``recorded`` says which."""


class LogEvent(NamedTuple):
    """An event.

    Attributes:
        time_ns: When.
        kind: What happened.
        process: Index of the process, or -1.
        thread: Index of the thread, or -1.
        core: The core, or -1.
        value: The thread that had the core before (DISPATCHED), the number of the job, the exit code, the value of a
            recorded event; otherwise -1.
        other: The core that it ran on before, where it migrated (DISPATCHED); who handed a lock over; otherwise -1.
        text: What is waited for, what was printed.
        recorded: Which of the trace's own events, or None.
    """

    time_ns: int
    kind: LogKind
    process: int
    thread: int
    core: int = -1
    value: int = -1
    other: int = -1
    text: str = ""
    recorded: EventKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A column of events.

    Attributes:
        rank: What comes first of what happens at one moment; its own for each kind of source.
        entity: The core, thread or process it is about, or 0: of one rank, the lowest comes first.
        group: Its kind.
        times: When its rows happen, ascending; one may be beyond what is known.
        event: Makes the event of a row; None for a row that is none.
    """

    rank: int
    entity: int = 0
    group: LogGroup
    times: Sequence[int]
    event: Callable[[int], LogEvent | None]


class Times(Sequence[int]):
    """Times that are worked out when they are looked at."""

    __slots__ = ("_at", "_count")

    def __init__(self, count: Callable[[], int], at: Callable[[int], int]) -> None:
        self._count = count
        self._at = at

    def __len__(self) -> int:
        return self._count()

    def __getitem__(self, row: int) -> int:  # type: ignore[override]
        return self._at(row)


def core_sources(lives: Lives, core: int) -> list[Source]:
    """Return the dispatches to a core, and how threads lost it."""
    trace = lives.trace
    runs = trace.runs[core]
    return [
        *_dispatches(core, runs.dispatched, lambda row, empty: _dispatch(lives, core, row, empty=empty)),
        Source(
            rank=2,
            entity=core,
            group=LogGroup.PREEMPTIONS,
            times=runs.ended,
            event=lambda row: _leaving(trace, core, row),
        ),
    ]


def stay_sources(lives: Lives, thread: int) -> list[Source]:
    """Return the dispatches of one thread, and how it lost its cores."""
    trace = lives.trace
    stays = lives.stays(thread)

    def ended(row: int) -> int:
        return trace.runs[stays.core[row]].ended[stays.number[row]]

    return [
        *_dispatches(
            thread,
            stays.start,
            lambda row, empty: _dispatch(lives, stays.core[row], stays.number[row], empty=empty),
        ),
        Source(
            rank=2,
            entity=thread,
            group=LogGroup.PREEMPTIONS,
            times=Times(lambda: len(stays.start), ended),
            event=lambda row: _leaving(trace, stays.core[row], stays.number[row]),
        ),
    ]


def _dispatches(
    entity: int, times: Sequence[int], event: Callable[[int, bool], LogEvent | None]
) -> tuple[Source, Source]:
    """Return dispatches in two columns: those at whose very moment the thread had to wait, or ended, come first."""
    group = LogGroup.DISPATCHES
    return (
        Source(rank=20, entity=entity, group=group, times=times, event=lambda row: event(row, True)),
        Source(rank=23, entity=entity, group=group, times=times, event=lambda row: event(row, False)),
    )


def _dispatch(lives: Lives, core: int, number: int, *, empty: bool) -> LogEvent | None:
    trace = lives.trace
    runs = trace.runs[core]
    thread, start = _thread(runs, number), runs.dispatched[number]
    if (runs.ended[number] == start) is not empty:
        return None
    before = _thread(runs, number - 1) if number else trace.forgotten.last_thread[core]
    if number and before == thread and runs.ended[number - 1] == start:
        return None  # it runs on
    stays = lives.stays(thread)
    row = bisect_right(stays.start, start) - 1
    while row > 0 and (stays.core[row], stays.number[row]) != (core, number):
        row -= 1
    last = trace.forgotten.last_run.get(thread)
    from_core = stays.core[row - 1] if row > 0 else last.core if last is not None else -1
    return LogEvent(
        start,
        LogKind.DISPATCHED,
        trace.threads[thread].process,
        thread,
        core,
        before if before != thread else -1,
        from_core if from_core != core else -1,
    )


def _leaving(trace: Trace, core: int, number: int) -> LogEvent | None:
    """Return how a thread lost its core though it could have gone on; its waits and its end are told by others."""
    runs = trace.runs[core]
    cause = runs.whose[number] & (1 << runs.SHIFT) - 1
    if cause not in {RunEnd.EXPIRED, RunEnd.PREEMPTED}:
        return None
    thread, end = _thread(runs, number), runs.ended[number]
    if number + 1 < len(runs.whose) and _thread(runs, number + 1) == thread and runs.dispatched[number + 1] == end:
        return None  # it was picked again
    kind = LogKind.EXPIRED if cause == RunEnd.EXPIRED else LogKind.PREEMPTED
    return LogEvent(end, kind, trace.threads[thread].process, thread, core)


def _thread(runs: RunTable, number: int) -> int:
    return runs.whose[number] >> runs.SHIFT


#: Whether what a thread does at a moment comes before the dispatches of that moment, between those that took no time
#: and others, or behind all.
_BEFORE, _BETWEEN, _BEHIND = range(3)


def _phase(lives: Lives, thread: int, t_ns: int) -> int:
    """Return where what a thread does at ``t_ns`` belongs among the dispatches of that moment: behind its own."""
    stays, runs = lives.stays(thread), lives.trace.runs
    row = bisect_left(stays.start, t_ns)
    if row == len(stays.start) or stays.start[row] != t_ns:
        return _BEFORE
    if row and runs[stays.core[row - 1]].ended[stays.number[row - 1]] == t_ns:
        return _BEFORE
    return _BETWEEN if runs[stays.core[row]].ended[stays.number[row]] == t_ns else _BEHIND


def _is_taken_at(trace: Trace, resource: int, t_ns: int) -> bool:
    events = trace.events
    rows = range(bisect_left(events.time, t_ns), bisect_right(events.time, t_ns)) if resource >= 0 else range(0)
    return any(events.kind[row] == EventKind.ACQUIRED and events.value[row] == resource for row in rows)


def wait_sources(lives: Lives, thread: int) -> list[Source]:
    """Return when a thread began to wait, and when it woke up."""
    trace = lives.trace
    waits, process = trace.waits[thread], trace.threads[thread].process

    def blocked(phase: int) -> Callable[[int], LogEvent | None]:
        def event(row: int) -> LogEvent | None:
            time, found = waits.time[row], _phase(lives, thread, waits.time[row])
            if found == _BETWEEN and _is_taken_at(trace, trace.causes[waits.cause[row]].resource, time):
                found = _BEHIND  # whoever takes it does so before others wait for it
            return told(row, LogKind.BLOCKED) if found == phase else None

        return event

    def told(row: int, kind: LogKind) -> LogEvent | None:
        time, until = waits.time[row], waits.until[row]
        if time == until or (kind is LogKind.WOKEN and until >= trace.ended[thread]):
            return None  # it took no time, or ended with the thread
        at = time if kind is LogKind.BLOCKED else until
        return LogEvent(at, kind, process, thread, text=trace.causes[waits.cause[row]].text)

    return [
        *(
            Source(rank=rank, entity=thread, group=LogGroup.WAITS, times=waits.time, event=blocked(phase))
            for rank, phase in ((6, _BEFORE), (22, _BETWEEN), (25, _BEHIND))
        ),
        Source(
            rank=9,
            entity=thread,
            group=LogGroup.WAITS,
            times=waits.until,
            event=lambda row: told(row, LogKind.WOKEN),
        ),
    ]


def life_sources(trace: Trace, threads: Sequence[int]) -> list[Source]:
    """Return the starts, the admissions and the ends of threads."""
    infos = trace.threads
    arrivals = sorted((infos[one].arrival_ns, one) for one in threads)
    ready = sorted((trace.ready_from[one], one) for one in threads if trace.ready_from[one] > infos[one].arrival_ns)
    ends = sorted((trace.ended[one], one) for one in threads if trace.ended[one] != OPEN)

    def source(rank: int, group: LogGroup, kind: LogKind, found: list[tuple[int, int]]) -> Source:
        def event(row: int) -> LogEvent | None:
            time, thread = found[row]
            if kind is LogKind.STARTED and trace.processes[infos[thread].process].arrival_ns == time:
                return None  # the launch says so
            return LogEvent(time, kind, infos[thread].process, thread)

        return Source(rank=rank, group=group, times=[time for time, _ in found], event=event)

    return [
        source(11, LogGroup.ARRIVALS, LogKind.STARTED, arrivals),
        source(12, LogGroup.ARRIVALS, LogKind.ADMITTED, [entry for entry in ready if entry[0] != OPEN]),
        source(7, LogGroup.ENDS, LogKind.TERMINATED, ends),
    ]


def process_sources(trace: Trace, processes: Sequence[int]) -> list[Source]:
    """Return the launches and the ends of processes."""
    memories = trace.memory
    launches = sorted((trace.processes[one].arrival_ns, one) for one in processes)
    ends = sorted((end, one) for one in processes if (end := memories[one].end_ns) is not None)

    def exited(row: int) -> LogEvent:
        time, process = ends[row]
        code = memories[process].exit_code
        return LogEvent(time, LogKind.EXITED, process, -1, value=code or 0)

    return [
        Source(
            rank=-1,  # the engine, too, handles launches first
            group=LogGroup.ARRIVALS,
            times=[time for time, _ in launches],
            event=lambda row: LogEvent(launches[row][0], LogKind.LAUNCHED, launches[row][1], -1),
        ),
        Source(rank=8, group=LogGroup.ENDS, times=[time for time, _ in ends], event=exited),
    ]


def job_sources(trace: Trace, thread: int) -> list[Source]:
    """Return the releases, the ends and the missed deadlines of a periodic thread's jobs."""
    process = trace.threads[thread].process
    periodic, jobs = trace.processes[process].periodic, trace.jobs.get(thread)
    if periodic is None or jobs is None:
        return []

    def until(offset_ns: int) -> int:
        """Return how many jobs are released, or due, by what is known."""
        end = min(trace.known_until_ns, trace.ended[thread])
        return max(0, (end - jobs.first_ns - offset_ns) // periodic.period_ns + 1)

    def missed(row: int) -> LogEvent | None:
        due = jobs.first_ns + row * periodic.period_ns + periodic.deadline_ns
        if row < len(jobs.finish) and jobs.finish[row] <= due:
            return None
        return LogEvent(due, LogKind.MISSED, process, thread, value=row)

    def times(offset_ns: int) -> Times:
        return Times(lambda: until(offset_ns), lambda row: jobs.first_ns + row * periodic.period_ns + offset_ns)

    def job(kind: LogKind, at: Sequence[int]) -> Callable[[int], LogEvent]:
        return lambda row: LogEvent(at[row], kind, process, thread, value=row)

    releases = times(0)
    return [
        Source(
            rank=13, entity=thread, group=LogGroup.DEADLINES, times=releases, event=job(LogKind.RELEASED_JOB, releases)
        ),
        Source(
            rank=1,
            entity=thread,
            group=LogGroup.DEADLINES,
            times=jobs.finish,
            event=job(LogKind.FINISHED_JOB, jobs.finish),
        ),
        Source(rank=3, entity=thread, group=LogGroup.DEADLINES, times=times(periodic.deadline_ns), event=missed),
    ]


#: The trace's own events that are about locks and other shared resources.
LOCK_KINDS = frozenset({EventKind.ACQUIRED, EventKind.RELEASED, EventKind.MISUSED})


def recorded_sources(lives: Lives, rows: Sequence[int] | None = None) -> list[Source]:
    """Return the trace's own events: all, or those in some rows of their table.

    What a thread does to a lock at the moment of its dispatch comes behind that, and before it otherwise.
    """
    return [
        _recorded(lives, LogGroup.LOCKS, rows, rank=4, phase=_BEFORE),
        _recorded(lives, LogGroup.SYSTEM, rows, rank=5, phase=_BEFORE),
        _recorded(lives, LogGroup.LOCKS, rows, rank=21, phase=_BETWEEN),
        _recorded(lives, LogGroup.LOCKS, rows, rank=24, phase=_BEHIND),
    ]


def _recorded(lives: Lives, group: LogGroup, rows: Sequence[int] | None, *, rank: int, phase: int) -> Source:
    events = lives.trace.events
    wanted = group is LogGroup.LOCKS

    def event(place: int) -> LogEvent | None:
        row = place if rows is None else rows[place]
        if (events.kind[row] in LOCK_KINDS) is not wanted:
            return None
        if wanted and _phase(lives, events.thread[row], events.time[row]) != phase:
            return None
        return recorded_event(lives.trace, row)

    times = events.time if rows is None else Times(lambda: len(rows), lambda place: events.time[rows[place]])
    return Source(rank=rank, group=group, times=times, event=event)


def recorded_event(trace: Trace, row: int) -> LogEvent:
    """Return one of the trace's own events by its row in their table."""
    events, other = trace.events, -1
    kind = EventKind(events.kind[row])
    if kind is EventKind.ACQUIRED and row:
        handed = events.kind[row - 1] == EventKind.RELEASED and events.value[row - 1] == events.value[row]
        if handed and events.time[row - 1] == events.time[row] and events.thread[row - 1] != events.thread[row]:
            other = events.thread[row - 1]
    return LogEvent(
        events.time[row],
        LogKind.RECORDED,
        events.process[row],
        events.thread[row],
        events.core[row],
        events.value[row],
        other,
        recorded=kind,
    )


def output_source(lines: OutputLines, process: int, thread: int = -1) -> Source:
    """Return the lines that a process printed, or one of its threads."""
    trace = lines.trace

    def event(row: int) -> LogEvent | None:
        line = lines.line(row, trace.known_until_ns, process)
        if thread not in {-1, line.thread}:
            return None
        return LogEvent(line.time_ns, LogKind.PRINTED, process, line.thread, text=line.text)

    times = Times(lambda: lines.count(trace.known_until_ns, process), lambda row: lines.begin_ns(row, process))
    return Source(rank=0, entity=process, group=LogGroup.OUTPUT, times=times, event=event)
