"""The timeline's stretch of time: which one is shown, how it zooms and pans, and where its ticks are.

Pure functions on integer nanoseconds; nothing here knows pixels beyond a width.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.model.durations import NS_PER_MS, NS_PER_S
from desktop_app.trace.trace import Trace

#: A run that is not finished shows at least this much, so that its first instructions have room.
MIN_NATURAL_NS = NS_PER_MS
#: The closest zoom: a thousand nanoseconds from edge to edge, far below the cheapest instruction.
MIN_SPAN_NS = 1_000
#: The share of a stretch that is shown before and after it.
_AROUND = 0.03
#: From this span on the axis counts seconds.
SECONDS_FROM_NS = 10 * NS_PER_S


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """The half-open stretch of time [start_ns, end_ns) that the timeline shows; never empty."""

    start_ns: int
    end_ns: int

    def __post_init__(self) -> None:
        if self.end_ns <= self.start_ns:
            raise ValueError("a time window ends after it starts")

    @property
    def span_ns(self) -> int:
        """Its length in nanoseconds, 1 or more."""
        return self.end_ns - self.start_ns


def nice_ceiling(value: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50, ... that is ``value`` or more."""
    decade = 1
    while True:
        for factor in (1, 2, 5):
            if decade * factor >= value:
                return decade * factor
        decade *= 10


def natural_window(trace: Trace, t_ns: int) -> TimeWindow:
    """Return the stretch that shows everything at ``t_ns``.

    The whole run when it is finished; otherwise a stretch of 1, 2, 5, 10, ... that contains ``t_ns`` and does
    not depend on how far ahead the engine is. It starts where the trace's memory starts.
    """
    start_ns = trace.begin_ns
    if trace.finished:
        return TimeWindow(start_ns=start_ns, end_ns=max(trace.known_until_ns, start_ns + 1, MIN_SPAN_NS))
    # One more than t, because the window is half-open.
    span_ns = nice_ceiling(max(MIN_NATURAL_NS, t_ns - start_ns + 1))
    return TimeWindow(start_ns=start_ns, end_ns=start_ns + span_ns)


def stretch_window(begin_ns: int, end_ns: int, limits: TimeWindow) -> TimeWindow:
    """Return what shows a stretch of time with a little around it, or all within the limits where that is no less.

    Args:
        begin_ns: Where the stretch begins.
        end_ns: Where it ends; where that is no later, all is shown.
        limits: What can be shown.
    """
    if end_ns <= begin_ns:
        return limits
    around_ns = max(1, round((end_ns - begin_ns) * _AROUND))
    return clamped(TimeWindow(start_ns=begin_ns - around_ns, end_ns=end_ns + around_ns), limits)


def stretch_around(stretch: tuple[int, int] | None, t_ns: int, limits: TimeWindow) -> TimeWindow:
    """Return what shows a stretch of time and the moment ``t_ns``, turned to the page of that where it lies outside.

    Args:
        stretch: Where it begins and where it ends, in nanoseconds; None for all within the limits.
        t_ns: The moment.
        limits: What can be shown.
    """
    if stretch is None:
        return limits
    window = stretch_window(*stretch, limits)
    # The end of what is played is the end of the window where the run ends there.
    return window if t_ns == window.end_ns else followed(window, t_ns, limits)


def zoomed(window: TimeWindow, anchor_ns: int, factor: float, limits: TimeWindow) -> TimeWindow:
    """Return the window with its span times ``factor``, ``anchor_ns`` staying where it is, inside the limits."""
    span_ns = min(limits.span_ns, max(MIN_SPAN_NS, round(window.span_ns * factor)))
    share = (anchor_ns - window.start_ns) / window.span_ns
    start_ns = anchor_ns - round(share * span_ns)
    return clamped(TimeWindow(start_ns=start_ns, end_ns=start_ns + span_ns), limits)


def clamped(window: TimeWindow, limits: TimeWindow) -> TimeWindow:
    """Return the window moved, and where it is longer than the limits shortened, so that it lies inside them."""
    if window.span_ns >= limits.span_ns:
        return limits
    start_ns = min(max(window.start_ns, limits.start_ns), limits.end_ns - window.span_ns)
    return TimeWindow(start_ns=start_ns, end_ns=start_ns + window.span_ns)


def followed(window: TimeWindow, t_ns: int, limits: TimeWindow) -> TimeWindow:
    """Return the window if it contains ``t_ns``, otherwise the one turned to the page that does."""
    if window.start_ns <= t_ns < window.end_ns:
        return window
    # A tenth of the page before is kept in view, so that one sees where one came from.
    page_ns = max(1, window.span_ns * 9 // 10)
    start_ns = limits.start_ns + (t_ns - limits.start_ns) // page_ns * page_ns - window.span_ns // 20
    return clamped(TimeWindow(start_ns=start_ns, end_ns=start_ns + window.span_ns), limits)


def tick_step_ns(window: TimeWindow, most: int) -> int:
    """Return the smallest step of 1, 2, 5, 10, ... that needs at most ``most`` ticks, 1 or more."""
    return nice_ceiling(-(-window.span_ns // max(1, most)))


def ticks_ns(window: TimeWindow, step_ns: int) -> range:
    """Return the multiples of ``step_ns`` in the window, its end included: an axis labels its right edge."""
    first = -(-window.start_ns // step_ns) * step_ns
    return range(first, window.end_ns + 1, step_ns)


def axis_unit(window: TimeWindow) -> tuple[str, int]:
    """Return the axis's unit and its length in nanoseconds: milliseconds, and seconds for long windows."""
    return ("s", NS_PER_S) if window.span_ns >= SECONDS_FROM_NS else ("ms", NS_PER_MS)


def tick_text(time_ns: int, step_ns: int, unit_ns: int) -> str:
    """Return a tick's number with just the decimals that the step needs, all of them exact."""
    decimals, size = 0, unit_ns
    while step_ns % size:
        decimals, size = decimals + 1, size // 10
    whole, rest = divmod(time_ns, unit_ns)
    return f"{whole}.{rest // size:0{decimals}d}" if decimals else f"{whole}"
