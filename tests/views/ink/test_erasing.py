import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.views.ink.erasing import Point, Stroke, erased_along

SHARES = st.floats(0, 1)
POINTS = st.builds(Point, SHARES, SHARES)
STROKES = st.lists(POINTS, min_size=1, max_size=8).map(lambda points: Stroke(points=tuple(points)))
LEVEL = Stroke(points=(Point(0.2, 0.5), Point(0.8, 0.5)), width=0.004)


def erased(strokes, begin, end, *, whole, radius=0.05):
    return erased_along(strokes, Point(*begin), Point(*end), radius, 2.0, whole_strokes=whole)


def test_a_stroke_goes_that_is_touched_anywhere():
    assert erased((LEVEL,), (0.5, 0.53), (0.5, 0.53), whole=True) == ()
    assert erased((LEVEL,), (0.5, 0.6), (0.5, 0.6), whole=True) == (LEVEL,)


def test_a_quick_way_across_a_stroke_touches_it():
    assert erased((LEVEL,), (0.5, 0.1), (0.5, 0.9), whole=True) == ()
    assert len(erased((LEVEL,), (0.5, 0.1), (0.5, 0.9), whole=False)) == 2


def test_what_is_touched_goes_alone_and_the_rest_stays_where_it_was():
    left, right = erased((LEVEL,), (0.5, 0.5), (0.5, 0.5), whole=False)
    assert left.points[0] == LEVEL.points[0]
    assert right.points[-1] == LEVEL.points[-1]
    # 0.05 of the height is 0.025 of a width that is twice as long.
    assert (left.points[-1].x, right.points[0].x) == pytest.approx((0.475, 0.525))


def test_at_its_end_a_stroke_becomes_shorter_and_a_dot_goes():
    (left,) = erased((LEVEL,), (0.8, 0.5), (0.8, 0.5), whole=False)
    assert left.points[-1].x == pytest.approx(0.775)
    dot = Stroke(points=(Point(0.3, 0.3),))
    assert erased((dot,), (0.31, 0.31), (0.31, 0.31), whole=False) == ()
    assert erased((dot,), (0.4, 0.4), (0.4, 0.4), whole=False) == (dot,)


@settings(max_examples=25)
@given(st.lists(STROKES, max_size=3).map(tuple), POINTS, POINTS)
def test_nothing_is_left_where_the_eraser_came_by_and_nothing_else_goes(strokes, begin, end):
    left = erased(strokes, begin, end, whole=False)
    for stroke in left:
        for point in stroke.points:
            assert point.apart(end, 2.0) >= 0.05 - 1e-6
    far = [one for one in strokes if min(_distance(point, begin, end) for point in _along(one)) > 0.06]
    assert all(stroke in left for stroke in far)
    assert set(erased(strokes, begin, end, whole=True)) <= set(strokes)


def _along(stroke):
    """Points of a stroke so close that none between them matters."""
    for a, b in zip(stroke.points, stroke.points[1:] or stroke.points, strict=False):
        for number in range(101):
            yield Point(a.x + (b.x - a.x) * number / 100, a.y + (b.y - a.y) * number / 100)


def _distance(point, begin, end):
    return (
        min(
            point.apart(Point(begin.x + (end.x - begin.x) * n / 50, begin.y + (end.y - begin.y) * n / 50), 2.0)
            for n in range(51)
        )
        - begin.apart(end, 2.0) / 100
    )


def test_a_place_that_is_nowhere_becomes_a_point_of_the_picture():
    assert Point.within(-3, 7) == Point(0, 1)
    assert Point.within(math.nan, math.inf) == Point(0, 0)
