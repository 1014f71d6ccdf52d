from __future__ import annotations

from desktop_app.views.stage.geometry import Rect, around


def test_a_gap_is_positive_beside_and_negative_over_each_other():
    a = Rect(0, 0, 10, 10)
    assert a.gap_to(Rect(14, 0, 10, 10)) == 4
    assert a.gap_to(Rect(0, 12, 10, 10)) == 2
    assert a.gap_to(Rect(5, 8, 10, 10)) == -2


def test_a_rectangle_around_a_point_has_it_in_the_middle():
    rect = around(50, 40, 20, 10)
    assert (rect.cx, rect.cy, rect.right, rect.bottom) == (50, 40, 60, 45)


def test_left_and_top_edges_belong_to_a_rectangle_right_and_bottom_do_not():
    rect = Rect(1, 1, 2, 2)
    assert rect.has_point(1, 1)
    assert not rect.has_point(3, 1)
    assert not rect.has_point(1, 3)
