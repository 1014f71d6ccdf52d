"""A sorted column of times as a function of t: how many there were, and the area below that count."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Final

#: So many times are summed up together; the rest is summed when it is asked for.
_BLOCK: Final = 256


class TimeSums:
    """Counts a column's times up to any t, and integrates the count, at a cost that hardly grows with the column.

    The column may grow. Where its end may still change, only times up to what is final may be asked for.
    """

    __slots__ = ("_sums", "column")

    def __init__(self, column: array[int]) -> None:
        self.column = column
        #: The sum of the first n blocks, for n from 0.
        self._sums = [0]

    def count(self, t_ns: int) -> int:
        """Return how many of the times lie at or before ``t_ns``."""
        return bisect_right(self.column, t_ns)

    def area_ns(self, t_ns: int) -> int:
        """Return the integral of the count from the first time to ``t_ns``: the sum of how long ago each time was."""
        count = bisect_right(self.column, t_ns)
        blocks = count // _BLOCK
        while len(self._sums) <= blocks:
            first = (len(self._sums) - 1) * _BLOCK
            self._sums.append(self._sums[-1] + sum(self.column[first : first + _BLOCK]))
        return count * t_ns - self._sums[blocks] - sum(self.column[blocks * _BLOCK : count])
