"""The states that the schedules of a program go through, made of parts that many states have in common."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from desktop_app.engine.schedules.steps import Access
from desktop_app.engine.schedules.wording import Note


class Doing(StrEnum):
    """What a thread is doing between two steps; texts, since they are hashed with every state."""

    READY = "ready"
    PARKED = "parked"
    """It waits until another thread lets it go on."""
    SERVED = "served"
    """A device serves it."""
    AWAITING = "awaiting"
    """It waits until a process has ended."""
    ENDED = "ended"
    FAILED = "failed"


class Status(NamedTuple):
    """What a thread is doing, and what it needs to go on.

    Attributes:
        doing: What it is doing.
        what: What it waits for, for people.
        timed: Whether its wait may end by itself.
        process: Number of the process that it waits for; -1 for none.
        answer: Whether its last wait ended by its time being over; None when that was told already.
        limit_ns: After how long it ends by itself at the latest.
    """

    doing: Doing
    what: str = ""
    timed: bool = False
    process: int = -1
    answer: bool | None = None
    limit_ns: int = 0

    @property
    def is_life(self) -> bool:
        """Whether it waits, or did, for a thread's start or end: who goes on then touches nothing of others."""
        return self.what.startswith("start of ") or self.what.endswith("'s end")


READY = Status(Doing.READY)
ENDED = Status(Doing.ENDED)
FAILED = Status(Doing.FAILED)


class Place(NamedTuple):
    """One thread.

    Attributes:
        local: Number of the memory that only it can reach; -1 when it is over.
        refs: Numbers of the shared objects that this memory refers to.
        status: What it is doing.
        process: Number of its process.
        daemon: Whether it does not keep its process alive.
    """

    local: int
    refs: tuple[int, ...]
    status: Status
    process: int
    daemon: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.status.doing in _OVER

    @property
    def may_go_on(self) -> bool:
        """Whether it can make a step: at once, or since its wait may end at any moment."""
        return self.status.doing is Doing.READY or self.status.timed


_OVER = frozenset({Doing.ENDED, Doing.FAILED})


class State(NamedTuple):
    """Everything that what happens next depends on.

    Attributes:
        shared: Number of the memory that several threads can reach.
        places: The threads.
        exits: Exit code of each process; None while it runs.
        output: Number of the text printed so far.
    """

    shared: int
    places: tuple[Place, ...]
    exits: tuple[int | None, ...]
    output: int


class Wish(NamedTuple):
    """A request of a thread, with numbers in place of objects.

    Attributes:
        kind: Name of the request's class.
        what: What it waits for.
        timed: Whether its wait may end by itself.
        target: Number of the thread or process that it is about.
        code: A signal or an exit code.
        place: The thread that it starts.
        limit_ns: After how long the wait ends by itself.
    """

    kind: str
    what: str = ""
    timed: bool = False
    target: int = -1
    code: int = 0
    place: Place | None = None
    limit_ns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What one thread did in one step.

    Attributes:
        shared: The shared memory after it.
        local: The thread's own memory; -1 when it is over.
        refs: What that refers to.
        moved: New numbers of the objects in shared memory, -1 for what is there no more; None when all kept theirs.
        status: What the thread is doing then.
        output: What it printed.
        wishes: What it asked for, in order.
        ends_process: Whether its process ends with it.
        exit_code: The process's exit code when it does.
        notes: What it did, for people.
        accesses: The global variables that it touched.
        instructions: How many instructions it executed.
        asks_who: Whether it may depend on which thread it is, as library code was executed.
    """

    shared: int
    local: int
    refs: tuple[int, ...]
    moved: tuple[int, ...] | None
    status: Status
    output: str
    wishes: tuple[Wish, ...]
    ends_process: bool
    exit_code: int
    notes: tuple[Note, ...]
    accesses: frozenset[Access]
    instructions: int
    asks_who: bool


class Choice(NamedTuple):
    """Which thread goes on.

    Attributes:
        thread: Its number.
        settles: Whether it does only what goes before its next step, and no step.
    """

    thread: int
    settles: bool = False
