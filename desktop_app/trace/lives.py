"""The life of each thread: its states over time, put together from what the cores did and what it waited for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import OPEN, RunEnd, RunTable
from desktop_app.trace.trace import LastRun, Trace

#: No interval came before.
_NOWHERE = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a thread's state.

    Attributes:
        time_ns: When.
        state: The state from then on.
        core: The core, for RUNNING; otherwise -1.
        cause: Index of what it waits for, for WAITING; otherwise -1.
    """

    time_ns: int
    state: ThreadState
    core: int = -1
    cause: int = -1


class Stays:
    """Where one thread was: (core, number) of each dispatch, its switch included, in time order.

    A change of the rate begins another one, as in the table.

    Attributes:
        start: When each was given its core.
        core: Which.
        number: Its number in the core's table.
        began_ns: When the thread began to run in it, or before the rates changed; meaningless where it never did.
        work_ns: Work done before each of them; one more, for what is done after the last one that is over.
    """

    __slots__ = ("began_ns", "core", "number", "start", "work_ns")

    def __init__(self, work_ns: int) -> None:
        self.start = array("q")
        self.core = array("h")
        self.number = array("i")
        self.began_ns = array("q")
        self.work_ns = array("q", [work_ns])


class Lives:
    """An index of a trace by thread. It grows with the trace, and starts anew when history was forgotten.

    A reader keeps one and asks it at any time that the trace knows.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._start_anew()

    def state(self, thread: int, t_ns: int) -> ThreadState | None:
        """Return the state of a thread at ``t_ns``, or None before it exists."""
        trace = self.trace
        if trace.threads[thread].arrival_ns > t_ns:
            return None
        if trace.ended[thread] <= t_ns:
            return ThreadState.TERMINATED
        if trace.ready_from[thread] > t_ns:
            return ThreadState.NEW
        if self.running(thread, t_ns) is not None:
            return ThreadState.RUNNING
        return ThreadState.READY if trace.waits[thread].at(t_ns) < 0 else ThreadState.WAITING

    def stays(self, thread: int) -> Stays:
        """Return the stays of a thread on cores up to what is known; the last may still end at another time."""
        trace = self.trace
        stale = self._extended_ns != trace.known_until_ns or self._begin_ns != trace.begin_ns
        if stale or thread >= len(self._stays):
            self._extend()
        return self._stays[thread]

    def running(self, thread: int, t_ns: int) -> tuple[int, int] | None:
        """Return the core and the row of the interval that a thread has a core in at ``t_ns``, or None."""
        position = self._position(thread, t_ns)
        if position < 0:
            return None
        core = self._stays[thread].core[position]
        runs = self.trace.runs[core]
        return (core, runs.at(t_ns)) if t_ns < runs.ended[self._stays[thread].number[position]] else None

    def work_ns(self, thread: int, t_ns: int) -> int:
        """Return the work that a thread did by ``t_ns``, in nanoseconds at nominal speed."""
        position = self._position(thread, t_ns)
        stays = self._stays[thread]
        if position < 0:
            return stays.work_ns[0]
        runs = self.trace.runs[stays.core[position]]
        return stays.work_ns[position] + work_in(runs, stays.number[position], t_ns)

    def first_run_ns(self, thread: int) -> int:
        """Return when a thread first executed after a dispatch, as far as that is final; OPEN when it did not yet."""
        stays = self.stays(thread)
        for core, number in zip(stays.core, stays.number, strict=True):
            runs = self.trace.runs[core]
            began, ended, cause = runs.began[number], runs.ended[number], runs.whose[number] & (1 << runs.SHIFT) - 1
            # One that takes no time counts unless the thread lost the core during the switch.
            if began < ended or cause not in {RunEnd.EXPIRED, RunEnd.PREEMPTED}:
                return began if began <= self.trace.known_until_ns else OPEN
        return OPEN

    def slice_used_ns(self, thread: int, t_ns: int) -> int:
        """Return how long a thread that runs at ``t_ns`` has done so since its dispatch, its switch not counted."""
        position = self._position(thread, t_ns)
        return t_ns - self._stays[thread].began_ns[position] if position >= 0 else 0

    def rounding_ns(self, thread: int, t_ns: int) -> int:
        """Return by how much `work_ns` may be off: below a nanosecond of running for each change of the rate."""
        position = self._position(thread, t_ns)
        if position < 0:
            return 0
        stays = self._stays[thread]
        runs = self.trace.runs[stays.core[position]]
        return (position + 1) * (1 + runs.rates[stays.number[position]] // FULL_RATE_PPM) if runs.rates else 0

    def stays_before(self, thread: int, t_ns: int) -> Iterator[LastRun]:
        """Yield the stays of a thread on cores that started by ``t_ns``, the last one first, forgotten ones left out.

        Being picked again and a change of the rate begin another one.
        """
        position = self._position(thread, t_ns)
        stays = self._stays[thread]
        for at in range(position, -1, -1):
            core = stays.core[at]
            yield stay(self.trace.runs[core], stays.number[at], core, None)

    def queued_key(self, thread: int, t_ns: int) -> tuple[int, int, int, int]:
        """Return what orders the threads that are ready at ``t_ns``, in the order in which they became ready.

        Those that became ready at the same moment queue as the engine handles a moment: arrivals, first releases,
        then what was scheduled earlier first; a device started before a dispatch at the same time; dispatches by core.
        Where the end of an interval was planned anew in its middle, by another burst or another instruction, this
        order within a moment is a guess.
        """
        trace = self.trace
        since, key = trace.ready_from[thread], (-1, 0 if thread in trace.jobs else -1, thread)
        waits = trace.waits[thread]
        row = bisect_right(waits.time, t_ns) - 1
        if row >= 0 and since <= waits.until[row] <= t_ns:
            since, key = waits.until[row], (waits.time[row], 0, thread)
        last = self._last(thread, t_ns)
        if last is not None and since < last.ended_ns <= t_ns:
            since, key = last.ended_ns, (last.dispatched_ns, 1, last.core)
        return since, *key

    def last_end(self, thread: int, t_ns: int) -> tuple[int, int]:
        """Return when a thread's last stay on a core that began by ``t_ns`` ended, and its RunEnd; (-1, 0) if none."""
        last = self._last(thread, t_ns)
        return (-1, RunEnd.OPEN) if last is None else (last.ended_ns, last.cause)

    def switches(self, core: int, t_ns: int) -> int:
        """Return how often a core took on another thread than it had before, by ``t_ns``."""
        self._extend()
        number = bisect_right(self.trace.runs[core].dispatched, t_ns) - 1
        counted = self._switches[core]
        if number < 0 or not counted:
            return self.trace.forgotten.switches[core]
        return counted[min(number, len(counted) - 1)]

    def changes(self, thread: int) -> list[Change]:
        """Return all changes of a thread's state up to what is known, in order."""
        trace, known = self.trace, self.trace.known_until_ns
        self._extend()
        arrival, ready, ended = trace.threads[thread].arrival_ns, trace.ready_from[thread], trace.ended[thread]
        found = [Change(time_ns=arrival, state=ThreadState.NEW)] if arrival <= known else []
        waited = self.trace.waits[thread].time
        if ready <= known and not (waited and waited[0] == ready and not self._stays[thread].start):
            found.append(Change(time_ns=ready, state=ThreadState.READY))
        end, before = ready, _NOWHERE
        for start, stop, core, cause in merge(self._spans(thread), self._waits(thread), key=_order):
            waits, at_once = cause >= 0, start == end
            if waits or not at_once or core != before:  # else it runs on: picked again, or its switch is over
                if before != _NOWHERE and not (waits and at_once):
                    found.append(Change(time_ns=end, state=ThreadState.READY))
                state = ThreadState.WAITING if waits else ThreadState.RUNNING
                found.append(Change(time_ns=start, state=state, core=core, cause=cause))
            end, before = stop, core
        if before != _NOWHERE and end <= known and end < ended:
            found.append(Change(time_ns=end, state=ThreadState.READY))
        if ended <= known:
            found.append(Change(time_ns=ended, state=ThreadState.TERMINATED))
        return found

    def _spans(self, thread: int) -> list[tuple[int, int, int, int]]:
        stays = self._stays[thread]
        return [
            (start, self.trace.runs[core].ended[number], core, -1)
            for start, core, number in zip(stays.start, stays.core, stays.number, strict=True)
        ]

    def _waits(self, thread: int) -> list[tuple[int, int, int, int]]:
        waits = self.trace.waits[thread]
        count = bisect_right(waits.time, self.trace.known_until_ns)
        return list(zip(waits.time[:count], waits.until, [-1] * count, waits.cause, strict=False))

    def _position(self, thread: int, t_ns: int) -> int:
        if t_ns > self._extended_ns or self._begin_ns != self.trace.begin_ns or thread >= len(self._stays):
            self._extend()
        return bisect_right(self._stays[thread].start, t_ns) - 1

    def _last(self, thread: int, t_ns: int) -> LastRun | None:
        """Return the last stay of a thread on a core that started by ``t_ns``, those forgotten included."""
        position = self._position(thread, t_ns)
        if position < 0:
            return self.trace.forgotten.last_run.get(thread)
        stays = self._stays[thread]
        return stay(self.trace.runs[stays.core[position]], stays.number[position], stays.core[position], None)

    def _start_anew(self) -> None:
        trace = self.trace
        self._begin_ns = trace.begin_ns
        self._extended_ns = -1
        self._stays = [Stays(work_ns) for work_ns in trace.forgotten.work_ns]
        self._switches = [array("i") for _ in trace.runs]
        self._last_thread = list(trace.forgotten.last_thread)

    def _extend(self) -> None:
        """Take over the dispatches since the last time; those that are yet to come may still change."""
        trace = self.trace
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        # Those of threads that were started since; they did nothing yet that was forgotten.
        self._stays += [Stays(work_ns) for work_ns in trace.forgotten.work_ns[len(self._stays) :]]
        if self._extended_ns == trace.known_until_ns:
            return
        self._extended_ns = trace.known_until_ns
        new: list[tuple[int, bool, int, int]] = []
        for core, runs in enumerate(trace.runs):
            first, last = len(self._switches[core]), bisect_right(runs.dispatched, trace.known_until_ns)
            begun = zip(runs.dispatched[first:last], runs.ended[first:last], range(first, last), strict=True)
            new += [(start, end > start, core, number) for start, end, number in begun]
        # Of those that start together, empty ones come first: a thread that blocked on one core may have gone on
        # with another one at the same moment.
        new.sort()
        self._append(new)

    def _append(self, new: list[tuple[int, bool, int, int]]) -> None:
        """Take over dispatches in their order; in one loop, because a trace may have a million of them."""
        tables, forgotten, last_thread = self.trace.runs, self.trace.forgotten, self._last_thread
        shift, causes = RunTable.SHIFT, (1 << RunTable.SHIFT) - 1
        for start, _, core, number in new:
            runs = tables[core]
            thread = runs.whose[number] >> shift
            counted = self._switches[core]
            before = counted[-1] if counted else forgotten.switches[core]
            counted.append(before + (thread != last_thread[core]))
            last_thread[core] = thread
            stays = self._stays[thread]
            began = runs.began[number]
            if stays.start:
                last_core, last_number = stays.core[-1], stays.number[-1]
                last_runs = tables[last_core]
                ran = max(0, last_runs.ended[last_number] - last_runs.began[last_number])
                if last_runs.rates:
                    ran = ran * last_runs.rates[last_number] // FULL_RATE_PPM
                stays.work_ns[-1] = stays.work_ns[-2] + ran
                # Its rate changed: it runs on.
                if (
                    last_core == core
                    and last_runs.ended[last_number] == start
                    and last_runs.whose[last_number] & causes == RunEnd.RATE
                ):
                    began = stays.began_ns[-1]
            else:
                began = stay(runs, number, core, forgotten.last_run.get(thread)).began_ns
            stays.start.append(start)
            stays.core.append(core)
            stays.number.append(number)
            stays.began_ns.append(began)
            stays.work_ns.append(0)


def work_in(runs: RunTable, number: int, until_ns: int) -> int:
    """Return the work done in a dispatch until ``until_ns``, in nanoseconds at nominal speed."""
    ran = max(0, min(until_ns, runs.ended[number]) - runs.began[number])
    return ran * runs.rates[number] // FULL_RATE_PPM if runs.rates else ran


def stay(runs: RunTable, number: int, core: int, before: LastRun | None) -> LastRun:
    """Return what the table says of a dispatch; ``before`` is its thread's last stay before it, if any."""
    dispatched, began, whose = runs.dispatched[number], runs.began[number], runs.whose[number]
    if before is not None and (before.core, before.ended_ns, before.cause) == (core, dispatched, RunEnd.RATE):
        began = before.began_ns
    return LastRun(
        dispatched_ns=dispatched,
        began_ns=began,
        ended_ns=runs.ended[number],
        core=core,
        cause=whose & (1 << runs.SHIFT) - 1,
    )


def _order(span: tuple[int, int, int, int]) -> tuple[int, bool]:
    """Order intervals by start, empty ones first."""
    return span[0], span[1] > span[0]
