"""What moves the playhead of several runs: the same commands, by the same keys, as for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop_app.analysis.stepping import decision_back_ns, decision_forward_ns, step_back_ns, step_forward_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.side_by_side.runs import Runs
from desktop_app.app.transport import Transport
from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.trace import Trace

_Step = Callable[[Trace, int], int | None]


class SidesPlaying:
    """Steps to whatever happens next in any of the runs."""

    def __init__(self, playhead: Playhead, runs: Runs, transport: Transport) -> None:
        self._playhead = playhead
        self._runs = runs
        self._transport = transport

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each command does, by its name in the registry."""
        return {
            "start": partial(self.go_to, 0),
            "play": self._toggle,
            "forward": partial(self._step, step_forward_ns, min),
            "back": partial(self._step, step_back_ns, max),
            "decision_forward": partial(self._step, decision_forward_ns, min),
            "decision_back": partial(self._step, decision_back_ns, max),
            "ms_forward": partial(self._by, NS_PER_MS),
            "ms_back": partial(self._by, -NS_PER_MS),
            "end": self._end,
            "faster": partial(self._transport.change_speed, 1),
            "slower": partial(self._transport.change_speed, -1),
        }

    def go_to(self, t_ns: int) -> None:
        """Go to a moment that somebody chose."""
        self._runs.stay()
        self._playhead.go_to(t_ns)

    def _toggle(self) -> None:
        self._runs.stay()
        self._playhead.toggle()

    def _end(self) -> None:
        self._playhead.pause()
        self._runs.go_to_end()

    def _by(self, shift_ns: int) -> None:
        self._playhead.pause()
        self.go_to(self._playhead.t_ns + shift_ns)

    def _step(self, step: _Step, nearest: Callable[[list[int]], int]) -> None:
        """Go to the nearest of what comes next, or came before, in each run."""
        self._playhead.pause()
        moments = [found for trace in self._runs.traces if (found := step(trace, self._playhead.t_ns)) is not None]
        if moments:
            self.go_to(nearest(moments))
