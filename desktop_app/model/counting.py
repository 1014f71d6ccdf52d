"""Numbers of things, as sentences have them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number of things: ``1 context switch``, ``3 context switches``."""
    ending = "es" if noun.endswith(("ch", "s")) else "s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}{ending}"
