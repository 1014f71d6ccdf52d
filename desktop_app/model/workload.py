"""What is to run: processes, each a Python program or a script of CPU and I/O bursts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from desktop_app.model.machine import StartMethod

#: Limits on one scenario: more than a stage can show, less than a machine can choke on.
MAX_LAUNCHES = 1_000
MAX_THREADS = 1_000
MAX_PROCESSES = 1_000
MAX_TOTAL_THREADS = 10_000
MAX_BURSTS = 100_000


class BurstKind(Enum):
    """What a thread does during a burst. All but CPU, IO and SLEEP take no time of their own, but may block."""

    CPU = "cpu"
    IO = "io"
    SLEEP = "sleep"
    LOCK = "lock"
    UNLOCK = "unlock"
    READ_LOCK = "read-lock"
    WRITE_LOCK = "write-lock"
    ACQUIRE = "acquire"
    RELEASE = "release"
    WAIT = "wait"
    NOTIFY = "notify"
    NOTIFY_ALL = "notify-all"
    BARRIER = "barrier"
    PUT = "put"
    GET = "get"
    JOIN = "join"
    ALLOCATE = "alloc"
    FREE = "free"


#: The bursts that take time by themselves.
TIMED_BURSTS = frozenset({BurstKind.CPU, BurstKind.IO, BurstKind.SLEEP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One stretch of work, or one operation on what threads share.

    Attributes:
        kind: What it is.
        duration_ns: Nanoseconds, more than 0 for CPU, IO and SLEEP, else 0.
        device: The device an I/O burst waits for, such as "disk"; otherwise empty.
        target: Name of the resource that is locked, acquired, put to and so on, or of the process that is joined.
        size_bytes: How much memory ALLOCATE and FREE are about; otherwise 0.
    """

    kind: BurstKind
    duration_ns: int = 0
    device: str = ""
    target: str = ""
    size_bytes: int = 0


class ResourceKind(Enum):
    """What threads share and wait for. Resources are seen by all processes, like named semaphores."""

    MUTEX = "mutex"
    RW_LOCK = "rw-lock"
    SEMAPHORE = "semaphore"
    CONDITION = "condition"
    BARRIER = "barrier"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpec:
    """One ``[[resource]]`` of a scenario.

    Attributes:
        name: Its name in bursts.
        kind: What it is.
        count: A semaphore's first value, a barrier's parties, a queue's capacity; otherwise 1.
        mutex: The mutex that a condition belongs to; otherwise empty.
        inherit: Whether a mutex's holder inherits the priority of who waits for it.
    """

    name: str
    kind: ResourceKind
    count: int = 1
    mutex: str = ""
    inherit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One ``[[device]]`` of a scenario; a device that is not declared serves everybody at once.

    Attributes:
        name: Its name in I/O bursts.
        servers: How many requests it serves at the same time; others queue, first come, first served.
    """

    name: str
    servers: int = 1


class SchedulingClass(Enum):
    """Linux's scheduling class of a thread, which the policy ``linux-rt`` reads."""

    NORMAL = "normal"
    FIFO = "fifo"
    RR = "rr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A Python program as text.

    Attributes:
        name: The file name shown, such as ``app.py``.
        source: The whole text.
        path: Where it was read from; empty when the scenario carries the text itself.
    """

    name: str
    source: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a scheduling policy may be told of a process's threads; each policy reads what it knows.

    Attributes:
        priority: A whole number; which way is up is the policy's business.
        nice: -20 (most CPU) to 19.
        tickets: Share in a lottery or in stride scheduling, 1 or more.
        affinity: Numbers of the cores it may run on, ascending; empty for any core.
        core: The core whose queue it belongs to under partitioned placement, or None to let the placement choose.
        scheduling: Linux's scheduling class, or None when the scenario does not say.
    """

    priority: int = 0
    nice: int = 0
    tickets: int = 100
    affinity: tuple[int, ...] = ()
    core: int | None = None
    scheduling: SchedulingClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """What makes a process's threads periodic tasks: each releases a job every period.

    Attributes:
        period_ns: Time between two releases, more than 0.
        wcet_ns: CPU time that each job takes (worst-case execution time); the sum of its CPU bursts.
        deadline_ns: From a job's release to its deadline, more than 0.
        offset_ns: From the process's arrival to the first release.
        runtime_ns: CPU time per period that a reservation (policy ``cbs``) grants.
    """

    period_ns: int
    wcet_ns: int
    deadline_ns: int
    offset_ns: int = 0
    runtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What a process needs of memory, caches and bus.

    Attributes:
        memory_bytes: What its address space takes from RAM, threads and start method not counted.
        working_set_bytes: What it wants in a core's cache; 0 when warmth does not matter to it.
        bus_bytes_per_s: Bus traffic it makes for each second of CPU time at nominal speed.
    """

    memory_bytes: int = 0
    working_set_bytes: int = 0
    bus_bytes_per_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSpec:
    """One entry of a scenario's workload: either ``program`` or ``bursts`` is set.

    Attributes:
        name: The name shown for it, by which actions and joins find it.
        program: The Python program its threads execute, or None.
        bursts: The bursts that each of its threads goes through, in every job when it is periodic, or empty.
        arrival_ns: When it is launched, in nanoseconds from the start.
        launches: How many processes are started from it at its arrival; 0 for one that only an action launches.
        threads: How many threads each of them has, 1 or more.
        parameters: What policies may know.
        periodic: What makes it a periodic task, or None.
        footprint: Memory, cache and bus.
        start: How it is started, or None to start at no cost.
    """

    name: str
    program: Program | None = None
    bursts: tuple[Burst, ...] = ()
    arrival_ns: int = 0
    launches: int = 1
    threads: int = 1
    parameters: Parameters = field(default_factory=Parameters)
    periodic: Periodic | None = None
    footprint: Footprint = field(default_factory=Footprint)
    start: StartMethod | None = None
