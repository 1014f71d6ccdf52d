"""What a session shows: a run that the engine goes on with, or one from a file, which goes on no more."""

from __future__ import annotations

from typing import Protocol

from desktop_app.trace.trace import Trace


class Run(Protocol):
    """A run, as far as showing it needs.

    Attributes:
        trace: What happened so far.
    """

    trace: Trace

    def advance(self, until_ns: int, max_events: int) -> None:
        """Go on until everything up to ``until_ns`` is known, or ``max_events`` were handled."""


class Recorded:
    """A run from a trace file: all that is ever known of it is known, also of one that was not over.

    Attributes:
        trace: What happened.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace

    def advance(self, until_ns: int, max_events: int) -> None:
        """Do nothing: nothing more is known."""


def is_known_whole(run: Run) -> bool:
    """Return whether nothing more will be known of a run."""
    return run.trace.finished or isinstance(run, Recorded)
