"""A list as a heap: the smallest item is at position 0.

Also the functions of 3.14 for heaps with the largest item first, and merge, nlargest and nsmallest.
"""

import _machine

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def _rise(heap, start, place):
    """Move the item at `place` up to where its parent is not larger, but not above `start`."""
    item = heap[place]
    while place > start:
        above = (place - 1) >> 1
        parent = heap[above]
        if not item < parent:
            break
        heap[place] = parent
        place = above
    heap[place] = item


def _sink(heap, place):
    """Move the item at `place` down to a leaf along the smaller children, then up to where it belongs."""
    size = len(heap)
    start = place
    item = heap[place]
    child = 2 * place + 1
    while child < size:
        right = child + 1
        if right < size and not heap[child] < heap[right]:
            child = right
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = item
    _rise(heap, start, place)


def _popped(heap, sink):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    return _replaced(heap, last, sink) if heap else last


def _replaced(heap, item, sink):
    if not heap:
        raise IndexError("index out of range")
    first = heap[0]
    heap[0] = item
    sink(heap, 0)
    return first


def heappush(heap, item, /):
    _demand_list(heap, "heappush() argument 1")
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap, /):
    _demand_list(heap, "heappop() argument")
    return _popped(heap, _sink)


def heapreplace(heap, item, /):
    _demand_list(heap, "heapreplace() argument 1")
    return _replaced(heap, item, _sink)


def heappushpop(heap, item, /):
    _demand_list(heap, "heappushpop() argument 1")
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(heap, /):
    _demand_list(heap, "heapify() argument")
    for place in range(len(heap) // 2 - 1, -1, -1):
        _sink(heap, place)


def _demand_list(heap, which):
    if not isinstance(heap, list):
        raise TypeError(f"{which} must be list, not {type(heap).__name__}")


class _Largest:
    """An item that is less than another one when it is larger."""

    def __init__(self, item):
        self.item = item

    def __lt__(self, other):
        return other.item < self.item


def _rise_max(heap, start, place):
    item = heap[place]
    while place > start:
        above = (place - 1) >> 1
        parent = heap[above]
        if not parent < item:
            break
        heap[place] = parent
        place = above
    heap[place] = item


def _sink_max(heap, place):
    size = len(heap)
    start = place
    item = heap[place]
    child = 2 * place + 1
    while child < size:
        right = child + 1
        if right < size and not heap[right] < heap[child]:
            child = right
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = item
    _rise_max(heap, start, place)


def heapify_max(heap, /):
    _demand_list(heap, "heapify_max() argument")
    for place in range(len(heap) // 2 - 1, -1, -1):
        _sink_max(heap, place)


def heappush_max(heap, item, /):
    _demand_list(heap, "heappush_max() argument 1")
    heap.append(item)
    _rise_max(heap, 0, len(heap) - 1)


def heappop_max(heap, /):
    _demand_list(heap, "heappop_max() argument")
    return _popped(heap, _sink_max)


def heapreplace_max(heap, item, /):
    _demand_list(heap, "heapreplace_max() argument 1")
    return _replaced(heap, item, _sink_max)


def heappushpop_max(heap, item, /):
    _demand_list(heap, "heappushpop_max() argument 1")
    if heap and item < heap[0]:
        item, heap[0] = heap[0], item
        _sink_max(heap, 0)
    return item


if _machine.version() < (3, 14):
    del heapify_max, heappush_max, heappop_max, heapreplace_max, heappushpop_max


def nsmallest(n, iterable, key=None):
    """The `n` smallest items, in order."""
    return sorted(iterable, key=key)[: max(n, 0)]


def nlargest(n, iterable, key=None):
    """The `n` largest items, the largest first."""
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in order, one at a time."""
    heap = []
    for order, iterable in enumerate(iterables):
        source = iter(iterable)
        for item in source:
            heap.append(_entry(item, key, reverse, order, source))
            break
    heapify(heap)
    while len(heap) > 1:
        _, order, item, source = heap[0]
        yield item
        for item in source:
            heapreplace(heap, _entry(item, key, reverse, order, source))
            break
        else:
            heappop(heap)
    if heap:
        yield heap[0][2]
        yield from heap[0][3]


def _entry(item, key, reverse, order, source):
    rank = item if key is None else key(item)
    return (_Largest(rank) if reverse else rank, order, item, source)
