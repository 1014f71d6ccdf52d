"""What executing bytecode did, step by step: the interpreter's whole output, and all that the engine learns of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Shown(NamedTuple):
    """A value as a reader sees it.

    Attributes:
        text: Its repr, shortened when it is long; for a mutable object, its type's name.
        obj: Number of the mutable object within its process, from 0; -1 for an immutable value.
    """

    text: str
    obj: int = -1


class NameWrite(NamedTuple):
    """A global variable took a value; ``value`` is None when it was deleted. Size as CPython counts it."""

    name: str
    value: Shown | None
    size_bytes: int


class ObjectWrite(NamedTuple):
    """A mutable object was made or changed: its first items, its length, its size as CPython counts it."""

    obj: int
    head: tuple[Shown, ...]
    length: int
    size_bytes: int


class OutputWrite(NamedTuple):
    """The program printed ``text``."""

    text: str


Write = NameWrite | ObjectWrite | OutputWrite


class Step(NamedTuple):
    """One instruction executed.

    Attributes:
        line: Its index in the listing.
        keep: How many values at the bottom of the operand stack it left as they were.
        pushed: The values above them afterwards, bottom first.
        writes: What it changed in memory and printed, in order.
    """

    line: int
    keep: int
    pushed: tuple[Shown, ...]
    writes: tuple[Write, ...] = ()


class Outcome(Enum):
    """How a batch of instructions ended."""

    RAN = "ran"
    """As many as were asked for, or up to a switch point that was asked for."""
    ENDED = "ended"
    """The thread returned."""
    FAILED = "failed"
    """An uncaught exception ended the thread; its traceback is in the output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The instructions that one call executed, in order, and how it ended.

    Attributes:
        steps: One per instruction.
        outcome: How it ended.
        at_switch_point: Whether the last step is one at which CPython may give up the GIL.
    """

    steps: list[Step]
    outcome: Outcome
    at_switch_point: bool = False
