"""Sizes as people write them ("50MB", "64KiB") and as the simulation counts them: whole bytes."""

from __future__ import annotations

import re
from decimal import Decimal

#: The largest size in a scenario, one pebibyte: more than any machine's RAM, far inside a signed 64-bit count.
MAX_SIZE_BYTES = 2**50

_UNITS_BYTES = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}
# Nobody who writes 50mb or 50kB means anything but 50 MB and 50 KB.
_UNITS_ANY_CASE = {unit.lower(): size for unit, size in _UNITS_BYTES.items()}
_SIZE = re.compile(r"\s*(?P<number>\d{1,18}(?:\.\d{1,12})?)\s*(?P<unit>[KMGT]?i?B)\s*", re.ASCII | re.IGNORECASE)

#: What a size looks like, for error messages.
SIZE_FORM = 'a size of 0 or more, such as "50MB", "64KiB" or "8GB"'


def parse_size(text: str) -> int:
    """Return the bytes that ``text`` stands for.

    Args:
        text: A number of 0 or more and a unit: B, KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (of 1024).

    Raises:
        ValueError: When it is not a size, not a whole number of bytes, or more than a pebibyte.
    """
    match = _SIZE.fullmatch(text)
    unit_bytes = _UNITS_ANY_CASE.get(match["unit"].lower()) if match else None
    if match is None or unit_bytes is None:
        raise ValueError(SIZE_FORM)
    # 30 digits times 2**40 would not fit Decimal's usual 28, so the fraction is scaled as a whole number.
    whole, _, fraction = match["number"].partition(".")
    scale: int = 10 ** len(fraction)
    size, rest = divmod(int(whole + fraction) * unit_bytes, scale)
    if rest:
        raise ValueError("a whole number of bytes")
    if size > MAX_SIZE_BYTES:
        raise ValueError("a size of at most 1024 TiB")
    return size


def format_size(size_bytes: int) -> str:
    """Return the exact text with the shortest number, of at most three decimals; of two the one in powers of 1000."""
    numbers = [(str(size_bytes), "B")]
    for unit, unit_bytes in _UNITS_BYTES.items():
        if size_bytes >= unit_bytes > 1 and (size_bytes * 1000) % unit_bytes == 0:
            numbers.append((f"{(Decimal(size_bytes) / unit_bytes).normalize():f}", unit))
    number, unit = min(numbers, key=lambda text: len(text[0]))
    return number + unit
