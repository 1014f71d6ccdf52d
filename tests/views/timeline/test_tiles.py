from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.timeline import tiles as module
from desktop_app.views.timeline.sampling import cell_moments
from desktop_app.views.timeline.tiles import CELLS, TileCache


class Recorder:
    """Samples a trace that is known up to some time: a row shows when it was looked at, as far as that is known."""

    def __init__(self):
        self.known_until_ns = 10**12
        self.asked = 0

    def __call__(self, times_ns):
        self.asked += 1
        found = (times_ns % 9_973).astype(np.int32)
        return np.where(times_ns < self.known_until_ns, found, -1)[np.newaxis].astype(np.int32)


@given(st.integers(0, 10**9), st.integers(0, 12), st.integers(1, 2_000))
def test_kept_samples_are_what_the_sampler_says(first, level, count):
    sampler, tiles = Recorder(), TileCache()
    cells = np.arange(first, first + count, dtype=np.int64)
    wanted = sampler(cell_moments(cells, level))
    for _ in range(2):
        assert tiles.at("row", level, cells, sampler, sampler.known_until_ns).tolist() == wanted.tolist()


def test_a_picture_that_moves_asks_once_for_each_tile():
    sampler, tiles = Recorder(), TileCache()
    for shift in range(0, CELLS, 10):
        tiles.at("row", 3, np.arange(shift, shift + CELLS), sampler, sampler.known_until_ns)
    assert sampler.asked == 2
    tiles.at("row", 4, np.arange(5 * CELLS), sampler, sampler.known_until_ns)
    assert sampler.asked == 3
    assert tiles.has("row", 3, 1, sampler.known_until_ns)
    assert not tiles.has("row", 5, 1, sampler.known_until_ns)


def test_what_was_not_known_is_looked_up_again_when_it_is():
    sampler, tiles = Recorder(), TileCache()
    cells = np.arange(CELLS)
    sampler.known_until_ns = CELLS // 2
    assert tiles.at("row", 0, cells, sampler, CELLS // 2)[0, -1] == -1
    sampler.known_until_ns = 10 * CELLS
    assert tiles.at("row", 0, cells, sampler, 10 * CELLS)[0, -1] != -1
    tiles.at("row", 0, cells, sampler, 20 * CELLS)
    assert sampler.asked == 2


def test_what_was_forgotten_is_not_kept():
    sampler, tiles = Recorder(), TileCache()
    tiles.start_anew_at(0)
    tiles.make("row", 0, 0, sampler, sampler.known_until_ns)
    tiles.start_anew_at(0)
    assert tiles.has("row", 0, 0, sampler.known_until_ns)
    tiles.start_anew_at(1)
    assert not tiles.has("row", 0, 0, sampler.known_until_ns)


def test_the_oldest_tiles_make_room(monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 4 * CELLS * 3)
    sampler, tiles = Recorder(), TileCache()
    for number in range(4):
        tiles.make("row", 0, number, sampler, sampler.known_until_ns)
    kept = [tiles.has("row", 0, number, sampler.known_until_ns) for number in range(4)]
    assert kept == [False, True, True, True]
