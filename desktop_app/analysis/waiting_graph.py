"""Who waits for whom, and the deadlocks that come of it.

A thread waits for those who hold the mutex or reader-writer lock it wants, and for the thread, or the threads of
the process, whose end it awaits: it goes on only when all of them have done their part, so a cycle of such waits never
ends by itself. Who will open a barrier, notify, put, get or release a semaphore is anybody's guess, and so is who wakes
a program's thread that waits for a lock or a queue of its own; these waits make no edges, and when nobody is left who
could, the run is stuck. Nor can the GIL be part of a cycle: its holder gives it up whenever it is asked to or waits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from desktop_app.model.workload import ResourceKind
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import Trace

#: The resources that have a holder whom others wait for.
_LOCKS = frozenset({ResourceKind.MUTEX, ResourceKind.RW_LOCK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """A thread that waits.

    Attributes:
        thread: Its index in the trace.
        holds: The locks it holds, as ``mutex m``, longest first.
        wants: What it waits for, as ``mutex m``.
        held_by: The threads that have it, or whose end it is; empty where nobody can tell.
    """

    thread: int
    holds: tuple[str, ...]
    wants: str
    held_by: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlock:
    """A cycle of waits.

    Attributes:
        at_ns: When it closed.
        cycle: Its threads: each waits for the next one, and the last one for the first.
    """

    at_ns: int
    cycle: tuple[Waiter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """``thread`` waits for ``other`` since ``since_ns``."""

    since_ns: int
    thread: int
    other: int


class WaitingGraph:
    """Who holds and who waits at one moment.

    Attributes:
        waiters: The threads that wait for others at the moment, by index.
    """

    def __init__(self, trace: Trace, t_ns: int) -> None:
        """Read a trace at ``t_ns``, which is not beyond ``trace.known_until_ns``."""
        self._trace = trace
        self._t_ns = t_ns
        #: For each resource, who holds it and since when, longest first.
        self._holders = holders(trace, t_ns)
        self._holds: dict[int, list[str]] = {}
        for resource, held in self._holders.items():
            for thread in dict(held):
                spec = trace.resources[resource]
                self._holds.setdefault(thread, []).append(f"{spec.kind.value} {spec.name}")
        rows = {thread: waits.at(t_ns) for thread, waits in enumerate(trace.waits) if trace.ended[thread] > t_ns}
        self.waiters = {thread: self._waiter(thread, row) for thread, row in rows.items() if row >= 0}

    def edges(self) -> list[_Edge]:
        """Return who waits for whom since when, in order of time."""
        found = []
        for thread, waiter in self.waiters.items():
            since = self._trace.waits[thread].time[self._trace.waits[thread].at(self._t_ns)]
            held = dict(_holding(self._trace, thread, self._t_ns, self._holders))
            found += [
                _Edge(since_ns=max(since, held.get(other, 0)), thread=thread, other=other)
                for other in waiter.held_by
                if self._trace.ended[other] > self._t_ns
            ]
        return sorted(found, key=lambda edge: edge.since_ns)

    def can_end(self, thread: int) -> bool:
        """Return whether a waiting thread's wait may end without any other thread."""
        waits = self._trace.waits[thread]
        row = waits.at(self._t_ns)
        cause = self._trace.causes[waits.cause[row]]
        if waits.until[row] != OPEN or cause.bounded:
            return True
        return not cause.parked and cause.resource < 0 and not _joined(self._trace, thread, self._t_ns)

    def _waiter(self, thread: int, row: int) -> Waiter:
        trace = self._trace
        return Waiter(
            thread=thread,
            holds=tuple(self._holds.get(thread, ())),
            wants=trace.causes[trace.waits[thread].cause[row]].text,
            held_by=awaited(trace, thread, self._t_ns, self._holders),
        )


class Holdings:
    """Who has each lock and semaphore, followed through time.

    Attributes:
        held: For each resource, who has it and since when, longest first; killed threads included.
    """

    def __init__(self, trace: Trace) -> None:
        self.held: dict[int, list[tuple[int, int]]] = {}
        self._trace = trace
        self._row = 0

    def advance(self, t_ns: int) -> None:
        """Follow what happened by ``t_ns``, which is not before the moment of the last call."""
        events = self._trace.events
        until = events.until(t_ns).stop
        for row in range(self._row, until):
            if events.kind[row] == EventKind.ACQUIRED:
                self.held.setdefault(events.value[row], []).append((events.thread[row], events.time[row]))
            elif events.kind[row] == EventKind.RELEASED:
                held = self.held.get(events.value[row], [])
                mine = [entry for entry in held if entry[0] == events.thread[row]]
                if held:  # a semaphore may be released by who did not acquire it: then the oldest permit counts
                    held.remove(mine[-1] if mine else held[0])
        self._row = until


def holders(trace: Trace, t_ns: int) -> dict[int, list[tuple[int, int]]]:
    """Return who has each lock and semaphore at ``t_ns`` and since when, longest first; killed threads included."""
    holdings = Holdings(trace)
    holdings.advance(t_ns)
    return holdings.held


def awaited(trace: Trace, thread: int, t_ns: int, held: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[int, ...]:
    """Return the threads that a thread which waits at ``t_ns`` waits for, when locks are ``held`` so."""
    found = [other for other, _ in _holding(trace, thread, t_ns, held)] or _joined(trace, thread, t_ns)
    return tuple(dict.fromkeys(found))


def _holding(
    trace: Trace, thread: int, t_ns: int, held: Mapping[int, Sequence[tuple[int, int]]]
) -> Sequence[tuple[int, int]]:
    """Return who holds the lock that a thread waits for, and since when."""
    waits = trace.waits[thread]
    resource = trace.causes[waits.cause[waits.at(t_ns)]].resource
    is_lock = resource >= 0 and trace.resources[resource].kind in _LOCKS
    return held.get(resource, ()) if is_lock else ()


def _joined(trace: Trace, thread: int, t_ns: int) -> list[int]:
    """Return the living threads whose end, or the end of whose process, a thread waits for."""
    waits, own = trace.waits[thread], trace.threads[thread].process
    cause = trace.causes[waits.cause[waits.at(t_ns)]]
    if cause.timed or cause.bounded or cause.resource >= 0:
        return []
    if cause.thread >= 0:
        return [cause.thread] if trace.ended[cause.thread] > t_ns else []
    if trace.processes[own].listing >= 0 and cause.process in {-1, own}:
        return []  # a thread with a program waits for its GIL, or a device, or to be woken
    if cause.process >= 0:
        joined = [trace.processes[cause.process]]
    else:  # the end of all processes of one name
        joined = [info for info in trace.processes if cause.text == f"the end of {info.name}"]
    threads = chain.from_iterable(info.threads for info in joined)
    return [other for other in threads if trace.threads[other].arrival_ns <= t_ns < trace.ended[other]]


def deadlock(trace: Trace) -> Deadlock | None:
    """Return the first cycle of waits that lasts to the end of what is known, or None when there is none."""
    graph = WaitingGraph(trace, trace.known_until_ns)
    edges = graph.edges()
    if not _cycle(edges):
        return None
    # A cycle that lasts closes with one of the edges: the first prefix of them that has one.
    count = bisect_right(range(1, len(edges)), 0, key=lambda length: 1 if _cycle(edges[:length]) else 0) + 1
    cycle = _cycle(edges[:count])
    return Deadlock(at_ns=edges[count - 1].since_ns, cycle=tuple(graph.waiters[thread] for thread in cycle))


def stuck(trace: Trace) -> tuple[Waiter, ...]:
    """Return the threads that are left when a run has ended in which nobody will ever wake them.

    Empty when the run is not over, and when somebody can still run. Those that `deadlock` names are left out.
    """
    end_ns = trace.known_until_ns
    alive = [thread for thread in range(len(trace.threads)) if trace.ended[thread] > end_ns]
    if not trace.finished or not alive:
        return ()
    graph = WaitingGraph(trace, end_ns)
    if any(thread not in graph.waiters or graph.can_end(thread) for thread in alive):
        return ()
    cycle = set(_cycle(graph.edges()))
    return tuple(graph.waiters[thread] for thread in alive if thread not in cycle)


def describe(trace: Trace, waiter: Waiter) -> str:
    """Return in words what a thread waits for and who has it: ``P1.T1 waits for mutex m, held by P2.T1``."""
    holding = f" holds {' and '.join(waiter.holds)} and" if waiter.holds else ""
    text = f"{trace.threads[waiter.thread].name}{holding} waits for {waiter.wants}"
    killed = [trace.threads[t].name for t in waiter.held_by if trace.ended[t] <= trace.known_until_ns]
    alive = [trace.threads[t].name for t in waiter.held_by if trace.ended[t] > trace.known_until_ns]
    if waiter.wants.startswith("the end of ") or waiter.wants.endswith("'s end"):
        return text
    who = [*alive, *(f"{name}, which was killed" for name in killed)]
    return f"{text}, held by {' and '.join(who)}" if who else text


def _cycle(edges: Iterable[_Edge]) -> Sequence[int]:
    """Return the threads of a cycle, each waiting for the next one, the lowest first; empty when there is none."""
    others: dict[int, list[int]] = {}
    for edge in edges:
        others.setdefault(edge.thread, []).append(edge.other)
    return first_cycle(others)


def first_cycle(others: Mapping[int, Sequence[int]]) -> Sequence[int]:
    """Return the threads of a cycle, as `deadlock` has them, by whom each thread waits for; empty without one."""
    done: set[int] = set()
    for start, first_others in others.items():
        # Depth first, without recursion: a chain may be as long as there are threads.
        path, on_path, todo = [start], {start}, [iter(first_others)]
        while todo:
            following = next((other for other in todo[-1] if other not in done), None)
            if following is None:
                todo.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif following in on_path:
                cycle = path[path.index(following) :]
                first = cycle.index(min(cycle))
                return cycle[first:] + cycle[:first]
            else:
                path.append(following)
                on_path.add(following)
                todo.append(iter(others.get(following, ())))
    return ()
