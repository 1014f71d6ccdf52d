"""What a scheduling policy is: it keeps the ready queue and decides who runs next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop_app.model.machine import Machine
from desktop_app.model.scenario import OptionValue


class Schedulable(Protocol):
    """What a policy may know of a thread.

    Attributes:
        index: Its index in the trace; unique, in order of launch.
        arrival_ns: When its process was launched.
    """

    @property
    def index(self) -> int:
        """Index in the trace."""

    @property
    def arrival_ns(self) -> int:
        """Time of launch."""


class ReadyReason(Enum):
    """Why a thread joins the ready queue."""

    ARRIVED = "arrived"
    WOKEN = "woken"
    PREEMPTED = "preempted"


class Policy(Protocol):
    """One policy at work in one run. It knows simulated time only, and draws no randomness but from its seed."""

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Put a thread that became ready at ``now_ns`` into the queue."""

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the thread that ``core`` is to run next out of the queue, or return None when there is none."""

    def slice_ns(self, thread: Schedulable) -> int | None:
        """Return how long ``thread`` may keep the core once it runs, or None for as long as it wants."""

    def __len__(self) -> int:
        """Return how many threads are ready."""


class OptionKind(Enum):
    """What an option of a policy may be."""

    DURATION = "duration"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOption:
    """An option that stands beside ``policy`` in a scenario file.

    Attributes:
        name: Its key.
        kind: What it may be.
        default: The value in force when it is absent, as it would be written; "machine" names the machine's own.
        minimum: The smallest allowed value in the kind's base unit (nanoseconds for a duration).
        maximum: The largest allowed value.
        meaning: One sentence.
    """

    name: str
    kind: OptionKind
    default: str
    minimum: int
    maximum: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInfo:
    """A policy as the registry knows it.

    Attributes:
        name: Its name in a scenario file.
        title: Its name for people.
        summary: One sentence on what it does.
        source: Where the rule comes from.
        options: Its options.
        make: Builds the policy for a machine from checked options: durations are integer nanoseconds.
    """

    name: str
    title: str
    summary: str
    source: str
    options: tuple[PolicyOption, ...]
    make: Callable[[Machine, Mapping[str, OptionValue]], Policy]
