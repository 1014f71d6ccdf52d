"""What the threads of a run have used and waited for by t: sums that a table asks for many times a second."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple

from desktop_app.trace.lives import Lives, Stays
from desktop_app.trace.tables import OPEN, RunEnd, RunTable, WaitTable

_CAUSE, _SHIFT = (1 << RunTable.SHIFT) - 1, RunTable.SHIFT
_RATE, _BLOCKED = int(RunEnd.RATE), int(RunEnd.BLOCKED)
_LEFT = (int(RunEnd.EXPIRED), int(RunEnd.PREEMPTED))


class ThreadTimes(NamedTuple):
    """What one thread has used by t.

    What was forgotten of the trace is not counted: then times and counts begin at ``trace.begin_ns``.

    Attributes:
        cpu_ns: Time on a core, context switches not counted.
        ready_ns: Time in the ready queue, its waiting time.
        blocked_ns: Time in which it waited for something.
        response_ns: From its arrival to when it first ran; None when it has not by then, or when that was forgotten.
        voluntary: How often it left a core because it had to wait.
        involuntary: How often it left a core although it could have gone on.
    """

    cpu_ns: int
    ready_ns: int
    blocked_ns: int
    response_ns: int | None
    voluntary: int
    involuntary: int

    @property
    def switches(self) -> int:
        """How often it left a core to another thread or to nobody, its end not counted."""
        return self.voluntary + self.involuntary


class _Sums:
    """What one thread had used before each of its stays on a core, and before each of its waits."""

    __slots__ = ("blocked", "cpu", "first_run_ns", "involuntary", "on_core", "voluntary")

    def __init__(self) -> None:
        self.cpu, self.on_core, self.blocked = array("q"), array("q"), array("q")
        self.voluntary, self.involuntary = array("i"), array("i")
        self.first_run_ns = OPEN


class TimesIndex:
    """An index of a trace by thread. It grows with the trace, and starts anew when history was forgotten."""

    def __init__(self, lives: Lives) -> None:
        self._lives = lives
        self._start_anew()

    def at(self, thread: int, t_ns: int) -> ThreadTimes:
        """Return what a thread has used by ``t_ns``, which the trace knows; nothing before it exists."""
        trace = self._lives.trace
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        sums = self._of(thread)
        until = min(t_ns, trace.ended[thread])
        cpu, on_core, response, voluntary, involuntary = self._on_cores(sums, thread, until, t_ns)
        blocked = self._blocked_ns(sums, thread, until)
        began = max(trace.ready_from[thread], self._begin_ns)
        ready = max(0, until - began) - on_core - blocked if began <= until else 0
        return ThreadTimes(cpu, max(0, ready), blocked, response, voluntary, involuntary)

    def prepare(self, t_ns: int, most: int) -> bool:
        """Add up at most so many stays and waits, and return whether no more than that is left to do for ``t_ns``.

        Where a run is long, that lets a window answer in between; `at` alone would do all of it at once.
        """
        trace, left = self._lives.trace, most
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        for thread in range(len(trace.threads)):
            sums, stays, waits = self._of(thread), self._lives.stays(thread), trace.waits[thread]
            last = bisect_right(stays.start, t_ns) - 1
            done = len(sums.cpu)
            if last >= done:
                self._add_stays(sums, stays, min(last, done + left))
                left -= last + 1 - done
            last, done = bisect_right(waits.time, t_ns) - 1, len(sums.blocked)
            if left >= 0 and last >= done:
                self._add_waits(sums, waits, min(last, done + left))
                left -= last + 1 - done
            if left < 0:
                return False
        return True

    def _of(self, thread: int) -> _Sums:
        while thread >= len(self._sums):
            self._sums.append(_Sums())
        return self._sums[thread]

    def _start_anew(self) -> None:
        self._begin_ns = self._lives.trace.begin_ns
        self._sums: list[_Sums] = []

    def _on_cores(self, sums: _Sums, thread: int, until: int, t_ns: int) -> tuple[int, int, int | None, int, int]:
        """Return CPU time, time on cores, response, and how often it left one because it waited, and otherwise."""
        trace, stays = self._lives.trace, self._lives.stays(thread)
        position = bisect_right(stays.start, t_ns) - 1
        if position < 0:
            return 0, 0, None, 0, 0
        if position >= len(sums.cpu):
            self._add_stays(sums, stays, position)
        runs, number = trace.runs[stays.core[position]], stays.number[position]
        stop, began = min(until, runs.ended[number]), runs.began[number]
        on_core = sums.on_core[position] + max(0, stop - max(stays.start[position], self._begin_ns))
        cpu = sums.cpu[position] + max(0, stop - max(began, self._begin_ns))
        cause = runs.whose[number] & _CAUSE if runs.ended[number] <= t_ns else _RATE
        response = sums.first_run_ns
        if response == OPEN and _ran(began, runs.ended[number], runs.whose[number] & _CAUSE):
            response = began
        known = response <= t_ns and thread not in trace.forgotten.last_run
        return (
            cpu,
            on_core,
            response - trace.threads[thread].arrival_ns if known else None,
            sums.voluntary[position] + (cause == _BLOCKED),
            sums.involuntary[position] + (cause in _LEFT),
        )

    def _add_stays(self, sums: _Sums, stays: Stays, position: int) -> None:
        """Add up what was used before each stay up to a position; all stays before one that has begun are over.

        In one loop, because a trace may have a million of them.
        """
        columns = (sums.cpu, sums.on_core, sums.voluntary, sums.involuntary)
        if not sums.cpu:
            for column in columns:
                column.append(0)
        tables, begin = self._lives.trace.runs, self._begin_ns
        cpu, on_core, voluntary, involuntary = (column[-1] for column in columns)
        starts, cores, numbers = stays.start, stays.core, stays.number
        for row in range(len(sums.cpu), position + 1):
            start, core, number = starts[row - 1], cores[row - 1], numbers[row - 1]
            runs = tables[core]
            began, ended, cause = runs.began[number], runs.ended[number], runs.whose[number] & _CAUSE
            if sums.first_run_ns == OPEN and _ran(began, ended, cause):
                sums.first_run_ns = began
            if ended > begin:
                cpu += ended - (max(begin, began))
                on_core += ended - (max(begin, start))
            # Picked again without anybody in between, it never left.
            if not (starts[row] == ended and cores[row] == core and numbers[row] == number + 1):
                voluntary += cause == _BLOCKED
                involuntary += cause in _LEFT
            sums.cpu.append(cpu)
            sums.on_core.append(on_core)
            sums.voluntary.append(voluntary)
            sums.involuntary.append(involuntary)

    def _blocked_ns(self, sums: _Sums, thread: int, until: int) -> int:
        waits, begin = self._lives.trace.waits[thread], self._begin_ns
        row = bisect_right(waits.time, until) - 1
        if row < 0:
            return 0
        self._add_waits(sums, waits, row)
        return sums.blocked[row] + max(0, min(until, waits.until[row]) - max(waits.time[row], begin))

    def _add_waits(self, sums: _Sums, waits: WaitTable, row: int) -> None:
        """Add up what was waited before each wait up to a row."""
        begin = self._begin_ns
        for one in range(len(sums.blocked), row + 1):
            before = max(0, waits.until[one - 1] - max(waits.time[one - 1], begin)) if one else 0
            sums.blocked.append(sums.blocked[-1] + before if one else 0)


def _ran(began: int, ended: int, cause: int) -> bool:
    """Return whether a thread executed in a stay: for some time, or what it had to do takes none."""
    return began < ended or (began == ended and cause not in _LEFT)
