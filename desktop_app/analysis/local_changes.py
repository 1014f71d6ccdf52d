"""When the local variables of a call took their values, and what they were before."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from desktop_app.trace.frames import NO_FRAME, FrameNodes
from desktop_app.trace.trace import Trace

#: So many changes of a thread's calls are looked back at most.
MOST_CHANGES: Final = 200
#: Calls deeper than this are not told apart by their depth.
_DEEPEST: Final = 64


class LocalChange(NamedTuple):
    """The last change of a local variable.

    Attributes:
        time_ns: When; None where that lies too far back.
        before: The value before, an index into the trace's values; None where it had none, or none is known.
    """

    time_ns: int | None
    before: int | None


def local_changes(trace: Trace, thread: int, node: int, t_ns: int) -> dict[int, LocalChange]:
    """Return the last change of each local variable of a call, by place.

    Args:
        trace: The trace.
        thread: Whose call it is.
        node: The call's node at ``t_ns``, in the trace's frames.
        t_ns: The moment.
    """
    table, frames = trace.calls[thread], trace.frames
    now = frames.frame(node)
    depth = _depth(frames, node)
    row = bisect_right(table.time, t_ns) - 1
    found: dict[int, LocalChange] = {}
    open_places, later_ns = set(now.values), None
    for _ in range(MOST_CHANGES):
        if row < 0 or not open_places:
            break
        other, time_ns = table.node[row], table.time[row]
        row -= 1
        other_depth = _depth(frames, other)
        if other_depth > depth:
            continue  # a call that this one made
        then = frames.frame(other) if other != NO_FRAME else None
        if other_depth < depth or then is None or then.function != now.function:
            found |= {place: LocalChange(later_ns, None) for place in open_places}
            return found
        for place in tuple(open_places):
            before = then.values.get(place)
            if before != now.values[place]:
                found[place] = LocalChange(later_ns, before)
                open_places.discard(place)
        later_ns = time_ns
    rest = later_ns if row < 0 else None
    return found | {place: LocalChange(rest, None) for place in open_places}


def _depth(frames: FrameNodes, node: int) -> int:
    depth = 0
    while node != NO_FRAME and depth < _DEEPEST:
        node = frames.leave(node)
        depth += 1
    return depth
