"""A scheduler small enough to be checked by eye, to try policies on: it obeys policies/protocol.py and records runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.protocol import NEVER, Policy, ReadyReason, StopReason


@dataclass(slots=True, eq=False, kw_only=True)
class Thread:
    """A thread that a policy can schedule; ``bursts`` alternates CPU and I/O times, CPU first."""

    index: int = 0
    name: str = ""
    arrival_ns: int = 0
    priority: int = 0
    nice: int = 0
    tickets: int = 100
    affinity: frozenset[int] | None = None
    scheduling: SchedulingClass | None = None
    core: int = -1
    since_ns: int = 0
    burst_ns: int = NEVER
    left_ns: int = NEVER
    period_ns: int = NEVER
    relative_deadline_ns: int = NEVER
    runtime_ns: int = 0
    release_ns: int = 0
    deadline_ns: int = NEVER
    bursts: tuple[int, ...] = ()
    jobs_left: int = 0
    finished_ns: list[int] = field(default_factory=list)


def job(index: int, arrival_ns: int, *bursts: int, **values: int | SchedulingClass | frozenset[int]) -> Thread:
    """Return a thread that arrives once and goes through ``bursts``."""
    return Thread(index=index, arrival_ns=arrival_ns, release_ns=arrival_ns, bursts=bursts, **values)  # type: ignore[arg-type]


def task(
    index: int, period_ns: int, wcet_ns: int, *, jobs: int, deadline_ns: int | None = None, **values: int
) -> Thread:
    """Return a periodic thread that releases ``jobs`` jobs, the first at 0."""
    relative = period_ns if deadline_ns is None else deadline_ns
    return Thread(
        index=index, bursts=(wcet_ns,), period_ns=period_ns, relative_deadline_ns=relative, jobs_left=jobs,
        deadline_ns=relative, **{"runtime_ns": wcet_ns} | values,
    )  # fmt: skip


@dataclass(slots=True)
class Drive:
    """One run: who ran when, as (start, end, thread index, core) in the order of their ends."""

    policy: Policy
    cores: int = 1
    tick_ns: int = 0
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    _running: dict[int, Thread] = field(default_factory=dict)
    _version: dict[int, int] = field(default_factory=dict)
    _position: dict[Thread, int] = field(default_factory=dict)
    _events: list[tuple[int, int, str, Thread | None, int, int]] = field(default_factory=list)
    _sequence: int = 0
    _timer: int | None = None

    def run(self, threads: list[Thread], until_ns: int = NEVER - 1) -> dict[int, list[int]]:
        """Run to the end, or to ``until_ns``; return for each thread when its jobs finished."""
        self.begin(threads)
        while self._events and self._events[0][0] <= until_ns:
            self.step()
        for core in sorted(self._running):
            self._stop(core, until_ns)
        return {thread.index: thread.finished_ns for thread in threads}

    def begin(self, threads: list[Thread]) -> None:
        """Note when the threads' jobs are released; `step` does the rest."""
        for thread in threads:
            for number in range(max(1, thread.jobs_left)):
                self._at(thread.arrival_ns + number * (thread.period_ns if thread.jobs_left else 0), "release", thread)

    def step(self) -> int | None:
        """Run the next moment and return it, or None when there is none."""
        if not self._events:
            return None
        now = self._events[0][0]
        self._moment(now)
        return now

    @property
    def idle_cores(self) -> list[int]:
        """The cores on which nobody runs."""
        return [core for core in range(self.cores) if core not in self._running]

    def cpu_ns(self, index: int) -> int:
        """CPU time of a thread so far."""
        return sum(end - start for start, end, thread, _ in self.runs if thread == index)

    def longest_wait_ns(self, index: int) -> int:
        """Longest time between two runs of a thread."""
        spans = sorted((start, end) for start, end, thread, _ in self.runs if thread == index)
        return max((after[0] - before[1] for before, after in pairwise(spans)), default=0)

    def _at(self, time: int, what: str, thread: Thread | None, core: int = -1, version: int = 0) -> None:
        self._sequence += 1
        heappush(self._events, (time, self._sequence, what, thread, core, version))

    def _moment(self, now: int) -> None:
        while self._events and self._events[0][0] == now:
            _, _, what, thread, core, version = heappop(self._events)
            if what == "timer":
                self._timer = None
                self.policy.on_timer(now)
            elif what == "stop":
                if self._version.get(core) == version:
                    self._ended(core, now)
            elif thread is not None:
                self._wake(thread, now, what)
        self._dispatch(now)
        while self.policy.preemptive and (len(self._running) == self.cores or len(self.policy)):
            victim = self.policy.preempt([self._running[core] for core in sorted(self._running)], now)
            if victim is None:
                break
            assert isinstance(victim, Thread)
            self._stop(victim.core, now)
            self._stopped(victim, now, now - victim.since_ns, StopReason.PREEMPTED)
            self._add(victim, now, ReadyReason.PREEMPTED)
            self._dispatch(now)
        due = self.policy.due_ns(now) if self.policy.timed else None
        if due is not None and due != self._timer and self._position:
            assert due > now
            self._timer = due
            self._at(due, "timer", None)

    def _wake(self, thread: Thread, now: int, what: str) -> None:
        if what == "release":
            if thread in self._position:
                thread.jobs_left -= 1  # overrun: drivers of overruns use the engine
                return
            self._position[thread] = 0
            thread.burst_ns = thread.left_ns = thread.bursts[0]
            thread.release_ns = now
            if thread.period_ns != NEVER:
                thread.deadline_ns = now + thread.relative_deadline_ns
        self._add(thread, now, ReadyReason.ARRIVED if what == "release" else ReadyReason.WOKEN)

    def _add(self, thread: Thread, now: int, reason: ReadyReason) -> None:
        later = self.policy.add(thread, now, reason)
        if later is not None:
            assert later > now
            self._at(later, "wake", thread)

    def _dispatch(self, now: int) -> None:
        for core in range(self.cores):
            if core in self._running:
                continue
            thread = self.policy.pick(core, now)
            if thread is None:
                continue
            assert isinstance(thread, Thread)
            thread.core, thread.since_ns = core, now
            limit = self.policy.slice_ns(thread, now)
            end = NEVER if limit is None else now + limit
            if self.tick_ns and limit is not None:
                end = -(-end // self.tick_ns) * self.tick_ns
            self._running[core] = thread
            self._version[core] = self._version.get(core, 0) + 1
            self._at(min(end, now + thread.left_ns), "stop", thread, core, self._version[core])

    def _stop(self, core: int, now: int) -> Thread:
        thread = self._running.pop(core)
        self._version[core] += 1
        if now > thread.since_ns:
            self.runs.append((thread.since_ns, now, thread.index, core))
        thread.left_ns -= now - thread.since_ns
        return thread

    def _stopped(self, thread: Thread, now: int, ran: int, reason: StopReason) -> None:
        if self.policy.accounts:
            self.policy.stopped(thread, now, ran, reason)

    def _ended(self, core: int, now: int) -> None:
        thread = self._stop(core, now)
        ran = now - thread.since_ns
        if thread.left_ns:
            self._stopped(thread, now, ran, StopReason.EXPIRED)
            self._add(thread, now, ReadyReason.EXPIRED)
            return
        position = self._position[thread] + 1
        if position >= len(thread.bursts):
            del self._position[thread]
            thread.finished_ns.append(now)
            self._stopped(thread, now, ran, StopReason.BLOCKED if thread.jobs_left > 1 else StopReason.TERMINATED)
            thread.jobs_left -= 1
            return
        self._position[thread] = position + 1
        thread.burst_ns = thread.left_ns = thread.bursts[position + 1]
        self._stopped(thread, now, ran, StopReason.BLOCKED)
        self._at(now + thread.bursts[position], "wake", thread)
