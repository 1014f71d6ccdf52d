"""How much one run may use, so that an endless program ends or plays on in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """The bounds of one run.

    Attributes:
        instructions: How many bytecode instructions a run may execute; None for no bound.
        events: How many events a run may handle, as not every event leaves something in the trace; None for no bound.
            Where threads with bursts only take turns, all that happens at one moment counts as one.
        trace_bytes: How much memory the columns and texts of the trace may take, in bytes.
        checkpoints: Whether the run can be gone on with from a checkpoint, with other actions.
        forget: What happens at ``trace_bytes``: True forgets the older half of the history and goes on,
            False ends the run.
    """

    instructions: int | None
    trace_bytes: int
    forget: bool
    events: int | None = None
    checkpoints: bool = False

    @property
    def hidden_work(self) -> int | None:
        """How many instructions of library code a run may execute, which take no simulated time; None for no bound.

        What built-in functions and operators take for large values is counted among them.
        """
        return None if self.instructions is None else HIDDEN_WORK_SHARE * self.instructions


#: Instructions of library code for each instruction of a program: ten times what such programs come to.
HIDDEN_WORK_SHARE = 50


#: On the command line a run ends: after a million instructions (100 s of simulated time), thirty million events (some
#: minute of real time) or 768 MiB of trace (25 million dispatches).
BATCH_LIMITS = RunLimits(instructions=1_000_000, trace_bytes=768 * 2**20, forget=False, events=30_000_000)

#: In the window a run goes on for ever and remembers the latest 64 MiB of its history, at the least half of it.
WINDOW_LIMITS = RunLimits(instructions=None, trace_bytes=64 * 2**20, forget=True, checkpoints=True)
