"""The machine at one moment, as a value: all that the stage needs to draw a trace at t."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from desktop_app.model.listing import CodeListing
from desktop_app.model.queueing import QueueKey
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import Burst

#: For how many slots somebody counts as just born, or just ended.
PASSING_SLOTS = 8


#: Why a core is idle that takes no threads.
OFF_LINE = "off line"


class CoreState(Enum):
    """What a core does."""

    IDLE = "idle"
    SWITCHING = "switching"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRef:
    """A thread by its index in the trace, its label ``P1·T2`` and the index of its process (which gives its colour)."""

    index: int
    label: str
    process: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableView:
    """A global variable.

    Attributes:
        name: Its name.
        text: Its value's text, shortened; empty while it is unbound.
        written_ns: When it was last written; None while it is unbound.
        writer: Label of the thread that wrote it last; empty while it is unbound.
        brief: Its text where the heap is drawn: an object of the heap is its mark.
    """

    name: str
    text: str
    written_ns: int | None
    writer: str
    brief: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectView:
    """An object of a process's heap that a variable refers to, or that has several references.

    Attributes:
        mark: What tells it from others, such as ``#1``.
        text: What it holds; other objects of the heap are their marks.
        written_ns: When it was last changed, or made; None when that is not known.
    """

    mark: str
    text: str
    written_ns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """A call that a thread is in.

    Attributes:
        name: Its function's name; ``<module>`` for the program's body.
        variables: Name and text of each local variable that has a value.
        brief: The same where the heap is drawn: an object of the heap is its mark.
    """

    name: str
    variables: tuple[tuple[str, str], ...]
    brief: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackView:
    """One thread's operand stack, and the calls that it is in.

    Attributes:
        thread: Whose.
        state: The thread's state.
        values: Its values' texts, bottom first.
        line: Index in the listing of the instruction it retires now, or retired last; None before the first.
        frames: The innermost calls that it is in, the innermost one last; none once it has terminated.
        brief: Its values' texts where the heap is drawn: an object of the heap is its mark.
    """

    thread: ThreadRef
    state: ThreadState
    values: tuple[str, ...]
    line: int | None = None
    frames: tuple[FrameView, ...] = ()
    brief: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessView:
    """One process in memory.

    Attributes:
        index: Index in the trace.
        label: ``P1``.
        program: Its program's file name, or its name when it has bursts.
        listing: Its code, or None when it has bursts.
        state_counts: How many of its threads are in each state.
        variables: Every global its program ever assigns up to now in the trace, in order of first assignment.
        stacks: One for each thread that there is.
        code_bytes: Size of its bytecode.
        data_bytes: Size of its globals and objects, as CPython counts them.
        ram_bytes: What it has of RAM; None where nothing says how much that is.
        ended: Whether its last thread has terminated and its memory was freed.
        ending: How it ended when it was made to: ``killed: out of memory``, ``terminated by SIGTERM``; else empty.
        parent: Label of the process that started it; empty where the scenario did.
        objects: The objects of its heap; none where there are too many to be drawn one by one.
        ended_ns: When it ended; None while it lives.
        loaded: How much of it is in memory, 0 to 1, right after its launch.
        loading: Whether its program comes from disk just now; what a process starts is a copy, and does not.
        output: The end of what it printed so far.
        bursts: What each of its threads goes through; empty when it has a program.
    """

    index: int
    label: str
    program: str
    listing: CodeListing | None
    state_counts: dict[ThreadState, int]
    variables: tuple[VariableView, ...]
    stacks: tuple[StackView, ...]
    code_bytes: int
    data_bytes: int
    ended: bool
    output: str
    bursts: tuple[Burst, ...] = ()
    ram_bytes: int | None = None
    ending: str = ""
    parent: str = ""
    objects: tuple[ObjectView, ...] = ()
    ended_ns: int | None = None
    loaded: float = 1.0
    loading: bool = False


class Flight(NamedTuple):
    """An instruction between RAM and its write-back; a named tuple, because a picture has hundreds of them.

    ``phase`` counts slots (one instruction's cost each) from the start of the slot in which it retires:
    fetch is [-3, -2), decode [-2, -1), execute [-1, 0), write back [0, 1); below -3 it rides the bus.
    While the pipeline fills, in the first slot after a dispatch, phases run faster, so that every
    instruction can be seen to come from RAM; this is a simplification of a real prefetch.

    Attributes:
        process: Index of its process.
        line: Its index in the listing.
        chip: Its short name.
        phase: Where it is, in slots.
        result: What it stores, such as ``z = 30``, while it is written back; otherwise empty.
        key: Number of the instruction within its thread; with the thread, the identity of the token.
        operand: What it loads from memory, such as ``x = 10``, from its execution on; otherwise empty.
        forwarded: Whether the operand was stored too late to come from memory, and is handed on within the core.
        discarded: Whether it is thrown away when the run ends, before it is complete.
    """

    process: int
    line: int
    chip: str
    phase: float
    result: str
    key: int
    operand: str = ""
    forwarded: bool = False
    discarded: bool = False


class DispatchCause(Enum):
    """What made a core free for the thread that it has."""

    IDLE = "the core was idle"
    EXPIRED = "the slice of the thread before was over"
    PREEMPTED = "it took the place of another thread"
    BLOCKED = "the thread before had to wait"
    TERMINATED = "the thread before ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A core was given to a thread.

    Attributes:
        cause: What made the core free.
        before: Who had it right before; None when it was idle.
    """

    cause: DispatchCause
    before: ThreadRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a thread is, and where it was right before.

    Attributes:
        thread: Its index in the trace.
        core: The core that it has, its switch included; None while it has none.
        since_ns: When it came there.
        before: The core that it had until then; None when it had none.
    """

    thread: int
    core: int | None
    since_ns: int
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreView:
    """One core.

    Attributes:
        number: From 0.
        state: What it does.
        thread: The thread it runs or switches to; None when idle.
        idle_reason: When idle, why, in a few words.
        slice_used_ns: How long the thread has run since its dispatch.
        slice_ns: How long it may; None when the policy sets no limit.
        switch_share: While switching, how much of the switch is done, 0 to 1.
        flights: Instructions in flight, the one that retires next first; empty when it runs a burst.
        burst: In a burst or switching to one: (done, total) in nanoseconds, over all its dispatches; otherwise None.
        burst_position: In a burst or switching to one: its position in its process's bursts; otherwise None.
        leaving: While switching, and shortly after it left, the thread that had the core; None when it has ended.
        flushed: What was in the pipeline, or on the way to it, when a thread left the core a moment ago: its phases are
            those of that moment.
        flushed_ns: How long ago that was.
        pc: Address of the instruction under execution; None when there is none.
        top: Text of the value on top of the thread's stack; empty when there is none.
        switches: How often the core took on another thread so far.
        dispatch: Why it was given to its thread; None when it is idle, or its rate has changed since.
    """

    number: int
    state: CoreState
    thread: ThreadRef | None
    idle_reason: str
    slice_used_ns: int
    slice_ns: int | None
    switch_share: float
    flights: tuple[Flight, ...]
    burst: tuple[int, int] | None
    pc: int | None
    top: str
    switches: int
    burst_position: int | None = None
    leaving: ThreadRef | None = None
    flushed: tuple[Flight, ...] = ()
    flushed_ns: int = 0
    dispatch: Dispatch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """A waiting thread.

    Attributes:
        thread: Who.
        cause: What for: ``disk``, ``P1's GIL``.
        since_ns: Since when.
        until_ns: Until when, where a device says so; otherwise None.
    """

    thread: ThreadRef
    cause: str
    since_ns: int
    until_ns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """A ready thread in its queue, or a running one with what it would be queued by.

    Attributes:
        thread: Who.
        key: What its place depends on, as the queue's key says: nanoseconds for virtual and real times, bursts, laxity
            and what is left of a quantum, a ratio, a priority, a number of tickets, or a pass in units of 10,000 per
            quantum and ticket; None where there is nothing but its turn, or it has none.
        virtual_ns: Under EEVDF, its virtual time.
        eligible: Whether it may be next: under EEVDF, whether it had no more than its share.
        core: The core that it runs on; -1 while it is ready.
        level: Its level, 0 for the first; -1 where there are none.
    """

    thread: ThreadRef
    key: float | None = None
    virtual_ns: int | None = None
    eligible: bool = True
    core: int = -1
    level: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A ready queue, or one level of it.

    Attributes:
        entries: The first ones, in the order in which they will be dispatched if nothing else happens.
        count: How many threads there are in it.
        core: The core whose queue it is; -1 where all cores share it.
        level: Which level of the queue this is, 0 for the first; -1 where there are none.
        priority: Under Linux's real-time classes the priority of the level, 0 for everybody else's; -1 elsewhere.
        quantum_ns: The level's quantum; None where it has none.
    """

    entries: tuple[QueueEntry, ...] = ()
    count: int = 0
    core: int = -1
    level: int = -1
    priority: int = -1
    quantum_ns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A thread that was taken from one core's queue to another's: by a core that had nothing to do, or to balance.

    Attributes:
        thread: Who.
        source: Number of the core whose queue it was in.
        target: Number of the core that has it now.
        at_ns: When.
    """

    thread: ThreadRef
    source: int
    target: int
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerView:
    """The ready queues as the policy in force has them.

    Attributes:
        key: What they are ordered by.
        ordered: Whether the first of a queue is the next to be dispatched from it.
        queues: All queues, or all levels of the one.
        running: The running threads with what they would be queued by, by core; not where there are many cores.
        clock_ns: What virtual times are compared with: V, the least virtual runtime; in units of `QueueEntry.key` the
            global pass; None without such a thing.
        boost_in_ns: Time until all threads are lifted to the first level; None where that never happens.
        moves: What was moved from core to core in the last `MOVES_NS` up to now, the last one last.
        steals: Whether cores that have nothing to do take threads from others.
        per_core: Whether each core has a queue.
        levels: The most levels that a policy of the run has, 1 for none; the same at every moment.
        virtual: Whether a policy of the run goes by virtual time; the same at every moment.
    """

    key: QueueKey = QueueKey.TURN
    ordered: bool = True
    queues: tuple[QueueView, ...] = ()
    running: tuple[QueueEntry, ...] = ()
    clock_ns: float | None = None
    boost_in_ns: int | None = None
    moves: tuple[MoveView, ...] = ()
    steals: bool = False
    per_core: bool = False
    levels: int = 1
    virtual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A thread that has just been born, or has just ended, and how long ago that was."""

    thread: ThreadRef
    age_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDispatch:
    """The next dispatch after t: which thread goes to which core at what time."""

    thread: ThreadRef
    core: int
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything at ``t_ns``.

    Attributes:
        t_ns: The moment.
        title: The scenario's title.
        subtitle: What kind of run it is, in one sentence; may be empty.
        summary: Policy, quantum, cores and GIL in one line.
        end_ns: End of what is known of the trace.
        finished: Whether that is the end of the run.
        slot_ns: Cost of one instruction.
        processes: All processes that were launched by now, ended ones included.
        cores: All cores.
        ready: The threads that are ready, in the order in which they became ready.
        fifo_order: Whether that is the order in which they will be dispatched: one queue, first in, first out.
        waiting: All waiting threads, longest first.
        upcoming: The next dispatch, or None when there is none in what is known.
        terminated: Whether every thread has terminated.
        ram_bytes: Size of RAM; None where it never runs out, or nothing says.
        followed: Where the thread is that somebody follows; None when nobody does.
        scheduler: The ready queues; None in a snapshot made by hand, whose only one is ``ready``.
        born: The threads that came to exist in the last `PASSING_SLOTS` slots, the oldest first.
        gone: The threads that terminated in them, likewise.
    """

    t_ns: int
    title: str
    subtitle: str
    summary: str
    end_ns: int
    finished: bool
    slot_ns: int
    processes: tuple[ProcessView, ...]
    cores: tuple[CoreView, ...]
    ready: tuple[ThreadRef, ...]
    fifo_order: bool
    waiting: tuple[WaitingView, ...]
    upcoming: NextDispatch | None
    terminated: bool
    ram_bytes: int | None = None
    followed: Whereabouts | None = None
    scheduler: SchedulerView | None = None
    born: tuple[Passing, ...] = ()
    gone: tuple[Passing, ...] = ()
