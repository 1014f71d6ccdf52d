"""What each plot shows: data as functions of (trace, t), worked out a little at a time and kept while they hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.binned import Binned
from desktop_app.analysis.curves import READY, Curves, bin_width_ns
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.responses import Responses

#: So many stretches of time are plotted at most; between half and all of them.
_BINS: Final = 120
#: With more events the queue's length is plotted as means.
_MOST_STEPS: Final = 3_000
_RESPONSE_BINS: Final = 24
#: So many causes have a bar of their own, the longest; the others have one together.
_MOST_CAUSES: Final = 9
#: Waits that are taken over between two looks at the clock.
_ROWS: Final = 2_048


class Kind(Enum):
    """A plot; the value is what files are called."""

    UTILISATION = "utilisation"
    READY = "ready-queue"
    RESPONSE = "response-times"
    WAITS = "waiting-by-cause"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSeries:
    """A step function of time.

    Attributes:
        begin_ns: Where it begins.
        end_ns: Where it ends, as far as the run is known.
        past: When each step begins up to t, and the value until the next one; None where there is no value.
        future: The same from t on.
        mean_over_ns: Over how long each value is a mean; 0 where values are exact.
    """

    begin_ns: int
    end_ns: int
    past: Sequence[tuple[int, float | None]]
    future: Sequence[tuple[int, float | None]]
    mean_over_ns: int

    def value_at(self, t_ns: int) -> float | None:
        """Return the value at a time; at t that of the past."""
        steps = self.future if self.future and t_ns > self.future[0][0] else self.past
        row = bisect_right(steps, t_ns, key=lambda step: step[0]) - 1
        return steps[row][1] if row >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars, each as far as it has grown by t and as far as the run is known.

    Attributes:
        labels: What stands at each; empty where bars stand along an axis of durations.
        width_ns: How far apart they stand on that axis.
        now: The values at t.
        known: The values at the end of what is known.
        summary: The number of responses by t, their median and the time that 90 % do not exceed; None where there are
            none.
    """

    labels: Sequence[str]
    width_ns: int
    now: Sequence[int]
    known: Sequence[int]
    summary: tuple[int, int, int] | None = None


class Series:
    """The data of all plots of one trace."""

    def __init__(self, moments: Moments) -> None:
        self.trace = moments.trace
        self.curves = Curves(moments.trace)
        self._responses = Responses(moments.lives)
        self._lengths = np.empty(0, np.int64)
        self._binned: dict[tuple[Kind, int | None], Binned] = {}
        self._steps: tuple[int, list[tuple[int, int]] | None] = (-1, None)

    def extend(self, kind: Kind, core: int | None, may_go_on: Callable[[], bool]) -> bool:
        """Take over what is new, while there is time; return whether that was all.

        Args:
            kind: What is plotted.
            core: Of which core; None for all of them.
            may_go_on: Says whether there is time.
        """
        done = self.curves.extend(_ROWS)
        while not done and may_go_on():
            done = self.curves.extend(_ROWS)
        if kind is Kind.READY and self._exact() is not None:
            return done
        if kind in {Kind.UTILISATION, Kind.READY}:
            return self._bins(kind, core).extend(self.curves.known_ns, may_go_on) and done
        return done

    def over_time(self, kind: Kind, core: int | None, t_ns: int) -> TimeSeries:
        """Return utilisation or the queue's length at ``t_ns``, as far as `extend` has come."""
        known, begin = self.curves.known_ns, self.trace.begin_ns
        t_ns = min(t_ns, known)
        exact = self._exact() if kind is Kind.READY else None
        if exact is not None:
            split = bisect_right(exact, (t_ns, len(self.trace.threads) + 1))
            now = exact[split - 1][1] if split else 0
            return TimeSeries(
                begin_ns=begin, end_ns=known, past=exact[:split], future=[(t_ns, now), *exact[split:]], mean_over_ns=0
            )
        binned = self._bins(kind, core)
        past = binned.steps(t_ns)
        until = begin + len(binned.values) * binned.width_ns
        rest = [
            (max(t_ns, start), value)
            for start, value in binned.steps(max(t_ns, until))
            if start + binned.width_ns > t_ns
        ]
        return TimeSeries(begin_ns=begin, end_ns=known, past=past, future=rest, mean_over_ns=binned.width_ns)

    def responses(self, t_ns: int) -> Bars | None:
        """Return how the response times known at ``t_ns`` are spread; None where the run has none yet."""
        known = self._responses.until_now()
        if not known:
            return None
        if len(self._lengths) != len(known):
            self._lengths = np.fromiter((one.length_ns for one in known), np.int64, len(known))
        here = self._lengths[: bisect_right(known, t_ns, key=lambda one: one.known_ns)]
        width = bin_width_ns(int(self._lengths.max()) + 1, _RESPONSE_BINS)
        whole = np.bincount(self._lengths // width)
        part = np.bincount(here // width, minlength=len(whole))
        summary = (len(here), _percentile(here, 50), _percentile(here, 90)) if len(here) else None
        return Bars(labels=(), width_ns=width, now=part.tolist(), known=whole.tolist(), summary=summary)

    def waits(self, t_ns: int) -> Bars | None:
        """Return how long threads had waited for what by ``t_ns``, since the beginning; None where nobody ever did."""
        curves, begin = self.curves, self.trace.begin_ns

        def waited(cause: str, until_ns: int) -> int:
            return curves.waited_ns(cause, until_ns) - curves.waited_ns(cause, begin)

        known = {cause: waited(cause, curves.known_ns) for cause in (READY, *curves.causes)}
        order = [cause for cause, length in sorted(known.items(), key=lambda item: -item[1]) if length]
        if not order:
            return None
        own, rest = order[:_MOST_CAUSES], order[_MOST_CAUSES:]
        now = {cause: waited(cause, min(t_ns, curves.known_ns)) for cause in order}
        values = [[of[cause] for cause in own] for of in (now, known)]
        if rest:
            own.append(QCoreApplication.translate("plots", "{} others").format(len(rest)))
            for of, column in zip((now, known), values, strict=True):
                column.append(sum(of[cause] for cause in rest))
        return Bars(labels=own, width_ns=0, now=values[0], known=values[1])

    def _bins(self, kind: Kind, core: int | None) -> Binned:
        key = (kind, core)
        known = self._binned.get(key)
        if known is None or known.begin_ns != self.trace.begin_ns:
            value = self._mean_ready if kind is Kind.READY else self._utilisation(core)
            known = self._binned[key] = Binned(self.trace.begin_ns, _BINS, value)
        return known

    def _utilisation(self, core: int | None) -> Callable[[int, int], float | None]:
        cores = range(self.trace.header.cores) if core is None else (core,)
        return lambda start, end: self.curves.utilisation(cores, start, end)

    def _mean_ready(self, start_ns: int, end_ns: int) -> float:
        return (self.curves.ready_area_ns(end_ns) - self.curves.ready_area_ns(start_ns)) / (end_ns - start_ns)

    def _exact(self) -> list[tuple[int, int]] | None:
        known = self.curves.known_ns
        if self._steps[0] != known:
            begin = self.trace.begin_ns
            self._steps = (known, self.curves.ready_steps(begin, known, _MOST_STEPS))
        return self._steps[1]


def as_columns(series: TimeSeries) -> list[tuple[int, int, float | None]]:
    """Return from when until when which value holds, up to t, as rows of a file."""
    ends = [start for start, _ in series.past[1:]]
    if series.future:
        ends.append(max(series.future[0][0], series.past[-1][0] if series.past else 0))
    else:
        ends.append(series.end_ns)
    return [(start, end, value) for (start, value), end in zip(series.past, ends, strict=False)]


def with_corners(
    steps: Sequence[tuple[int, float | None]], end_ns: int, nothing: float
) -> tuple[list[int], list[float]]:
    """Return a step function as a line with corners; ``nothing`` stands where there is no value."""
    times: list[int] = []
    values: list[float] = []
    for (start, value), (after, _) in pairwise([*steps, (end_ns, None)]):
        shown = nothing if value is None else value
        times += (start, max(start, after))
        values += (shown, shown)
    return times, values


def _percentile(values: NDArray[np.int64], percent: int) -> int:
    """Return the nearest-rank percentile of values in any order, as `analysis.metrics.percentile` defines it."""
    rank = -(-percent * len(values) // 100) - 1
    return int(np.partition(values, rank)[rank])
