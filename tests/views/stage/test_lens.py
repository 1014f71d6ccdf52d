from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.camera import LEAST_ZOOM, MOST_ZOOM, Camera
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lens import at_place, between, fitting, looking, magnification, nearer

AREA = Rect(0, 58, 1900, 770)
SHARES = st.floats(0, 1)
ZOOMS = st.floats(LEAST_ZOOM, MOST_ZOOM)
PLACES = st.builds(Camera, stop=st.none(), x=SHARES, y=SHARES, zoom=ZOOMS)
LENSES = PLACES.map(lambda camera: at_place(AREA, camera))


@given(LENSES)
def test_nothing_but_the_stage_is_ever_in_sight(lens):
    assert lens.area.holds(lens.seen)
    assert lens.seen.w * lens.zoom == pytest.approx(AREA.w)
    seen = lens.rect(lens.seen)
    assert seen == pytest.approx(lens.window)


@given(LENSES, st.floats(0.05, 20), SHARES, SHARES)
def test_zooming_keeps_the_point_under_the_pointer(lens, factor, across, down):
    x, y = lens.seen.x + across * lens.seen.w, lens.seen.y + down * lens.seen.h
    after = nearer(lens, factor, x, y)
    # Unless the stage's own edge came into sight.
    if after.seen.x > AREA.x + 1e-6 and after.seen.right < AREA.right - 1e-6:
        assert after.x(x) * after.magnification == pytest.approx(lens.x(x) * lens.magnification, abs=1e-4)
    if after.seen.y > AREA.y + 1e-6 and after.seen.bottom < AREA.bottom - 1e-6:
        assert after.y(y) * after.magnification == pytest.approx(lens.y(y) * lens.magnification, abs=1e-4)
    assert after.seen.x - 1e-6 <= x <= after.seen.right + 1e-6
    assert after.seen.y - 1e-6 <= y <= after.seen.bottom + 1e-6


@given(LENSES, LENSES, SHARES)
def test_a_flight_begins_and_ends_exactly_and_shows_only_the_stage(begin, end, share):
    assert between(begin, end, 1.0) == end
    start = between(begin, end, 0.0)
    assert start.zoom == pytest.approx(begin.zoom)
    assert start.seen == pytest.approx(begin.seen, abs=1e-6)
    on_the_way = between(begin, end, share)
    assert AREA.holds(on_the_way.seen)
    low, high = sorted((begin.zoom, end.zoom))
    assert low - 1e-9 <= on_the_way.zoom <= high + 1e-9


@given(ZOOMS, ZOOMS)
def test_what_comes_nearer_never_shrinks(one, other):
    near, far = max(one, other), min(one, other)
    assert magnification(near) >= magnification(far)
    assert near / magnification(near) >= far / magnification(far) - 1e-9
    assert magnification(LEAST_ZOOM) == 1.0


@given(SHARES, SHARES, st.floats(5, 600), st.floats(5, 600))
def test_a_target_is_seen_whole(across, down, wide, high):
    target = Rect(AREA.x + across * (AREA.w - wide), AREA.y + down * (AREA.h - high), wide, high)
    lens = fitting(AREA, target)
    assert lens.seen.holds(target, slack=1e-6)


@given(PLACES)
def test_the_place_of_a_lens_is_nearly_the_lens(camera):
    lens = at_place(AREA, camera)
    again = at_place(AREA, lens.camera)
    assert again.zoom == pytest.approx(lens.zoom, abs=1e-5)
    assert again.seen == pytest.approx(lens.seen, abs=0.01)


def test_the_least_zoom_is_the_whole_stage():
    assert looking(AREA, 0, 0, 0.1).seen == AREA
