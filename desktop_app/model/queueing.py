"""How a policy's ready queue is ordered: what a reader of a trace has to know to show it as it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class QueueKey(Enum):
    """What decides who of a ready queue runs next."""

    TURN = "turn"
    """When it joined: first in, first out."""
    LEVEL = "level"
    """Its level, and its turn there."""
    CLASS = "class"
    """Linux's real-time priority, and its turn there; the lowest level is everybody else's."""
    BURST = "burst"
    """The length of its next CPU burst, or what is left of it."""
    RATIO = "ratio"
    """(waiting + service) / service, the largest first."""
    PRIORITY = "priority"
    TICKETS = "tickets"
    """Chance, weighted by tickets."""
    PASS = "pass"  # noqa: S105 - of stride scheduling
    DEADLINE = "deadline"
    """When its job is due."""
    PERIOD = "period"
    RELATIVE_DEADLINE = "relative deadline"
    LAXITY = "laxity"
    """Time to the deadline less the CPU time that is still needed."""
    SERVER_DEADLINE = "server deadline"
    """When the period of its reservation ends."""
    VRUNTIME = "vruntime"
    VIRTUAL_DEADLINE = "virtual deadline"
    """Of those that are eligible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queueing:
    """The ready queue of one policy.

    Attributes:
        key: What it is ordered by.
        levels_ns: The quantum of each level, the most urgent one's first, None for no limit; empty without levels.
        quantum_ns: The quantum of every thread, or None where there is no such thing.
        boost_ns: How often all threads are lifted to the first level, or None.
        ageing_ns: For each such time of waiting a thread becomes more urgent by one; None for never.
        lowest_first: Whether the lowest priority is the most urgent.
    """

    key: QueueKey = QueueKey.TURN
    levels_ns: tuple[int | None, ...] = ()
    quantum_ns: int | None = None
    boost_ns: int | None = None
    ageing_ns: int | None = None
    lowest_first: bool = True


class Standing(NamedTuple):
    """Where a ready or running thread stands. The first of a queue has the lowest (level, key, tie), then index.

    What ``key`` and ``extra`` are depends on the queue's key, in nanoseconds:

    ================  =========================================  ================================================
    key of the queue  ``key``                                    ``extra``
    ================  =========================================  ================================================
    LEVEL, CLASS      its turn                                   what is left of its quantum, -1 without one
    BURST             what is left of its burst                  -
    RATIO             since when it waits                        its service
    PRIORITY          the urgency it has of its own              since when it waits
    PASS              its pass, per ticket                       -
    LAXITY            laxity plus the time, UNRANKED without     -
    SERVER_DEADLINE   its server's deadline, UNRANKED without    what is left of its budget or quantum
    VRUNTIME          its virtual runtime                        its weight
    VIRTUAL_DEADLINE  its deadline; ``tie`` is its virtual time  its weight
    ================  =========================================  ================================================

    Under PRIORITY who arrived first comes before the index, and waiting changes the order; under RATIO time does, and
    under VIRTUAL_DEADLINE it is of those that are eligible.
    """

    level: int = 0
    key: int = 0
    tie: int = 0
    extra: int = 0


#: For how long a move from core to core is told, in nanoseconds.
MOVES_NS = 1_000_000
#: The key of a thread that has none, and runs when no other thread can.
UNRANKED = 2**63 - 1
