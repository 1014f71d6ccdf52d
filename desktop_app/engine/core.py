"""A core while it runs: the engine's own mutable state."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.engine.threads import NOTHING_TO_SETTLE, SimThread, Unsettled
from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.trace.tables import OPEN


@dataclass(slots=True, eq=False)
class Core:
    """A core.

    Attributes:
        number: From 0.
        thread: The thread on it, or None when it is idle.
        ticket: Number of the event that it waits for; any other one about it is out of date.
        since_ns: When the instruction began that it executes.
        slice_end_ns: When the thread's slice is over; OPEN when it has no end.
        rate_ppm: The rate at which it works, in millionths.
        accounted_ns: Where rates vary: up to when ``left_ns`` is right.
        left_ns: Where rates vary: what was left then of its thread's CPU burst.
        ended: How the batch of instructions ended that was executed last.
        gives_way: Whether that batch stopped at a switch point because the GIL was asked for.
    """

    number: int
    thread: SimThread | None = None
    ticket: int = 0
    since_ns: int = 0
    slice_end_ns: int = OPEN
    rate_ppm: int = FULL_RATE_PPM
    accounted_ns: int = 0
    left_ns: int = 0
    ended: Unsettled = NOTHING_TO_SETTLE
    gives_way: bool = False
