"""How many threads were ready over time."""

from __future__ import annotations

from array import array

from desktop_app.analysis.usage import Usage
from desktop_app.trace.trace import Trace


def queue_length(trace: Trace) -> tuple[array[int], array[int]]:
    """Return the times at which the number of ready threads changed, and the number from each of them on.

    All ready queues together, up to the end of what is known; who was only there for a moment does not count. A
    thread that is still ready at the end is counted out there, so the last number is always 0.
    """
    joined, left = array("q"), array("q")

    def queued(since_ns: int, until_ns: int) -> None:
        joined.append(since_ns)
        left.append(until_ns)

    Usage(trace, trace.known_until_ns, queued)
    return _counted(array("q", sorted(joined)), array("q", sorted(left)))


def _counted(joined: array[int], left: array[int]) -> tuple[array[int], array[int]]:
    """Merge the times at which somebody joined and those at which somebody left, as many of the one as the other."""
    times, lengths = array("q"), array("q")
    length = come = gone = 0
    while gone < len(left):
        time = left[gone] if come == len(joined) else min(joined[come], left[gone])
        before = length
        while come < len(joined) and joined[come] == time:
            come, length = come + 1, length + 1
        while gone < len(left) and left[gone] == time:
            gone, length = gone + 1, length - 1
        if length != before:
            times.append(time)
            lengths.append(length)
    return times, lengths
