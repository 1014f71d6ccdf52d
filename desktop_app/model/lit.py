"""What is lit on the stage, so that everybody looks there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from desktop_app.model.labels import process_number, thread_numbers


class LitKind(Enum):
    """A kind of things on the stage; its value is its word in a text."""

    RAM = "ram"
    BUS = "bus"
    DISK = "disk"
    SCHEDULER = "scheduler"
    READY_QUEUE = "ready queue"
    WAITING = "waiting"
    CORE = "core"
    PIPELINE = "pipeline"
    REGISTERS = "registers"
    QUANTUM = "quantum"
    PROCESS = "process"
    """The card of a process in RAM; written as its label only, ``P1``."""
    THREAD = "thread"
    """A thread wherever it is, and its stack; written as its label only, ``P1·T2``."""
    CODE = "code"
    GLOBALS = "globals"
    STACK = "stack"
    OBJECTS = "objects"
    VARIABLE = "variable"


#: Those that stand alone, that a core's number follows, that a process's label follows, and a thread's.
ALONE = frozenset({LitKind.RAM, LitKind.BUS, LitKind.DISK, LitKind.SCHEDULER, LitKind.READY_QUEUE, LitKind.WAITING})
OF_CORE = frozenset({LitKind.CORE, LitKind.PIPELINE, LitKind.REGISTERS, LitKind.QUANTUM})
OF_PROCESS = frozenset({LitKind.PROCESS, LitKind.CODE, LitKind.GLOBALS, LitKind.OBJECTS, LitKind.VARIABLE})
OF_THREAD = frozenset({LitKind.THREAD, LitKind.STACK})

#: Things that are lit at the same time, at most.
MAX_LIT = 16

#: What a thing to be lit looks like, for error messages.
LIT_FORM = (
    "ram, bus, disk, scheduler, ready queue or waiting; core, pipeline, registers or quantum with a core's number, such"
    " as core 0; a process such as P1; a thread such as P1·T2; code, globals or objects with a process, such as code"
    " P1; stack with a thread, such as stack P1·T2; variable with a name, such as variable z or variable P2 z"
)

_CORE = re.compile(r"\d{1,2}", re.ASCII)
_MAX_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LitTarget:
    """One thing on the stage that is lit.

    Attributes:
        kind: What it is.
        core: Number of the core it belongs to, from 0; None where it belongs to none.
        process: Number of the process, from 1; 0 where it belongs to none.
        thread: Number of the thread within its process, from 1; 0 where it belongs to none.
        name: Name of the variable; otherwise empty.
    """

    kind: LitKind
    core: int | None = None
    process: int = 0
    thread: int = 0
    name: str = ""

    @property
    def text(self) -> str:
        """The text that `parse_lit` reads."""
        labelled = self.kind in {LitKind.PROCESS, LitKind.THREAD}
        words = [] if labelled else [self.kind.value]
        if self.core is not None:
            words.append(str(self.core))
        if self.process:
            words.append(f"P{self.process}·T{self.thread}" if self.thread else f"P{self.process}")
        if self.name:
            words.append(self.name)
        return " ".join(words)


def parse_lit(text: str) -> LitTarget:
    """Return what a text such as ``core 0``, ``P1·T2`` or ``variable P1 z`` describes; ``P1.T2`` means ``P1·T2``.

    Raises:
        ValueError: When it describes nothing; the message says what would be right.
    """
    words = text.split()
    target = _target(words)
    if target is None:
        raise ValueError(LIT_FORM)
    return target


def _target(words: list[str]) -> LitTarget | None:
    if len(words) == 1 and (labelled := _labelled(words[0])) is not None:
        return labelled
    whole = " ".join(words).lower()
    alone = next((kind for kind in ALONE if kind.value == whole), None)
    if alone is not None:
        return LitTarget(kind=alone)
    kinds = {kind.value: kind for kind in (*OF_CORE, *OF_PROCESS, *OF_THREAD)}
    kind = kinds.get(words[0].lower()) if len(words) > 1 else None
    if kind is None or kind in {LitKind.PROCESS, LitKind.THREAD}:
        return None
    if kind is LitKind.VARIABLE:
        return _variable(words[1:])
    return _of(kind, words[1]) if len(words) == 2 else None  # noqa: PLR2004 - the kind and what it belongs to


def _labelled(word: str) -> LitTarget | None:
    if (process := process_number(word)) is not None:
        return LitTarget(kind=LitKind.PROCESS, process=process)
    if (numbers := thread_numbers(word)) is not None:
        return LitTarget(kind=LitKind.THREAD, process=numbers[0], thread=numbers[1])
    return None


def _of(kind: LitKind, whom: str) -> LitTarget | None:
    if kind in OF_CORE:
        return LitTarget(kind=kind, core=int(whom)) if _CORE.fullmatch(whom) else None
    labelled = _labelled(whom)
    if labelled is None or (labelled.kind is LitKind.THREAD) != (kind in OF_THREAD):
        return None
    return LitTarget(kind=kind, process=labelled.process, thread=labelled.thread)


def _variable(words: list[str]) -> LitTarget | None:
    process = 1
    if len(words) == 2 and (labelled := _labelled(words[0])) is not None and not labelled.thread:  # noqa: PLR2004
        process = labelled.process
        words = words[1:]
    if len(words) != 1 or len(words[0]) > _MAX_NAME or not words[0].isidentifier():
        return None
    return LitTarget(kind=LitKind.VARIABLE, process=process, name=words[0])
