"""What processes and threads are called: ``P1``, and ``P1·T2``, which one may type as ``P1.T2``."""

from __future__ import annotations

import re
from typing import Final

_PROCESS: Final = re.compile(r"P([1-9]\d{0,5})", re.ASCII | re.IGNORECASE)
_THREAD: Final = re.compile(r"P([1-9]\d{0,5})[·.]T([1-9]\d{0,5})", re.ASCII | re.IGNORECASE)


def process_number(text: str) -> int | None:
    """Return the number, from 1, of the process that a label such as ``P1`` names; None where it is no such label."""
    found = _PROCESS.fullmatch(text)
    return None if found is None else int(found[1])


def thread_numbers(text: str) -> tuple[int, int] | None:
    """Return the numbers, from 1, of the process and the thread that a label names; None where it is no such label."""
    found = _THREAD.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]))


def thread_label(text: str) -> str | None:
    """Return the label of a thread as it is always written, ``P1·T2``; None where the text is no such label."""
    numbers = thread_numbers(text)
    return None if numbers is None else f"P{numbers[0]}·T{numbers[1]}"
