"""How long the speaker has been speaking: a stopwatch, and how times of day and durations are written."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic_ns

_NS_PER_S = 1_000_000_000


class Stopwatch:
    """Counts wall time, unless it is paused.

    Args:
        clock: Returns nanoseconds that only grow; the computer's own unless another one is given.
    """

    def __init__(self, clock: Callable[[], int] = monotonic_ns) -> None:
        self._clock = clock
        self._counted_ns = 0
        self._since_ns: int | None = clock()

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._since_ns is None

    @property
    def elapsed_s(self) -> int:
        """Whole seconds counted so far."""
        running_ns = 0 if self._since_ns is None else self._clock() - self._since_ns
        return (self._counted_ns + running_ns) // _NS_PER_S

    def pause(self) -> None:
        """Stand still."""
        if self._since_ns is not None:
            self._counted_ns += self._clock() - self._since_ns
            self._since_ns = None

    def go_on(self) -> None:
        """Count on."""
        if self._since_ns is None:
            self._since_ns = self._clock()

    def reset(self) -> None:
        """Begin at zero again; it goes on or stands still as before."""
        self._counted_ns = 0
        if self._since_ns is not None:
            self._since_ns = self._clock()


def duration_text(seconds: int) -> str:
    """Return a duration as ``4:07``, or ``1:04:07`` from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
