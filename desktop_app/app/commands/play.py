"""Time: playing, stepping and going to a moment."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.analysis.stepping import step_back_ns, step_forward_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.app.transport import Transport


class PlayCommands:
    """What moves the playhead."""

    def __init__(self, playhead: Playhead, session: Session, transport: Transport) -> None:
        self._playhead = playhead
        self._session = session
        self._transport = transport

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            "start": lambda: self._playhead.go_to(0),
            "back": self.step_back,
            "play": self._playhead.toggle,
            "forward": self.step_forward,
            "end": self.go_to_end,
            "faster": lambda: self._transport.change_speed(1),
            "slower": lambda: self._transport.change_speed(-1),
        }

    def step_forward(self) -> None:
        """Go to where the next instruction has ended."""
        trace = self._session.trace
        if trace is not None:
            self._playhead.pause()
            target = step_forward_ns(trace, self._playhead.t_ns)
            if target is not None:
                self._playhead.go_to(target)

    def step_back(self) -> None:
        """Go back to where the instruction before had ended."""
        trace = self._session.trace
        if trace is not None:
            self._playhead.pause()
            self._playhead.go_to(step_back_ns(trace, self._playhead.t_ns))

    def go_to_end(self) -> None:
        """Go to the end of the run, or as far as it is known."""
        self._playhead.pause()
        self._session.go_to_end()

    def go_to(self, t_ns: int) -> None:
        """Go to a moment that somebody chose."""
        self._session.stay()
        self._playhead.go_to(t_ns)
