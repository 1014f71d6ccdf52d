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
        self._make(group, level, range(first, last + 1), sampler, known_until_ns)
        tiles = []
        for number in range(first, last + 1):
            self._tiles.move_to_end((group, level, number))
            tiles.append(self._tiles[group, level, number].samples)
        self._drop_oldest(len(tiles))
        samples = tiles[0] if len(tiles) == 1 else np.concatenate(tiles, axis=1)
        return samples.take(cells - first * CELLS, axis=1)

    def has(self, group: Hashable, level: int, number: int, known_until_ns: int) -> bool:
        """Return whether a tile is there and up to date."""
        tile = self._tiles.get((group, level, number))
        return tile is not None and _final(tile, level, number, known_until_ns)

    def make(self, group: Hashable, level: int, number: int, sampler: Sampler, known_until_ns: int) -> None:
        """Make a tile before it is needed."""
        self._make(group, level, range(number, number + 1), sampler, known_until_ns)
        self._drop_oldest(1)

    def start_anew_at(self, generation: int) -> None:
        """Forget everything if what was known then is not what is known now."""
        if generation != self._generation:
            self._generation = generation
            self._tiles.clear()
            self._bytes = 0

    def _make(self, group: Hashable, level: int, numbers: range, sampler: Sampler, known_until_ns: int) -> None:
        """Make those tiles that are not there or out of date, all at once: asking takes longer than answering."""
        missing = [number for number in numbers if not self.has(group, level, number, known_until_ns)]
        if not missing:
            return
        cells = np.concatenate([np.arange(number * CELLS, (number + 1) * CELLS) for number in missing])
        samples = sampler(cell_moments(cells.astype(np.int64), level))
        for place, number in enumerate(missing):
            before = self._tiles.pop((group, level, number), None)
            # A copy: a view would keep all of them.
            made = _Tile(samples[:, place * CELLS : (place + 1) * CELLS].copy(), known_until_ns)
            self._bytes += made.samples.nbytes - (0 if before is None else before.samples.nbytes)
            self._tiles[group, level, number] = made

    def _drop_oldest(self, kept: int) -> None:
        """Drop the tiles that were not used for the longest time, until there is room, but never the last ones."""
        while self._bytes > MOST_BYTES and len(self._tiles) > kept:
            _, oldest = self._tiles.popitem(last=False)
            self._bytes -= oldest.samples.nbytes


def _final(tile: _Tile, level: int, number: int, known_until_ns: int) -> bool:
    return tile.known_until_ns >= min(known_until_ns, (number + 1) * CELLS << level)
