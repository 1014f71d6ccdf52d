"""Running scenarios to their end, each once."""

from __future__ import annotations

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.scenario import Scenario
from desktop_app.trace.trace import Trace

#: What a run of a lesson may take: a fifth of the command line's, since a lesson has many of them.
LESSON_LIMITS = RunLimits(instructions=200_000, trace_bytes=128 * 2**20, forget=False, events=5_000_000)
#: As many runs are kept as a step has sides, and one more.
_KEPT = 5


class Runs:
    """Runs scenarios, and keeps the traces of the latest."""

    def __init__(self) -> None:
        self._kept: list[tuple[Scenario, Trace]] = []

    def trace(self, scenario: Scenario) -> Trace:
        """Return the trace of a scenario, run to its end or to the limits of a lesson (`Trace.truncated` then).

        Raises:
            CoreloomError: When the scenario or one of its programs cannot be used.
        """
        for number, (known, trace) in enumerate(self._kept):
            if known is scenario or known == scenario:
                self._kept.append(self._kept.pop(number))
                return trace
        trace = simulate(scenario, LESSON_LIMITS).run()
        self._kept = [*self._kept[1 - _KEPT :], (scenario, trace)]
        return trace
