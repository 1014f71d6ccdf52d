"""One pass over what the cores did: sums per thread and per core, in memory that does not grow with the run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from operator import itemgetter

from desktop_app.trace.tables import OPEN, RunEnd, RunTable
from desktop_app.trace.trace import Trace

# Plain integers: an enum member costs a look-up for each of millions of rows.
_RATE, _BLOCKED = int(RunEnd.RATE), int(RunEnd.BLOCKED)
_LEFT = (int(RunEnd.EXPIRED), int(RunEnd.PREEMPTED))
_CAUSE, _SHIFT = (1 << RunTable.SHIFT) - 1, RunTable.SHIFT

#: Dispatches that are put in order at a time, all cores together.
_CHUNK = 65_536

#: When a thread was dispatched, began and stopped, on which core, and who it was and why it stopped.
Stay = tuple[int, int, int, int, int]


class Usage:
    """What threads and cores add up to until a time. Nothing of the trace should have been forgotten.

    Whoever has other things to do in between says so and goes through `counting`; before its end nothing is right.

    Attributes:
        cpu_ns: For each thread, its time on cores, switches not counted.
        on_core_ns: For each thread, its time on cores, switches included.
        first_run_ns: For each thread, when it first executed; OPEN when it never did.
        dispatches: For each thread, how often it was given a core, the one it had included.
        voluntary: For each thread, how often it left a core because it had to wait.
        involuntary: For each thread, how often it left a core although it could have gone on.
        migrations: For each thread, how often it came to another core than its last one.
        longest_ready_ns: For each thread, its longest stay in the ready queue.
        ready: For each thread, whether it is in the ready queue at the end.
        running: For each thread, whether it has a core at the end.
        busy_ns: For each core, its time with threads, switches not counted.
        switches: For each core, how often it took on another thread than it had before.
    """

    def __init__(
        self, trace: Trace, end_ns: int, queued: Callable[[int, int], None] | None = None, *, at_once: bool = True
    ) -> None:
        """Add up a trace.

        Args:
            trace: The trace.
            end_ns: Until when, not beyond ``trace.known_until_ns``.
            queued: Told of each stay in the ready queue that takes time: since when, and until when.
            at_once: Whether to do so now; otherwise `counting` does.
        """
        count, cores = len(trace.threads), len(trace.runs)
        self.cpu_ns = [0] * count
        self.on_core_ns = [0] * count
        self.first_run_ns = [OPEN] * count
        self.dispatches = [0] * count
        self.voluntary = [0] * count
        self.involuntary = [0] * count
        self.migrations = [0] * count
        self.longest_ready_ns = [0] * count
        self.ready = [False] * count
        self.running = [False] * count
        self.busy_ns = [0] * cores
        self.switches = list(trace.forgotten.switches)
        self._trace = trace
        self._end_ns = end_ns
        self._queued = queued
        # Since when each thread is ready unless it waits, and when the next wait begins that was not looked at.
        self._since = list(trace.ready_from)
        self._next_wait = [waits.time[0] if len(waits) else OPEN for waits in trace.waits]
        self._waits_passed = [0] * count
        self._last_core = [-1] * count
        self._last_thread = list(trace.forgotten.last_thread)
        if at_once:
            for _ in self.counting(_CHUNK):
                pass

    def counting(self, most: int) -> Iterator[None]:
        """Add the trace up, some ``most`` dispatches from one step to the next; to be gone through once."""
        yield from self._add_rows(most)
        for thread in range(len(self.cpu_ns)):
            self._add_end(thread)

    def _add_rows(self, most: int) -> Iterator[None]:
        """Go through all dispatches; in one loop, because a call for each would double what it costs."""
        end_ns, since = self._end_ns, self._since
        cpu, on_core, first_run, dispatches = self.cpu_ns, self.on_core_ns, self.first_run_ns, self.dispatches
        busy, last_thread = self.busy_ns, self._last_thread
        end_before, cause_before = [-1] * len(busy), [_RATE] * len(busy)
        for chunk in stays_in_order(self._trace, end_ns, most):
            for start, end, began, core, whose in chunk:
                thread, cause = whose >> _SHIFT, whose & _CAUSE
                if last_thread[core] == thread and end_before[core] == start:
                    dispatches[thread] += cause_before[core] != _RATE
                else:
                    self._leave(core, cause_before[core])
                    dispatches[thread] += 1
                    self._come(core, thread, start)
                end_before[core], cause_before[core] = end, cause
                since[thread] = end
                stop = min(end_ns, end)
                on_core[thread] += stop - start
                if began < stop:
                    cpu[thread] += stop - began
                    busy[core] += stop - began
                    if first_run[thread] == OPEN:
                        first_run[thread] = began
                elif began == end and first_run[thread] == OPEN and cause not in _LEFT:
                    first_run[thread] = began  # it had nothing to do but what takes no time
            yield
        for core, end in enumerate(end_before):
            if end <= end_ns:
                self._leave(core, cause_before[core])

    def _leave(self, core: int, cause: int) -> None:
        """Count that a core's last thread left it."""
        if cause == _BLOCKED:
            self.voluntary[self._last_thread[core]] += 1
        elif cause in _LEFT:
            self.involuntary[self._last_thread[core]] += 1

    def _come(self, core: int, thread: int, start: int) -> None:
        """Count that a core took on a thread that did not have it just before."""
        if self._last_thread[core] != thread:
            self._last_thread[core] = thread
            self.switches[core] += 1
        if self._last_core[thread] != core:
            self.migrations[thread] += self._last_core[thread] >= 0
            self._last_core[thread] = core
        since = self._since[thread]
        if self._next_wait[thread] <= since:
            since = self._ready_since(thread, start)
        if start > since:
            self._stayed(thread, since, start)

    def _stayed(self, thread: int, since: int, until: int) -> None:
        self.longest_ready_ns[thread] = max(self.longest_ready_ns[thread], until - since)
        if self._queued is not None:
            self._queued(since, until)

    def _ready_since(self, thread: int, until_ns: int) -> int:
        """Return when the waits that followed its last stay on a core were over, or when the thread left its core.

        A wait that follows begins when the thread leaves its core, or when the wait before it is over. One that takes
        no time and begins at ``until_ns`` may belong to the stay that begins there.
        """
        waits, row, since = self._trace.waits[thread], self._waits_passed[thread], self._since[thread]
        begins, ends = waits.time, waits.until
        while row < len(ends) and begins[row] <= since and ends[row] <= until_ns:
            since = max(since, ends[row])
            row += 1
        self._waits_passed[thread] = row
        self._next_wait[thread] = begins[row] if row < len(ends) else OPEN
        return since

    def _add_end(self, thread: int) -> None:
        """Say what a thread is doing at the end, and count how long it has been ready then."""
        trace, ended = self._trace, self._trace.ended[thread]
        until = min(ended, self._end_ns)
        if trace.ready_from[thread] > until:
            return
        since = self._ready_since(thread, until)
        if since > until:
            self.running[thread] = True
        elif trace.waits[thread].at(until) < 0:
            if until > since:
                self._stayed(thread, since, until)
            self.ready[thread] = ended > until


def stays_in_order(trace: Trace, end_ns: int, most: int) -> Iterator[Iterable[Stay]]:
    """Yield all stays of threads on cores that began by ``end_ns``: dispatched, ended, began, core, whose.

    They come in chunks of some ``most``, and are ordered by dispatch; of those that start together, empty ones come
    first: a thread that blocked on one core may have gone on with another one at the same moment.
    """
    if len(trace.runs) == 1:
        count = bisect_right(trace.runs[0].dispatched, end_ns)
        for first in range(0, count, most):
            yield _stays(trace, 0, first, min(count, first + most))
        return
    done, each, order = [0] * len(trace.runs), max(1, most // len(trace.runs)), itemgetter(0, 1)
    while True:
        nexts = [
            runs.dispatched[min(first + each, len(runs.dispatched) - 1)]
            for first, runs in zip(done, trace.runs, strict=True)
            if first < len(runs.dispatched)
        ]
        # All that start at one moment belong to one chunk.
        until = min(*nexts, end_ns, OPEN) + 1
        counts = [bisect_left(runs.dispatched, until, first) for first, runs in zip(done, trace.runs, strict=True)]
        chunk = list(
            chain.from_iterable(
                _stays(trace, core, first, count) for core, (first, count) in enumerate(zip(done, counts, strict=True))
            )
        )
        if not chunk:
            return
        chunk.sort(key=order)
        yield chunk
        done = counts


def _stays(trace: Trace, core: int, first: int, count: int) -> Iterator[Stay]:
    runs = trace.runs[core]
    columns = (runs.dispatched, runs.ended, runs.began, runs.whose)
    if first or count < len(runs.whose):
        columns = (column[first:count] for column in columns)  # type: ignore[assignment]
    dispatched, ended, began, whose = columns
    return zip(dispatched, ended, began, repeat(core), whose)
