from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.views.ink import ink as module
from desktop_app.views.ink.erasing import Point
from desktop_app.views.ink.ink import (
    ERASER_RADII,
    MAX_POINTS,
    MAX_STROKES,
    MAX_TRAIL,
    MAX_UNDO,
    PEN_COLOURS,
    PEN_WIDTHS,
    SPOT_RADII,
    TRAIL_MS,
    ZOOMS,
    Ink,
    Tool,
)
from tests.views.ink.samples import a_line, drawn

PLACES = st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
CHANGES = st.one_of(
    st.tuples(st.sampled_from(["press", "move"]), PLACES),
    st.tuples(st.sampled_from(["release", "leave", "undo", "redo", "clear", "next_colour"]), st.none()),
    st.tuples(st.just("choose"), st.sampled_from(Tool)),
    st.tuples(st.sampled_from(["resized", "magnified"]), st.floats(-30, 30)),
)


def changed(ink, changes):
    for now_ms, (name, value) in enumerate(changes):
        if name in {"press", "move"}:
            ink = getattr(ink, name)(*value, now_ms * 20)
        else:
            ink = getattr(ink, name)() if value is None else getattr(ink, name)(value)
    return ink


@settings(max_examples=80)
@given(st.lists(CHANGES, max_size=40))
def test_whatever_is_done_it_stays_within_its_bounds(changes):
    ink = changed(Ink(), changes)
    assert len(ink.shown) <= MAX_STROKES + 1
    assert len(ink.before) <= MAX_UNDO
    assert len(ink.trail) <= MAX_TRAIL
    assert 0 <= ink.colour < PEN_COLOURS
    for value, sizes in (
        (ink.pen_width, PEN_WIDTHS),
        (ink.eraser_radius, ERASER_RADII),
        (ink.spot_radius, SPOT_RADII),
        (ink.zoom, ZOOMS),
    ):
        assert sizes[0] <= value <= sizes[-1]
    points = [point for stroke in ink.shown for point in stroke.points] + [point for point, _ in ink.trail]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)


@settings(max_examples=60)
@given(st.lists(CHANGES, max_size=25))
def test_what_was_undone_comes_back(changes):
    ink = changed(Ink(), changes).release()
    back = ink.undo()
    if ink.before:
        assert back.strokes == ink.before[-1]
        assert back.redo().strokes == ink.strokes
    else:
        assert back == ink


def test_the_pen_draws_while_it_is_pressed():
    ink = Ink().choose(Tool.PEN).move(0.1, 0.1, 0)
    assert ink.shown == ()
    ink = ink.press(0.2, 0.2, 0).move(0.3, 0.2, 1)
    assert [stroke.points for stroke in ink.shown] == [((0.2, 0.2), (0.3, 0.2))]
    assert ink.strokes == ()
    ink = ink.release().move(0.9, 0.9, 2)
    assert [stroke.points for stroke in ink.strokes] == [((0.2, 0.2), (0.3, 0.2))]


def test_a_click_is_a_dot_and_points_on_top_of_each_other_are_one():
    assert drawn(Ink(), [(0.2, 0.2)]).strokes[0].points == (Point(0.2, 0.2),)
    assert len(drawn(Ink(), [(0.2, 0.2)] * 9).strokes[0].points) == 1


def test_colour_and_width_are_those_of_the_moment_it_was_drawn():
    ink = a_line()
    ink = a_line(ink.next_colour().resized(3))
    first, second = ink.strokes
    assert (first.colour, second.colour) == (0, 1)
    assert second.width > first.width


def test_a_tool_that_is_chosen_again_is_put_away_and_a_line_under_way_is_finished():
    ink = Ink().choose(Tool.PEN).press(0.1, 0.1, 0).move(0.5, 0.5, 1).choose(Tool.LASER)
    assert (ink.tool, len(ink.strokes), ink.drawing) == (Tool.LASER, 1, None)
    assert ink.choose(Tool.LASER).tool is Tool.NONE


def test_the_eraser_takes_whole_strokes_or_parts_and_one_press_is_one_change():
    ink = a_line(a_line(), y=0.7).choose(Tool.ERASER)
    gone = ink.press(0.5, 0.4, 0).move(0.5, 0.9, 1).release()
    assert gone.strokes == ()
    assert gone.undo().strokes == ink.strokes
    parts = replace(ink, erases_parts=True).press(0.5, 0.4, 0).move(0.5, 0.9, 1).release()
    assert len(parts.strokes) == 4
    nothing = ink.press(0.05, 0.05, 0).release()
    assert nothing.before == ink.before


def test_clearing_can_be_undone_and_nothing_is_not_cleared():
    ink = a_line()
    assert ink.clear().strokes == ()
    assert ink.clear().undo().strokes == ink.strokes
    assert Ink().clear().before == ()


def test_strokes_belong_to_a_step():
    one = a_line()
    other = one.with_strokes(())
    assert (other.strokes, other.before, other.tool) == ((), (), Tool.PEN)
    assert other.undo().strokes == ()
    assert other.with_strokes(one.strokes).strokes == one.strokes


def test_the_trail_of_the_laser_pointer_fades():
    ink = Ink().choose(Tool.LASER)
    for number in range(100):
        ink = ink.move(number / 100, 0.5, number * 2)
    assert len(ink.trail) == MAX_TRAIL
    assert ink.faded(198) is ink
    assert len(ink.faded(198 + TRAIL_MS - 20).trail) == 10
    assert ink.faded(198 + TRAIL_MS).trail == ()
    assert ink.leave().trail == ()


def test_the_wheel_changes_what_is_held():
    for tool, name in (
        (Tool.SPOTLIGHT, "spot_radius"),
        (Tool.PEN, "pen_width"),
        (Tool.ERASER, "eraser_radius"),
        (Tool.MAGNIFIER, "zoom"),
    ):
        ink = Ink().choose(tool)
        assert getattr(ink.resized(1), name) > getattr(ink, name) > getattr(ink.resized(-1), name)
    assert Ink().resized(3) == Ink()


def test_a_turn_with_ctrl_takes_the_magnifier_and_one_back_puts_it_away():
    near = Ink().choose(Tool.PEN).magnified(1)
    assert (near.tool, near.zoom) == (Tool.MAGNIFIER, 2.0)
    assert near.magnified(1).zoom == 2.5
    assert near.magnified(-1).tool is Tool.NONE
    assert Ink().magnified(-1) == Ink()


def test_of_more_than_is_kept_the_oldest_go(monkeypatch):
    ink = Ink()
    for number in range(MAX_STROKES + 5):
        ink = drawn(ink, [(number / 1000, 0.1), (number / 1000, 0.2)])
    assert len(ink.strokes) == MAX_STROKES
    assert ink.strokes[0].points[0].x == pytest.approx(0.005)
    monkeypatch.setattr(module, "MAX_POINTS", 20)
    assert sum(len(stroke.points) for stroke in drawn(ink, [(0.1, 0.1), (0.2, 0.2)]).strokes) <= 20 < MAX_POINTS


def test_a_line_that_never_ends_goes_on_as_another_one(monkeypatch):
    monkeypatch.setattr(module, "MAX_STROKE_POINTS", 10)
    ink = drawn(Ink(), [(number / 100, 0.5) for number in range(30)])
    assert max(len(stroke.points) for stroke in ink.strokes) == 10
    assert [a.points[-1] == b.points[0] for a, b in zip(ink.strokes, ink.strokes[1:], strict=False)] == [True] * 3
