"""At which moments a picture looks at the trace where far more happens than it has pixels.

A row that is too dense for bars shows, in each pixel column, what went on at one moment within it. The moments lie
on a grid of cells of 1, 2, 4, 8, ... nanoseconds that starts at 0, so they do not depend on what else is in view: the
picture stands still while it is panned, and what was looked up once can be kept.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_app.views.timeline.axis import TimeWindow

Times = NDArray[np.int64]

#: 2**64 by the golden ratio: the multiples, modulo 2**64, are Weyl's sequence, spread equally over any stretch.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def cell_level(span_ns: int, columns: int) -> int:
    """Return the level whose cells are at most as wide as one of ``columns`` pixels: cells are 2**level ns long."""
    return max(0, (span_ns // columns).bit_length() - 1)


def column_cells(window: TimeWindow, width: int, columns: range, level: int) -> Times:
    """Return the number of the cell in the middle of each of some pixel columns of ``width``, in order."""
    numbers = np.arange(columns.start, columns.stop, dtype=np.int64)
    return (window.start_ns + (2 * numbers + 1) * window.span_ns // (2 * width)) >> level


def cell_moments(cells: Times, level: int) -> Times:
    """Return a moment in each cell, in nanoseconds, sorted where the cells are.

    Not the middle: middles would beat with a periodic schedule and could show one thread where many take turns. At
    these moments each thread shows as often as it ran, and they are the same on every machine.
    """
    if not level:
        return cells
    share = (cells.astype(np.uint64) * _GOLDEN) >> np.uint64(64 - level)
    return (cells << level) + share.astype(np.int64)
