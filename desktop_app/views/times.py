"""Times as panels write them."""

from __future__ import annotations

import math

from desktop_app.model.durations import NS_PER_MS


def time_text(time_ns: int, slot_ns: int) -> str:
    """Return a time in milliseconds, fine enough to tell tenths of a slot apart, such as ``12.40 ms``."""
    return f"{time_ns / NS_PER_MS:,.{decimals(slot_ns)}f} ms"


def decimals(slot_ns: int) -> int:
    """Return the decimals of a millisecond that show a tenth of a slot: 2 to 6."""
    return min(6, max(2, math.ceil(math.log10(10 * NS_PER_MS / max(1, slot_ns)))))
