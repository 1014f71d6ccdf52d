"""How many schedules lead to each state, and the shortest one that does."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: A context switch weighs more than all the steps that a schedule can have.
_SWITCH = 1 << 40


def count_schedules(edges: Sequence[Sequence[tuple[int, int]]]) -> list[int | None]:
    """Return how many schedules lead from the first state to each; None when there is no bound on them.

    Every state can be reached from the first one. There is no bound where a schedule may go round in a circle before.
    """
    arriving = [0] * len(edges)
    for following in edges:
        for _, target in following:
            arriving[target] += 1
    counts: list[int | None] = [0] * len(edges)
    ways = [0] * len(edges)
    ways[0] = 1
    ready = [] if arriving[0] else [0]
    done = [False] * len(edges)
    while ready:
        number = ready.pop()
        done[number] = True
        for _, target in edges[number]:
            ways[target] += ways[number]
            arriving[target] -= 1
            if not arriving[target]:
                ready.append(target)
    for number, way in enumerate(ways):
        # What is in a circle, or behind one, waits for ever for one of its predecessors.
        counts[number] = way if done[number] else None
    return counts


def shortest_schedules(
    edges: Sequence[Sequence[tuple[int, int]]], goals: Collection[int]
) -> dict[int, list[tuple[int, int]]]:
    """Return for each goal a schedule with the fewest context switches and, among those, the fewest steps.

    A schedule is a list of the states that it goes through, each with the thread that makes the next step.
    """
    left = set(goals)
    found: dict[int, list[tuple[int, int]]] = {}
    before: dict[tuple[int, int], tuple[int, int]] = {}
    best: dict[tuple[int, int], int] = {(0, -1): 0}
    heap = [(0, 0, 0, -1)]
    order = 0
    while heap and left:
        cost, _, state, last = heappop(heap)
        if best[state, last] < cost:
            continue
        if state in left:
            left.discard(state)
            found[state] = _path(before, (state, last))
        for thread, target in edges[state]:
            price = cost + 1 + (_SWITCH if thread != last and last >= 0 else 0)
            key = (target, thread)
            if price < best.get(key, price + 1):
                best[key] = price
                before[key] = (state, last)
                order += 1
                heappush(heap, (price, order, target, thread))
    return found


def _path(before: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]) -> list[tuple[int, int]]:
    path = []
    while end in before:
        earlier = before[end]
        path.append((earlier[0], end[1]))
        end = earlier
    return path[::-1]
