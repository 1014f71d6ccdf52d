"""All that a run's future depends on, in one place: what a checkpoint keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heapify, heappush

from desktop_app.engine.core import Core
from desktop_app.engine.devices import Device
from desktop_app.engine.memory import Ram
from desktop_app.engine.threads import SimProcess, SimThread
from desktop_app.engine.throughput import CacheState
from desktop_app.engine.waiting import Resource
from desktop_app.model.scenario import Action, SchedulerSpec
from desktop_app.policies.protocol import Policy
from desktop_app.trace.tables import OPEN

Payload = Core | SimThread | list[SimProcess] | Action | int


class Happening(IntEnum):
    """What an event is about; the engine's handlers stand in this order."""

    END = 0
    """A core's thread is at the end of its burst or slice."""
    WAKE = 1
    """What a thread waits for is over."""
    START = 2
    """A core's switch is over, and its thread has something to do at once."""
    RAN = 3
    """A core's batch of instructions is over."""
    COMPLETE = 4
    """The instruction that a core executes takes effect."""
    CUT = 5
    """A slice ends in the middle of an instruction."""
    RELEASE = 6
    """A periodic thread's next job is released."""
    LAUNCH = 7
    """Processes are launched."""
    STARTED = 8
    """A thread's start is over: it becomes ready."""
    DEVICE = 9
    """A device with a queue is done with a thread's request."""
    GIL = 10
    """A thread has waited a switch interval for its GIL."""
    TIMER = 11
    """A policy has something to do."""
    BALANCE = 12
    ACTION = 13


#: What a core waits for; it has the number of the one that is not out of date.
_ON_CORES = frozenset({Happening.END, Happening.START, Happening.RAN, Happening.COMPLETE, Happening.CUT})


@dataclass(slots=True, eq=False, kw_only=True)
class World:
    """The state of a run between two moments.

    Attributes:
        cores: All cores, those included that come on line later.
        online: How many of them are on line.
        idle: Numbers of the cores on line without a thread, ascending.
        running: The thread of each core.
        due: Numbers of the cores whose thread is to execute instructions from this moment on.
        processes: All processes, as in the trace: those of the entries, then what actions and programs launched so far.
        threads: All threads, as in the trace.
        started_processes: How many processes programs started.
        started_threads: How many threads they started, in processes that there were.
        queues: The policies at work: one, or one per core.
        scheduler: The policy in force, as the scenario says it.
        policy_number: Which of the scenario's policies that is, counted from 0.
        throttled: The threads that a policy put off, by index; some may run again since.
        timers: For each queue, when its policy is called next; None when it asks for nothing.
        armed: For each queue, the time of the last such event that is yet to come, wanted or not; None without one.
        heirs: The threads that inherited something, by index.
        resources: What threads share, by name.
        devices: Devices with a queue, by name.
        ram: RAM.
        cache: What is warm, or None without a cache model.
        events: A heap of (time, sequence, what, about whom).
        sequence: The number given last.
        now_ns: Time of the last event handled.
        alive: How many threads have not terminated, those included that entries and actions are yet to launch.
        release_until_ns: No job is released at this time or later.
        balances: Whether the queues of the cores are going to be balanced at the next time for it.
        dirty: Whether a thread became ready or a core free since threads were last given cores.
        shifted: Whether other threads have cores than before, so that rates may change.
    """

    cores: list[Core]
    online: int
    idle: list[int]
    running: list[SimThread | None]
    due: list[int] = field(default_factory=list)
    processes: list[SimProcess]
    threads: list[SimThread]
    started_processes: int = 0
    started_threads: int = 0
    queues: list[Policy]
    scheduler: SchedulerSpec
    policy_number: int = 0
    throttled: dict[int, SimThread] = field(default_factory=dict)
    timers: list[int | None]
    armed: list[int | None]
    heirs: dict[int, SimThread] = field(default_factory=dict)
    resources: dict[str, Resource]
    devices: dict[str, Device]
    ram: Ram
    cache: CacheState | None
    events: list[tuple[int, int, int, Payload]] = field(default_factory=list)
    sequence: int = 0
    now_ns: int = 0
    alive: int = 0
    release_until_ns: int = OPEN
    balances: bool = False
    dirty: bool = False
    shifted: bool = False

    def cancel(self, ticket: int) -> None:
        """Let an event not happen, if there is one of that number. All are looked at, so only for what is rare."""
        if ticket:
            self.events[:] = [event for event in self.events if event[1] != ticket]
            heapify(self.events)

    def purge(self) -> None:
        """Drop the events of cores and timers that are out of date: something came in between, and planned another."""
        self.events[:] = [event for event in self.events if not self._is_past(event)]
        heapify(self.events)

    def _is_past(self, event: tuple[int, int, int, Payload]) -> bool:
        _, ticket, what, about = event
        if what in _ON_CORES:
            return isinstance(about, Core) and about.ticket != ticket
        return what == Happening.TIMER and isinstance(about, int) and self.armed[about] != event[0]

    def at(self, time_ns: int, what: Happening, about: Payload) -> int:
        """Let something happen at ``time_ns``, and return the number of the event."""
        self.sequence += 1
        heappush(self.events, (time_ns, self.sequence, what, about))
        return self.sequence
