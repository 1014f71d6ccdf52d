"""The simulated machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from desktop_app.model.durations import NS_PER_MS

#: The stage draws up to 64 cores one by one.
MAX_CORES = 64
#: A quantum below a microsecond would only be switching.
MIN_QUANTUM_NS = 1_000
#: One hour, so that examples whose unit of time is a second fit, too.
MAX_QUANTUM_NS = 3_600_000 * NS_PER_MS


class GilMode(Enum):
    """Whether the threads of one process may execute bytecode at the same time."""

    GIL = "gil"
    """As the default build of CPython: one thread of a process at a time."""
    FREE_THREADED = "free-threaded"
    """As CPython built with --disable-gil: threads of one process run on several cores at once."""
    ANY_INSTRUCTION = "any-instruction"
    """The textbook's machine: no such lock, and threads interleave between any two instructions. Not CPython."""


#: Rates and speeds are whole millionths of the nominal speed, so that a run is exact on every platform.
FULL_RATE_PPM = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheModel:
    """Each core's cache, as in the multi-CPU homework of OSTEP (Arpaci-Dusseau, chapter 10).

    A thread whose process has a working set runs at its normal rate until it has run on a core for ``warmup_ns``
    without its working set being evicted there; from then on it runs there at ``warm_rate_ppm``.

    Attributes:
        size_bytes: How much of working sets one core's cache holds; the oldest is evicted first.
        warmup_ns: CPU time after which a thread's working set is in the cache, in nanoseconds.
        warm_rate_ppm: Rate of a thread whose working set is there, 1,000,000 (no gain) or more.
    """

    size_bytes: int
    warmup_ns: int
    warm_rate_ppm: int


class StartMethod(Enum):
    """How a process is started (Python's multiprocessing start methods)."""

    FORK = "fork"
    FORKSERVER = "forkserver"
    SPAWN = "spawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCosts:
    """What starting takes; the defaults were measured with CPython 3.11 on Linux (medians) and are not scaled.

    Beside them an instruction's 0.1 ms is some thousand times slower than real, and the window says so.

    Attributes:
        fork_ns: From the launch of a process by fork to its first thread being ready.
        forkserver_ns: The same by a fork server that runs already.
        spawn_ns: The same by spawn: a fresh interpreter that imports the main module.
        thread_ns: From one thread of a process being ready to the next one being ready.
        fork_bytes: Memory that a forked process does not share with others (USS).
        forkserver_bytes: The same for a fork server's child.
        spawn_bytes: The same for a spawned process.
        thread_bytes: Memory that one more thread takes.
    """

    fork_ns: int = 1_800_000
    forkserver_ns: int = 9_800_000
    spawn_ns: int = 48_000_000
    thread_ns: int = 70_000
    fork_bytes: int = 1_500_000
    forkserver_bytes: int = 9_700_000
    spawn_bytes: int = 12_600_000
    thread_bytes: int = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The hardware and its times.

    Attributes:
        cores: Number of logical cores, 1 to 64.
        quantum_ns: Longest time a thread keeps a core before the timer interrupts it, in nanoseconds.
        context_switch_ns: Time a core spends on every dispatch before the thread runs, in nanoseconds, 0 or more.
        instruction_ns: Simulated cost of one bytecode instruction, in nanoseconds. The default of 0.1 ms is some
            thousand times slower than CPython, so that a quantum of 1 ms is ten instructions that one can watch.
        gil: Whether threads of one process exclude each other.
        speeds_ppm: Each core's speed in millionths of the nominal one; empty when all are nominal.
        siblings: The number of the physical core that each logical core belongs to; empty without SMT.
        smt_rate_ppm: The rate of each of two or more siblings while another one is busy, too.
        dispatch_ns: Time the scheduler takes to choose, on every dispatch, beside ``context_switch_ns``.
        tick_ns: Period of the timer tick: a slice that is over ends at the next tick. 0 ends slices exactly.
        tick_cost_ns: What each tick takes from the thread that runs; spread evenly over its time.
        migration_ns: What it costs more to dispatch a thread on another core than its last one.
        interrupt_ns: Time from a device being done to its thread being ready.
        cache: The cache model, or None when warmth does not matter.
        bus_bytes_per_s: Bandwidth of the bus that all cores share; None for an ideal one.
        ram_bytes: Size of RAM; None when it never runs out.
        starts: What starting processes and threads costs where a process says how it is started.
    """

    cores: int = 1
    quantum_ns: int = NS_PER_MS
    context_switch_ns: int = 0
    instruction_ns: int = 100_000
    gil: GilMode = GilMode.GIL
    speeds_ppm: tuple[int, ...] = ()
    siblings: tuple[int, ...] = ()
    smt_rate_ppm: int = 650_000
    dispatch_ns: int = 0
    tick_ns: int = 0
    tick_cost_ns: int = 0
    migration_ns: int = 0
    interrupt_ns: int = 0
    cache: CacheModel | None = None
    bus_bytes_per_s: int | None = None
    ram_bytes: int | None = None
    starts: StartCosts = field(default_factory=StartCosts)
