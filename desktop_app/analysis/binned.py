"""Values of a run over stretches of time of equal length, worked out once each."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.analysis.curves import bin_width_ns

#: The value of a stretch of time, from and until when in nanoseconds; None where there is none.
OfStretch = Callable[[int, int], float | None]


class Binned:
    """The mean of something in each of a bounded number of stretches of time, from the beginning of a trace on.

    Attributes:
        width_ns: How long each stretch is.
        values: The value of each stretch that is over.
    """

    def __init__(self, begin_ns: int, bins: int, value: OfStretch) -> None:
        self.begin_ns = begin_ns
        self._bins = bins
        self._value = value
        self.width_ns = 1
        self.values: list[float | None] = []

    def extend(self, known_ns: int, may_go_on: Callable[[], bool]) -> bool:
        """Work out the stretches that are over at ``known_ns``; return whether it came to the end of them.

        Args:
            known_ns: What happened up to here is final.
            may_go_on: Asked before each of them whether there is time for it.
        """
        width = bin_width_ns(max(1, known_ns - self.begin_ns), self._bins)
        if width != self.width_ns:
            self.width_ns, self.values = width, []
        count = max(0, known_ns - self.begin_ns) // width
        while len(self.values) < count:
            if not may_go_on():
                return False
            start = self.begin_ns + len(self.values) * width
            self.values.append(self._value(start, start + width))
        return True

    def steps(self, end_ns: int) -> list[tuple[int, float | None]]:
        """Return when each stretch begins, and its value; the one that ``end_ns`` lies in only up to there."""
        count = min(len(self.values), max(0, end_ns - self.begin_ns) // self.width_ns)
        found = [(self.begin_ns + number * self.width_ns, self.values[number]) for number in range(count)]
        start = self.begin_ns + count * self.width_ns
        if start < end_ns:
            found.append((start, self._value(start, end_ns)))
        return found
