"""Where the nodes of a waits-for graph stand: on a ring, threads and what they wait for in turn.

The place of a node follows from what there is in the trace, and not from who waits at the moment: so nothing jumps as
time goes on. Where there is too much for a ring, only what has an arrow at the moment is shown, in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from PySide6.QtCore import QPointF, QRectF, QSizeF

from desktop_app.analysis.waits_for import Node, NodeKind

#: How many threads, and how many other nodes, a ring shows at the most.
MOST = 12
#: Room for one node on the ring, in pixels.
_SPACING_PX = 72.0
#: The least half of an ellipse's height.
_LEAST_PX = 62.0
#: An ellipse is at most so many times as long as it is wide, or high where it need not be higher.
_LONGEST = 2.2
#: In less width, more nodes than these stand in two columns.
_NARROW_PX = 330.0
_FEW = 4
_GAP_PX = 7.0
_STEP_PX = 16.0
_MARGIN = QSizeF(64, 40)


def chosen(threads: Sequence[Node], others: Sequence[Node], active: Sequence[Node]) -> list[Node]:
    """Return the nodes that are shown, in the order of the ring.

    Args:
        threads: All threads of the trace.
        others: All that threads ever waited for or can hold.
        active: The nodes that have an arrow at the moment, in the graph's order.
    """
    if len(threads) > MOST or len(others) > MOST:
        threads = [node for node in active if node.kind is NodeKind.THREAD][:MOST]
        others = [node for node in active if node.kind is not NodeKind.THREAD][:MOST]
    else:
        known = {node.key for node in others}
        others = [*others, *(node for node in active if node.kind is not NodeKind.THREAD and node.key not in known)]
    places = [((number + 0.25) / len(threads), node) for number, node in enumerate(threads)]
    places += [((number + 0.75) / len(others), node) for number, node in enumerate(others)]
    return [node for _, node in sorted(places, key=lambda place: place[0])]


def least_height(sizes: Sequence[QSizeF], width: float) -> float:
    """Return how high a ring of nodes of these sizes must be where there is so much width, so that none overlap.

    All are pixels. Where no height would do, it is what would do if the nodes were small.
    """
    found = at_least = _height_for(len(sizes), width)
    while _overlap(sizes, ring(len(sizes), QRectF(0, 0, width, found))):
        found += _STEP_PX
        if found > at_least * 5:
            return at_least
    return found


def _overlap(sizes: Sequence[QSizeF], centres: Sequence[QPointF]) -> bool:
    rects = [
        QRectF(at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height())
        for size, at in zip(sizes, centres, strict=True)
    ]
    return any(
        one.adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX).intersects(two) for one, two in combinations(rects, 2)
    )


def _height_for(count: int, width: float) -> float:
    if width < _NARROW_PX and count > _FEW:
        return 2 * _MARGIN.height() + max(2 * _LEAST_PX, (-(-count // 2) - 1) * _SPACING_PX)
    # An ellipse is about as long as a circle whose radius is the root of the mean of its halves squared.
    radius, across = count * _SPACING_PX / (2 * math.pi), max(20.0, width / 2 - _MARGIN.width())
    down = math.sqrt(max(0.0, 2 * radius**2 - across**2))
    return 2 * (max(_LEAST_PX, down, radius / _LONGEST) + _MARGIN.height())


def ring(count: int, place: QRectF) -> list[QPointF]:
    """Return the centres of so many nodes on an ellipse in ``place``, from its top on, clockwise, evenly along it."""
    if count == 1:
        return [place.center()]
    if place.width() < _NARROW_PX and count > _FEW:
        return _two_columns(count, place)
    across, down = place.width() / 2 - _MARGIN.width(), place.height() / 2 - _MARGIN.height()
    across, down = max(20.0, across), max(20.0, down)
    across, down = min(across, _LONGEST * down), min(down, max(_LONGEST * across, count * _SPACING_PX / 3))
    return [
        QPointF(place.center().x() + across * math.sin(angle), place.center().y() - down * math.cos(angle))
        for angle in _even(count, across, down)
    ]


def _two_columns(count: int, place: QRectF) -> list[QPointF]:
    """Return the centres of nodes down a column at the right and up another one at the left."""
    rows = -(-count // 2)
    step = (place.height() - 2 * _MARGIN.height()) / max(1, rows - 1)
    downwards = [place.top() + _MARGIN.height() + row * step for row in range(rows)]
    left, right = place.left() + place.width() * 0.26, place.left() + place.width() * 0.74
    points = [QPointF(right, y) for y in downwards] + [QPointF(left, y) for y in reversed(downwards)]
    return points[:count]


def _even(count: int, across: float, down: float) -> list[float]:
    """Return angles between which lie equal stretches of an ellipse, found by adding up short chords."""
    steps = 720
    lengths, total = [0.0], 0.0
    for step in range(steps):
        one, two = 2 * math.pi * step / steps, 2 * math.pi * (step + 1) / steps
        total += math.hypot(across * (math.sin(two) - math.sin(one)), down * (math.cos(two) - math.cos(one)))
        lengths.append(total)
    angles, step = [], 0
    for number in range(count):
        wanted = total * number / count
        while lengths[step + 1] < wanted:
            step += 1
        share = (wanted - lengths[step]) / (lengths[step + 1] - lengths[step])
        angles.append(2 * math.pi * (step + share) / steps)
    return angles
