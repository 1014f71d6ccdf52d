"""The threads and processes at t as rows of a table."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple

from desktop_app.analysis.memory import ending
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.thread_times import ThreadTimes
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import Trace

#: What a thread's row says that an action may change.
_CHANGED = (int(EventKind.NICE), int(EventKind.PRIORITY))
#: Stays on cores and waits that are added up in one go: some 20 ms.
_AT_ONCE = 15_000


class ThreadRow(NamedTuple):
    """One thread at t.

    Attributes:
        thread: Its index in the trace.
        label: ``P1·T2``.
        process: Index of its process.
        program: Its process's program, or name where it has bursts.
        state: One of the five.
        since_ns: Since when it is in that state.
        core: The core that it has, or -1.
        waits_for: What it waits for, in words; empty unless it waits.
        times: What it has used by t.
        priority: Its priority; what that means is the policy's business.
        nice: Its nice value.
        line: The source line it executes or executed last, from 1; 0 where it has none.
    """

    thread: int
    label: str
    process: int
    program: str
    state: ThreadState
    since_ns: int
    core: int
    waits_for: str
    times: ThreadTimes
    priority: int
    nice: int
    line: int


class ProcessRow(NamedTuple):
    """One process at t.

    Attributes:
        process: Its index in the trace.
        label: ``P1``.
        name: The scenario's name for it.
        program: Its program's file name, or its name where it has bursts.
        launched_ns: When it was launched.
        counts: How many of its threads are in each of the five states, in their order.
        cpu_ns: CPU time of all its threads.
        ram_bytes: What it has of RAM; None where nothing says.
        parent: Label of the process that started it; empty where the scenario did.
        ended_ns: When its last thread terminated; None while it lives.
        exit_code: Its exit code; None while it lives.
        ending: How a signal or the lack of memory ended it, in words; else empty.
    """

    process: int
    label: str
    name: str
    program: str
    launched_ns: int
    counts: tuple[int, ...]
    cpu_ns: int
    ram_bytes: int | None
    parent: str
    ended_ns: int | None
    exit_code: int | None
    ending: str


class _Spell(NamedTuple):
    """A stretch in which nothing about a thread changes but one of its sums, and its row at the beginning of it."""

    from_ns: int
    until_ns: int
    row: ThreadRow


def _later(row: ThreadRow, passed_ns: int) -> ThreadRow:
    """Return a thread's row some time later in its spell."""
    times, state = row.times, row.state
    if state is ThreadState.TERMINATED or not passed_ns:
        return row
    cpu, ready, blocked = times[:3]
    if state is ThreadState.RUNNING:
        cpu += passed_ns
    elif state is ThreadState.READY:
        ready += passed_ns
    else:
        blocked += passed_ns
    return ThreadRow(*row[:8], ThreadTimes(cpu, ready, blocked, *times[3:]), *row[9:])


class Rows:
    """The rows of one trace at any time. It keeps indexes that grow with the trace, so a table keeps one per trace."""

    def __init__(self, moments: Moments) -> None:
        self._lives = moments.lives
        self._times = moments.times
        self._events = moments.events
        self._start_anew()

    def _start_anew(self) -> None:
        self._begin_ns = self._lives.trace.begin_ns
        self._seen = 0
        #: Of each kind and thread, when an action changed it, and to what.
        self._changes: dict[tuple[int, int], tuple[array[int], array[int]]] = {}
        self._spells: dict[int, _Spell] = {}

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self._lives.trace

    def prepare(self, t_ns: int) -> bool:
        """Do a part of the work for a moment that takes long, and return whether the rest is quick.

        The first rows of a run with a million dispatches need all of them to be added up.
        """
        return self._times.prepare(t_ns, _AT_ONCE)

    def threads(self, t_ns: int) -> list[ThreadRow]:
        """Return a row for each thread that exists at ``t_ns``, in the order of the trace."""
        self._extend()
        found, spells, arrivals = [], self._spells, self.trace.threads
        for thread, info in enumerate(arrivals):
            if info.arrival_ns > t_ns:
                continue
            spell = spells.get(thread)
            if spell is None or not spell.from_ns <= t_ns < spell.until_ns:
                row = self._row(thread, t_ns)
                spells[thread] = _Spell(t_ns, self._until(row, t_ns), row)
                found.append(row)
            else:
                found.append(_later(spell.row, t_ns - spell.from_ns))
        return found

    def _row(self, thread: int, t_ns: int) -> ThreadRow:
        trace, info = self.trace, self.trace.threads[thread]
        state = self._lives.state(thread, t_ns)
        assert state is not None  # it exists
        process, line = trace.processes[info.process], 0
        if process.listing >= 0:
            executed = trace.executed[thread]
            row = executed.at(t_ns)
            line = trace.listings[process.listing].lines[executed.line[row]].line if row >= 0 else 0
        since_ns, core, waits_for = self._place(thread, state, t_ns)
        return ThreadRow(
            thread,
            info.label,
            info.process,
            process.program,
            state,
            since_ns,
            core,
            waits_for,
            self._times.at(thread, t_ns),
            self._changed(EventKind.PRIORITY, thread, t_ns, process.parameters.priority),
            self._changed(EventKind.NICE, thread, t_ns, process.parameters.nice),
            line,
        )

    def _until(self, row: ThreadRow, t_ns: int) -> int:
        """Return up to when nothing about a thread changes but one of its sums; it may be less."""
        trace, thread = self.trace, row.thread
        if row.state is ThreadState.NEW or any((kind, thread) in self._changes for kind in _CHANGED):
            return t_ns
        if row.state is ThreadState.TERMINATED:
            return OPEN
        until = trace.known_until_ns
        if row.state is ThreadState.WAITING:
            waits = trace.waits[thread]
            return min(until, waits.until[waits.at(t_ns)], trace.ended[thread])
        stays = self._lives.stays(thread)
        place = bisect_right(stays.start, t_ns)
        if row.state is ThreadState.READY:
            return min(until, stays.start[place] if place < len(stays.start) else OPEN, trace.ended[thread])
        runs, number = trace.runs[row.core], stays.number[place - 1]
        if runs.began[number] > t_ns or trace.processes[row.process].listing >= 0:
            return t_ns  # it is being switched to, or goes from line to line
        return min(until, runs.ended[number])

    def processes(self, t_ns: int) -> list[ProcessRow]:
        """Return a row for each process that was launched by ``t_ns``, in the order of the trace."""
        trace = self.trace
        memories = trace.memory
        counts = [[0] * len(ThreadState) for _ in trace.processes]
        cpu_ns = [0] * len(trace.processes)
        for row in self.threads(t_ns):
            counts[row.process][row.state] += 1
            cpu_ns[row.process] += row.times.cpu_ns
        found = []
        for index, info in enumerate(trace.processes):
            if info.arrival_ns > t_ns:
                continue
            ended_ns = memories[index].end_ns
            ended = ended_ns is not None and ended_ns <= t_ns
            found.append(
                ProcessRow(
                    index,
                    info.label,
                    info.name,
                    info.program,
                    info.arrival_ns,
                    tuple(counts[index]),
                    cpu_ns[index],
                    None if ended else self._events.last(EventKind.MEMORY, t_ns, index),
                    trace.processes[info.parent].label if info.parent >= 0 else "",
                    ended_ns if ended else None,
                    memories[index].exit_code if ended else None,
                    ending(self._events, index, t_ns) if ended else "",
                )
            )
        return found

    def _place(self, thread: int, state: ThreadState, t_ns: int) -> tuple[int, int, str]:
        """Return since when a thread is in its state, the core it has, and what it waits for."""
        trace = self.trace
        if state is ThreadState.RUNNING:
            return *self._running_since(thread, t_ns), ""
        if state is ThreadState.READY:
            return self._lives.queued_key(thread, t_ns)[0], -1, ""
        if state is ThreadState.WAITING:
            waits = trace.waits[thread]
            row = waits.at(t_ns)
            return waits.time[row], -1, trace.causes[waits.cause[row]].text
        return (trace.threads[thread].arrival_ns if state is ThreadState.NEW else trace.ended[thread]), -1, ""

    def _running_since(self, thread: int, t_ns: int) -> tuple[int, int]:
        """Return since when a thread has its core without a break, as far as that is remembered, and which it is."""
        stays = self._lives.stays(thread)
        row = bisect_right(stays.start, t_ns) - 1
        core = stays.core[row]
        ended = self.trace.runs[core].ended
        while row and (stays.core[row - 1], stays.number[row - 1]) == (core, stays.number[row] - 1):
            if ended[stays.number[row - 1]] != stays.start[row]:
                break
            row -= 1
        return stays.start[row], core

    def _changed(self, kind: EventKind, thread: int, t_ns: int, before: int) -> int:
        changes = self._changes.get((kind, thread))
        row = bisect_right(changes[0], t_ns) - 1 if changes else -1
        return changes[1][row] if changes and row >= 0 else before

    def _extend(self) -> None:
        if self._begin_ns != self.trace.begin_ns:
            self._start_anew()
        events = self.trace.events
        for row in range(self._seen, len(events)):
            if events.kind[row] in _CHANGED:
                key = (events.kind[row], events.thread[row])
                times, values = self._changes.setdefault(key, (array("q"), array("q")))
                self._spells.pop(key[1], None)
                times.append(events.time[row])
                values.append(events.value[row])
        self._seen = len(events)
