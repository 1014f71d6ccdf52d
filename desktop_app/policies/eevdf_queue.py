"""The ready queue of EEVDF: the eligible threads by virtual deadline, the others by virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from desktop_app.policies.protocol import Schedulable
from desktop_app.policies.queues import may_run


@dataclass(slots=True, eq=False)
class Entity:
    """What EEVDF knows of a thread that is ready or running; virtual times in nanoseconds of a thread with nice 0.

    Attributes:
        thread: The thread.
        weight: The weight that it counts with.
        virtual_ns: The virtual time v that it has had, as far as counted.
        deadline_ns: Its virtual deadline.
        picked_ns: When it was picked.
        counted_ns: How much of its present run is in ``virtual_ns`` already.
    """

    thread: Schedulable
    weight: int
    virtual_ns: int = 0
    deadline_ns: int = 0
    picked_ns: int = 0
    counted_ns: int = 0


_Entry = tuple[int, int, Entity]


class EligibleQueue:
    """Two heaps; an entity changes heaps when the average passes it, so that a pick takes O(log n) in the long run.

    The average virtual time V is given as ``total / load``, so that it stays exact: v <= V when v * load <= total.
    """

    def __init__(self) -> None:
        self._waiting: list[_Entry] = []
        self._eligible: list[_Entry] = []

    def __len__(self) -> int:
        return len(self._waiting) + len(self._eligible)

    def __iter__(self) -> Iterator[Entity]:
        """Return the entities by deadline, those last that had too much when the queue was last asked."""
        yield from (entry[2] for entry in sorted(self._eligible, key=lambda entry: entry[:2]))
        yield from (entry[2] for entry in sorted(self._waiting, key=lambda entry: entry[:2]))

    def push(self, entity: Entity) -> None:
        """Put an entity in."""
        heappush(self._waiting, (entity.virtual_ns, entity.thread.index, entity))

    def first(self, core: int, total: int, load: int) -> Entity | None:
        """Return the eligible entity with the earliest deadline that may run on ``core``, or None; ties by index."""
        waiting, eligible = self._waiting, self._eligible
        while waiting and waiting[0][0] * load <= total:
            entity = heappop(waiting)[2]
            heappush(eligible, (entity.deadline_ns, entity.thread.index, entity))
        # The average may also fall back, when somebody far ahead leaves.
        while eligible and eligible[0][2].virtual_ns * load > total:
            self.push(heappop(eligible)[2])
        if not eligible or may_run(eligible[0][2].thread, core):
            return eligible[0][2] if eligible else None
        fitting = (e for e in eligible if e[2].virtual_ns * load <= total and may_run(e[2].thread, core))
        entry = min(fitting, key=lambda entry: entry[:2], default=None)
        return entry[2] if entry else None

    def least(self, core: int) -> Entity | None:
        """Return the entity that may run on ``core`` and has had the least virtual time; ties by index."""
        entities = (entry[2] for entry in (*self._waiting, *self._eligible) if may_run(entry[2].thread, core))
        return min(entities, key=lambda entity: (entity.virtual_ns, entity.thread.index), default=None)

    def remove(self, entity: Entity) -> None:
        """Take an entity out, at once where it is first."""
        if self._eligible and self._eligible[0][2] is entity:
            heappop(self._eligible)
            return
        self._waiting = [entry for entry in self._waiting if entry[2] is not entity]
        self._eligible = [entry for entry in self._eligible if entry[2] is not entity]
        heapify(self._waiting)
        heapify(self._eligible)
