"""A scenario: everything that determines a run, and so the document that people save and share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.machine import Machine
from desktop_app.model.workload import DeviceSpec, ProcessSpec, ResourceSpec

#: What a policy's option may be in a scenario file; a tuple where each queue has a value of its own.
OptionValue = str | int | float | bool | tuple[str, ...] | tuple[int, ...]


class Placement(Enum):
    """Where ready threads queue."""

    GLOBAL = "global"
    """One ready queue for all cores."""
    PARTITIONED = "partitioned"
    """A queue per core, and a thread stays with the one it was given."""
    STEALING = "stealing"
    """A queue per core; a core that would be idle takes a thread from the longest queue."""


class Fit(Enum):
    """How a partitioned placement chooses a core for a thread."""

    FIRST = "first-fit"
    """The first core on which its utilisation fits in 1; the least used one when it fits on none."""
    WORST = "worst-fit"
    """The core with the lowest utilisation so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerSpec:
    """The scheduling policy by name.

    Attributes:
        policy: A name that the policy registry knows.
        options: The policy's own options, as written.
        placement: Where ready threads queue.
        fit: How a partitioned placement chooses, for threads that do not say their core.
        balance_ns: How often a placement with a queue per core moves threads from its longest queue to its
            shortest; None for never.
    """

    policy: str = "round-robin"
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))
    placement: Placement = Placement.GLOBAL
    fit: Fit = Fit.FIRST
    balance_ns: int | None = None


class ActionKind(Enum):
    """What somebody does to a running scenario."""

    LAUNCH = "launch"
    """Start one more process from an entry of the workload."""
    START_THREAD = "start-thread"
    """Start one more thread in a process; it does what the threads of its entry do, from their beginning."""
    INTERRUPT = "interrupt"
    """Send SIGINT: Ctrl+C."""
    TERMINATE = "terminate"
    """Send SIGTERM."""
    KILL = "kill"
    """Send SIGKILL."""
    NICE = "nice"
    PRIORITY = "priority"
    AFFINITY = "affinity"
    CORES = "cores"
    """Change how many cores are on line: the first ones stay."""
    POLICY = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One timed ``[[action]]``.

    Attributes:
        at_ns: When, in nanoseconds.
        kind: What.
        process: Name of the entry whose processes it is about; empty for CORES and POLICY.
        instance: Which of them, from 1 in the order of their numbers, or None for all.
        thread: Number of one thread within them, from 1, or None for all. Signals to one thread are refused.
        value: The new nice value, priority or number of cores.
        affinity: The new affinity; empty for any core.
        scheduler: The new policy.
    """

    at_ns: int
    kind: ActionKind
    process: str = ""
    instance: int | None = None
    thread: int | None = None
    value: int = 0
    affinity: tuple[int, ...] = ()
    scheduler: SchedulerSpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One complete experiment.

    Attributes:
        title: What the stage calls it.
        machine: The hardware.
        scheduler: The policy.
        processes: The workload, in the order of the file.
        resources: Locks and other things that threads share.
        devices: The devices that serve a bounded number of requests at a time.
        actions: What is done to it while it runs, in the order of the file.
        bookmarks: Moments to come back to, in the order of the file; they change nothing of a run.
        seed: Where all randomness comes from.
        until_ns: When to stop at the latest, in nanoseconds, or None to run to the end.
        source: The file it came from, as the user named it; empty for a new one.
    """

    title: str
    machine: Machine = field(default_factory=Machine)
    scheduler: SchedulerSpec = field(default_factory=SchedulerSpec)
    processes: tuple[ProcessSpec, ...] = ()
    resources: tuple[ResourceSpec, ...] = ()
    devices: tuple[DeviceSpec, ...] = ()
    actions: tuple[Action, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    seed: int = 0
    until_ns: int | None = None
    source: str = ""
