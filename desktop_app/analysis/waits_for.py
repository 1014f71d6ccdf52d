"""Who waits for what at t, and who has it: the resource-allocation graph, with the cycle of a deadlock if there is one.

After Holt (Some Deadlock Properties of Computer Systems, 1972): an arrow from a thread to what it waits for, and one
from a lock to who holds it. Whoever waits for another thread's end or start points at that thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.program_locks import LOCK, ProgramLocks
from desktop_app.analysis.waiting_graph import Holdings, awaited, first_cycle, stuck
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import ResourceKind
from desktop_app.trace.trace import Cause, Trace

#: Of a program with more locks only those are looked at that somebody waits for.
_MOST_LOCKS = 100
_START, _END = "start of ", "'s end"
#: Holders of these may be waited for; a semaphore's permits have holders, too, but anybody may give one back.
_LOCKS = frozenset({ResourceKind.MUTEX, ResourceKind.RW_LOCK})


class NodeKind(Enum):
    """What a node of the graph is."""

    THREAD = "thread"
    LOCK = "lock"
    """What has holders: a lock or a semaphore."""
    GIL = "gil"
    DEVICE = "device"
    """What ends a wait by itself."""
    OTHER = "other"
    """A queue, a barrier, a condition: nobody can tell who will end the wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node.

    Attributes:
        kind: What it is.
        key: Which one: the thread, or what tells two of a kind apart; the same at all times.
        label: What it is called.
        process: The process whose colour it has, or -1.
    """

    kind: NodeKind
    key: tuple[str, int, int]
    label: str
    process: int = -1

    @property
    def thread(self) -> int:
        """The thread that it is; -1 where it is none."""
        return self.key[1] if self.kind is NodeKind.THREAD else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow.

    Attributes:
        source: Index of the node that it comes from.
        target: Index of the node that it goes to.
        holds: From a lock to who holds it; otherwise to what is waited for.
        in_cycle: Whether it is part of a deadlock.
    """

    source: int
    target: int
    holds: bool
    in_cycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A waiting thread.

    Attributes:
        thread: Its index in the trace.
        since_ns: Since when.
        what: What for, in words.
        held_by: The threads that hold that, or whose end or start it is.
        in_cycle: Whether it is part of a deadlock.
    """

    thread: int
    since_ns: int
    what: str
    held_by: tuple[int, ...]
    in_cycle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsFor:
    """The graph at one moment.

    Attributes:
        nodes: The threads that wait or are waited for or hold something, by index, and behind them what they wait for
            or hold.
        edges: The arrows between them.
        waits: All waiting threads, longest first.
        cycle: The threads of a deadlock, each waiting for the next one and the last for the first; empty without one.
        stuck: The threads that are left at the end of a run in which nobody can wake them, those in a cycle left out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    waits: tuple[Wait, ...]
    cycle: tuple[int, ...]
    stuck: tuple[int, ...]


class WaitsForIndex:
    """The graphs of one trace. It keeps indexes that grow with the trace, so a view keeps one per trace.

    Attributes:
        moments: The pictures of the trace.
        locks: The locks of its programs.
    """

    def __init__(self, moments: Moments) -> None:
        self.moments = moments
        self.locks = ProgramLocks(moments.lives)
        self._start_anew()

    def _start_anew(self) -> None:
        self._begin_ns = self.moments.trace.begin_ns
        self._holdings, self._held_ns = Holdings(self.moments.trace), -1
        self._looked = 0
        #: What waited for anything so far, as (cause, process), and who was started under which name and when.
        self._pairs: dict[tuple[int, int], None] = {}
        self._started: dict[tuple[int, str], list[tuple[int, int]]] = {}

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self.moments.trace

    def at(self, t_ns: int) -> WaitsFor:
        """Return the graph at ``t_ns``, which the trace knows."""
        self._extend()
        return _Graph(self, t_ns).result()

    def resources(self) -> tuple[Node, ...]:
        """Return all that threads waited for or can hold in what is known of the trace, in an order that only grows."""
        self._extend()
        trace = self.trace
        known = [_resource_node(trace, number) for number in range(len(trace.resources))]
        known += [self.lock_node(obj) for obj in self.locks.all()]
        found = {node.key: node for node in known}
        for index, process in self._pairs:
            cause = trace.causes[index]
            if cause.resource < 0 and cause.text != LOCK and not self._is_for_thread(cause, process):
                node = self.cause_node(index, process)
                found[node.key] = node
        return tuple(found.values())

    def _extend(self) -> None:
        """Take note of what was waited for since the last time."""
        if self._begin_ns != self.trace.begin_ns:
            self._start_anew()
        trace, log = self.trace, self.trace.wait_log
        for row in range(self._looked, len(log)):
            index, process = log.cause[row], trace.threads[log.thread[row]].process
            self._pairs[index, process] = None
            text = trace.causes[index].text
            if text.startswith(_START):
                # Whoever starts a thread waits for it at once, so it is the last one that came to exist.
                born = [(trace.threads[one].arrival_ns, one) for one in trace.processes[process].threads]
                last = max(entry for entry in born if entry[0] <= log.time[row])
                self._started.setdefault((process, text.removeprefix(_START)), []).append(last)
        self._looked = len(log)

    def held(self, t_ns: int) -> dict[int, list[tuple[int, int]]]:
        """Return who has each lock and semaphore at ``t_ns`` and since when, longest first."""
        if t_ns < self._held_ns:
            self._holdings = Holdings(self.trace)
        self._holdings.advance(t_ns)
        self._held_ns = t_ns
        return self._holdings.held

    def named_thread(self, process: int, text: str, t_ns: int) -> int:
        """Return the thread whose start or end a text names that is waited for at ``t_ns``; -1 for none known."""
        name = text.removeprefix(_START).removesuffix(_END)
        started = [thread for time, thread in self._started.get((process, name), ()) if time <= t_ns]
        return started[-1] if started and name != text else -1

    def _is_for_thread(self, cause: Cause, process: int) -> bool:
        if cause.thread >= 0 or cause.text.startswith("the end of "):
            return True
        return self.named_thread(process, cause.text, self.trace.known_until_ns) >= 0

    def lock_node(self, obj: int) -> Node:
        """Return the node of a program's lock, called by the name that it has at last."""
        lock = self.locks.all()[obj]
        label = f"lock {self.locks.name(lock, self.trace.known_until_ns)}"
        return Node(kind=NodeKind.LOCK, key=("object", obj, 0), label=label, process=lock.process)

    def cause_node(self, index: int, process: int) -> Node:
        """Return the node of what a thread of a process waits for, where that is no thread and has no holder."""
        cause = self.trace.causes[index]
        info = self.trace.processes[process]
        if info.listing >= 0 and cause.process == process:
            return Node(kind=NodeKind.GIL, key=("gil", process, 0), label=cause.text, process=process)
        if cause.timed or not (cause.parked or cause.bounded or cause.process >= 0):
            return Node(kind=NodeKind.DEVICE, key=("cause", index, -1), label=cause.text)
        return Node(kind=NodeKind.OTHER, key=("cause", index, process), label=cause.text, process=process)


def _resource_node(trace: Trace, number: int) -> Node:
    spec = trace.resources[number]
    has_holders = spec.kind in _LOCKS or spec.kind is ResourceKind.SEMAPHORE
    kind = NodeKind.LOCK if has_holders else NodeKind.OTHER
    return Node(kind=kind, key=("resource", number, 0), label=f"{spec.kind.value} {spec.name}")


class _Graph:
    """One graph in the making."""

    def __init__(self, index: WaitsForIndex, t_ns: int) -> None:
        self._index, self._trace, self._t_ns = index, index.trace, t_ns
        lives = index.moments.lives
        self._states = [lives.state(thread, t_ns) for thread in range(len(self._trace.threads))]
        self._nodes: dict[tuple[str, int, int], Node] = {}
        self._edges: list[tuple[tuple[str, int, int], tuple[str, int, int], bool]] = []
        self._waits: list[Wait] = []
        #: Whom each waiting thread waits for, as far as only they can end its wait.
        self._for: dict[int, tuple[int, ...]] = {}

    def result(self) -> WaitsFor:
        index, trace, t_ns = self._index, self._trace, self._t_ns
        held = index.held(t_ns)
        for number, holding in held.items():
            node = _resource_node(trace, number)
            for thread in dict.fromkeys(thread for thread, _ in holding):
                self._hold(node, thread)
        locks = index.locks.all()
        for lock in locks.values() if len(locks) <= _MOST_LOCKS else ():
            holder = index.locks.holder(lock, t_ns)
            if holder is not None:
                self._hold(index.lock_node(lock.obj), holder)
        for thread, state in enumerate(self._states):
            if state is ThreadState.WAITING:
                self._wait(thread)
        cycle = index.moments.deadlocks.at(t_ns) or first_cycle(self._for)
        return self._put_together(cycle)

    def _wait(self, thread: int) -> None:
        trace, t_ns, index = self._trace, self._t_ns, self._index
        waits, process = trace.waits[thread], trace.threads[thread].process
        row = waits.at(t_ns)
        number = waits.cause[row]
        cause = trace.causes[number]
        others: tuple[int, ...]
        node: Node | None
        lock = index.locks.awaited(thread, t_ns) if cause.text == LOCK and cause.resource < 0 else None
        if lock is not None:
            node, holder = index.lock_node(lock.obj), index.locks.holder(lock, t_ns)
            others = () if holder is None else (holder,)
        elif cause.resource >= 0:
            node = _resource_node(trace, cause.resource)
            others = awaited(trace, thread, t_ns, index.held(t_ns))
        else:
            named = index.named_thread(process, cause.text, t_ns)
            others = awaited(trace, thread, t_ns, {}) or ((named,) if named >= 0 else ())
            node = self._gil(number, process) if not others else None
        if node is None:
            for other in others:
                self._edges.append((self._thread(thread), self._thread(other), False))
        else:
            self._nodes[node.key] = node
            self._edges.append((self._thread(thread), node.key, False))
        if not (cause.timed or cause.bounded):
            self._for[thread] = others
        if node is not None and node.kind is NodeKind.GIL:
            others = tuple(edge[1][1] for edge in self._edges if edge[0] == node.key)
        what = cause.text if node is None else node.label
        self._waits.append(Wait(thread=thread, since_ns=waits.time[row], what=what, held_by=others, in_cycle=False))

    def _gil(self, cause: int, process: int) -> Node:
        """Return the node of a cause; a GIL points at the thread that runs with it, where that is plain."""
        node = self._index.cause_node(cause, process)
        if node.kind is NodeKind.GIL and node.key not in self._nodes:
            threads = self._trace.processes[process].threads
            running = [thread for thread in threads if self._states[thread] is ThreadState.RUNNING]
            if len(running) == 1:  # of two, one has a core already and is about to wait for the GIL
                self._hold(node, running[0])
        return node

    def _hold(self, node: Node, thread: int) -> None:
        self._nodes[node.key] = node
        self._edges.append((node.key, self._thread(thread), True))

    def _thread(self, thread: int) -> tuple[str, int, int]:
        info = self._trace.threads[thread]
        key = ("thread", thread, 0)
        self._nodes[key] = Node(kind=NodeKind.THREAD, key=key, label=info.label, process=info.process)
        return key

    def _put_together(self, cycle: Sequence[int]) -> WaitsFor:
        keys = sorted(self._nodes, key=lambda key: (key[0] != "thread", key))
        places = {key: place for place, key in enumerate(keys)}
        following = dict(zip(cycle, [*cycle[1:], *cycle[:1]], strict=True))
        edges = dict.fromkeys(self._edges)
        marked = self._in_cycle(edges, following)
        left: tuple[int, ...] = ()
        if self._trace.finished and self._t_ns >= self._trace.known_until_ns:
            left = tuple(waiter.thread for waiter in stuck(self._trace) if waiter.thread not in following)
        waits = [
            Wait(
                thread=wait.thread, since_ns=wait.since_ns, what=wait.what, held_by=wait.held_by,
                in_cycle=wait.thread in following,
            )
            for wait in sorted(self._waits, key=lambda wait: (wait.since_ns, wait.thread))
        ]  # fmt: skip
        return WaitsFor(
            nodes=tuple(self._nodes[key] for key in keys),
            edges=tuple(
                Edge(source=places[source], target=places[target], holds=holds, in_cycle=(source, target) in marked)
                for source, target, holds in edges
            ),
            waits=tuple(waits),
            cycle=tuple(cycle),
            stuck=left,
        )

    def _in_cycle(
        self, edges: Iterable[tuple[tuple[str, int, int], tuple[str, int, int], bool]], following: dict[int, int]
    ) -> set[tuple[tuple[str, int, int], tuple[str, int, int]]]:
        """Return the arrows that lead from each thread of a cycle to the next one, directly or by what it holds."""
        out: dict[tuple[str, int, int], list[tuple[str, int, int]]] = {}
        for source, target, _ in edges:
            out.setdefault(source, []).append(target)
        marked = set()
        for thread, other in following.items():
            start, end = ("thread", thread, 0), ("thread", other, 0)
            for middle in out.get(start, ()):
                if middle == end:
                    marked.add((start, end))
                elif end in out.get(middle, ()):
                    marked |= {(start, middle), (middle, end)}
        return marked


def deadlock_at(moments: Moments, t_ns: int) -> WaitsFor | None:
    """Return the graph at ``t_ns`` when there is a deadlock, or a run has ended in which nobody can go on; else None.

    For a single question; who asks again and again keeps a `WaitsForIndex`.
    """
    found = WaitsForIndex(moments).at(t_ns)
    return found if found.cycle or found.stuck else None
