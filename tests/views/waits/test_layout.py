from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, QSizeF

from desktop_app.analysis.waits_for import Node, NodeKind
from desktop_app.views.waits.layout import MOST, chosen, least_height, ring


def thread(number):
    return Node(kind=NodeKind.THREAD, key=("thread", number, 0), label=f"P{number}·T1", process=number)


def lock(number):
    return Node(kind=NodeKind.LOCK, key=("resource", number, 0), label=f"mutex m{number}")


@pytest.mark.parametrize("width", [250, 300, 480, 700, 1200])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 10, 17, 24])
def test_nodes_do_not_overlap_where_there_is_the_least_height_and_stay_inside(count, width):
    sizes = [QSizeF(50, 50) if number % 2 else QSizeF(min(122, width / 2 - 14), 30) for number in range(count)]
    place = QRectF(0, 0, width, least_height(sizes, width))
    rects = []
    for size, at in zip(sizes, ring(count, place), strict=True):
        rects.append(QRectF(at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height()))
    assert all(place.contains(rect) for rect in rects)
    assert not any(one.intersects(two) for one, two in combinations(rects, 2))


def test_threads_and_locks_stand_in_turn_whoever_waits():
    threads, locks = [thread(n) for n in range(3)], [lock(n) for n in range(3)]
    shown = chosen(threads, locks, [])
    assert [node.kind for node in shown] == [NodeKind.THREAD, NodeKind.LOCK] * 3
    assert shown == chosen(threads, locks, [threads[1], locks[2]])


def test_of_many_only_those_with_an_arrow_are_shown():
    threads = [thread(n) for n in range(MOST + 1)]
    active = [threads[4], threads[9], lock(1)]
    assert sorted(node.label for node in chosen(threads, [lock(1)], active)) == ["P4·T1", "P9·T1", "mutex m1"]
    assert len(chosen(threads, [], threads)) == MOST


def test_what_is_known_only_at_the_moment_stands_behind_the_others():
    assert chosen([], [lock(0)], [lock(0), lock(7)]) == [lock(0), lock(7)]
