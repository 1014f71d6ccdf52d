import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.export.animated.palette import Palette, _looked_at, choose, palette_of
from desktop_app.views.theme import DARK
from tests.export.animated.films import ArrayEasel, film_of, moving

colours = st.lists(st.integers(0, 0xFFFFFF), min_size=1, max_size=30, unique=True)


def array(values):
    return np.array(values, np.uint32)


def distance(one, other):
    parts = [((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (16, 8, 0)]
    return 2 * parts[0] + 4 * parts[1] + 3 * parts[2]


@given(colours, colours)
def test_the_nearest_colour_is_found_whatever_was_asked_before(known, asked):
    palette = Palette(array(sorted(known)))
    together = palette.numbers(array(asked)).tolist()
    assert [int(palette.numbers(array([one]))[0]) for one in asked] == together
    for one, number in zip(asked, together, strict=True):
        assert distance(one, sorted(known)[number]) == min(distance(one, other) for other in known)


@given(colours, colours)
def test_what_is_drawn_in_few_colours_keeps_them_all(fixed, used):
    picture = array([used]) | 0xFF000000
    assert set(choose([picture], np.unique(array(fixed)), 60).tolist()) == {*fixed, *used}


@pytest.mark.parametrize("count", [63, 255, 1020])
def test_many_colours_become_few_and_those_of_the_theme_and_of_wide_grounds_stay(count):
    noise = np.random.default_rng(7).integers(0, 1 << 24, (60, 80), np.uint32) | 0xFF000000
    noise[:20] = 0xFF314159
    fixed = array([0x0E1116, 0xE69F00])
    chosen = choose([noise], fixed, count)
    assert count * 0.9 < len(chosen) <= count
    assert {0x0E1116, 0xE69F00, 0x314159} <= set(chosen.tolist())


def test_more_colours_are_nearer():
    noise = np.random.default_rng(7).integers(0, 1 << 24, (60, 80), np.uint32) | 0xFF000000
    apart = []
    for count in (63, 255, 1020):
        shown = Palette(choose([noise], array([0]), count)).shown(noise)
        apart.append(np.abs(shown.view(np.uint8).astype(int) - noise.view(np.uint8)).mean())
    assert apart[0] > apart[1] > apart[2]


def test_pixels_stay_as_see_through_as_they_are():
    palette = Palette(array([0x102030]))
    assert palette.shown(array([0xFF112233, 0x80FFFFFF, 0x01000000, 0])).tolist() == [
        0xFF102030,
        0x80102030,
        0x01102030,
        0,
    ]


def test_a_film_has_one_palette_with_the_colours_of_all_processes():
    pictures = moving(40)
    film, easel = film_of(pictures), ArrayEasel(pictures)
    first, second = (palette_of(film, easel, 255).colours.tolist() for _ in range(2))
    assert first == second
    assert {int(colour[1:], 16) for colour in DARK.processes} <= set(first)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=70))
def test_colours_come_from_every_part_of_a_film_and_from_few_frames(steps):
    film = film_of([np.zeros((1, 1), np.uint32)] * sum(steps), steps=steps)
    looked_at = _looked_at(film)
    assert looked_at == sorted(set(looked_at))
    assert (looked_at[0], looked_at[-1]) == (0, film.frames - 1)
    assert len(looked_at) <= 64
    if len(steps) <= 48:
        ends = np.cumsum(steps)
        # The step of each of these frames.
        assert set(np.searchsorted(ends, looked_at, side="right").tolist()) == set(range(len(steps)))


def test_a_film_that_shows_nothing_has_the_colours_of_its_theme():
    nothing = [np.zeros((4, 4), np.uint32)]
    chosen = palette_of(film_of(nothing, transparent=True), ArrayEasel(nothing, transparent=True), 63).colours
    assert int(DARK.window[1:], 16) in chosen.tolist()
