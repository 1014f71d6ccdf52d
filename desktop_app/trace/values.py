"""Values as the trace keeps them: texts stored once, and operand stacks that share their lower parts."""

from __future__ import annotations

from array import array

#: The empty stack.
EMPTY_STACK = -1


class ValueTable:
    """Every value that was ever shown, each text once.

    A value is either immutable (``obj`` is -1 and ``text`` is its repr) or a reference to a mutable object
    (``obj`` is its number and its text at t follows from the object's own table).
    """

    __slots__ = ("_known", "obj", "text", "text_bytes")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.obj = array("i")
        self.text_bytes = 0
        self._known: dict[tuple[str, int], int] = {}

    def __len__(self) -> int:
        return len(self.text)

    def intern(self, text: str, obj: int = -1) -> int:
        """Return the index of this value, adding it when it is new."""
        key = (text, obj)
        known = self._known.get(key)
        if known is not None:
            return known
        index = len(self.text)
        self._known[key] = index
        self.text.append(text)
        self.obj.append(obj)
        self.text_bytes += len(text)
        return index

    def first(self, count: int) -> ValueTable:
        """Return a copy of the first ``count`` values."""
        copy = ValueTable()
        for text, obj in zip(self.text[:count], self.obj[:count], strict=True):
            copy.intern(text, obj)
        return copy

    def keep(self, used: set[int]) -> dict[int, int]:
        """Forget all values but ``used`` and return the new index of each of them."""
        order = sorted(used)
        self.text = list(map(self.text.__getitem__, order))
        self.obj = array("i", map(self.obj.__getitem__, order))
        self.text_bytes = sum(map(len, self.text))
        self._known = dict(zip(zip(self.text, self.obj, strict=True), range(len(order)), strict=True))
        return dict(zip(order, range(len(order)), strict=True))


class StackNodes:
    """Operand stacks as linked nodes: a node is one value on top of another node.

    A push makes one node, a pop goes back to the parent, and any stack of the past stays readable.
    """

    __slots__ = ("parent", "value")

    def __init__(self) -> None:
        self.parent = array("i")
        self.value = array("i")

    def __len__(self) -> int:
        return len(self.parent)

    def push(self, parent: int, value: int) -> int:
        """Return the node of the stack ``parent`` with ``value`` on top."""
        self.parent.append(parent)
        self.value.append(value)
        return len(self.parent) - 1

    def drop(self, node: int, count: int) -> int:
        """Return the node below the top ``count`` values."""
        for _ in range(count):
            node = self.parent[node]
        return node

    def depth(self, node: int) -> int:
        """Return how many values a stack has."""
        depth = 0
        while node != EMPTY_STACK:
            node = self.parent[node]
            depth += 1
        return depth

    def values(self, node: int) -> tuple[int, ...]:
        """Return the values of a stack, bottom first."""
        found = []
        while node != EMPTY_STACK:
            found.append(self.value[node])
            node = self.parent[node]
        return tuple(reversed(found))

    def first(self, count: int) -> StackNodes:
        """Return a copy of the first ``count`` nodes."""
        copy = StackNodes()
        copy.parent, copy.value = self.parent[:count], self.value[:count]
        return copy

    def keep(self, used: set[int]) -> dict[int, int]:
        """Forget all nodes but ``used`` and those below them, and return the new index of each kept node."""
        kept: set[int] = set()
        for leaf in used:
            node = leaf
            while node != EMPTY_STACK and node not in kept:
                kept.add(node)
                node = self.parent[node]
        order = sorted(kept)  # a parent stays older than what stands on it
        moved = {EMPTY_STACK: EMPTY_STACK, **dict(zip(order, range(len(order)), strict=True))}
        self.parent = array("i", map(moved.__getitem__, map(self.parent.__getitem__, order)))
        self.value = array("i", map(self.value.__getitem__, order))
        return moved
