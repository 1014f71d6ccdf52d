"""What each core and each thread did, one interval after the other, without a gap: the rows of a trace's exports.

They come in order of time, a row at a time, from the columns of the trace. What is kept beside these is eight bytes for
each dispatch: which dispatches are whose.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from heapq import merge
from operator import itemgetter
from typing import Any, Final, NamedTuple

from desktop_app.analysis.usage import stays_in_order
from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.trace.tables import EventKind, RunEnd, RunTable
from desktop_app.trace.trace import Trace

_CAUSE: Final = (1 << RunTable.SHIFT) - 1
_SHIFT: Final = RunTable.SHIFT
_EXPIRED, _PREEMPTED, _BLOCKED = int(RunEnd.EXPIRED), int(RunEnd.PREEMPTED), int(RunEnd.BLOCKED)
#: A core's number takes so many bits beside that of a dispatch; there are at most 64 cores.
_CORE_BITS: Final = 6
#: Dispatches that are put in order at a time.
_CHUNK: Final = 16_384


class Span(NamedTuple):
    """The stretch of a run that is exported: [begin, end)."""

    begin_ns: int
    end_ns: int


class Part(IntEnum):
    """What an interval is of."""

    RUN = 0
    """A core executes a thread, at one rate."""
    SWITCH = 1
    """A core is on its way from one thread to another."""
    IDLE = 2
    """A core has no thread."""
    OFFLINE = 3
    """A core is off line."""
    NEW = 4
    """A thread exists and was not ready yet."""
    READY = 5
    WAIT = 6
    ON_CORE = 7
    """A thread has a core, from its dispatch until it leaves: several RUN and SWITCH without a break."""


class Interval(NamedTuple):
    """One interval of a core, a thread or both.

    Attributes:
        start_ns: Since when.
        end_ns: Until when; the same where it took no time.
        part: What it is of.
        thread: Index of the thread, or -1.
        core: The core, or -1.
        cause: Why it ended, a RunEnd, for RUN; index of what is waited for, for WAIT; otherwise -1.
        rate_ppm: The rate, in millionths of the nominal one, for RUN; otherwise 0.
    """

    start_ns: int
    end_ns: int
    part: Part
    thread: int
    core: int
    cause: int = -1
    rate_ppm: int = 0


class Step(NamedTuple):
    """One instruction that a thread executes.

    Attributes:
        start_ns: Since when.
        end_ns: Until when; the same where all but its end came before the thread lost its core.
        thread: Index of the thread.
        line: Its index in the listing.
        done: Whether it is over then; else the thread lost its core, and a row for the rest of it follows.
    """

    start_ns: int
    end_ns: int
    thread: int
    line: int
    done: bool


#: When a row starts.
START: Final[Callable[[Any], int]] = itemgetter(0)


def span_of(trace: Trace, begin_ns: int | None = None, end_ns: int | None = None) -> Span:
    """Return the stretch of a trace between two moments, as far as it is remembered and known.

    Args:
        trace: The trace.
        begin_ns: Its beginning; that of what is remembered when None or earlier.
        end_ns: Its end; that of what is known when None or later.
    """
    end = trace.known_until_ns if end_ns is None else min(end_ns, trace.known_until_ns)
    begin = trace.begin_ns if begin_ns is None else max(begin_ns, trace.begin_ns)
    return Span(min(begin, end), end)


def intervals(trace: Trace, span: Span) -> Iterator[Interval]:
    """Yield all intervals of all threads and cores that lie in a span, in order of their starts.

    Of those that start at the same moment the ones that took no time come first, then those of threads before those of
    cores. They are cut to the span.
    """
    whose = _dispatches(trace, span)
    return merge(
        *(thread_intervals(trace, thread, span, whose[thread]) for thread in range(len(trace.threads))),
        *(core_intervals(trace, core, span) for core in range(len(trace.runs))),
        key=_order,
    )


def _order(interval: Interval) -> int:
    return 2 * interval[0] + (interval[1] > interval[0])


def steps(trace: Trace, span: Span) -> Iterator[Step]:
    """Yield the instructions of all threads in a span, in order of their starts."""
    return merge(*(_steps(trace, thread, span) for thread in range(len(trace.threads))), key=START)


def step_count(trace: Trace, span: Span) -> int:
    """Return how many `steps` there are, or a few more."""
    return sum(
        bisect_right(executed.start, span.end_ns) - bisect_left(executed.end, span.begin_ns)
        for executed in dict.fromkeys(trace.executed)
    )


# -- cores ------------------------------------------------------------------------------------------------------


def core_intervals(trace: Trace, core: int, span: Span) -> Iterator[Interval]:
    """Yield what a core did in a span: IDLE, OFFLINE, SWITCH and RUN, without a gap, in order."""
    runs, at, online = trace.runs[core], span.begin_ns, _online(trace, core)
    for number in range(bisect_left(runs.ended, span.begin_ns), _first_after(trace, runs, span)):
        dispatched, began, ended = runs.dispatched[number], runs.began[number], runs.ended[number]
        if ended == span.begin_ns and dispatched < ended:
            continue  # it was over then
        whose = runs.whose[number]
        thread, cause = whose >> _SHIFT, whose & _CAUSE
        start, stop = max(dispatched, span.begin_ns), min(ended, span.end_ns)
        if at < start:
            yield from _without_thread(core, at, start, online)
        runs_from = min(max(began, span.begin_ns), stop)
        if runs_from > start:
            yield Interval(start, runs_from, Part.SWITCH, thread, core)
        if runs_from < stop or ended <= span.end_ns:
            rate = runs.rates[number] if runs.rates else FULL_RATE_PPM
            yield Interval(
                runs_from, stop, Part.RUN, thread, core, cause if ended <= span.end_ns else int(RunEnd.OPEN), rate
            )
        at = stop
    yield from _without_thread(core, at, span.end_ns, online)


def _first_after(trace: Trace, runs: RunTable, span: Span) -> int:
    """Return the number of the first dispatch that does not belong to a span any more.

    One at its very end does so only if it took no time, and the run was over then.
    """
    number = bisect_left(runs.dispatched, span.end_ns)
    while (
        trace.finished
        and span.end_ns == trace.known_until_ns
        and number < len(runs.dispatched)
        and runs.ended[number] == span.end_ns
    ):
        number += 1
    return number


def _online(trace: Trace, core: int) -> list[tuple[int, bool]]:
    """Return when a core came on line or went off, in order, from the first moment on."""
    found = [(0, core < trace.header.first_cores)]
    events = trace.events
    for row in range(len(events)):
        if events.kind[row] == EventKind.CORES and (core < events.value[row]) is not found[-1][1]:
            found.append((events.time[row], core < events.value[row]))
    return found


def _without_thread(core: int, start_ns: int, end_ns: int, online: list[tuple[int, bool]]) -> Iterator[Interval]:
    at, row = start_ns, bisect_right(online, start_ns, key=START) - 1
    while at < end_ns:
        until = min(end_ns, online[row + 1][0] if row + 1 < len(online) else end_ns)
        if until > at:
            yield Interval(at, until, Part.IDLE if online[row][1] else Part.OFFLINE, -1, core)
        at, row = until, row + 1


# -- threads ----------------------------------------------------------------------------------------------------


def _dispatches(trace: Trace, span: Span) -> list[array[int]]:
    """Return for each thread its dispatches by the end of a span in order: the number of each, and the core."""
    found = [array("q") for _ in trace.threads]
    numbers = [0] * len(trace.runs)
    ends = [_first_after(trace, runs, span) for runs in trace.runs]
    for chunk in stays_in_order(trace, span.end_ns, _CHUNK):
        for _, ended, _, core, whose in chunk:
            number = numbers[core]
            numbers[core] = number + 1
            if ended >= span.begin_ns and number < ends[core]:
                found[whose >> _SHIFT].append(number << _CORE_BITS | core)
    return found


def thread_intervals(trace: Trace, thread: int, span: Span, dispatches: Iterable[int]) -> Iterator[Interval]:
    """Yield what a thread did in a span: NEW, READY, WAIT and ON_CORE, without a gap, in order.

    Args:
        trace: The trace.
        thread: The thread's index.
        span: The span.
        dispatches: Its dispatches in order; each number is shifted to the left, and has the core in the bits below.
    """
    arrival, ready, ended = trace.threads[thread].arrival_ns, trace.ready_from[thread], trace.ended[thread]
    end = min(span.end_ns, ended)
    if arrival >= span.end_ns or ended < span.begin_ns:
        return
    if ready > arrival:
        yield from _cut(Interval(arrival, min(ready, end), Part.NEW, thread, -1), span)
    gaps = _Gaps(trace, thread, span)
    at = ready
    for start, stop, core in _stretches(trace, dispatches):
        if at < start:
            yield from gaps.between(at, start)
        if span.begin_ns <= start and stop <= end:
            yield Interval(start, stop, Part.ON_CORE, thread, core)
        else:
            yield from _cut(Interval(start, min(stop, end), Part.ON_CORE, thread, core), span)
        at = stop
    if at < end:
        yield from gaps.between(at, end, last=True)


def _stretches(trace: Trace, dispatches: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches in which a thread had one core without a break: start, end, core."""
    start, end, core, cause = -1, -1, -1, -1
    for packed in dispatches:
        number, where = packed >> _CORE_BITS, packed & (1 << _CORE_BITS) - 1
        runs = trace.runs[where]
        if where == core and runs.dispatched[number] == end and cause != _BLOCKED:
            end = runs.ended[number]
        else:
            if core >= 0:
                yield start, end, core
            start, end, core = runs.dispatched[number], runs.ended[number], where
        cause = runs.whose[number] & _CAUSE
    if core >= 0:
        yield start, end, core


class _Gaps:
    """What a thread did between its stays on cores: it waited, or was ready."""

    def __init__(self, trace: Trace, thread: int, span: Span) -> None:
        self._waits, self._thread, self._span = trace.waits[thread], thread, span
        self._row, self._count = 0, len(self._waits)

    def between(self, start_ns: int, end_ns: int, *, last: bool = False) -> Iterator[Interval]:
        """Yield the intervals of a gap; the next one is later.

        A wait that takes no time at the end of a gap belongs to the stay that begins there; one that goes on beyond
        the ``last`` gap is cut.
        """
        waits, at = self._waits, start_ns
        while self._row < self._count:
            begin, until = waits.time[self._row], waits.until[self._row]
            if begin > end_ns or (begin == end_ns and at < end_ns) or (until > end_ns and not last):
                break
            if begin > at:
                yield from self._cut(at, begin, Part.READY, -1)
            at = max(at, begin)
            stop = min(until, end_ns)
            yield from self._cut(at, stop, Part.WAIT, waits.cause[self._row])
            at = max(at, stop)
            self._row += 1
        yield from self._cut(at, end_ns, Part.READY, -1)

    def _cut(self, start_ns: int, end_ns: int, part: Part, cause: int) -> Iterator[Interval]:
        if start_ns < end_ns:
            interval = Interval(start_ns, end_ns, part, self._thread, -1, cause)
            if self._span.begin_ns <= start_ns and end_ns <= self._span.end_ns:
                yield interval
            else:
                yield from _cut(interval, self._span)


def _cut(interval: Interval, span: Span) -> Iterator[Interval]:
    """Yield what of an interval lies in a span."""
    start, end = max(interval.start_ns, span.begin_ns), min(interval.end_ns, span.end_ns)
    if start < end or start == interval.start_ns == interval.end_ns == end:
        yield interval._replace(start_ns=start, end_ns=end)


def _steps(trace: Trace, thread: int, span: Span) -> Iterator[Step]:
    executed = trace.executed[thread]
    for row in range(bisect_left(executed.end, span.begin_ns), len(executed)):
        start, end, done = executed.start[row], executed.end[row], executed.done[row]
        if start >= span.end_ns:
            return
        if end == span.begin_ns and start < end:
            continue
        if end > span.end_ns:
            end, done = span.end_ns, 0
        yield Step(max(start, span.begin_ns), end, thread, executed.line[row], bool(done))
