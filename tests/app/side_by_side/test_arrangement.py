from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from desktop_app.app.side_by_side.arrangement import arrange
from desktop_app.model.lesson import Shown


@given(
    width=st.integers(320, 7680),
    height=st.integers(240, 4320),
    sides=st.integers(1, 4),
    shown=st.sampled_from(Shown),
    figures=st.sampled_from([0, 14]),
)
def test_nothing_overlaps_or_leaves_its_place(width, height, sides, shown, figures):
    found = arrange(width, height, sides, shown, figures)
    places = [*found.panes, *([] if found.figures.isEmpty() else [found.figures])]
    assert len(found.panes) == sides
    assert all(QRect(0, 0, width, height).contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert {(pane.width(), pane.height()) for pane in found.panes} == {
        (found.panes[0].width(), found.panes[0].height())
    }


@pytest.mark.parametrize("height", [480, 768, 1080, 2160])
def test_a_title_is_read_in_the_last_row(height):
    found = arrange(height * 16 // 9, height, 4, Shown.BOTH, 14)
    assert 40 * found.title_px >= height or found.title_px == 64
    assert found.line_px > found.title_px
    assert not found.figures.isEmpty()


def test_two_stand_as_the_window_is_wide_or_high():
    wide = arrange(1920, 800, 2, Shown.STAGE, 0)
    assert wide.panes[0].top() == wide.panes[1].top()
    high = arrange(900, 1400, 2, Shown.STAGE, 0)
    assert high.panes[0].left() == high.panes[1].left()


@pytest.mark.parametrize("sides", [2, 3, 4])
def test_timelines_stand_below_each_other(sides):
    found = arrange(1920, 1080, sides, Shown.TIMELINE, 14)
    assert len({pane.left() for pane in found.panes}) == 1


def test_three_leave_the_fourth_place_to_the_figures():
    found = arrange(1920, 1080, 3, Shown.STAGE, 14)
    assert found.figures.left() == found.panes[1].left()
    assert found.figures.top() > found.panes[1].bottom()


def test_figures_stand_beside_in_a_very_wide_place():
    found = arrange(3840, 1080, 4, Shown.STAGE, 14)
    assert found.figures.left() > found.panes[1].right()


def test_without_figures_the_runs_have_all_the_room():
    assert arrange(1000, 800, 4, Shown.STAGE, 0).figures.isEmpty()


def test_a_few_figures_stand_below_even_in_a_low_place_and_many_beside():
    few, many = arrange(1920, 580, 2, Shown.TIMELINE, 2), arrange(1920, 580, 2, Shown.TIMELINE, 15)
    assert few.figures.top() > few.panes[-1].bottom()
    assert many.figures.left() > many.panes[-1].right()


def test_titles_of_a_low_place_are_as_large_as_its_width_lets_them_be():
    assert arrange(1920, 580, 2, Shown.TIMELINE, 0).title_px == 20
    assert arrange(1920, 400, 2, Shown.TIMELINE, 0).title_px < 20
