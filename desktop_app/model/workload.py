"""What is to run: processes, each a Python program or a script of CPU and I/O bursts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: Limits on one scenario: more than a stage can show, less than a machine can choke on.
MAX_LAUNCHES = 1_000
MAX_THREADS = 1_000
MAX_PROCESSES = 1_000
MAX_TOTAL_THREADS = 10_000
MAX_BURSTS = 100_000


class BurstKind(Enum):
    """What a thread does during a burst."""

    CPU = "cpu"
    IO = "io"


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One stretch of work between two scheduling decisions that the thread itself causes.

    Attributes:
        kind: CPU or I/O.
        duration_ns: Nanoseconds, more than 0.
        device: The device an I/O burst waits for, such as "disk"; empty for CPU.
    """

    kind: BurstKind
    duration_ns: int
    device: str = ""


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
class ProcessSpec:
    """One entry of a scenario's workload: either ``program`` or ``bursts`` is set.

    Attributes:
        name: The name shown for it.
        program: The Python program its threads execute, or None.
        bursts: The bursts that each of its threads goes through, or empty.
        arrival_ns: When it is launched, in nanoseconds from the start.
        launches: How many processes are started from it, 1 or more.
        threads: How many threads each of them has, 1 or more.
    """

    name: str
    program: Program | None = None
    bursts: tuple[Burst, ...] = ()
    arrival_ns: int = 0
    launches: int = 1
    threads: int = 1
