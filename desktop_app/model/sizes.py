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
_SIZE = re.compile(
    r"\s*+(?P<whole>\d++)(?:\.(?P<fraction>\d++))?\s*+(?P<unit>[KMGT]?i?B)\s*+", re.ASCII | re.IGNORECASE
)
#: Digits before the point that make any size larger than the largest, and after it that split a byte of a TiB.
_TOO_MANY_DIGITS = 17
_TOO_MANY_DECIMALS = 41

#: What a size looks like, for error messages.
SIZE_UNITS = f"in {', '.join(_UNITS_BYTES)}, at most 1024TiB"
SIZE_FORM = f'a size of 0 or more, such as "50MB" or "64KiB", {SIZE_UNITS}'
#: What is wrong with a size of the right look, for error messages.
WHOLE_BYTES = "a whole number of bytes"
AT_MOST_A_PEBIBYTE = "a size of at most 1024 TiB"


def parse_size(text: str) -> int:
    """Return the bytes that ``text`` stands for.

    Args:
        text: A number of 0 or more and a unit: B, KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (of 1024).

    Raises:
        ValueError: When it is not a size (`SIZE_FORM`), not a whole number of bytes (`WHOLE_BYTES`), or more than a
            pebibyte (`AT_MOST_A_PEBIBYTE`).
    """
    match = _SIZE.fullmatch(text)
    unit_bytes = _UNITS_ANY_CASE.get(match["unit"].lower()) if match else None
    if match is None or unit_bytes is None:
        raise ValueError(SIZE_FORM)
    whole, fraction = match["whole"].lstrip("0"), (match["fraction"] or "").rstrip("0")
    if len(whole) >= _TOO_MANY_DIGITS:
        raise ValueError(AT_MOST_A_PEBIBYTE)
    if len(fraction) >= _TOO_MANY_DECIMALS:
        raise ValueError(WHOLE_BYTES)
    # 56 digits times 2**40 would not fit Decimal's usual 28, so the fraction is scaled as a whole number.
    scale: int = 10 ** len(fraction)
    size, rest = divmod(int(f"0{whole}{fraction}") * unit_bytes, scale)
    if rest:
        raise ValueError(WHOLE_BYTES)
    if size > MAX_SIZE_BYTES:
        raise ValueError(AT_MOST_A_PEBIBYTE)
    return size


def format_size(size_bytes: int) -> str:
    """Return the exact text with the shortest number, of at most three decimals; of two the one in powers of 1000."""
    numbers = [(str(size_bytes), "B")]
    for unit, unit_bytes in _UNITS_BYTES.items():
        if size_bytes >= unit_bytes > 1 and (size_bytes * 1000) % unit_bytes == 0:
            numbers.append((f"{(Decimal(size_bytes) / unit_bytes).normalize():f}", unit))
    number, unit = min(numbers, key=lambda text: len(text[0]))
    return number + unit
