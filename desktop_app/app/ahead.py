"""How far ahead of the playhead engines run, and in which slices of wall time, so that a window answers in between."""

from __future__ import annotations

from typing import Final

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.trace.trace import Trace

#: A slice of work and the pause after it, in milliseconds.
SLICE_MS: Final = 6
PAUSE_MS: Final = 2
#: Events between two looks at the clock.
EVENTS: Final = 50
#: How many slices of work the way to the end of a run may take, as it may have none: a quarter of a minute.
SLICES_TO_END: Final = 2_500
#: In seconds of playing at the current speed, how far ahead of the playhead an engine is at the least.
_AHEAD_S: Final = 5


def target_ns(trace: Trace, shown_ns: int, speed_ns: int, slots: int) -> int:
    """Return up to when a run is to be known now.

    Args:
        trace: The run.
        shown_ns: The moment that is shown; what is known of a run on its way to its end, which is never far enough.
        speed_ns: Simulated nanoseconds per second of playing.
        slots: How far ahead, in instructions, where playing needs no more.
    """
    return shown_ns + lookahead_ns(trace) + max(slots * trace.header.instruction_ns, _AHEAD_S * speed_ns)
