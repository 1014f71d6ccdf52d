"""Linux's fair scheduler since 6.6: earliest eligible virtual deadline first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desktop_app.model.durations import NS_PER_S
from desktop_app.model.machine import MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.eevdf_queue import EligibleQueue, Entity
from desktop_app.policies.given import whole
from desktop_app.policies.linux_weights import NICE_0_WEIGHT, scaling, virtual_ns, weight_of
from desktop_app.policies.protocol import (
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
from desktop_app.policies.queues import may_run

#: The kernel's slice for one processor, which grows by `scaling` (sysctl_sched_base_slice in kernel/sched/fair.c;
#: 0.75 ms before February 2025). A 6.18 kernel with 2 processors shows 1.4 ms.
BASE_SLICE_NS = 700_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is kept of a thread that is not there: its lag, its weight then, and what was left of its request."""

    lag_ns: int
    weight: int
    request_ns: int | None


class EevdfPolicy(Policy):
    """Of the eligible ready threads the one with the earliest virtual deadline runs; ties go to the one launched first.

    A thread's virtual time v grows by CPU time * 1024 / weight. The average V, weighted and with the running threads
    in it, is what each should have had; a thread is eligible that had no more, v <= V. Its deadline is v plus a slice
    * 1024 / weight, and a new one is set when v has reached it. All are whole nanoseconds, rounded down as in the
    kernel each time a thread stops; V is the exact fraction, so that the lags V - v, weighted, always sum to 0.

    * A slice ends when v reaches the deadline, on a machine with ticks at the next tick.
    * A thread that blocks keeps its lag, at most two slices or one tick, times 1024 / weight, either way. When it
      wakes it is put at v = V - lag * (W + w) / W, which leaves it that lag once it is part of V.
    * A new thread starts at V, with half a slice for the first time (PLACE_DEADLINE_INITIAL).
    * RUN_TO_PARITY: the running thread gives way to one that wakes only if it is no longer eligible and the one that
      wakes is next, or if it has reached its deadline. So no thread preempts for its deadline alone.
    * A thread that moves keeps its lag and the rest of its request (PLACE_REL_DEADLINE); a new nice value scales both.
      Coming from a queue of another core its lag is unknown here and taken as 0. A running thread's new nice value
      counts from the moment the policy is next asked.

    Left out: groups, slices of a thread's own, and the delayed dequeue of Linux 6.12, by which a thread that blocks
    while it is ahead of V stays until V has caught up; here, as in Linux 6.6 to 6.11, it keeps a negative lag.

    With several cores the queue is shared, and V with it; Linux has one queue per core and balances them. If then
    nobody that is ready is eligible, the one that had least is next.
    """

    preemptive = True
    accounts = True
    told = True
    clocked = True
    queueing = Queueing(key=QueueKey.VIRTUAL_DEADLINE)
    reads = frozenset({"nice"})

    def __init__(self, *, slice_ns: int, tick_ns: int) -> None:
        self._slice_ns = slice_ns
        self._lag_limit_ns = max(2 * slice_ns, tick_ns)
        # Sum of weight * v and of weights; V is their quotient, or what it was last when nobody is there.
        self._total = 0
        self._load = 0
        self._last_average_ns = 0
        self._entities: dict[int, Entity] = {}
        self._running: dict[int, Entity] = {}
        self._queue = EligibleQueue()
        self._asleep: dict[int, _Kept] = {}
        # Those that may preempt: they became ready since the engine asked last.
        self._woken: dict[int, Entity] = {}
        # What is kept of threads that were removed at this very moment.
        self._moving: dict[int, _Kept] = {}
        self._moved_ns = -1

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Queue; one that is new, woke or moved is given its virtual time first."""
        entity = self._entities.get(thread.index)
        if entity is None:
            entity = Entity(thread, weight_of(thread))
            self._join(entity, self._taken_back(entity, now_ns, reason), now_ns)
            self._woken[thread.index] = entity
        elif entity.weight != weight_of(thread):
            self._reweigh(entity, now_ns)
        self._queue.push(entity)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the eligible thread with the earliest deadline."""
        if not self._queue:
            return None
        entity = self._queue.first(core, self._total_at(now_ns), self._load) or self._queue.least(core)
        if entity is None:
            return None
        self._queue.remove(entity)
        index = entity.thread.index
        entity.picked_ns = now_ns
        entity.counted_ns = 0
        self._running[index] = entity
        self._woken.pop(index, None)
        return entity.thread

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave; its lag waits for it only if it comes back at once, with another nice value perhaps."""
        entity = self._entities[thread.index]
        self._queue.remove(entity)
        self._woken.pop(thread.index, None)
        if now_ns != self._moved_ns:
            self._moving, self._moved_ns = {}, now_ns
        self._moving[thread.index] = self._leave(entity, now_ns, moves=True)

    def forget(self, thread: Schedulable) -> None:
        """Forget its lag, and be no part of V if it stopped and goes elsewhere."""
        entity = self._entities.get(thread.index)
        if entity is not None:
            self._leave(entity, entity.picked_ns, moves=False)
        self._asleep.pop(thread.index, None)
        self._moving.pop(thread.index, None)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads by deadline, those last that were not eligible."""
        return (entity.thread for entity in self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - v stands still until it runs
        """Return the CPU time until the thread's v reaches its deadline."""
        entity = self._running[thread.index]
        return -(-(entity.deadline_ns - entity.virtual_ns) * entity.weight // NICE_0_WEIGHT)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:
        """Return a thread that has reached its deadline or is no longer eligible, and is not next on its core."""
        for thread in running:
            entity = self._running[thread.index]
            if entity.weight != weight_of(thread):
                self._reweigh(entity, now_ns)
        total = self._total_at(now_ns)
        for thread in running if self._queue else ():
            if self._gives_way(self._running[thread.index], total, now_ns):
                return thread
        self._woken.clear()
        return None

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:
        """Count the time it ran, and set a new deadline if the old one is reached."""
        entity = self._running[thread.index]
        if entity.weight != weight_of(thread):
            self._reweigh(entity, now_ns)
        self._count(entity, ran_ns)
        del self._running[thread.index]
        if reason in {StopReason.BLOCKED, StopReason.TERMINATED}:
            kept = self._leave(entity, now_ns, moves=False)
            if reason is StopReason.BLOCKED:
                self._asleep[thread.index] = kept

    def lag_ns(self, thread: Schedulable, now_ns: int) -> Fraction:
        """Return how much CPU time a ready or running thread is owed, weight * (V - v) / 1024, in nanoseconds."""
        entity = self._entities[thread.index]
        average = Fraction(self._total_at(now_ns), self._load)
        return entity.weight * (average - self._virtual_at(entity, now_ns)) / NICE_0_WEIGHT

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:
        """Return its virtual deadline, its virtual time and its weight."""
        entity = self._entities.get(thread.index)
        if entity is None:
            return None
        return Standing(0, entity.deadline_ns, self._virtual_at(entity, now_ns), entity.weight)

    def clock(self, now_ns: int) -> tuple[int, int]:
        """Return V, rounded down, and the weight of all that it is the average of."""
        return self._average_ns(now_ns), self._load

    def _gives_way(self, entity: Entity, total: int, now_ns: int) -> bool:
        own_ns = self._virtual_at(entity, now_ns)
        over = own_ns >= entity.deadline_ns
        eligible = own_ns * self._load <= total
        if not over and (eligible or not any(may_run(e.thread, entity.thread.core) for e in self._woken.values())):
            return False
        best = self._queue.first(entity.thread.core, total, self._load)
        if best is None:
            return False
        if over:
            renewed = own_ns + virtual_ns(self._slice_ns, entity.weight)
            return not eligible or best.deadline_ns < renewed
        # Each may preempt once, whatever the engine then finds the time to be that the other one ran.
        return self._woken.pop(best.thread.index, None) is not None

    def _total_at(self, now_ns: int) -> int:
        """Return the sum of weight * v with the running threads brought up to date."""
        total = self._total
        # Written out: with 64 cores this loop is most of a decision's cost.
        for entity in self._running.values():
            ran_ns = now_ns - max(entity.picked_ns, entity.thread.since_ns) - entity.counted_ns
            if ran_ns > 0:
                weight = entity.weight
                total += ran_ns * NICE_0_WEIGHT // weight * weight
        return total

    def _average_ns(self, now_ns: int) -> int:
        """Return V, rounded down so that a thread which starts there is eligible."""
        return self._total_at(now_ns) // self._load if self._load else self._last_average_ns

    def _virtual_at(self, entity: Entity, now_ns: int) -> int:
        if entity.thread.index not in self._running:
            return entity.virtual_ns
        return entity.virtual_ns + virtual_ns(self._ran_ns(entity, now_ns), entity.weight)

    def _ran_ns(self, entity: Entity, now_ns: int) -> int:
        """Return what an entity ran and is not counted; the engine knows when it began once the switch is over."""
        return max(0, now_ns - max(entity.picked_ns, entity.thread.since_ns) - entity.counted_ns)

    def _count(self, entity: Entity, ran_ns: int) -> None:
        """Count a run of ``ran_ns`` so far."""
        passed_ns = virtual_ns(max(0, ran_ns - entity.counted_ns), entity.weight)
        entity.counted_ns = ran_ns
        entity.virtual_ns += passed_ns
        self._total += passed_ns * entity.weight
        if entity.virtual_ns >= entity.deadline_ns:
            entity.deadline_ns = entity.virtual_ns + virtual_ns(self._slice_ns, entity.weight)

    def _taken_back(self, entity: Entity, now_ns: int, reason: ReadyReason) -> _Kept | None:
        """Return what was kept of a thread, or for one that is not new a lag of 0; None for a new one."""
        index = entity.thread.index
        slept = self._asleep.pop(index, None)
        if reason is not ReadyReason.MOVED:
            new = slept is None and reason is ReadyReason.ARRIVED
            return slept or (None if new else _Kept(lag_ns=0, weight=entity.weight, request_ns=None))
        moved = self._moving.pop(index, None) if now_ns == self._moved_ns else None
        return moved or _Kept(lag_ns=0, weight=entity.weight, request_ns=None)

    def _join(self, entity: Entity, kept: _Kept | None, now_ns: int) -> None:
        """Become part of V, with what was kept of the thread; a new one has nothing, and gets half a slice."""
        load, weight = self._load, entity.weight
        entity.virtual_ns = self._average_ns(now_ns)
        if kept and load:
            lag_ns = kept.lag_ns * kept.weight // weight
            entity.virtual_ns -= lag_ns * (load + weight) // load
        if kept is None:
            request_ns = virtual_ns(self._slice_ns, weight) // 2
        elif kept.request_ns is None:
            request_ns = virtual_ns(self._slice_ns, weight)
        else:
            request_ns = kept.request_ns * kept.weight // weight
        entity.deadline_ns = entity.virtual_ns + max(1, request_ns)
        self._entities[entity.thread.index] = entity
        self._load += weight
        self._total += weight * entity.virtual_ns

    def _leave(self, entity: Entity, now_ns: int, *, moves: bool) -> _Kept:
        """Be part of V no more, and return what is to be kept; the entity runs no more, or is counted up to now."""
        limit_ns = virtual_ns(self._lag_limit_ns, entity.weight)
        self._last_average_ns = self._average_ns(now_ns)
        lag_ns = min(max(self._last_average_ns - entity.virtual_ns, -limit_ns), limit_ns)
        del self._entities[entity.thread.index]
        self._load -= entity.weight
        self._total -= entity.weight * entity.virtual_ns
        request_ns = entity.deadline_ns - entity.virtual_ns if moves else None
        return _Kept(lag_ns=lag_ns, weight=entity.weight, request_ns=request_ns)

    def _reweigh(self, entity: Entity, now_ns: int) -> None:
        """Give a running thread, or one that just stopped, the weight of its new nice value."""
        if entity.thread.index in self._running:
            self._count(entity, entity.counted_ns + self._ran_ns(entity, now_ns))
        kept = self._leave(entity, now_ns, moves=True)
        entity.weight = weight_of(entity.thread)
        self._join(entity, kept, now_ns)


def _make(setting: Setting, options: Options) -> EevdfPolicy:
    slice_ns = whole(options, "slice", BASE_SLICE_NS * scaling(setting.machine.cores))
    return EevdfPolicy(slice_ns=slice_ns, tick_ns=setting.machine.tick_ns)


EEVDF = PolicyInfo(
    name="eevdf",
    title="Linux EEVDF (Linux 6.6 and later)",
    summary="Of the threads that had no more than their share, the one with the earliest virtual deadline runs.",
    source="Stoica, Abdel-Wahab: Earliest Eligible Virtual Deadline First (1995); kernel/sched/fair.c and "
    "Documentation/scheduler/sched-eevdf.rst of Linux.",
    options=(
        PolicyOption(
            name="slice",
            kind=OptionKind.DURATION,
            default="",
            minimum=MIN_QUANTUM_NS,
            maximum=NS_PER_S,
            meaning="How long a thread asks to run at a time; 0.7ms * (1 + log2 of the cores, at most 8) when absent.",
        ),
    ),
    make=_make,
)
