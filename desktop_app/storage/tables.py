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
from desktop_app.storage import limits, value_schemas

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


def _time(description: str, allowed: limits.DurationRange) -> Meta:
    """Describe a duration; whether a text is one of the range is for the parsing of its section to say."""
    return Meta(
        description=f"{description} {value_schemas.duration_range(allowed)}",
        extra_json_schema=value_schemas.duration_schema(allowed),
        extra={"expected": allowed.expected, "may_be_zero": allowed.minimum_ns == 0},
    )


def _size(description: str, allowed: limits.SizeRange) -> Meta:
    """Describe a size, or a size per second, likewise."""
    return Meta(
        description=f"{description} {value_schemas.size_range(allowed)}",
        extra_json_schema=value_schemas.size_schema(allowed),
        extra={"expected": allowed.expected},
    )


def _count(allowed: limits.CountRange) -> Meta:
    return Meta(ge=allowed.minimum, le=allowed.maximum)


def _rate(allowed: limits.RateRange) -> Meta:
    return Meta(ge=allowed.minimum, le=allowed.maximum)


_Label = Annotated[str, Meta(min_length=1, max_length=limits.MAX_LABEL_CHARS, extra_json_schema=value_schemas.LABEL)]
_Name = Annotated[str, Meta(min_length=1, max_length=100, extra_json_schema=value_schemas.NAME)]
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

    size: Annotated[str, _size("How much of working sets one core's cache holds.", limits.CAPACITY)]
    # The defaults of that homework's simulator: 10 time units, and twice as fast.
    warmup: Annotated[str, _time("CPU time after which a working set is in the cache.", limits.COST)] = "10ms"
    warm_rate: Annotated[
        float,
        _rate(limits.WARM_RATE),
        _meaning("How many times as fast a thread is from then on.", limits.WARM_RATE.expected),
    ] = 2.0


class StartsTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[machine.starts]``: what starting costs, of processes that say how they are started."""

    fork: Annotated[str | UnsetType, _time("Time that a start by fork takes.", limits.COST)] = UNSET
    forkserver: Annotated[str | UnsetType, _time("Time that a start by a fork server takes.", limits.COST)] = UNSET
    spawn: Annotated[str | UnsetType, _time("Time that a start by spawn takes.", limits.COST)] = UNSET
    thread: Annotated[str | UnsetType, _time("Time from one thread's start to the next one's.", limits.COST)] = UNSET
    fork_memory: Annotated[
        str | UnsetType, _size("Memory of a forked process that it shares with nobody.", limits.MEMORY)
    ] = UNSET
    forkserver_memory: Annotated[str | UnsetType, _size("The same of a fork server's child.", limits.MEMORY)] = UNSET
    spawn_memory: Annotated[str | UnsetType, _size("The same of a spawned process.", limits.MEMORY)] = UNSET
    thread_memory: Annotated[str | UnsetType, _size("Memory that one more thread takes.", limits.MEMORY)] = UNSET


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
        str, _time("Longest time a thread keeps a core before the timer interrupts.", limits.QUANTUM)
    ] = format_duration(_MACHINE.quantum_ns)
    context_switch: Annotated[str, _time("Time a core spends on every dispatch.", limits.CONTEXT_SWITCH)] = (
        format_duration(_MACHINE.context_switch_ns)
    )
    dispatch: Annotated[str, _time("Time the scheduler takes to choose, on every dispatch.", limits.COST)] = (
        format_duration(_MACHINE.dispatch_ns)
    )
    tick: Annotated[
        str,
        _time("Period of the timer tick, at which slices end; 0ms ends them exactly.", limits.TICK),
    ] = format_duration(_MACHINE.tick_ns)
    tick_cost: Annotated[str, _time("What each tick takes from the thread that runs.", limits.TICK)] = format_duration(
        _MACHINE.tick_cost_ns
    )
    migration: Annotated[str, _time("What a dispatch on another core than the last one costs more.", limits.COST)] = (
        format_duration(_MACHINE.migration_ns)
    )
    interrupt: Annotated[str, _time("Time from a device being done to its thread being ready.", limits.COST)] = (
        format_duration(_MACHINE.interrupt_ns)
    )
    instruction: Annotated[str, _time("Simulated cost of one bytecode instruction.", limits.INSTRUCTION)] = (
        format_duration(_MACHINE.instruction_ns)
    )
    gil: Annotated[
        Literal["gil", "free-threaded", "any-instruction"],
        _meaning(
            "Whether one thread of a process at a time executes bytecode, as in CPython's default build.", GIL_EXPECTED
        ),
    ] = "gil"
    bus: Annotated[
        str | UnsetType,
        _size("Bandwidth of the bus that all cores share; without it the bus is ideal.", limits.BANDWIDTH),
    ] = UNSET
    ram: Annotated[str | UnsetType, _size("Size of RAM; without it there is always enough.", limits.CAPACITY)] = UNSET
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
        Meta(extra_json_schema=value_schemas.NOT_BLANK),
        _meaning("What each thread does instead of a program, first to last; in every job if periodic.", BURSTS_FORM),
    ] = UNSET
    arrival: Annotated[str, _time("When it is launched.", limits.ARRIVAL)] = "0ms"
    launches: Annotated[
        int,
        _count(limits.FIRST_LAUNCHES),
        _meaning("How many processes start then; 0 when only actions launch it.", limits.FIRST_LAUNCHES.expected),
    ] = 1
    threads: Annotated[
        int, _count(limits.THREADS), _meaning("How many threads each of them has.", limits.THREADS.expected)
    ] = 1
    period: Annotated[str | UnsetType, _time("Time between two jobs of a periodic task.", limits.TASK)] = UNSET
    wcet: Annotated[str | UnsetType, _time("CPU time of each job, instead of bursts.", limits.TASK)] = UNSET
    deadline: Annotated[
        str | UnsetType,
        _time("From a job's release to its deadline; the period when absent.", limits.TASK),
    ] = UNSET
    offset: Annotated[str | UnsetType, _time("From the arrival to the first job.", limits.ARRIVAL)] = UNSET
    runtime: Annotated[
        str | UnsetType,
        _time("CPU time per period that a reservation grants; the wcet when absent.", limits.TASK),
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
    memory: Annotated[str, _size("What its address space takes from RAM.", limits.MEMORY)] = "0B"
    working_set: Annotated[str, _size("What it wants in a core's cache.", limits.MEMORY)] = "0B"
    bus: Annotated[str, _size("Bus traffic per second of its CPU time.", limits.TRAFFIC)] = "0B/s"
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


class BookmarkTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[bookmark]]``: a moment to come back to."""

    at: Annotated[str, _time("Which moment.", limits.ARRIVAL)]
    name: Annotated[_Label | UnsetType, _meaning("What the window calls it.", limits.LABEL_FORM)] = UNSET


class ScenarioDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole scenario file."""

    title: Annotated[_Label | UnsetType, _meaning("What the window calls it.", limits.LABEL_FORM)] = UNSET
    seed: Annotated[int, _count(limits.SEED), _meaning("Where all randomness comes from.", limits.SEED.expected)] = 0
    until: Annotated[
        str | UnsetType,
        _time("When to stop at the latest; to the end when absent.", limits.UNTIL),
    ] = UNSET
    machine: Annotated[MachineTable, Meta(description="The simulated hardware.")] = msgspec.field(
        default_factory=MachineTable
    )
    # A policy's own options stand beside its name, so the keys depend on a value: checked against the registry.
    scheduler: dict[str, Any] = msgspec.field(default_factory=dict)
    resource: Annotated[
        list[ResourceTable],
        Meta(description="What threads share and wait for: locks and their kin.", max_length=limits.MAX_RESOURCES),
    ] = msgspec.field(default_factory=list)
    device: Annotated[
        list[DeviceTable],
        Meta(description="Devices that serve a bounded number of requests at a time.", max_length=limits.MAX_DEVICES),
    ] = msgspec.field(default_factory=list)
    process: Annotated[list[ProcessTable], Meta(description="The workload.", min_length=1, max_length=MAX_PROCESSES)]
    # What belongs beside `do` depends on its value, and a new policy brings its options: checked by action_parsing.
    action: Annotated[list[dict[str, Any]], Meta(max_length=limits.MAX_ACTIONS)] = msgspec.field(default_factory=list)
    bookmark: Annotated[
        list[BookmarkTable], Meta(description="Moments to come back to.", max_length=limits.MAX_BOOKMARKS)
    ] = msgspec.field(default_factory=list)


#: The keys under [scheduler] that are no options of a policy.
SCHEDULER_KEYS: Final = ("policy", "placement", "fit", "balance")
#: The keys of an [[action]] that are no options of a policy.
ACTION_KEYS: Final = ("at", "do", "process", "instance", "thread", "nice", "priority", "affinity", "cores", "policy")

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
        ("bookmark",): BookmarkTable,
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
        "bookmark": f"[[bookmark]] sections, in double brackets, at most {limits.MAX_BOOKMARKS}",
    }
)
