"""The speeds one can play at."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.trace import Trace

#: Units per second of wall time, from one step one can follow to a thousand times that.
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
DEFAULT_STEP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedUnit:
    """What a speed counts: instructions where programs run, milliseconds where bursts do.

    Attributes:
        name: The unit, as in "2 instructions/s".
        duration_ns: Its length in simulated nanoseconds.
    """

    name: str
    duration_ns: int

    def label(self, step: int) -> str:
        """Return the speed as text."""
        plural = self.name if step != 1 or self.name == "ms" else self.name.removesuffix("s")
        return f"{step} {plural}/s"

    def own_label(self, speed_ns: int) -> str:
        """Return a speed that is none of the steps as text; in simulated nanoseconds per second."""
        steps, rest_ns = divmod(speed_ns, self.duration_ns)
        if rest_ns or steps > STEPS[-1]:
            return f"{f'{speed_ns / NS_PER_MS:.3f}'.rstrip('0').rstrip('.')} ms/s"
        return self.label(steps)


def speed_unit(trace: Trace) -> SpeedUnit:
    """Return the unit that suits a trace."""
    if trace.listings:
        return SpeedUnit(name="instructions", duration_ns=trace.header.instruction_ns)
    return SpeedUnit(name="ms", duration_ns=NS_PER_MS)
