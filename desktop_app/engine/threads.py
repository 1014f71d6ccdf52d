"""Processes and threads while they run: the engine's own mutable state."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from desktop_app.model.workload import Burst, BurstKind
from desktop_app.program.process import ProcessImage, ProgramThread


@dataclass(slots=True)
class BurstBody:
    """The work of a thread that goes through bursts.

    Attributes:
        bursts: All of them.
        position: Index of the current one.
        left_ns: What is left of the current one.
    """

    bursts: tuple[Burst, ...]
    position: int = 0
    left_ns: int = 0

    def __post_init__(self) -> None:
        self.left_ns = self.bursts[0].duration_ns

    @property
    def current(self) -> Burst | None:
        """The burst the thread is in, or None when it has none left."""
        return self.bursts[self.position] if self.position < len(self.bursts) else None

    @property
    def computes(self) -> bool:
        """Whether the current burst is a CPU burst."""
        burst = self.current
        return burst is not None and burst.kind is BurstKind.CPU

    def advance(self) -> None:
        """Go on to the next burst."""
        self.position += 1
        burst = self.current
        self.left_ns = burst.duration_ns if burst else 0


@dataclass(slots=True)
class ProgramBody:
    """The work of a thread that executes bytecode.

    Attributes:
        thread: The interpreter's side of it.
        spent_ns: How long the current instruction was under execution before a preemption cut it.
    """

    thread: ProgramThread
    spent_ns: int = 0


@dataclass(slots=True, eq=False)
class SimThread:
    """A thread.

    Attributes:
        index: Its index in the trace.
        arrival_ns: When its process was launched.
        process: Its process.
        body: Its work.
    """

    index: int
    arrival_ns: int
    process: SimProcess
    body: BurstBody | ProgramBody


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
    waiters: deque[SimThread] = field(default_factory=deque)
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
        self.holder = self.waiters.popleft() if self.waiters else None
        if self.holder is not None:
            self.handovers += 1
        return self.holder


@dataclass(slots=True, eq=False)
class SimProcess:
    """A process.

    Attributes:
        index: Its index in the trace.
        image: Its address space, or None when it has bursts.
        threads: Its threads.
        alive: How many of them have not terminated.
        gil: Its global interpreter lock.
        failed: Whether an uncaught exception ended one of its threads.
    """

    index: int
    image: ProcessImage | None
    threads: list[SimThread] = field(default_factory=list)
    alive: int = 0
    gil: Gil = field(default_factory=Gil)
    failed: bool = False
