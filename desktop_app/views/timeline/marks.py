"""What happened at one moment: launches, births and ends of threads, jobs' deadlines, and what somebody did to the run.

Everything is found by time, so that a late picture costs no more than an early one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop_app.trace.core_masks import cores_in
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import ThreadInfo, Trace
from desktop_app.views.timeline.intervals import Times

#: What somebody or the machine did to the run; what threads do with locks is not told here.
TOLD = frozenset(
    {
        EventKind.SIGNALLED, EventKind.REFUSED, EventKind.NICE, EventKind.PRIORITY, EventKind.AFFINITY,
        EventKind.CORES, EventKind.POLICY, EventKind.OUT_OF_MEMORY,
    }
)  # fmt: skip
#: The same as a table to look a kind up in.
_IS_TOLD = np.isin(np.arange(128), list(TOLD))
#: Names come from files and programs: nobody reads more of them.
_MOST_LETTERS = 120
#: The names of the signals that a run knows, by their numbers in POSIX.
_SIGNALS = {2: "SIGINT", 9: "SIGKILL", 15: "SIGTERM"}


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("Timeline", text)


def shown(text: str) -> str:
    """Return a name that somebody or a program gave as it is shown: one line, not endless."""
    return " ".join(text[:_MOST_LETTERS].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The deadlines of one thread's jobs that lie in a stretch of time.

    Attributes:
        deadline_ns: When each was due.
        missed: Whether each was not finished then.
    """

    deadline_ns: Times
    missed: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def __len__(self) -> int:
        return len(self.deadline_ns)


class MarkIndex:
    """The marks of one trace by time."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._seen = 0
        self._begin_ns = trace.begin_ns
        self._times = array("q")
        self._rows = array("q")
        #: When how many cores came to be on line.
        self._cores: list[tuple[int, int]] = []
        self._arrivals = np.empty(0, np.int64)
        self._births = np.empty(0, np.int64)
        self._missed = _Misses(trace)

    def told(self, start_ns: int, end_ns: int) -> list[tuple[int, int]]:
        """Return (time, row of the trace's events) of what was done to the run in [start_ns, end_ns]."""
        events = self.trace.events
        if self._begin_ns != self.trace.begin_ns or self._seen > len(events):
            self._begin_ns, self._seen = self.trace.begin_ns, 0
            self._times, self._rows, self._cores = array("q"), array("q"), []
        if self._seen < len(events):
            self._look_through(self._seen)
        first, last = bisect_left(self._times, start_ns), bisect_right(self._times, end_ns)
        return list(zip(self._times[first:last], self._rows[first:last], strict=True))

    def _look_through(self, first: int) -> None:
        """Take note of the events from a row on."""
        events = self.trace.events
        kinds = np.frombuffer(events.kind[first:].tobytes(), np.int8)
        for row in (np.flatnonzero(_IS_TOLD[kinds]) + first).tolist():
            self._times.append(events.time[row])
            self._rows.append(row)
            if events.kind[row] == EventKind.CORES:
                self._cores.append((events.time[row], events.value[row]))
        self._seen = len(events)

    def launched(self, start_ns: int, end_ns: int) -> list[int]:
        """Return the processes that were launched in [start_ns, end_ns], by index."""
        processes = self.trace.processes
        if len(self._arrivals) != len(processes):
            self._arrivals = np.array([info.arrival_ns for info in processes], np.int64)
        return _inside(self._arrivals, start_ns, end_ns)

    def born(self, start_ns: int, end_ns: int) -> list[int]:
        """Return the threads that other threads started in [start_ns, end_ns], by index."""
        trace = self.trace
        if len(self._births) != len(trace.ended):
            processes = trace.processes
            self._births = np.array(
                [-1 if _came_with_process(info, processes[info.process].arrival_ns) else info.arrival_ns
                 for info in trace.threads],
                np.int64,
            )  # fmt: skip
        return _inside(self._births, start_ns, end_ns)

    def ended(self, start_ns: int, end_ns: int) -> list[int]:
        """Return the threads that ended in [start_ns, end_ns], by index."""
        return _inside(np.array(self.trace.ended, np.int64), start_ns, end_ns)

    def deadlines(self, thread: int, start_ns: int, end_ns: int) -> Deadlines | None:
        """Return the deadlines of a periodic thread in [start_ns, end_ns]; None where it is none, or there is none.

        A job that was released before its thread was killed, and was due after, has no deadline any more.
        """
        trace = self.trace
        periodic, jobs = trace.processes[trace.threads[thread].process].periodic, trace.jobs.get(thread)
        if periodic is None or jobs is None:
            return None
        first_ns = jobs.first_ns + periodic.deadline_ns
        low, high = _jobs_in(first_ns, periodic.period_ns, start_ns, min(end_ns, trace.ended[thread]))
        if low == high:
            return None
        due = first_ns + np.arange(low, high, dtype=np.int64) * periodic.period_ns
        finish = np.full(high - low, np.iinfo(np.int64).max)
        known = np.array(jobs.finish[low:high], np.int64)
        finish[: len(known)] = known
        return Deadlines(deadline_ns=due, missed=finish > due)

    def releases(self, thread: int, start_ns: int, end_ns: int) -> Times:
        """Return when the jobs of a thread were released in [start_ns, end_ns]; none where it is not periodic."""
        trace = self.trace
        periodic, jobs = trace.processes[trace.threads[thread].process].periodic, trace.jobs.get(thread)
        if periodic is None or jobs is None:
            return np.empty(0, np.int64)
        low, high = _jobs_in(jobs.first_ns, periodic.period_ns, start_ns, min(end_ns, trace.ended[thread]))
        return jobs.first_ns + np.arange(low, high, dtype=np.int64) * periodic.period_ns

    def on_line(self, core: int, t_ns: int) -> list[tuple[int, int]]:
        """Return the stretches [begin, end) during which a core is on line, as far as that is known at ``t_ns``."""
        self.told(0, 0)
        changes = [(0, self.trace.header.first_cores), *(each for each in self._cores if each[0] <= t_ns)]
        found: list[tuple[int, int]] = []
        for (begin_ns, count), (end_ns, _) in pairwise([*changes, (OPEN, 0)]):
            if count > core and begin_ns < end_ns:
                joined = found and found[-1][1] == begin_ns
                found.append((found.pop()[0] if joined else begin_ns, end_ns))
        return found

    @property
    def cores_change(self) -> bool:
        """Whether some core is off line at some time, as far as is known."""
        self.told(0, 0)
        return bool(self._cores) or self.trace.header.first_cores < self.trace.header.cores

    def cores_change_in(self, from_ns: int, to_ns: int) -> bool:
        """Return whether cores come on line or go off line after one moment and by another one."""
        return self.cores_change and any(from_ns < time_ns <= to_ns for time_ns, _ in self._cores)

    def missed(self, start_ns: int, end_ns: int) -> array[int]:
        """Return when deadlines were missed in [start_ns, end_ns], of whichever threads; once for each."""
        return self._missed.between(start_ns, end_ns)

    @property
    def periodic(self) -> list[int]:
        """The threads whose jobs have deadlines, by index."""
        return sorted(self.trace.jobs)


class _Misses:
    """The missed deadlines of all threads in order of time: each deadline is looked at once."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._start_anew()

    def between(self, start_ns: int, end_ns: int) -> array[int]:
        self._extend(end_ns)
        return self._times[bisect_left(self._times, start_ns) : bisect_right(self._times, end_ns)]

    def _start_anew(self) -> None:
        self._until_ns = -1
        self._times = array("q")
        #: The next deadline of each thread: when, whose, and of which job.
        self._next: list[tuple[int, int, int]] = []
        self._known: set[int] = set()

    def _extend(self, until_ns: int) -> None:
        """Look at the deadlines up to a time that is known."""
        trace = self._trace
        if trace.known_until_ns < self._until_ns:
            self._start_anew()  # the trace was taken back to an earlier moment
        if len(self._known) != len(trace.jobs):
            for thread in trace.jobs.keys() - self._known:
                self._known.add(thread)
                self._push(thread, 0)
        while self._next and self._next[0][0] <= until_ns:
            due_ns, thread, job = heappop(self._next)
            if due_ns <= trace.ended[thread]:
                finish = trace.jobs[thread].finish
                if job >= len(finish) or finish[job] > due_ns:
                    self._times.append(due_ns)
                self._push(thread, job + 1)
        self._until_ns = max(self._until_ns, until_ns)

    def _push(self, thread: int, job: int) -> None:
        periodic = self._trace.processes[self._trace.threads[thread].process].periodic
        if periodic is not None:
            due_ns = self._trace.jobs[thread].first_ns + job * periodic.period_ns + periodic.deadline_ns
            heappush(self._next, (due_ns, thread, job))


def event_text(trace: Trace, row: int) -> str:
    """Return in words what an event did to the run."""
    events = trace.events
    value, core, thread = events.value[row], events.core[row], events.thread[row]
    process = trace.processes[events.process[row]].label if events.process[row] >= 0 else ""
    who = trace.threads[thread].label if thread >= 0 else process
    signal = _SIGNALS.get(value, tr("signal {number}").format(number=value))
    refused = tr("{signal} to {who} alone is refused") if value else tr("{who} cannot be bound to cores off line")
    if thread < 0:
        refused = tr("{who} gets no further thread")
    text = {
        EventKind.SIGNALLED: tr("{process} is sent {signal}"),
        EventKind.REFUSED: refused,
        EventKind.NICE: tr("{who} has nice {value}"),
        EventKind.PRIORITY: tr("{who} has priority {value}"),
        EventKind.AFFINITY: tr("{who} may run on {cores}"),
        EventKind.CORES: tr("Cores on line: {value}"),
        EventKind.POLICY: tr("The policy becomes {policy}"),
        EventKind.OUT_OF_MEMORY: tr("{process} is killed: RAM is full"),
    }[EventKind(events.kind[row])]
    policy = trace.policies[value] if events.kind[row] == EventKind.POLICY else ""
    return text.format(
        process=process, who=who, signal=signal, value=value, core=core, policy=policy, cores=_cores_text(value)
    )


def _cores_text(mask: int) -> str:
    cores = cores_in(mask)
    if not cores:
        return tr("any core")
    return tr("cores {numbers}").format(numbers=", ".join(map(str, cores)))


def _jobs_in(first_ns: int, period_ns: int, start_ns: int, end_ns: int) -> tuple[int, int]:
    """Return the numbers of the jobs, the first one and that after the last, for which it is time in a stretch."""
    low = max(0, -(-(start_ns - first_ns) // period_ns))
    return low, max(low, (end_ns - first_ns) // period_ns + 1)


def _came_with_process(info: ThreadInfo, launched_ns: int) -> bool:
    return info.arrival_ns == launched_ns


def _inside(times: Times, start_ns: int, end_ns: int) -> list[int]:
    found: list[int] = np.flatnonzero((times >= start_ns) & (times <= end_ns)).tolist()
    return found
