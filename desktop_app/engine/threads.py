"""Processes and threads while they run: the engine's own mutable state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.model.workload import TIMED_BURSTS, Burst, BurstKind, Periodic, ProcessSpec, SchedulingClass
from desktop_app.policies.protocol import NEVER
from desktop_app.program.process import ProcessImage, ProgramThread

if TYPE_CHECKING:
    from desktop_app.engine.devices import Device
    from desktop_app.engine.waiting import Resource


@dataclass(slots=True, eq=False, kw_only=True)
class SimThread:
    """A thread. The attributes up to ``deadline_ns`` are what policies read; see policies.protocol.Schedulable.

    Attributes:
        process: Its process.
        bursts: What it goes through, in every job when it is periodic; empty when it has a program.
        position: Which of them it is in.
        computes: Whether that is a CPU burst.
        program: The interpreter's side of a thread that executes bytecode, or None.
        spent_ns: How much of its current instruction was executed before a preemption cut it.
        periodic: What makes it a periodic task, or None.
        pending: Jobs that were released and are not finished.
        next_release_ns: When its next job is released; -1 before its first one.
        own_priority: Its priority without inheritance.
        home: The core whose queue it is in, where each core has one; -1 before it was given one.
        started: Whether it has become ready for the first time.
        alive: Whether it has not terminated.
        ticket: Number of the event that ends its wait; any other one about it is out of date.
        waits_for: What it waits for: a resource or a device that must forget it when it is killed; or True.
        device: The device with a queue that it asked last.
        seen_handovers: How often its GIL had changed hands when it began to wait, or looked last.
        joining: How many processes it still waits for to end.
    """

    index: int
    arrival_ns: int
    process: SimProcess
    priority: int = 0
    nice: int = 0
    tickets: int = 100
    affinity: frozenset[int] | None = None
    scheduling: SchedulingClass | None = None
    core: int = -1
    since_ns: int = 0
    cpu_ns: int = 0
    burst_ns: int = NEVER
    left_ns: int = NEVER
    period_ns: int = NEVER
    relative_deadline_ns: int = NEVER
    runtime_ns: int = 0
    release_ns: int = 0
    deadline_ns: int = NEVER
    bursts: tuple[Burst, ...] = ()
    position: int = 0
    computes: bool = False
    program: ProgramThread | None = None
    spent_ns: int = 0
    periodic: Periodic | None = None
    pending: int = 0
    next_release_ns: int = -1
    own_priority: int = 0
    home: int = -1
    started: bool = False
    alive: bool = True
    ticket: int = 0
    waits_for: Resource | Device | bool = False
    device: str = ""
    joining: int = 0
    seen_handovers: int = 0

    def enter_burst(self, position: int) -> None:
        """Go to a burst; what is left is the whole of the CPU burst there, or of the next one before it blocks."""
        self.position = position
        self.burst_ns = self.left_ns = 0
        self.computes = False
        for index in range(position, len(self.bursts)):  # no slice: a script may be long
            burst = self.bursts[index]
            if burst.kind is BurstKind.CPU:
                self.burst_ns = self.left_ns = burst.duration_ns
                self.computes = index == position
                return
            if burst.kind in TIMED_BURSTS:
                return


@dataclass(slots=True, eq=False)
class Gil:
    """The lock that keeps the threads of one process from executing bytecode at the same time.

    A waiter asks for it once it has waited a switch interval without the lock changing hands; the holder
    then gives it up at its next switch point (Python/ceval_gil.c). Which of several waiters gets it is the
    operating system's choice in CPython; here it is the one that waits longest.

    Attributes:
        holder: The thread that holds it.
        waiters: The threads that wait for it, longest first.
        requested: Whether the holder was asked to give it up.
        handovers: How often it changed hands.
    """

    holder: SimThread | None = None
    waiters: list[SimThread] = field(default_factory=list)
    requested: bool = False
    handovers: int = 0

    def take(self, thread: SimThread) -> bool:
        """Make ``thread`` the holder if nobody else is, and return whether it holds the lock now."""
        if self.holder is None:
            self.holder = thread
            self.handovers += 1
        return self.holder is thread

    def hand_over(self) -> SimThread | None:
        """Take the lock from its holder, give it to the longest waiter, and return that one."""
        self.requested = False
        self.holder = self.waiters.pop(0) if self.waiters else None
        if self.holder is not None:
            self.handovers += 1
        return self.holder


@dataclass(slots=True, eq=False, kw_only=True)
class SimProcess:
    """A process.

    Attributes:
        index: Its index in the trace.
        entry: Index of the scenario's entry that it was launched from.
        spec: That entry.
        image: Its address space, or None when it has bursts.
        threads: Its threads.
        alive: How many of them have not terminated.
        launched: Whether it was launched yet.
        gil: Its global interpreter lock.
        exit_code: What ended it, unless all of its threads just ended.
        joiners: The threads that wait for its end.
    """

    index: int
    entry: int
    spec: ProcessSpec
    image: ProcessImage | None
    gil: Gil
    threads: list[SimThread] = field(default_factory=list)
    alive: int = 0
    launched: bool = False
    exit_code: int = 0
    joiners: tuple[SimThread, ...] = ()
