"""The calls that threads are in, with their local variables: linked nodes, as operand stacks are."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Final, NamedTuple

#: No call at all.
NO_FRAME: Final = -1
#: What stands for a place in a node that begins a call.
_CALL: Final = -1
#: The value of a local variable that has none.
UNBOUND_VALUE: Final = -1
#: After so many changes of the variables of one call they are written down anew, unless most changes were of others.
_CHAIN: Final = 24


class CallFrame(NamedTuple):
    """One call at one moment.

    Attributes:
        function: Index of its function in the program's listing.
        values: The values of its local variables by their places; indexes into the trace's values.
        caller: The node of the call that it returns to, or `NO_FRAME`.
    """

    function: int
    values: dict[int, int]
    caller: int


class FrameNodes:
    """Calls and changes of their local variables: each node is one of them, on top of another node.

    Any moment of the past stays readable, at a cost that does not grow with the number of changes.
    """

    __slots__ = ("length", "parent", "place", "value")

    def __init__(self) -> None:
        self.parent = array("i")
        self.place = array("i")
        self.value = array("i")
        #: How many changes lie between the node and the beginning of its call.
        self.length = array("i")

    def __len__(self) -> int:
        return len(self.parent)

    def _add(self, parent: int, place: int, value: int, length: int) -> int:
        self.parent.append(parent)
        self.place.append(place)
        self.value.append(value)
        self.length.append(length)
        return len(self.parent) - 1

    def enter(self, caller: int, function: int) -> int:
        """Return the node of a call that begins on top of ``caller``."""
        return self._add(caller, _CALL, function, 0)

    def bind(self, node: int, place: int, value: int) -> int:
        """Return the node of a call in which a variable took a value, or lost it."""
        length = self.length[node] + 1
        if length % _CHAIN == 0:
            frame = self.frame(node)
            if 2 * len(frame.values) < length:
                node, length = self.enter(frame.caller, frame.function), 1
                for other, known in frame.values.items():
                    if other != place:
                        node = self._add(node, other, known, length)
                        length += 1
        return self._add(node, place, value, length)

    def leave(self, node: int) -> int:
        """Return the node of the call that a call returns to."""
        while self.place[node] != _CALL:
            node = self.parent[node]
        return self.parent[node]

    def frame(self, node: int) -> CallFrame:
        """Return the call that a node is part of, as it was then."""
        values: dict[int, int] = {}
        while self.place[node] != _CALL:
            values.setdefault(self.place[node], self.value[node])
            node = self.parent[node]
        bound = {place: value for place, value in sorted(values.items()) if value != UNBOUND_VALUE}
        return CallFrame(self.value[node], bound, self.parent[node])

    def used_values(self) -> set[int]:
        """Return the indexes of all values of variables."""
        pairs = zip(self.place, self.value, strict=True)
        return {value for place, value in pairs if place != _CALL and value != UNBOUND_VALUE}

    def rename(self, renamed: dict[int, int]) -> None:
        """Follow the trace's values to their new indexes."""
        for node, place in enumerate(self.place):
            if place != _CALL and self.value[node] != UNBOUND_VALUE:
                self.value[node] = renamed[self.value[node]]

    def first(self, count: int) -> FrameNodes:
        """Return a copy of the first ``count`` nodes."""
        copy = FrameNodes()
        copy.parent, copy.place = self.parent[:count], self.place[:count]
        copy.value, copy.length = self.value[:count], self.length[:count]
        return copy

    def keep(self, used: set[int]) -> dict[int, int]:
        """Forget all nodes but ``used`` and those below them, and return the new index of each kept node."""
        kept: set[int] = set()
        for leaf in used:
            node = leaf
            while node != NO_FRAME and node not in kept:
                kept.add(node)
                node = self.parent[node]
        old = self.first(len(self))
        for name in self.__slots__:
            setattr(self, name, array("i"))
        moved = {NO_FRAME: NO_FRAME}
        for node in sorted(kept):  # a parent is always older than what stands on it
            moved[node] = self._add(moved[old.parent[node]], old.place[node], old.value[node], old.length[node])
        return moved


class FrameTable:
    """The innermost call that one thread is in over time, a row for each change of it."""

    __slots__ = ("node", "time")

    def __init__(self) -> None:
        self.time = array("q")
        self.node = array("i")

    def __len__(self) -> int:
        return len(self.time)

    def append(self, time_ns: int, node: int) -> None:
        """Add a change that takes effect at ``time_ns``; of several at one moment the last one counts."""
        self.time.append(time_ns)
        self.node.append(node)

    def at(self, t_ns: int) -> int:
        """Return the node in force at ``t_ns``, or `NO_FRAME`."""
        row = bisect_right(self.time, t_ns) - 1
        return self.node[row] if row >= 0 else NO_FRAME

    def drop_before(self, t_ns: int) -> None:
        """Forget the changes that others followed by ``t_ns``."""
        count = max(0, bisect_right(self.time, t_ns) - 1)
        del self.time[:count], self.node[:count]

    def columns(self) -> tuple[array[int], ...]:
        """Return all columns."""
        return self.time, self.node
