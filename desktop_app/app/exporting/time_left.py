"""How long something goes on, from how far it came in which time."""

from __future__ import annotations

import math
from typing import Final

#: What was measured so long ago counts about a third of what is measured now, in seconds.
_MEMORY_S: Final = 4.0
#: Before so much of it has passed nobody can tell.
_LEAST_S: Final = 0.8


class TimeLeft:
    """Smooths the speed at which something gets on."""

    def __init__(self) -> None:
        self._at_s: float | None = None
        self._done = 0
        self._since_s = 0.0
        self._speed = 0.0

    def note(self, at_s: float, done: int) -> None:
        """Take note of how much is done at a time, in seconds since it began."""
        if self._at_s is None:
            self._at_s, self._done, self._since_s = at_s, done, at_s
            return
        passed_s = at_s - self._at_s
        if passed_s <= 0:
            return
        speed = max(0, done - self._done) / passed_s
        # At first all that was measured counts the same.
        weight = max(passed_s / (at_s - self._since_s), 1 - math.exp(-passed_s / _MEMORY_S))
        self._speed += weight * (speed - self._speed)
        self._at_s, self._done = at_s, done

    def seconds(self, total: int) -> float | None:
        """Return how long it goes on until all is done, in seconds; None while nobody can tell."""
        if self._at_s is None or self._at_s - self._since_s < _LEAST_S or self._speed <= 0:
            return None
        return (total - self._done) / self._speed
