"""The simulated machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.model.durations import NS_PER_MS

#: The stage draws up to 64 cores one by one.
MAX_CORES = 64
#: A quantum below a microsecond would only be switching; above a minute it never ends.
MIN_QUANTUM_NS = 1_000
MAX_QUANTUM_NS = 60_000 * NS_PER_MS


class GilMode(Enum):
    """Whether the threads of one process may execute bytecode at the same time."""

    GIL = "gil"
    """As the default build of CPython: one thread of a process at a time."""
    FREE_THREADED = "free-threaded"
    """As CPython built with --disable-gil: threads of one process run on several cores at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The hardware and its times.

    Attributes:
        cores: Number of identical cores, 1 to 64.
        quantum_ns: Longest time a thread keeps a core before the timer interrupts it, in nanoseconds.
        context_switch_ns: Time a core spends on every dispatch before the thread runs, in nanoseconds, 0 or more.
        instruction_ns: Simulated cost of one bytecode instruction, in nanoseconds. The default of 0.1 ms is some
            thousand times slower than CPython, so that a quantum of 1 ms is ten instructions that one can watch.
        gil: Whether threads of one process exclude each other.
    """

    cores: int = 1
    quantum_ns: int = NS_PER_MS
    context_switch_ns: int = 0
    instruction_ns: int = 100_000
    gil: GilMode = GilMode.GIL
