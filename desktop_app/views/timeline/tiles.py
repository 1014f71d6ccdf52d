"""What rows do at sampled moments, kept in tiles: a picture that moves looks each moment up only once.

A tile holds what some rows do at the moments of `CELLS` cells side by side. It is a cache and nothing else: the
picture is the same without.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.views.timeline.sampling import cell_moments

#: Cells in a tile: few enough to make one while a frame waits.
CELLS = 512
#: All tiles together take at most so much memory.
MOST_BYTES = 48 * 2**20

Samples = NDArray[np.int32]
Times = NDArray[np.int64]
#: Returns what each row of a group does at each moment: an array of rows by moments.
Sampler = Callable[[Times], Samples]


@dataclass(frozen=True, slots=True)
class _Tile:
    samples: Samples
    #: What was known when it was made; later cells are to be looked up again.
    known_until_ns: int


class TileCache:
    """The tiles of one trace.

    A group is what its sampler samples: all cores, or one thread.
    """

    def __init__(self) -> None:
        self._tiles: OrderedDict[tuple[Hashable, int, int], _Tile] = OrderedDict()
        self._generation = -1
        self._bytes = 0

    def at(self, group: Hashable, level: int, cells: Times, sampler: Sampler, known_until_ns: int) -> Samples:
        """Return what a group's rows do at the moments of sorted cells, an array of rows by cells."""
        first, last = int(cells[0]) // CELLS, int(cells[-1]) // CELLS
        tiles = [self._tile((group, level, number), sampler, known_until_ns) for number in range(first, last + 1)]
        samples = tiles[0] if len(tiles) == 1 else np.concatenate(tiles, axis=1)
        return samples.take(cells - first * CELLS, axis=1)

    def has(self, group: Hashable, level: int, number: int, known_until_ns: int) -> bool:
        """Return whether a tile is there and up to date."""
        tile = self._tiles.get((group, level, number))
        return tile is not None and _final(tile, level, number, known_until_ns)

    def make(self, group: Hashable, level: int, number: int, sampler: Sampler, known_until_ns: int) -> None:
        """Make a tile before it is needed."""
        self._tile((group, level, number), sampler, known_until_ns)

    def start_anew_at(self, generation: int) -> None:
        """Forget everything if what was known then is not what is known now."""
        if generation != self._generation:
            self._generation = generation
            self._tiles.clear()
            self._bytes = 0

    def _tile(self, key: tuple[Hashable, int, int], sampler: Sampler, known_until_ns: int) -> Samples:
        _, level, number = key
        tile = self._tiles.get(key)
        if tile is not None and _final(tile, level, number, known_until_ns):
            self._tiles.move_to_end(key)
            return tile.samples
        if tile is not None:
            self._bytes -= tile.samples.nbytes
            del self._tiles[key]
        cells = np.arange(number * CELLS, (number + 1) * CELLS, dtype=np.int64)
        made = _Tile(sampler(cell_moments(cells, level)), known_until_ns)
        self._tiles[key] = made
        self._bytes += made.samples.nbytes
        while self._bytes > MOST_BYTES and len(self._tiles) > 1:
            _, oldest = self._tiles.popitem(last=False)
            self._bytes -= oldest.samples.nbytes
        return made.samples


def _final(tile: _Tile, level: int, number: int, known_until_ns: int) -> bool:
    return tile.known_until_ns >= min(known_until_ns, (number + 1) * CELLS << level)
