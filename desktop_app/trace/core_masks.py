"""Sets of cores as the trace stores them: the bits of a signed number of 64 bits, of which core 63 has the sign."""

from __future__ import annotations

from collections.abc import Iterable

_BITS = 64


def mask_of(cores: Iterable[int]) -> int:
    """Return the mask of cores with numbers from 0 to 63."""
    mask = sum(1 << core for core in set(cores))
    return mask - (1 << _BITS) if mask >> (_BITS - 1) else mask


def cores_in(mask: int) -> tuple[int, ...]:
    """Return the cores of a mask, the lowest number first."""
    return tuple(core for core in range(_BITS) if mask >> core & 1)
