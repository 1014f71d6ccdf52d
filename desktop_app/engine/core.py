"""A core while it runs: the engine's own mutable state."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.engine.threads import SimThread
from desktop_app.program.effects import Outcome
from desktop_app.trace.tables import OPEN


@dataclass(slots=True, eq=False)
class Core:
    """A core.

    Attributes:
        number: From 0.
        thread: The thread on it, or None when it is idle.
        slice_end_ns: When the thread's slice is over; OPEN when it has no end.
        since_ns: When what it executes now began.
        due: Whether its thread is to execute on at this moment.
        outcome: How the batch of instructions ended that was executed last.
        gives_way: Whether that batch stopped at a switch point because the GIL was asked for.
    """

    number: int
    thread: SimThread | None = None
    slice_end_ns: int = OPEN
    since_ns: int = 0
    due: bool = False
    outcome: Outcome = Outcome.RAN
    gives_way: bool = False
