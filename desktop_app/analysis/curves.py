"""How busy the cores were, how many threads were ready, and what threads waited for, as functions of time."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from heapq import merge
from typing import Final

from desktop_app.analysis.time_sums import TimeSums
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import Trace

#: What stands for the ready queue among the causes of waiting.
READY: Final = "ready queue"


class Curves:
    """The curves of one trace; it keeps indexes that grow with the trace.

    `extend` takes over what is new, a bounded number of rows at a time; up to ``known_ns`` every question has its
    final answer then. Where history was forgotten, sums are right from ``trace.begin_ns`` on: take differences.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def _start_anew(self) -> None:
        trace = self.trace
        self._begin_ns = trace.begin_ns
        self.known_ns = trace.begin_ns
        self._dispatched = [TimeSums(runs.dispatched) for runs in trace.runs]
        self._began = [TimeSums(runs.began) for runs in trace.runs]
        self._ended = [TimeSums(runs.ended) for runs in trace.runs]
        self._waits_seen = 0
        self._open: list[int] = []
        self._starts: defaultdict[str, TimeSums] = defaultdict(lambda: TimeSums(array("q")))
        self._ends: defaultdict[str, TimeSums] = defaultdict(lambda: TimeSums(array("q")))
        self._joined, self._left = TimeSums(array("q")), TimeSums(array("q"))
        self._online = [(0, trace.header.first_cores)]
        self._events_seen = 0

    def extend(self, most: int) -> bool:
        """Take over at most some ``most`` waits that are new; return whether everything that is known is taken over."""
        trace, known = self.trace, self.trace.known_until_ns
        if trace.begin_ns != self._begin_ns or known < self.known_ns:
            self._start_anew()
        elif known == self.known_ns:
            return True
        log = trace.wait_log
        count = bisect_right(log.time, known)
        end = min(count, self._waits_seen + most)
        until = known if end == count else log.time[end] - 1
        self._take_waits(range(self._waits_seen, end), until)
        self._waits_seen = end
        self._take_lives(until)
        self.known_ns = max(self.known_ns, until)
        return end == count

    def _take_waits(self, rows: range, until_ns: int) -> None:
        log, causes = self.trace.wait_log, self.trace.causes
        texts = [cause.text for cause in causes]
        for row in rows:
            self._starts[texts[log.cause[row]]].column.append(log.time[row])
        still_open, ended = [], defaultdict[str, list[int]](list)
        for row in (*self._open, *rows):
            if log.until[row] > until_ns:
                still_open.append(row)
            else:
                ended[texts[log.cause[row]]].append(log.until[row])
        self._open = still_open
        for text, times in ended.items():
            self._ends[text].column.extend(sorted(times))

    def _take_lives(self, until_ns: int) -> None:
        """Take over when threads came and went, and how many cores were on line: there is little of it."""
        trace = self.trace
        lives = [(ready, end) for ready, end in zip(trace.ready_from, trace.ended, strict=True) if ready <= until_ns]
        self._joined = TimeSums(array("q", sorted(ready for ready, _ in lives)))
        self._left = TimeSums(array("q", sorted(max(ready, end) for ready, end in lives)))
        events = trace.events
        rows = events.until(until_ns)[self._events_seen :]
        self._online += [(events.time[row], events.value[row]) for row in rows if events.kind[row] == EventKind.CORES]
        self._events_seen += len(rows)

    # -- cores ----------------------------------------------------------------------------------------------

    def busy_ns(self, core: int, t_ns: int) -> int:
        """Return how long threads had run on a core by ``t_ns``; context switches do not count."""
        return self._began[core].area_ns(t_ns) - self._ended[core].area_ns(t_ns)

    def online_ns(self, core: int, t_ns: int) -> int:
        """Return how long a core had been on line by ``t_ns``."""
        total = 0
        for (start, cores), (end, _) in zip(self._online, [*self._online[1:], (OPEN, 0)], strict=True):
            if core < cores:
                total += max(0, min(end, t_ns) - start)
        return total

    def utilisation(self, cores: Sequence[int], start_ns: int, end_ns: int) -> float | None:
        """Return the share of the time on line of some cores in which they ran threads; None where none was on line."""
        online = sum(self.online_ns(core, end_ns) - self.online_ns(core, start_ns) for core in cores)
        busy = sum(self.busy_ns(core, end_ns) - self.busy_ns(core, start_ns) for core in cores)
        return min(1.0, busy / online) if online else None

    # -- threads --------------------------------------------------------------------------------------------

    def ready_area_ns(self, t_ns: int) -> int:
        """Return the time that all threads together had spent in the ready queue by ``t_ns``."""
        lived = self._joined.area_ns(t_ns) - self._left.area_ns(t_ns)
        on_core = sum(
            begin.area_ns(t_ns) - end.area_ns(t_ns) for begin, end in zip(self._dispatched, self._ended, strict=True)
        )
        return lived - on_core - sum(self.waited_ns(cause, t_ns) for cause in self._starts)

    def ready_count(self, t_ns: int) -> int:
        """Return how many threads are in the ready queue at ``t_ns``."""
        lived = self._joined.count(t_ns) - self._left.count(t_ns)
        on_core = sum(
            begin.count(t_ns) - end.count(t_ns) for begin, end in zip(self._dispatched, self._ended, strict=True)
        )
        waiting = sum(starts.count(t_ns) - self._ends[cause].count(t_ns) for cause, starts in self._starts.items())
        return lived - on_core - waiting

    def ready_steps(self, start_ns: int, end_ns: int, most: int) -> list[tuple[int, int]] | None:
        """Return how the number of ready threads changed: when, and the number from then on.

        The first step is at ``start_ns``. None when that would take going through more than ``most`` events.
        """
        plus, minus = self._columns()
        ranges = [
            [(column, bisect_right(column, start_ns), bisect_right(column, end_ns)) for column in columns]
            for columns in (plus, minus)
        ]
        if sum(last - first for group in ranges for _, first, last in group) > most:
            return None
        joins, leaves = ([column[first:last] for column, first, last in group] for group in ranges)
        changes: dict[int, int] = {}
        for time in merge(*joins):
            changes[time] = changes.get(time, 0) + 1
        for time in merge(*leaves):
            changes[time] = changes.get(time, 0) - 1
        length = self.ready_count(start_ns)
        found = [(start_ns, length)]
        for time in sorted(changes):
            if changes[time]:
                length += changes[time]
                found.append((time, length))
        return found

    def _columns(self) -> tuple[list[array[int]], list[array[int]]]:
        """Return the times at which somebody may have joined the ready queue, and those at which somebody left it."""
        ends = [sums.column for sums in self._ended] + [sums.column for sums in self._ends.values()]
        begins = [sums.column for sums in self._dispatched] + [sums.column for sums in self._starts.values()]
        return [self._joined.column, *ends], [self._left.column, *begins]

    # -- causes ---------------------------------------------------------------------------------------------

    @property
    def causes(self) -> tuple[str, ...]:
        """What threads have waited for, in the order of the first time."""
        return tuple(sorted(self._starts, key=lambda cause: self._starts[cause].column[0]))

    def waited_ns(self, cause: str, t_ns: int) -> int:
        """Return how long all threads together had waited for something, or in the ready queue, by ``t_ns``."""
        if cause == READY:
            return self.ready_area_ns(t_ns)
        if cause not in self._starts:
            return 0
        return self._starts[cause].area_ns(t_ns) - self._ends[cause].area_ns(t_ns)


def bin_width_ns(span_ns: int, bins: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, 50 … ns of which at most ``bins`` cover ``span_ns``."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if span_ns <= bins * step * size:
                return step * size
        size *= 10
