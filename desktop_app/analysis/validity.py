"""For how long what was read of a trace at one moment stays the same."""

from __future__ import annotations

from array import array
from bisect import bisect_right


class Validity:
    """An interval of time around a moment; each table that is read for the moment may narrow it.

    It ends at the latest where the trace is known to: what comes then is yet to be written.

    Attributes:
        from_ns: Since when.
        until_ns: Until when, that moment not included.
    """

    __slots__ = ("from_ns", "until_ns")

    def __init__(self, known_until_ns: int) -> None:
        self.from_ns = 0
        self.until_ns = known_until_ns

    def holds(self, t_ns: int) -> bool:
        """Return whether the same would be read at ``t_ns``."""
        return self.from_ns <= t_ns < self.until_ns

    def row(self, times: array[int], t_ns: int) -> int:
        """Return the last row of a table at or before ``t_ns``, or -1, and hold only while it is the last."""
        row = bisect_right(times, t_ns) - 1
        if row >= 0 and times[row] > self.from_ns:
            self.from_ns = times[row]
        if row + 1 < len(times) and times[row + 1] < self.until_ns:
            self.until_ns = times[row + 1]
        return row

    def passed(self, time_ns: int, t_ns: int) -> bool:
        """Return whether a moment is at ``t_ns`` or before, and hold only while that is so."""
        if time_ns <= t_ns:
            self.from_ns = max(self.from_ns, time_ns)
            return True
        self.until_ns = min(self.until_ns, time_ns)
        return False

    def only(self, t_ns: int) -> None:
        """Hold at no other moment than ``t_ns``."""
        self.from_ns, self.until_ns = t_ns, min(self.until_ns, t_ns + 1)

    def narrow(self, other: Validity) -> None:
        """Hold no longer than another one."""
        self.from_ns = max(self.from_ns, other.from_ns)
        self.until_ns = min(self.until_ns, other.until_ns)
