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
_DURATION = re.compile(r"\s*(?P<number>\d{1,18}(?:\.\d{1,9})?)\s*(?P<unit>ns|us|µs|ms|s)\s*", re.ASCII)

#: What a duration looks like, for error messages.
DURATION_FORM = 'a duration of 0 or more, such as "1ms", "250us", "0.5ms" or "2s"'


def parse_duration(text: str) -> int:
    """Return the nanoseconds that ``text`` stands for.

    Args:
        text: A number of 0 or more and a unit: ns, us, ms or s.

    Raises:
        ValueError: When it is not a duration, not a whole number of nanoseconds, or more than a simulated year.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(DURATION_FORM)
    nanoseconds = Decimal(match["number"]) * _UNITS_NS[match["unit"]]
    if nanoseconds != nanoseconds.to_integral_value():
        raise ValueError("a whole number of nanoseconds")
    if nanoseconds > MAX_DURATION_NS:
        raise ValueError("a duration of at most 366 days")
    return int(nanoseconds)


def format_duration(nanoseconds: int) -> str:
    """Return the shortest exact text of a duration, in the largest unit that needs at most three decimals."""
    for unit, size in (("s", NS_PER_S), ("ms", NS_PER_MS), ("us", NS_PER_US)):
        if abs(nanoseconds) >= size and (nanoseconds * 1000) % size == 0:
            return f"{_plain(Decimal(nanoseconds) / size)}{unit}"
    return f"{nanoseconds}ns" if nanoseconds else "0ms"


def spaced_duration(nanoseconds: int) -> str:
    """Return the same text as a reader expects it in a sentence: with a space, and µs for us."""
    text = format_duration(nanoseconds)
    number = text.rstrip("mnsu")
    return f"{number} {text[len(number) :].replace('us', 'µs')}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
