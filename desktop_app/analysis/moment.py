"""The machine at t: the one way from a trace to a picture."""

from __future__ import annotations

from desktop_app.analysis.census import Census
from desktop_app.analysis.cores import core_at, next_dispatch
from desktop_app.analysis.deadlocks import Deadlocks
from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.idleness import coming, online_cores, why_idle
from desktop_app.analysis.memory import Memories
from desktop_app.analysis.operands import Transfers
from desktop_app.analysis.queues import ReadyQueues
from desktop_app.analysis.snapshot import OFF_LINE, Snapshot
from desktop_app.analysis.thread_times import TimesIndex
from desktop_app.analysis.whereabouts import whereabouts
from desktop_app.model.durations import spaced_duration
from desktop_app.model.queueing import Queueing, QueueKey
from desktop_app.model.states import ThreadState
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import ProcessInfo, Trace


class Moments:
    """The pictures of one trace. It keeps indexes that grow with the trace, so a window keeps one per trace."""

    def __init__(self, trace: Trace) -> None:
        self._lives = Lives(trace)
        self._events = EventIndex(trace)
        self._deadlocks = Deadlocks(trace)
        self._times: TimesIndex | None = None
        self._census = Census(self._lives, self._events)
        self._memories = Memories(self._events)
        self._queues = ReadyQueues(self._lives, self._events, self._census)
        self._transfers = Transfers(trace)

    @property
    def trace(self) -> Trace:
        """The trace."""
        return self._lives.trace

    @property
    def lives(self) -> Lives:
        """The lives of its threads."""
        return self._lives

    @property
    def events(self) -> EventIndex:
        """The index of its events."""
        return self._events

    @property
    def times(self) -> TimesIndex:
        """What its threads have used; made when it is first asked for, as no picture of the stage needs it."""
        if self._times is None:
            self._times = TimesIndex(self._lives)
        return self._times

    @property
    def deadlocks(self) -> Deadlocks:
        """Its deadlocks."""
        return self._deadlocks

    def nearest_ns(self, t_ns: int) -> int:
        """Return the moment nearest to ``t_ns`` of which there is a picture, such as the end of a run that is over."""
        return max(self.trace.begin_ns, min(t_ns, self.trace.known_until_ns))

    def at(self, t_ns: int, followed: int | None = None) -> Snapshot:
        """Return everything at ``t_ns``, which must lie between ``trace.begin_ns`` and ``trace.known_until_ns``.

        It is final, and the same however far the engine has run, once the trace is known to
        ``t_ns + analysis.cores.lookahead_ns(trace)`` or finished.

        Args:
            t_ns: The moment.
            followed: Index of a thread that is followed, of which more is told; None when nobody is.
        """
        lives, trace = self._lives, self.trace
        census = self._census
        census.go_to(t_ns)
        states = census.states
        launched = [index for index, info in enumerate(trace.processes) if info.arrival_ns <= t_ns]
        online, policy = online_cores(self._events, t_ns), self._events.last(EventKind.POLICY, t_ns)
        idle_reason = why_idle(trace, t_ns, states, online, lambda: self._deadlocks.at(t_ns))
        scheduler = self._queues.at(t_ns, online)
        queueing = trace.queueing[policy or 0] if trace.queueing else Queueing(quantum_ns=trace.header.quantum_ns)
        quantum_ns = queueing.quantum_ns if queueing.key is QueueKey.TURN else None
        slices_ns = self._queues.slices_ns(t_ns) if trace.queueing else [quantum_ns] * trace.header.cores
        return Snapshot(
            t_ns=t_ns,
            title=trace.header.title,
            subtitle=_subtitle(trace, t_ns),
            summary=_summary(trace, policy, quantum_ns, online),
            end_ns=trace.known_until_ns,
            finished=trace.finished,
            slot_ns=trace.header.instruction_ns,
            processes=tuple([self._memories.at(index, t_ns, states) for index in launched]),
            cores=tuple(
                core_at(
                    lives,
                    self._transfers,
                    core,
                    t_ns,
                    idle_reason if core < online else OFF_LINE,
                    slices_ns[core],
                )
                for core in range(trace.header.cores)
            ),
            ready=census.ready_refs(),
            fifo_order=_fifo_order(trace, policy),
            waiting=census.waiting(),
            upcoming=next_dispatch(trace, t_ns),
            ram_bytes=trace.header.ram_bytes,
            followed=None if followed is None else whereabouts(lives, followed, t_ns),
            scheduler=scheduler,
            born=census.born(),
            gone=census.gone(),
            terminated=all(state is ThreadState.TERMINATED for state in states) and not coming(trace, t_ns),
        )


def snapshot(trace: Trace, t_ns: int) -> Snapshot:
    """Return everything at ``t_ns``, for a single picture; see `Moments.at`."""
    return Moments(trace).at(t_ns)


def _fifo_order(trace: Trace, policy: int | None) -> bool:
    """After a change of the policy, the trace does not say any more how its queue is ordered."""
    header = trace.header
    return header.fifo_order and header.placement == "global" and policy is None


def _subtitle(trace: Trace, t_ns: int) -> str:
    """Say what kind of run it is, by the scenario's entries and what was launched by ``t_ns``."""
    known = [info for info in trace.processes if info.arrival_ns <= t_ns or _is_entry(trace, info)]
    shared = [info.listing for info in known if info.listing >= 0]
    if len(shared) > len(set(shared)):
        return "a program is like a class, its processes are like objects"
    if len(known) > 1 or not shared:
        return ""
    threads = sum(trace.threads[thread].arrival_ns <= max(t_ns, known[0].arrival_ns) for thread in known[0].threads)
    if threads > 1:
        return "one process: its threads share its globals, and each has a stack of its own"
    return "one program, one process, one thread"


def _is_entry(trace: Trace, info: ProcessInfo) -> bool:
    """Return whether a process is known from the start: neither an action nor a program launched it."""
    return info.parent < 0 and info.arrival_ns not in trace.launches


def _summary(trace: Trace, policy: int | None, quantum_ns: int | None, online: int) -> str:
    header = trace.header
    parts = [header.policy_title if policy is None else trace.policies[policy]]
    if quantum_ns is not None:
        parts.append(f"quantum {spaced_duration(quantum_ns)}")
    parts.append(_cores(header.cores, online))
    if header.cores > 1 and header.placement != "global":
        parts.append(header.placement)
    if trace.listings:
        parts.append({"gil": "GIL on"}.get(header.gil, header.gil))
    return " · ".join(parts)


def _cores(cores: int, online: int) -> str:
    """Return how many cores there are, as ``2 of 4 cores`` while not all of them are on line."""
    if online < cores:
        return f"{online} of {cores} cores"
    return "1 core" if cores == 1 else f"{cores} cores"
