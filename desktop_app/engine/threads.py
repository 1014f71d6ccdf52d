"""Processes and threads while they run: the engine's own mutable state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.model.workload import TIMED_BURSTS, Burst, BurstKind, Periodic, ProcessSpec, SchedulingClass
from desktop_app.policies.protocol import NEVER
from desktop_app.program.effects import Outcome, Request
from desktop_app.program.process import ProcessImage
from desktop_app.program.thread import ProgramThread

if TYPE_CHECKING:
    from desktop_app.engine.devices import Device
    from desktop_app.engine.waiting import Resource


class Unsettled(NamedTuple):
    """How a batch of instructions ended that is over, but of which nothing has come yet.

    Attributes:
        outcome: How.
        requests: What the thread asked for.
        ends_process: Whether its process ends with it.
        exit_code: What that process's exit code is then.
    """

    outcome: Outcome = Outcome.RAN
    requests: tuple[Request, ...] = ()
    ends_process: bool = False
    exit_code: int = 0


#: The batch ended because as many instructions were executed as were asked for.
NOTHING_TO_SETTLE = Unsettled()


@dataclass(slots=True, eq=False, init=False)
class SimThread:
    """A thread. The attributes up to ``deadline_ns`` are what policies read; see policies.protocol.Schedulable.

    Attributes:
        process: Its process.
        bursts: What it goes through, in every job when it is periodic; empty when it has a program.
        position: Which of them it is in.
        computes: Whether that is a CPU burst.
        program: The interpreter's side of a thread that executes bytecode, or None.
        spent_ns: How much of its current instruction was executed before a preemption cut it.
        part_ppm: Where rates vary: what it did of its burst beyond whole nanoseconds, in millionths of one.
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
        blocked: Whether a request of its program blocked it, which is to be told when that is over.
        parked: Whether it waits for another thread to unpark it.
        bounded: Whether it is blocked for a time only, and goes on without what it waits for when that is over.
        awaits: The process whose end its program waits for, or None.
        unparked: Whether another one has unparked it before the instruction that parks it was over.
        hidden: Whether its program is not at its next instruction yet: it is new, or was blocked.
        doomed: Whether it ends with the batch that it executes.
        unsettled: How its last batch of instructions ended, where it lost its core at that very moment.
        idle_ns: When it last went on without executing anything.
        idle_goes: How often it has done so since, in no time.
    """

    index: int
    arrival_ns: int
    process: SimProcess
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
    bursts: tuple[Burst, ...]
    position: int
    computes: bool
    program: ProgramThread | None
    spent_ns: int
    part_ppm: int
    periodic: Periodic | None
    pending: int
    next_release_ns: int
    own_priority: int
    home: int
    started: bool
    alive: bool
    ticket: int
    waits_for: Resource | Device | bool
    device: str
    joining: int
    seen_handovers: int
    blocked: bool
    parked: bool
    bounded: bool
    hidden: bool
    unparked: bool
    doomed: bool
    awaits: SimProcess | None
    unsettled: Unsettled | None
    idle_ns: int
    idle_goes: int

    def __init__(self, index: int, process: SimProcess, arrival_ns: int, program: ProgramThread | None = None) -> None:
        """Make a thread that does what its process's entry says, launched at ``arrival_ns``.

        Written out, as a generated one with 17 keywords takes twice as long, and there may be thousands.

        Args:
            index: Its index in the trace.
            process: Its process.
            arrival_ns: When it comes to exist.
            program: What it executes, where that is not the body of its process's program.
        """
        spec = process.spec
        parameters, periodic = spec.parameters, spec.periodic
        self.index = index
        self.process = process
        self.arrival_ns = self.release_ns = arrival_ns
        self.priority = self.own_priority = parameters.priority
        self.nice = parameters.nice
        self.tickets = parameters.tickets
        self.affinity = frozenset(parameters.affinity) if parameters.affinity else None
        self.scheduling = parameters.scheduling
        self.bursts = spec.bursts
        self.program = program
        if program is None and process.image is not None:
            self.program = process.image.start_thread()
        self.periodic = periodic
        if periodic is None:
            self.period_ns = self.relative_deadline_ns = NEVER
            self.runtime_ns = 0
        else:
            self.period_ns = periodic.period_ns
            self.relative_deadline_ns = periodic.deadline_ns
            self.runtime_ns = periodic.runtime_ns
        self.burst_ns = self.left_ns = self.deadline_ns = NEVER
        self.since_ns = self.spent_ns = self.part_ppm = 0
        self.position = self.pending = self.ticket = self.joining = self.seen_handovers = 0
        self.core = self.home = self.next_release_ns = -1
        self.idle_ns = self.idle_goes = 0
        self.computes = self.started = self.waits_for = False
        self.blocked = self.parked = self.unparked = self.bounded = self.hidden = self.doomed = False
        self.awaits = self.unsettled = None
        self.alive = True
        self.device = ""

    def own(self, attribute: str) -> int:
        """Return the value of something a policy lends, as it is without inheritance."""
        if attribute == "priority":
            return self.own_priority
        if self.periodic is None:
            return NEVER
        match attribute:
            case "period_ns":
                return self.periodic.period_ns
            case "relative_deadline_ns":
                return self.periodic.deadline_ns
            case _:
                return self.release_ns + self.periodic.deadline_ns

    def enter_burst(self, position: int) -> None:
        """Go to a burst; what is left is the whole of the CPU burst there, or of the next one before it blocks."""
        self.position = position
        self.burst_ns = self.left_ns = self.part_ppm = 0
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


#: The process number that programs see of the first process; those of the others follow.
FIRST_PID = 1_001


@dataclass(slots=True, eq=False, init=False)
class SimProcess:
    """A process.

    Attributes:
        index: Its index in the trace.
        spec: The scenario's entry that it was launched from.
        image: Its address space, or None when it has bursts.
        threads: Its threads.
        alive: How many of them have not terminated.
        launched: Whether it was launched yet.
        gil: Its global interpreter lock.
        exit_code: What ended it, unless all of its threads just ended.
        joiners: The threads that wait for its end.
        parent: The process whose program started it, or None.
        daemon: Whether it ends when that one has come to its end.
    """

    index: int
    spec: ProcessSpec
    image: ProcessImage | None
    gil: Gil
    threads: list[SimThread]
    alive: int
    launched: bool
    exit_code: int
    joiners: list[SimThread]
    parent: SimProcess | None
    daemon: bool

    def __init__(self, index: int, spec: ProcessSpec, image: ProcessImage | None, gil: Gil) -> None:
        """Make a process that was not launched yet and has no threads yet; written out as a thread's is."""
        self.index = index
        self.spec = spec
        self.image = image
        self.gil = gil
        self.threads = []
        self.alive = spec.threads
        self.launched = False
        self.exit_code = 0
        self.joiners = []
        self.parent = None
        self.daemon = False

    def influences(self, other: SimProcess) -> bool:
        """Return whether what the threads of one process execute may change what those of the other do at once.

        They have memory in common, or one of them can look after the other, and end it. A program shares memory with
        none but the processes that it starts, and that those start.
        """
        if self is other:
            return True
        if self.image is None or other.image is None:
            return False
        mine, others = self._line(), other._line()
        related = mine[-1] is others[-1]
        return related and ((self.image.shares and other.image.shares) or self in others or other in mine)

    def _line(self) -> list[SimProcess]:
        """Return the process, the one that started it, and so on up to the one that the scenario launched."""
        line = [self]
        while line[-1].parent is not None:
            line.append(line[-1].parent)
        return line
