"""Linux's real-time classes SCHED_FIFO and SCHED_RR."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.given import whole
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
from desktop_app.policies.queues import may_run, take_first

#: Real-time priorities; the highest number is the most urgent (sched(7)). Level 0 is for everybody else.
MIN_PRIORITY = 1
MAX_PRIORITY = 99
#: RR_TIMESLICE of the kernel; 99.97 ms were measured.
RR_SLICE_NS = 100 * NS_PER_MS


def class_of(thread: Schedulable) -> SchedulingClass:
    """Return a thread's class: FIFO when it says none and has a priority of 1 or more.

    Linux gives SCHED_NORMAL no priority, so that a NORMAL thread which has one inherited it: it runs as FIFO then.
    """
    if thread.scheduling is None or thread.scheduling is SchedulingClass.NORMAL:
        return SchedulingClass.FIFO if thread.priority >= MIN_PRIORITY else SchedulingClass.NORMAL
    return thread.scheduling


def level_of(thread: Schedulable) -> int:
    """Return a thread's list: its priority brought into 1 to 99, which an inherited one need not be, or 0."""
    if class_of(thread) is SchedulingClass.NORMAL:
        return 0
    return min(max(thread.priority, MIN_PRIORITY), MAX_PRIORITY)


class LinuxRtPolicy(Policy):
    """One list per priority; the head of the highest list runs.

    SCHED_FIFO keeps the core until it blocks or a higher priority is ready. SCHED_RR has a slice besides: when it is
    over the thread goes to the tail with a new one. A preempted thread goes to the head of its list (POSIX), and
    keeps the rest of its slice; so does one that blocks, but it comes back at the tail. A ready thread whose priority
    rises joins the tail of its new list, one whose priority falls the head, and both keep the rest of their slice
    (sched(7); POSIX has the tail for both). Whoever comes from elsewhere joins the tail.

    NORMAL threads share the lowest list, round robin with the machine's quantum: a simplification, Linux runs its
    fair scheduler there. Nor is there the real-time throttling of 95 % (sched_rt_runtime_us): urgent threads may
    starve the others.

    With several cores the queue is global, which is what Linux's pushing and pulling of real-time threads aims at.
    """

    preemptive = True
    accounts = True
    told = True
    reads = frozenset({"priority"})
    lends = "priority"

    def __init__(self, rr_slice_ns: int, normal_slice_ns: int) -> None:
        self._rr_slice_ns = rr_slice_ns
        self._normal_slice_ns = normal_slice_ns
        self._lists: list[deque[Schedulable]] = [deque() for _ in range(MAX_PRIORITY + 1)]
        self._occupied = 0
        self._levels: dict[int, int] = {}
        #: Numbers that order those of a list: what joined its head has one below 0.
        self._turns: dict[int, int] = {}
        self._joined = 0
        self.queueing = Queueing(key=QueueKey.CLASS, quantum_ns=normal_slice_ns)
        self._rest_ns: dict[int, int] = {}
        # From which list threads were removed at this very moment, and what was left of their slices.
        self._moving: dict[int, tuple[int, int | None]] = {}
        self._moved_ns = -1

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Join the list of its priority: at the head when preempted in the middle of its slice, or made less urgent."""
        level = level_of(thread)
        self._levels[thread.index] = level
        self._occupied |= 1 << level
        if reason is ReadyReason.PREEMPTED:
            first = class_of(thread) is SchedulingClass.FIFO or thread.index in self._rest_ns
        else:
            first = reason is ReadyReason.MOVED and self._has_sunk(thread, level, now_ns)
        self._joined += 1
        self._turns[thread.index] = -self._joined if first else self._joined
        if first:
            self._lists[level].appendleft(thread)
        else:
            self._lists[level].append(thread)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Take the head of the highest list, or the first thread that may run on the core."""
        for level in self._from_the_top():
            thread = take_first(self._lists[level], core)
            if thread is not None:
                self._left(thread, level)
                return thread
        return None

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave the list; the rest of the slice waits for it only if it comes back at once, with another priority."""
        level = self._levels[thread.index]
        self._lists[level].remove(thread)
        self._turns.pop(thread.index, None)
        self._left(thread, level)
        if now_ns != self._moved_ns:
            self._moving, self._moved_ns = {}, now_ns
        self._moving[thread.index] = level, self._rest_ns.pop(thread.index, None)

    def forget(self, thread: Schedulable) -> None:
        """Forget the rest of its slice."""
        self._turns.pop(thread.index, None)
        self._rest_ns.pop(thread.index, None)
        self._moving.pop(thread.index, None)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads, the highest list first."""
        for level in self._from_the_top():
            yield from self._lists[level]

    def __len__(self) -> int:
        return len(self._levels)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int | None:  # noqa: ARG002 - at any time
        """Return the rest of an RR or NORMAL thread's slice, and no limit for FIFO."""
        full_ns = self._full_slice_ns(thread)
        if full_ns == NEVER:
            return None
        return self._rest_ns.get(thread.index, full_ns)

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Return the least urgent thread that a ready one is more urgent than; the last core's of several."""
        lowest = min(level_of(thread) for thread in running) if running else MAX_PRIORITY
        for level in self._from_the_top():
            if level <= lowest:
                return None
            for thread in self._lists[level]:
                victims = [other for other in running if may_run(thread, other.core) and level_of(other) < level]
                if victims:
                    return min(reversed(victims), key=level_of)
                if thread.affinity is None:
                    break
        return None

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Note the rest of the slice; nothing is left of one that is over, and a new one is given."""
        if reason is StopReason.TERMINATED:
            self._turns.pop(thread.index, None)
        rest_ns = self._rest_ns.pop(thread.index, self._full_slice_ns(thread)) - ran_ns
        ended = reason in {StopReason.EXPIRED, StopReason.TERMINATED}
        if not ended and rest_ns > 0 and class_of(thread) is not SchedulingClass.FIFO:
            self._rest_ns[thread.index] = rest_ns

    def standing(self, thread: Schedulable, now_ns: int) -> Standing:
        """Return its list, counted from the most urgent one, its turn there, and what is left of its slice."""
        rest_ns = self.slice_ns(thread, now_ns)
        turn = self._turns.get(thread.index, 0)
        return Standing(MAX_PRIORITY - level_of(thread), turn, extra=-1 if rest_ns is None else rest_ns)

    def more_urgent(self, first: int, second: int) -> int:
        """Return the higher number."""
        return max(first, second)

    def _has_sunk(self, thread: Schedulable, level: int, now_ns: int) -> bool:
        """Take back what a thread had that was removed at this moment; return whether its list was a higher one."""
        if now_ns != self._moved_ns or thread.index not in self._moving:
            return False
        before, rest_ns = self._moving.pop(thread.index)
        if rest_ns is not None and class_of(thread) is not SchedulingClass.FIFO:
            self._rest_ns[thread.index] = rest_ns
        return level < before

    def _full_slice_ns(self, thread: Schedulable) -> int:
        match class_of(thread):
            case SchedulingClass.FIFO:
                return NEVER
            case SchedulingClass.RR:
                return self._rr_slice_ns
            case SchedulingClass.NORMAL:
                return self._normal_slice_ns

    def _left(self, thread: Schedulable, level: int) -> None:
        del self._levels[thread.index]
        if not self._lists[level]:
            self._occupied &= ~(1 << level)

    def _from_the_top(self) -> Iterator[int]:
        """Return the lists that are not empty, the highest first."""
        occupied = self._occupied
        while occupied:
            level = occupied.bit_length() - 1
            yield level
            occupied &= ~(1 << level)


def _make(setting: Setting, options: Options) -> LinuxRtPolicy:
    quantum = whole(options, "quantum", RR_SLICE_NS)
    return LinuxRtPolicy(quantum, setting.machine.quantum_ns)


LINUX_RT = PolicyInfo(
    name="linux-rt",
    title="Linux real-time (SCHED_FIFO, SCHED_RR)",
    summary="The highest priority runs; equals take turns by SCHED_RR's slice, or wait for each other by SCHED_FIFO.",
    source="POSIX.1-2017, section 2.8.4; sched(7); kernel/sched/rt.c. Below them NORMAL threads run round robin, which "
    "simplifies Linux's fair scheduler.",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="100ms",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="Slice of SCHED_RR threads; NORMAL ones have the machine's quantum.",
        ),
    ),
    make=_make,
)
