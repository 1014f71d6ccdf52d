"""Durations as people write them ("1ms", "5us") and as the simulation counts them: integer nanoseconds."""

from __future__ import annotations

import re
from decimal import Decimal

NS_PER_US = 1_000
NS_PER_MS = 1_000_000
NS_PER_S = 1_000_000_000

#: The longest time anything in a scenario may take, one simulated year; far inside a signed 64-bit count.
MAX_DURATION_NS = 366 * 24 * 3600 * NS_PER_S

_UNITS_NS = {"ns": 1, "us": NS_PER_US, "µs": NS_PER_US, "ms": NS_PER_MS, "s": NS_PER_S}
_LARGEST_FIRST = (("s", NS_PER_S), ("ms", NS_PER_MS), ("us", NS_PER_US))
_DURATION = re.compile(r"\s*+(?P<whole>\d++)(?:\.(?P<fraction>\d++))?\s*+(?P<unit>ns|us|µs|ms|s)\s*+", re.ASCII)
#: Digits before the point that make any duration longer than the longest, and after it that split a nanosecond.
_TOO_MANY_DIGITS = 19
_TOO_MANY_DECIMALS = 10
#: A number this large is easier to read in a larger unit, with however many decimals.
_HARD_TO_READ = 1_000_000

#: What a duration looks like, for error messages.
DURATION_FORM = 'a duration of 0 or more, such as "1ms", "250us", "0.5ms" or "2s"'
#: What is wrong with a duration of the right look, for error messages.
WHOLE_NANOSECONDS = "a whole number of nanoseconds"
AT_MOST_A_YEAR = "a duration of at most 366 days"


def is_bare_zero(value: object) -> bool:
    """Return whether a value of a file is the whole number 0, which is a duration without a unit."""
    return type(value) is int and value == 0


def parse_duration(text: str) -> int:
    """Return the nanoseconds that ``text`` stands for.

    Args:
        text: A number of 0 or more and a unit: ns, us, ms or s. A bare 0 needs none.

    Raises:
        ValueError: When it is not a duration (`DURATION_FORM`), not a whole number of nanoseconds
            (`WHOLE_NANOSECONDS`), or more than a simulated year (`AT_MOST_A_YEAR`).
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        if text.strip() == "0":
            return 0
        raise ValueError(DURATION_FORM)
    whole, fraction = match["whole"].lstrip("0"), (match["fraction"] or "").rstrip("0")
    if len(whole) >= _TOO_MANY_DIGITS:
        raise ValueError(AT_MOST_A_YEAR)
    if len(fraction) >= _TOO_MANY_DECIMALS:
        raise ValueError(WHOLE_NANOSECONDS)
    nanoseconds = Decimal(f"{whole}.{fraction}0") * _UNITS_NS[match["unit"]]
    if nanoseconds != nanoseconds.to_integral_value():
        raise ValueError(WHOLE_NANOSECONDS)
    if nanoseconds > MAX_DURATION_NS:
        raise ValueError(AT_MOST_A_YEAR)
    return int(nanoseconds)


def format_duration(nanoseconds: int) -> str:
    """Return the exact text of a duration.

    It is in the largest unit that needs at most three decimals, or in a larger one where the number would have more
    than six digits before the point.
    """
    for unit, size in _LARGEST_FIRST:
        hard_in_smaller_ones = abs(nanoseconds) >= _HARD_TO_READ * size // 1000
        if abs(nanoseconds) >= size and (hard_in_smaller_ones or (nanoseconds * 1000) % size == 0):
            return f"{_plain(Decimal(nanoseconds) / size)}{unit}"
    return f"{nanoseconds}ns" if nanoseconds else "0ms"


def spaced_duration(nanoseconds: int) -> str:
    """Return the same text as a reader expects it in a sentence: with a space, and µs for us."""
    text = format_duration(nanoseconds)
    number = text.rstrip("mnsu")
    return f"{number} {text[len(number) :].replace('us', 'µs')}"


def spaced_stretch(begin_ns: int, end_ns: int) -> str:
    """Return a stretch of time for a sentence, such as ``0.4 ms to 1 ms``; one moment where it has no length."""
    begin = spaced_duration(begin_ns)
    return f"{begin} to {spaced_duration(end_ns)}" if end_ns > begin_ns else begin


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
