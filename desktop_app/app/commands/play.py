"""Time: playing, stepping, loops, and going to a moment."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.analysis.pacing import pace_at
from desktop_app.analysis.stepping import decision_back_ns, decision_forward_ns, step_back_ns, step_forward_ns
from desktop_app.app.following import Following
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.app.transport import Transport
from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.trace import Trace


class PlayCommands:
    """What moves the playhead."""

    def __init__(self, playhead: Playhead, session: Session, transport: Transport, following: Following) -> None:
        self._playhead = playhead
        self._session = session
        self._transport = transport
        self._following = following

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            "start": lambda: self._playhead.go_to(0),
            "play": self._playhead.toggle,
            "forward": lambda: self._step(step_forward_ns),
            "back": lambda: self._step(step_back_ns),
            "decision_forward": lambda: self._step(decision_forward_ns),
            "decision_back": lambda: self._step(decision_back_ns),
            "ms_forward": lambda: self._step(lambda _trace, t_ns: t_ns + NS_PER_MS),
            "ms_back": lambda: self._step(lambda _trace, t_ns: t_ns - NS_PER_MS),
            "end": self.go_to_end,
            "faster": lambda: self._transport.change_speed(1),
            "slower": lambda: self._transport.change_speed(-1),
            "loop_from": self.loop_from_here,
            "loop_to": self.loop_to_here,
            "loop_slice": self.loop_slice,
            "loop_clear": self._playhead.clear_loop,
        }

    def go_to_end(self) -> None:
        """Go to the end of the run, or as far as it is known."""
        self._playhead.pause()
        self._session.go_to_end()

    def go_to(self, t_ns: int) -> None:
        """Go to a moment that somebody chose."""
        self._session.stay()
        self._playhead.go_to(t_ns)

    def slow_at_switches(self, *, on: bool) -> None:
        """Ease the speed at context switches, or play at one speed."""
        self._playhead.set_pacing(self._pace if on else None)

    def loop_from_here(self) -> None:
        """Begin the loop at the playhead; without an end after it, it goes on to the end of what is known."""
        trace, t_ns, loop = self._session.trace, self._playhead.t_ns, self._playhead.loop
        if trace is None:
            return
        end_ns = loop[1] if loop is not None and loop[1] > t_ns else trace.known_until_ns
        if t_ns < end_ns:
            self._playhead.set_loop(t_ns, end_ns)

    def loop_to_here(self) -> None:
        """End the loop at the playhead; without a beginning before it, it begins where the run does."""
        trace, t_ns, loop = self._session.trace, self._playhead.t_ns, self._playhead.loop
        if trace is None:
            return
        begin_ns = loop[0] if loop is not None and loop[0] < t_ns else trace.begin_ns
        if begin_ns < t_ns:
            self._playhead.set_loop(begin_ns, t_ns)

    def loop_slice(self) -> None:
        """Loop from the scheduling decision at or before the playhead to the one after it."""
        trace, t_ns = self._session.trace, self._playhead.t_ns
        if trace is None:
            return
        end_ns = decision_forward_ns(trace, t_ns)
        begin_ns = decision_back_ns(trace, t_ns + 1)
        if end_ns is not None and begin_ns < end_ns:
            self._playhead.set_loop(begin_ns, end_ns)

    def _step(self, to: Callable[[Trace, int], int | None]) -> None:
        trace = self._session.trace
        if trace is not None:
            self._playhead.pause()
            target_ns = to(trace, self._playhead.t_ns)
            if target_ns is not None:
                self._playhead.go_to(target_ns)

    def _pace(self, t_ns: int, speed_ns: int) -> tuple[int, int]:
        trace = self._session.trace
        assert trace is not None  # there is nothing to play without one
        pace = pace_at(trace, t_ns, speed_ns, self._following.followed)
        return pace.speed_ns, pace.until_ns
