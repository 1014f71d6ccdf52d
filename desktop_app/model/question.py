"""What a step of a lesson asks before it shows; the answer is never part of it, but comes from the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class QuestionKind(Enum):
    """What is asked; its value is its name in a lesson."""

    NEXT_THREAD = "next-thread"
    """Which thread is dispatched next."""
    VALUE = "value"
    """What a variable's value is at some moment."""
    SWITCHES = "switches"
    """How many context switches there are from now until some moment."""
    STATE = "state"
    """In which state a thread is at some moment."""
    WHY_WAITING = "why-waiting"
    """What a thread waits for."""
    HOLDER = "holder"
    """Which thread holds a lock."""
    FIRST_TO_FINISH = "first-to-finish"
    FINISH_TIME = "finish-time"
    WAITING_TIME = "waiting-time"
    TURNAROUND_TIME = "turnaround-time"
    RESPONSE_TIME = "response-time"
    MAKESPAN = "makespan"
    DEADLOCK = "deadlock"
    """Whether there will be a deadlock."""
    RUNNING_AT_ONCE = "running-at-once"
    """How many threads run at one moment, at most, until some moment."""
    FASTEST_SIDE = "fastest-side"
    """Which of the sides is over first."""
    SPEED_UP = "speed-up"
    """How many times sooner a side is over than the first one."""
    MEMORY = "memory"
    """How many bytes a process has at some moment."""
    OUTPUT = "output"
    """What is printed by the end."""
    CPU_TIME = "cpu-time"
    """How long a thread has run by some moment."""
    DEADLINE_MISSES = "deadline-misses"
    """How many jobs of periodic threads miss their deadlines by some moment, of one thread or of all."""
    BEST_SIDE = "best-side"
    """Which of the sides has the least of some measure."""


#: Where a step shows several sides, any question may be about another one than the first: ``side``, from 1.
_SIDE = {"side": False}
#: What `QuestionKind.BEST_SIDE` may measure.
MEASURES = ("makespan", "waiting-time", "turnaround-time", "response-time", "switches", "deadline-misses")

#: The options that each kind takes; those that it needs are marked.
OPTIONS: Mapping[QuestionKind, Mapping[str, bool]] = MappingProxyType(
    {
        QuestionKind.NEXT_THREAD: {"core": False, **_SIDE},
        QuestionKind.VALUE: {"variable": True, "when": False, **_SIDE},
        QuestionKind.SWITCHES: {"until": False, "core": False, **_SIDE},
        QuestionKind.STATE: {"thread": True, "when": False, **_SIDE},
        QuestionKind.WHY_WAITING: {"thread": True, "when": False, **_SIDE},
        QuestionKind.HOLDER: {"lock": True, "when": False, **_SIDE},
        QuestionKind.FIRST_TO_FINISH: {**_SIDE},
        QuestionKind.FINISH_TIME: {"thread": True, **_SIDE},
        QuestionKind.WAITING_TIME: {"thread": True, **_SIDE},
        QuestionKind.TURNAROUND_TIME: {"thread": True, **_SIDE},
        QuestionKind.RESPONSE_TIME: {"thread": True, **_SIDE},
        QuestionKind.MAKESPAN: {**_SIDE},
        QuestionKind.DEADLOCK: {**_SIDE},
        QuestionKind.RUNNING_AT_ONCE: {"until": False, **_SIDE},
        QuestionKind.FASTEST_SIDE: {},
        QuestionKind.SPEED_UP: {"side": False},
        QuestionKind.MEMORY: {"process": True, "when": False, **_SIDE},
        QuestionKind.OUTPUT: {**_SIDE},
        QuestionKind.CPU_TIME: {"thread": True, "until": False, **_SIDE},
        QuestionKind.DEADLINE_MISSES: {"thread": False, "until": False, **_SIDE},
        QuestionKind.BEST_SIDE: {"measure": True},
    }
)
#: Options that are moments; they are read as `model.instant.parse_instant` does. Left out, ``until`` and the ``when``
#: of a value mean the end; any other ``when`` means the moment at which the question is asked.
MOMENT_OPTIONS = frozenset({"when", "until"})
#: Options that are whole numbers.
NUMBER_OPTIONS = frozenset({"core", "side"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSpec:
    """A question as a lesson puts it.

    Attributes:
        kind: What is asked.
        options: What it is about: texts, and whole numbers for `NUMBER_OPTIONS`.
        text: The lecturer's own wording; empty for the usual one.
    """

    kind: QuestionKind
    options: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""
