"""The sections of a scenario file: their keys, types, ranges and defaults, each with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from desktop_app.model.durations import format_duration
from desktop_app.model.machine import FULL_RATE_PPM, MAX_CORES, GilMode, Machine, StartMethod
from desktop_app.model.workload import MAX_PROCESSES, ResourceKind, SchedulingClass
from desktop_app.program.bursts import BURSTS_FORM, NAME_FORM
from desktop_app.storage import limits

_MACHINE: Final = Machine()

CORES_EXPECTED: Final = (
    f"{limits.CORES.expected}, or a list of core types such as [{{speed = 1.0, count = 4}}, {{speed = 0.5, count = 4}}]"
)
AFFINITY_EXPECTED: Final = f"a list of core numbers from 0 to {MAX_CORES - 1}, none of them twice"


def _choice(names: list[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)


GIL_EXPECTED: Final = _choice([mode.value for mode in GilMode])
KIND_EXPECTED: Final = _choice([kind.value for kind in ResourceKind])
START_EXPECTED: Final = _choice([method.value for method in StartMethod])
SCHEDULING_EXPECTED: Final = _choice([name.value for name in SchedulingClass])


def _meaning(description: str, expected: str) -> Meta:
    """Describe a key: what it means, for the schema, and what would be right, for error messages."""
    return Meta(description=description, extra={"expected": expected})


def _count(allowed: limits.CountRange) -> Meta:
    return Meta(ge=allowed.minimum, le=allowed.maximum)


def _rate(allowed: limits.RateRange) -> Meta:
    return Meta(ge=allowed.minimum, le=allowed.maximum)


_Duration = Annotated[str, Meta(pattern=r"^\s*[0-9]+(\.[0-9]+)?\s*(ns|us|µs|ms|s)\s*$", examples=["1ms", "250us"])]
_Size = Annotated[str, Meta(pattern=r"^\s*[0-9]+(\.[0-9]+)?\s*([KMGTkmgt]i?)?[Bb]\s*$", examples=["50MB", "64KiB"])]
_SizePerSecond = Annotated[
    str, Meta(pattern=r"^\s*[0-9]+(\.[0-9]+)?\s*([KMGTkmgt]i?)?[Bb]/s\s*$", examples=["200MB/s"])
]
_Label = Annotated[str, Meta(min_length=1, max_length=limits.MAX_LABEL_CHARS)]
_Name = Annotated[str, Meta(min_length=1, max_length=100)]
_Text = Annotated[str, Meta(min_length=1)]
_CoreNumbers = Annotated[list[Annotated[int, _count(limits.CORE_NUMBER)]], Meta(min_length=1, max_length=MAX_CORES)]


class CoreTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An item of ``cores``: physical cores that are alike."""

    speed: Annotated[float, _rate(limits.SPEED), _meaning("How fast they are, as a factor.", limits.SPEED.expected)] = (
        1.0
    )
    count: Annotated[
        int, _count(limits.CORES), _meaning("How many physical cores of the kind there are.", limits.CORES.expected)
    ] = 1
    smt: Annotated[
        int,
        _count(limits.SMT),
        _meaning("How many logical cores share one physical core (SMT).", limits.SMT.expected),
    ] = 1


class CacheTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``cache`` under ``[machine]``: each core's cache, as in the multi-CPU homework of OSTEP."""

    size: Annotated[_Size, _meaning("How much of working sets one core's cache holds.", limits.CAPACITY.expected)]
    # The defaults of that homework's simulator: 10 time units, and twice as fast.
    warmup: Annotated[
        _Duration, _meaning("CPU time after which a working set is in the cache.", limits.COST.expected)
    ] = "10ms"
    warm_rate: Annotated[
        float,
        _rate(limits.WARM_RATE),
        _meaning("How many times as fast a thread is from then on.", limits.WARM_RATE.expected),
    ] = 2.0


class StartsTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[machine.starts]``: what starting costs, of processes that say how they are started."""

    fork: Annotated[_Duration | UnsetType, _meaning("Time that a start by fork takes.", limits.COST.expected)] = UNSET
    forkserver: Annotated[
        _Duration | UnsetType, _meaning("Time that a start by a fork server takes.", limits.COST.expected)
    ] = UNSET
    spawn: Annotated[_Duration | UnsetType, _meaning("Time that a start by spawn takes.", limits.COST.expected)] = UNSET
    thread: Annotated[
        _Duration | UnsetType, _meaning("Time from one thread's start to the next one's.", limits.COST.expected)
    ] = UNSET
    fork_memory: Annotated[
        _Size | UnsetType, _meaning("Memory of a forked process that it shares with nobody.", limits.MEMORY.expected)
    ] = UNSET
    forkserver_memory: Annotated[
        _Size | UnsetType, _meaning("The same of a fork server's child.", limits.MEMORY.expected)
    ] = UNSET
    spawn_memory: Annotated[_Size | UnsetType, _meaning("The same of a spawned process.", limits.MEMORY.expected)] = (
        UNSET
    )
    thread_memory: Annotated[
        _Size | UnsetType, _meaning("Memory that one more thread takes.", limits.MEMORY.expected)
    ] = UNSET


class MachineTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[machine]``: the simulated hardware."""

    cores: Annotated[
        Annotated[int, _count(limits.CORES)] | Annotated[list[CoreTable], Meta(min_length=1, max_length=MAX_CORES)],
        _meaning("Number of identical cores, or a list of core types.", CORES_EXPECTED),
    ] = _MACHINE.cores
    smt_rate: Annotated[
        float,
        _rate(limits.SMT_RATE),
        _meaning("Rate of a logical core while another one of its physical core is busy.", limits.SMT_RATE.expected),
    ] = _MACHINE.smt_rate_ppm / FULL_RATE_PPM
    quantum: Annotated[
        _Duration, _meaning("Longest time a thread keeps a core before the timer interrupts.", limits.QUANTUM.expected)
    ] = format_duration(_MACHINE.quantum_ns)
    context_switch: Annotated[
        _Duration, _meaning("Time a core spends on every dispatch.", limits.CONTEXT_SWITCH.expected)
    ] = format_duration(_MACHINE.context_switch_ns)
    dispatch: Annotated[
        _Duration, _meaning("Time the scheduler takes to choose, on every dispatch.", limits.COST.expected)
    ] = format_duration(_MACHINE.dispatch_ns)
    tick: Annotated[
        _Duration,
        _meaning("Period of the timer tick, at which slices end; 0ms ends them exactly.", limits.TICK.expected),
    ] = format_duration(_MACHINE.tick_ns)
    tick_cost: Annotated[
        _Duration, _meaning("What each tick takes from the thread that runs.", limits.TICK.expected)
    ] = format_duration(_MACHINE.tick_cost_ns)
    migration: Annotated[
        _Duration, _meaning("What a dispatch on another core than the last one costs more.", limits.COST.expected)
    ] = format_duration(_MACHINE.migration_ns)
    interrupt: Annotated[
        _Duration, _meaning("Time from a device being done to its thread being ready.", limits.COST.expected)
    ] = format_duration(_MACHINE.interrupt_ns)
    instruction: Annotated[
        _Duration, _meaning("Simulated cost of one bytecode instruction.", limits.INSTRUCTION.expected)
    ] = format_duration(_MACHINE.instruction_ns)
    gil: Annotated[
        Literal["gil", "free-threaded", "any-instruction"],
        _meaning(
            "Whether one thread of a process at a time executes bytecode, as in CPython's default build.", GIL_EXPECTED
        ),
    ] = "gil"
    bus: Annotated[
        _SizePerSecond | UnsetType,
        _meaning("Bandwidth of the bus that all cores share; without it the bus is ideal.", limits.BANDWIDTH.expected),
    ] = UNSET
    ram: Annotated[
        _Size | UnsetType, _meaning("Size of RAM; without it there is always enough.", limits.CAPACITY.expected)
    ] = UNSET
    cache: Annotated[
        CacheTable | UnsetType,
        _meaning(
            "Each core's cache; without it warmth does not matter.",
            'a table such as {size = "100KB", warmup = "10ms", warm_rate = 2.0}',
        ),
    ] = UNSET
    starts: Annotated[
        StartsTable, _meaning("What starting processes and threads costs.", "a [machine.starts] section")
    ] = msgspec.field(default_factory=StartsTable)


class ProcessTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[process]]``: one entry of the workload."""

    name: Annotated[_Label | UnsetType, _meaning("The name shown for it.", limits.LABEL_FORM)] = UNSET
    program: Annotated[
        _Text | UnsetType,
        _meaning(
            "The Python file its threads execute, in the folder of the scenario; beside `source`, the name shown.",
            'the name of a Python file, such as "app.py"',
        ),
    ] = UNSET
    source: Annotated[
        str | UnsetType, _meaning("The program itself, so that the scenario needs no other file.", "Python source text")
    ] = UNSET
    bursts: Annotated[
        str | UnsetType,
        _meaning("What each thread does instead of a program, first to last; in every job if periodic.", BURSTS_FORM),
    ] = UNSET
    arrival: Annotated[_Duration, _meaning("When it is launched.", limits.ARRIVAL.expected)] = "0ms"
    launches: Annotated[
        int,
        _count(limits.FIRST_LAUNCHES),
        _meaning("How many processes start then; 0 when only actions launch it.", limits.FIRST_LAUNCHES.expected),
    ] = 1
    threads: Annotated[
        int, _count(limits.THREADS), _meaning("How many threads each of them has.", limits.THREADS.expected)
    ] = 1
    period: Annotated[
        _Duration | UnsetType, _meaning("Time between two jobs of a periodic task.", limits.TASK.expected)
    ] = UNSET
    wcet: Annotated[
        _Duration | UnsetType, _meaning("CPU time of each job, instead of bursts.", limits.TASK.expected)
    ] = UNSET
    deadline: Annotated[
        _Duration | UnsetType,
        _meaning("From a job's release to its deadline; the period when absent.", limits.TASK.expected),
    ] = UNSET
    offset: Annotated[
        _Duration | UnsetType, _meaning("From the arrival to the first job.", limits.ARRIVAL.expected)
    ] = UNSET
    runtime: Annotated[
        _Duration | UnsetType,
        _meaning("CPU time per period that a reservation grants; the wcet when absent.", limits.TASK.expected),
    ] = UNSET
    priority: Annotated[
        int, _count(limits.PRIORITY), _meaning("Priority; the policy says which way is up.", limits.PRIORITY.expected)
    ] = 0
    nice: Annotated[int, _count(limits.NICE), _meaning("Nice value; -20 gets most.", limits.NICE.expected)] = 0
    tickets: Annotated[
        int, _count(limits.TICKETS), _meaning("Share under lottery and stride.", limits.TICKETS.expected)
    ] = 100
    affinity: Annotated[
        _CoreNumbers | UnsetType, _meaning("The cores it may run on; any when absent.", AFFINITY_EXPECTED)
    ] = UNSET
    core: Annotated[
        Annotated[int, _count(limits.CORE_NUMBER)] | UnsetType,
        _meaning("The core whose queue it belongs to under partitioned placement.", limits.CORE_NUMBER.expected),
    ] = UNSET
    scheduling: Annotated[
        Literal["normal", "fifo", "rr"] | UnsetType, _meaning("Linux's scheduling class.", SCHEDULING_EXPECTED)
    ] = UNSET
    memory: Annotated[_Size, _meaning("What its address space takes from RAM.", limits.MEMORY.expected)] = "0B"
    working_set: Annotated[_Size, _meaning("What it wants in a core's cache.", limits.MEMORY.expected)] = "0B"
    bus: Annotated[_SizePerSecond, _meaning("Bus traffic per second of its CPU time.", limits.TRAFFIC.expected)] = (
        "0B/s"
    )
    start: Annotated[
        Literal["fork", "forkserver", "spawn"] | UnsetType,
        _meaning("How it is started; at no cost when absent.", START_EXPECTED),
    ] = UNSET


class ResourceTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[resource]]``: something that threads share and wait for."""

    name: Annotated[_Name, _meaning("Its name in bursts.", NAME_FORM)]
    kind: Annotated[
        Literal["mutex", "rw-lock", "semaphore", "condition", "barrier", "queue"],
        _meaning("What it is.", KIND_EXPECTED),
    ]
    count: Annotated[
        int | UnsetType,
        _meaning(
            "A semaphore's first value, a barrier's parties, a queue's capacity.",
            "a whole number, for a semaphore, a barrier or a queue",
        ),
    ] = UNSET
    mutex: Annotated[
        _Name | UnsetType, _meaning("The mutex that a condition belongs to.", "the name of a [[resource]] mutex")
    ] = UNSET
    inherit: Annotated[
        bool | UnsetType,
        _meaning("Whether a mutex's holder inherits the priority of who waits for it.", "true or false, for a mutex"),
    ] = UNSET


class DeviceTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[device]]``: a device that serves a bounded number of requests at a time."""

    name: Annotated[_Name, _meaning("Its name in I/O bursts.", NAME_FORM)]
    servers: Annotated[
        int, _count(limits.SERVERS), _meaning("How many requests it serves at once.", limits.SERVERS.expected)
    ] = 1


class ScenarioDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole scenario file."""

    title: Annotated[_Label | UnsetType, _meaning("What the window calls it.", limits.LABEL_FORM)] = UNSET
    seed: Annotated[int, _count(limits.SEED), _meaning("Where all randomness comes from.", limits.SEED.expected)] = 0
    until: Annotated[
        _Duration | UnsetType,
        _meaning("When to stop at the latest; to the end when absent.", limits.UNTIL.expected),
    ] = UNSET
    machine: MachineTable = msgspec.field(default_factory=MachineTable)
    # A policy's own options stand beside its name, so the keys depend on a value: checked against the registry.
    scheduler: dict[str, Any] = msgspec.field(default_factory=dict)
    resource: Annotated[list[ResourceTable], Meta(max_length=limits.MAX_RESOURCES)] = msgspec.field(
        default_factory=list
    )
    device: Annotated[list[DeviceTable], Meta(max_length=limits.MAX_DEVICES)] = msgspec.field(default_factory=list)
    process: Annotated[list[ProcessTable], Meta(min_length=1, max_length=MAX_PROCESSES)]
    # What belongs beside `do` depends on its value, and a new policy brings its options: checked by action_parsing.
    action: Annotated[list[dict[str, Any]], Meta(max_length=limits.MAX_ACTIONS)] = msgspec.field(default_factory=list)


#: The keys under [scheduler] that are no options of a policy.
SCHEDULER_KEYS: Final = ("policy", "placement", "fit", "balance")
#: The keys of an [[action]] that are no options of a policy.
ACTION_KEYS: Final = ("at", "do", "process", "thread", "nice", "priority", "affinity", "cores", "policy")

#: What stands in each section, by the keys that lead to it.
TABLES: Final[Mapping[tuple[str, ...], type[msgspec.Struct]]] = MappingProxyType(
    {
        (): ScenarioDocument,
        ("machine",): MachineTable,
        ("machine", "cores"): CoreTable,
        ("machine", "cache"): CacheTable,
        ("machine", "starts"): StartsTable,
        ("resource",): ResourceTable,
        ("device",): DeviceTable,
        ("process",): ProcessTable,
    }
)
#: What each kind of section is, for error messages.
SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "machine": "a [machine] section",
        "scheduler": "a [scheduler] section",
        "resource": f"[[resource]] sections, in double brackets, at most {limits.MAX_RESOURCES}",
        "device": f"[[device]] sections, in double brackets, at most {limits.MAX_DEVICES}",
        "process": f"at least one [[process]] section, in double brackets, and at most {MAX_PROCESSES}",
        "action": f"[[action]] sections, in double brackets, at most {limits.MAX_ACTIONS}",
    }
)
