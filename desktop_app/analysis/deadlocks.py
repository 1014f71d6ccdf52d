"""The deadlocks that are there at t, found once as the trace grows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from desktop_app.analysis.waiting_graph import Holdings, awaited
from desktop_app.trace.trace import Trace


class Deadlocks:
    """An index of a trace's deadlocks. A reader keeps one, so that no picture looks through the whole trace.

    Every deadlock closes with a wait that begins, as only a thread that runs can take a lock: so each wait is looked
    at once; and again when history was forgotten, which leaves the waits and locks of a deadlock that lasts.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._start_anew()

    def at(self, t_ns: int) -> tuple[int, ...]:
        """Return the threads of the first deadlock that is there at ``t_ns``, each waiting for the next; or nothing."""
        self._extend()
        for closed_ns, cycle in self._found:
            if closed_ns <= t_ns and all(self._still_waits(thread, closed_ns, t_ns) for thread in cycle):
                return cycle
        return ()

    def _start_anew(self) -> None:
        self._begin_ns = self._trace.begin_ns
        self._holdings = Holdings(self._trace)
        self._looked_ns = -1
        #: When each closed, and its threads: each waits for the next one, and the last one for the first.
        self._found: list[tuple[int, tuple[int, ...]]] = []

    def _extend(self) -> None:
        """Look at the waits since the last time; at the moment up to which the trace is known, more may begin."""
        trace, log = self._trace, self._trace.wait_log
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        until_ns = trace.known_until_ns if trace.finished else trace.known_until_ns - 1
        for row in range(bisect_right(log.time, self._looked_ns), bisect_left(log.time, until_ns + 1)):
            cause = trace.causes[log.cause[row]]
            if cause.timed or cause.bounded:
                continue  # it ends by itself
            self._holdings.advance(log.time[row])
            cycle = self._cycle_through(log.thread[row], log.time[row])
            if cycle and not any(set(cycle) == set(known) for _, known in self._found):
                self._found.append((log.time[row], cycle))
        self._looked_ns = max(self._looked_ns, until_ns)

    def _cycle_through(self, thread: int, t_ns: int) -> tuple[int, ...]:
        """Return a cycle of waits from a thread back to itself at ``t_ns``; empty when there is none."""
        came_from = {thread: thread}
        todo = [thread]
        while todo:
            one = todo.pop()
            for other in self._awaited(one, t_ns):
                if other == thread:
                    return _path(came_from, one)
                if other not in came_from:
                    came_from[other] = one
                    todo.append(other)
        return ()

    def _awaited(self, thread: int, t_ns: int) -> tuple[int, ...]:
        trace = self._trace
        if trace.ended[thread] <= t_ns or trace.waits[thread].at(t_ns) < 0:
            return ()
        return awaited(trace, thread, t_ns, self._holdings.held)

    def _still_waits(self, thread: int, since_ns: int, t_ns: int) -> bool:
        """Return whether a thread that waited at ``since_ns`` has done so up to ``t_ns``; a kill may end a deadlock."""
        waits = self._trace.waits[thread]
        row = waits.at(t_ns)
        return row >= 0 and waits.time[row] <= since_ns and self._trace.ended[thread] > t_ns


def _path(came_from: dict[int, int], last: int) -> tuple[int, ...]:
    """Return the way to ``last``, turned so that the lowest thread comes first."""
    path = [last]
    while came_from[path[-1]] != path[-1]:
        path.append(came_from[path[-1]])
    path.reverse()
    first = path.index(min(path))
    return tuple(path[first:] + path[:first])
