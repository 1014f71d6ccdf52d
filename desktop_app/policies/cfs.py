"""Linux's Completely Fair Scheduler, as it was before Linux 6.6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.model.durations import NS_PER_S
from desktop_app.model.machine import MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.given import whole
from desktop_app.policies.linux_weights import NICE_0_WEIGHT, round_up_to_tick, scaling, virtual_ns, weight_of
from desktop_app.policies.protocol import (
    NEVER,
    OptionKind,
    Options,
    Policy,
    PolicyInfo,
    PolicyOption,
    ReadyReason,
    Schedulable,
    Setting,
    StopReason,
)
from desktop_app.policies.queues import RankedQueue, may_run

#: The kernel's times for one processor (sysctl_sched_* in kernel/sched/fair.c); all grow by `scaling`.
LATENCY_NS = 6_000_000
MIN_GRANULARITY_NS = 750_000
WAKEUP_GRANULARITY_NS = 1_000_000
#: With more threads than this the period grows with them (sched_nr_latency).
NR_LATENCY = 8


@dataclass(slots=True, eq=False)
class _Entity:
    """What the policy knows of a runnable thread.

    Attributes:
        thread: The thread.
        vruntime_ns: Its virtual runtime when it last stopped.
        weight: The weight that it counts with.
        picked_ns: When it was picked.
        slice_from_ns: When its slice began, which is later if it was extended.
        granted_ns: The slice that the engine was told, or NEVER.
        granted_vruntime_ns: What that slice is in virtual runtime; the same for all weights, so that rounding slices
            to nanoseconds does not let a thread have two in a row.
        granted_end_ns: When the engine will end it.
    """

    thread: Schedulable
    vruntime_ns: int
    weight: int
    picked_ns: int = 0
    slice_from_ns: int = 0
    granted_ns: int = NEVER
    granted_vruntime_ns: int = 0
    granted_end_ns: int = NEVER


class CfsPolicy(Policy):
    """The ready thread with the least virtual runtime runs; ties go to the one launched first.

    Virtual runtime is CPU time * 1024 / weight in whole nanoseconds, rounded down each time a thread stops (the
    kernel multiplies by a rounded inverse instead); a slice used up counts as period * 1024 / weight of all, the
    same for everybody. The weight is that of the nice value when the time is counted.

    * Slice: period * weight / weight of all, with a period of ``latency``, or of ``min_granularity`` per thread when
      there are more than 8. A lone thread has no limit; when others come, its slice ends as if they had always been
      there, at a timer tick if the machine has ticks. (Linux 5.13 also made no slice shorter than
      ``min_granularity``, and a tick also preempts a thread that is a slice ahead of the least; both left out.)
    * A new thread starts one slice behind the least virtual runtime (START_DEBIT), unless the queue was idle until
      this very moment: the debit is for the good of those who were there, and nobody was. (In Linux somebody is, the
      parent that forks.)
    * A thread that wakes is put at most half a latency before the least virtual runtime (GENTLE_FAIR_SLEEPERS), and
      never back. It preempts a thread that is ahead of it by more than ``wakeup_granularity`` in its own virtual time.
    * A thread that moves keeps its distance from the least virtual runtime; coming from a queue of another core, its
      distance is unknown here and taken as 0.

    With several cores the queue is shared, as if it were evenly spread over them; Linux has one per core and
    balances them. Groups, buddies and cache-hot checks are left out.
    """

    preemptive = True
    accounts = True
    told = True
    clocked = True
    queueing = Queueing(key=QueueKey.VRUNTIME)
    reads = frozenset({"nice"})
    timed = True

    def __init__(
        self, *, latency_ns: int, min_granularity_ns: int, wakeup_granularity_ns: int, cores: int, tick_ns: int
    ) -> None:
        self._latency_ns = latency_ns
        self._min_granularity_ns = min_granularity_ns
        self._wakeup_granularity_ns = wakeup_granularity_ns
        self._cores = cores
        self._tick_ns = tick_ns
        self._min_ns = 0
        self._load = 0
        self._busy_since_ns = -1
        self._entities: dict[int, _Entity] = {}
        self._asleep: dict[int, int] = {}
        self._queue = RankedQueue()
        self._running: dict[int, _Entity] = {}
        # Those that may preempt: they became ready since the engine asked last.
        self._woken: dict[int, Schedulable] = {}
        # Distances of threads that were removed at this very moment.
        self._moving: dict[int, int] = {}
        self._moved_ns = -1

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Queue at its virtual runtime; one that is new, woke or moved is given its place first."""
        entity = self._entities.get(thread.index)
        if entity is None:
            entity = self._place(thread, now_ns, reason)
            self._woken[thread.index] = thread
        self._queue.push(thread, (entity.vruntime_ns,))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the least virtual runtime."""
        thread = self._queue.take(core)
        if thread is not None:
            entity = self._entities[thread.index]
            entity.picked_ns = entity.slice_from_ns = now_ns
            entity.granted_ns = entity.granted_end_ns = NEVER
            self._running[thread.index] = entity
            self._woken.pop(thread.index, None)
        return thread

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave; its distance waits for it only if it comes back at once, with another nice value perhaps."""
        self._queue.remove(thread)
        self._woken.pop(thread.index, None)
        entity = self._leave(thread)
        self._advance(now_ns)
        if now_ns != self._moved_ns:
            self._moving, self._moved_ns = {}, now_ns
        self._moving[thread.index] = entity.vruntime_ns - self._min_ns

    def forget(self, thread: Schedulable) -> None:
        """Forget its virtual runtime, and that of one that stopped and goes elsewhere."""
        if thread.index in self._entities:
            self._leave(thread)
        self._asleep.pop(thread.index, None)
        self._moving.pop(thread.index, None)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads by virtual runtime."""
        return iter(self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int | None:  # noqa: ARG002 - its start is known
        """Return the thread's part of the period; no limit while no other thread is ready."""
        entity = self._entities[thread.index]
        if not self._queue:
            return None
        entity.granted_ns = self._slice_ns(entity.weight)
        shared = entity.weight * self._cores <= self._load and entity.granted_ns > 1
        entity.granted_vruntime_ns = (
            self._period_ns(len(self._entities)) * NICE_0_WEIGHT * self._cores // self._load
            if shared
            else virtual_ns(entity.granted_ns, entity.weight)
        )
        entity.granted_end_ns = self._end_ns(entity)
        return entity.granted_ns

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:
        """Count the time it ran."""
        entity = self._running.pop(thread.index)
        self._reweigh(entity)
        exact = ran_ns == entity.granted_ns
        entity.vruntime_ns += entity.granted_vruntime_ns if exact else virtual_ns(ran_ns, entity.weight)
        if reason in {StopReason.BLOCKED, StopReason.TERMINATED}:
            self._leave(thread)
        if reason is StopReason.BLOCKED:
            self._asleep[thread.index] = entity.vruntime_ns
        self._advance(now_ns)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return a thread whose slice became shorter and is over, or one that a thread just woken is far behind of."""
        for thread in running if self._queue else ():
            entity = self._running[thread.index]
            if now_ns >= self._end_ns(entity):
                if self._gives_way(thread, now_ns):
                    return thread
                entity.slice_from_ns = now_ns
        while self._woken:
            index, wakee = next(iter(self._woken.items()))
            del self._woken[index]
            victim = self._victim(wakee, running, now_ns)
            if victim is not None:
                return victim
        return None

    def due_ns(self, now_ns: int) -> int | None:
        """Return when the first slice ends that is shorter now than when it was granted."""
        if not self._queue:
            return None
        ends = [
            end_ns
            for entity in self._running.values()
            if now_ns < (end_ns := self._end_ns(entity)) < entity.granted_end_ns
        ]
        return min(ends, default=None)

    def on_timer(self, now_ns: int) -> None:
        """Leave it to `preempt`, which is asked next."""

    def set_cores(self, online: int) -> None:
        """Spread the threads over this many cores from now on."""
        self._cores = online

    def vruntime_ns(self, thread: Schedulable, now_ns: int) -> int:
        """Return the virtual runtime of a ready or running thread, in nanoseconds of a thread with nice 0."""
        entity = self._entities[thread.index]
        if thread.index not in self._running:
            return entity.vruntime_ns
        # The engine says when it began to run only once the switch to it is over.
        ran_ns = max(0, now_ns - max(entity.picked_ns, thread.since_ns))
        return entity.vruntime_ns + virtual_ns(ran_ns, entity.weight)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:
        """Return its virtual runtime and its weight."""
        entity = self._entities.get(thread.index)
        if entity is None:
            return None
        had_ns = self.vruntime_ns(thread, now_ns) if thread.index in self._running else entity.vruntime_ns
        return Standing(0, had_ns, 0, weight_of(thread))

    def clock(self, now_ns: int) -> tuple[int, int]:
        """Return the least virtual runtime as it would be noted now."""
        return max(self._min_ns, self._least_ns(now_ns)), self._load

    def _place(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> _Entity:
        weight = weight_of(thread)
        self._advance(now_ns)
        if not self._entities:
            self._busy_since_ns = now_ns
        vruntime_ns = self._min_ns
        slept_ns = self._asleep.pop(thread.index, None)
        if reason is ReadyReason.MOVED:
            if self._moved_ns == now_ns:
                vruntime_ns += self._moving.pop(thread.index, 0)
        elif slept_ns is not None or reason is ReadyReason.WOKEN:
            vruntime_ns -= self._latency_ns // 2
            vruntime_ns = vruntime_ns if slept_ns is None else max(vruntime_ns, slept_ns)
        elif self._busy_since_ns != now_ns:
            vruntime_ns += virtual_ns(self._slice_ns(weight, newcomers=1), weight)
        entity = _Entity(thread, vruntime_ns, weight)
        self._entities[thread.index] = entity
        self._load += weight
        return entity

    def _leave(self, thread: Schedulable) -> _Entity:
        entity = self._entities.pop(thread.index)
        self._load -= entity.weight
        return entity

    def _reweigh(self, entity: _Entity) -> None:
        weight = weight_of(entity.thread)
        self._load += weight - entity.weight
        entity.weight = weight

    def _advance(self, now_ns: int) -> None:
        """Let the least virtual runtime follow the threads; it never falls."""
        if len(self._entities) != len(self._queue) + len(self._running):
            return  # One stopped and is about to be added again; it counts, too.
        self._min_ns = max(self._min_ns, self._least_ns(now_ns))

    def _least_ns(self, now_ns: int) -> int:
        """Return the least virtual runtime of those that are ready or run; when nobody is, the last one noted."""
        first = self._queue.first()
        least_ns = first[0][0] if first else NEVER
        for entity in self._running.values():
            # Time adds to what it had, so that it need not be counted where that is too much already.
            if entity.vruntime_ns < least_ns:
                least_ns = min(least_ns, self.vruntime_ns(entity.thread, now_ns))
        return self._min_ns if least_ns == NEVER else least_ns

    def _slice_ns(self, weight: int, newcomers: int = 0) -> int:
        """Return the slice of a weight, at least a nanosecond, per core as if the load were even."""
        period_ns = self._period_ns(len(self._entities) + newcomers)
        load = self._load + (weight if newcomers else 0)
        return max(1, min(period_ns, period_ns * weight * self._cores // load))

    def _period_ns(self, threads: int) -> int:
        count = -(-threads // self._cores)
        return self._latency_ns if count <= NR_LATENCY else count * self._min_granularity_ns

    def _end_ns(self, entity: _Entity) -> int:
        """Return when a running thread's slice ends by what is known now."""
        self._reweigh(entity)
        began_ns = max(entity.slice_from_ns, entity.thread.since_ns)
        return round_up_to_tick(began_ns + self._slice_ns(entity.weight), self._tick_ns)

    def _gives_way(self, thread: Schedulable, now_ns: int) -> bool:
        """Return whether, its slice over, another thread is next on its core."""
        first = self._queue.first()
        if first is not None and not may_run(first[1], thread.core):
            fitting = (other for other in self._queue if may_run(other, thread.core))
            first = next((((self._entities[other.index].vruntime_ns,), other) for other in fitting), None)
        return first is not None and (first[0][0], first[1].index) < (self.vruntime_ns(thread, now_ns), thread.index)

    def _victim(self, wakee: Schedulable, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return the thread furthest ahead of one that woke, if by more than the wake-up granularity."""
        entity = self._entities[wakee.index]
        least_ns = entity.vruntime_ns + virtual_ns(self._wakeup_granularity_ns, entity.weight)
        victims = [thread for thread in running if may_run(wakee, thread.core)]
        victim = max(victims, key=lambda thread: self.vruntime_ns(thread, now_ns), default=None)
        return victim if victim is not None and self.vruntime_ns(victim, now_ns) > least_ns else None


def _make(setting: Setting, options: Options) -> CfsPolicy:
    factor = scaling(setting.machine.cores)
    return CfsPolicy(
        latency_ns=whole(options, "latency", LATENCY_NS * factor),
        min_granularity_ns=whole(options, "min_granularity", MIN_GRANULARITY_NS * factor),
        wakeup_granularity_ns=whole(options, "wakeup_granularity", WAKEUP_GRANULARITY_NS * factor),
        cores=setting.cores,
        tick_ns=setting.machine.tick_ns,
    )


def _option(name: str, minimum_ns: int, meaning: str) -> PolicyOption:
    return PolicyOption(
        name=name, kind=OptionKind.DURATION, default="", minimum=minimum_ns, maximum=NS_PER_S, meaning=meaning
    )


CFS = PolicyInfo(
    name="cfs",
    title="Linux CFS (before Linux 6.6)",
    summary="The thread with the least virtual runtime runs; nice values weigh how fast that grows.",
    source="kernel/sched/fair.c and Documentation/scheduler/sched-design-CFS.rst of Linux before 6.6.",
    options=(
        _option(
            "latency",
            MIN_QUANTUM_NS,
            "Time in which each of up to 8 threads runs once; 6ms * (1 + log2 of the cores, at most 8) when absent.",
        ),
        _option(
            "min_granularity",
            MIN_QUANTUM_NS,
            "What each of more than 8 threads adds to that time; 0.75ms, grown likewise, when absent.",
        ),
        _option(
            "wakeup_granularity",
            0,
            "How far ahead the running thread must be for one that wakes to preempt it; 1ms, grown likewise, when "
            "absent.",
        ),
    ),
    make=_make,
)
