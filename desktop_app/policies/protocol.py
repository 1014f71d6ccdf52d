"""What a scheduling policy is: it keeps the ready threads and decides who runs next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Protocol

from desktop_app.model.machine import Machine
from desktop_app.model.queueing import Queueing, Standing
from desktop_app.model.scenario import OptionValue
from desktop_app.model.workload import SchedulingClass

#: A time that never comes: what is left of work without a known end, the deadline of a thread that has none.
NEVER = 2**63 - 1


class Schedulable(Protocol):
    """What a policy may know of a thread; all of it is the engine's to change.

    Attributes:
        index: Its index in the trace; unique, in order of launch.
        arrival_ns: When it became ready for the first time.
        priority: Its priority now, which it may have inherited.
        nice: Its nice value, -20 to 19.
        tickets: Its tickets, 1 or more.
        affinity: The cores it may run on, or None for any.
        scheduling: Linux's scheduling class, or None.
        core: The core it runs on or ran on last, -1 before the first.
        since_ns: When it began to run; meaningful while it runs.
        burst_ns: Length of its current CPU burst, or NEVER when nobody knows it (a program).
        left_ns: What was left of that burst when it last stopped; while it runs, ``now - since_ns`` less.
        period_ns: Period of a periodic task, otherwise NEVER; may be inherited under a policy that lends it.
        relative_deadline_ns: From a job's release to its deadline, otherwise NEVER; may be inherited likewise.
        runtime_ns: CPU time reserved per period, or 0.
        release_ns: When its current job was released, otherwise ``arrival_ns``.
        deadline_ns: When its current job is due, otherwise NEVER; may be inherited likewise.
    """

    index: int
    arrival_ns: int
    priority: int
    nice: int
    tickets: int
    affinity: frozenset[int] | None
    scheduling: SchedulingClass | None
    core: int
    since_ns: int
    burst_ns: int
    left_ns: int
    period_ns: int
    relative_deadline_ns: int
    runtime_ns: int
    release_ns: int
    deadline_ns: int


class ReadyReason(Enum):
    """Why a thread joins the ready queue."""

    ARRIVED = "arrived"
    """It is new."""
    WOKEN = "woken"
    """What it waited for is over: a device, a lock, the release of a job, the end of a throttling."""
    EXPIRED = "expired"
    """Its slice was over."""
    PREEMPTED = "preempted"
    """It gave way to a more urgent thread, in the middle of its slice."""
    MOVED = "moved"
    """It comes from another core's queue, or from another policy."""


class StopReason(Enum):
    """Why a thread stops running."""

    EXPIRED = "expired"
    PREEMPTED = "preempted"
    BLOCKED = "blocked"
    TERMINATED = "terminated"


class Policy:
    """One policy at work in one run, on one ready queue. Subclasses say how; this is the default of each answer.

    A thread is either *ready* (added, not yet picked), *running* (picked, not yet stopped), or unknown to the
    policy. It knows simulated time only, draws no randomness but from its seed, and can be pickled.

    Attributes:
        preemptive: Whether the engine is to ask `preempt` after threads were added.
        accounts: Whether the engine is to tell `stopped` each time a thread stops.
        timed: Whether the engine is to ask `due_ns` after every moment.
        steady: Whether who should run changes only when threads come or go, not as time passes.
        fifo: The queue, of a policy that only appends to it and takes its head for any core, and whose slice is
            ``fifo_slice_ns`` for everybody. The engine then works on it directly, which is faster than calls
            of `add` and `pick` (tests/benchmarks).
        fifo_slice_ns: That slice, in nanoseconds, or NEVER.
        ranked: The heap of (rank, release, index, thread), of a policy that ranks threads by ``rank_of`` alone. The
            engine works on it directly, likewise; a thread whose rank is NEVER is for `add`.
        rank_of: Reads that rank.
        reserves: Whether a thread gets no more than its reservation, so that a partition goes by that.
        reads: The attributes of a ready thread that its place depends on and that may change while it is ready. When
            one does, the engine removes the thread and adds it again with reason MOVED; no other change moves it.
        lends: The attribute, one of these, by which a waiter makes the holder of a mutex with priority inheritance
            as urgent as itself; None where urgency is not a thread's own, so that there is nothing to inherit.
        queueing: How the queue is ordered, for who shows it.
        told: Whether the engine is to record the `standing` of each thread that joins, as nothing else in a trace
            says where it stands. It is not asked of policies whose queue it works on directly.
        clocked: Whether keys are compared with something that grows, so that the engine is to record the `clock`.
        restood: Indexes of threads that stand elsewhere since the engine asked last, though nobody added them; the
            engine empties it. None where that does not happen.
    """

    preemptive: bool = False
    accounts: bool = False
    timed: bool = False
    steady: bool = True
    fifo: deque[Schedulable] | None = None
    fifo_slice_ns: int = NEVER
    ranked: list[tuple[int, int, int, Schedulable]] | None = None
    rank_of: Callable[[Schedulable], int] | None = None
    reserves: bool = False
    reads: frozenset[str] = frozenset()
    lends: str | None = None
    queueing: Queueing = Queueing()
    told: bool = False
    clocked: bool = False
    restood: list[int] | None = None

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> int | None:
        """Put a thread that became ready at ``now_ns`` into the queue.

        Returns:
            None; or, when it may not run yet (its budget is used up), the time at which the engine is to add it
            again. Until then it counts as waiting and is unknown to the policy.
        """
        raise NotImplementedError

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the thread that ``core`` is to run next out of the queue, or return None when there is none for it."""
        raise NotImplementedError

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Take a ready thread out of the queue; it is added again at once, with reason MOVED, or it is forgotten."""
        raise NotImplementedError

    def ready(self) -> Iterable[Schedulable]:
        """Return the ready threads, as far as the policy has an order the next one first."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Return how many threads are ready."""
        raise NotImplementedError

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int | None:  # noqa: ARG002 - the default
        """Return how long ``thread``, just picked, may keep the core, more than 0, or None for as long as it wants."""
        return None

    def preempt(self, running: Sequence[Schedulable], now_ns: int) -> Schedulable | None:  # noqa: ARG002 - the default
        """Return the running thread that must give way to the best ready one, or None.

        Called when no core that could take a ready thread is idle, until it returns None. The engine then stops
        that thread, adds it with reason PREEMPTED, and picks for its core.

        Args:
            running: The threads that run from this queue, in the order of their cores; some may still be switched to.
            now_ns: The time.
        """
        return None

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:
        """Take note that a running thread stopped after ``ran_ns`` of CPU time; before it is added again, if it is."""

    def forget(self, thread: Schedulable) -> None:
        """Drop what is known of a thread that is neither ready nor running here, and will never come back as it was.

        It ended while it waited or was ready, or it joins another core's queue.
        """

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:  # noqa: ARG002 - the default
        """Return where a ready or running thread stands, or None for one that is neither; asked when `told`."""
        return None

    def clock(self, now_ns: int) -> tuple[int, int] | None:  # noqa: ARG002 - the default
        """Return what keys are compared with, and the weight of all threads that are there; asked when `clocked`.

        The average virtual time, the least virtual runtime, or the global pass, in nanoseconds.
        """
        return None

    @staticmethod
    def fits(load: Fraction) -> bool:
        """Return whether a core with a queue of its own may be given threads that ask for this share of it in all."""
        return load <= 1

    def set_cores(self, online: int) -> None:
        """Take note of how many of the cores that share this queue are on line from now on."""

    def due_ns(self, now_ns: int) -> int | None:  # noqa: ARG002 - the default
        """Return when the policy has something to do by itself, later than ``now_ns``, or None."""
        return None

    def on_timer(self, now_ns: int) -> None:
        """Do it; the engine asks `preempt` afterwards."""

    def more_urgent(self, first: int, second: int) -> int:
        """Return the more urgent of two values of what is lent. By default the lower one: a time that comes first."""
        return min(first, second)


class OptionKind(Enum):
    """What an option of a policy may be."""

    DURATION = "duration"
    DURATIONS = "durations"
    """A duration, or a list of them, one per queue."""
    INTEGER = "integer"
    INTEGERS = "integers"
    """A whole number, or a list of them, one per queue."""
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOption:
    """An option that stands beside ``policy`` in a scenario file.

    Attributes:
        name: Its key.
        kind: What it may be.
        default: The value in force when it is absent, as it would be written; "machine" names the machine's own,
            empty means that there is none.
        minimum: The smallest allowed value in the kind's base unit (nanoseconds for a duration).
        maximum: The largest allowed value.
        meaning: One sentence.
        choices: What a CHOICE may be.
    """

    name: str
    kind: OptionKind
    default: str
    minimum: int = 0
    maximum: int = 1
    meaning: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a policy is made for.

    Attributes:
        machine: The hardware.
        cores: How many cores take threads from this policy's queue.
        seed: Where its randomness comes from; another one for each queue.
    """

    machine: Machine
    cores: int = 1
    seed: int = 0


#: Checked options: durations are integer nanoseconds, lists are tuples.
Options = Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInfo:
    """A policy as the registry knows it.

    Attributes:
        name: Its name in a scenario file.
        title: Its name for people.
        summary: One sentence on what it does.
        source: Where the rule comes from.
        options: Its options.
        make: Builds the policy from checked options.
        fifo_order: Whether threads leave the ready queue in the order in which they joined it.
    """

    name: str
    title: str
    summary: str
    source: str
    options: tuple[PolicyOption, ...]
    make: Callable[[Setting, Options], Policy]
    fifo_order: bool = False
