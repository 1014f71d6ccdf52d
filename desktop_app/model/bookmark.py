"""A moment that somebody wants to come back to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A named moment of a run.

    Attributes:
        at_ns: When, in nanoseconds, 0 or more.
        name: What somebody called it; plain text of one line, and empty where it has no name.
    """

    at_ns: int
    name: str = ""
