"""What executing bytecode did, step by step: the interpreter's whole output, and all that the engine learns of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop_app.program.process import ProcessImage
    from desktop_app.program.thread import ProgramThread


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
    BLOCKED = "blocked"
    """The last request must be satisfied before the thread can go on."""


class Park(NamedTuple):
    """The thread waits until another one unparks it, or for so long; ``what`` says for what, for people."""

    what: str
    timeout_ns: int | None


class Unpark(NamedTuple):
    """A parked thread may go on; nothing happens to one that is not parked."""

    thread: ProgramThread


class DeviceUse(NamedTuple):
    """The thread waits until a device has served it."""

    device: str
    duration_ns: int


class StartThread(NamedTuple):
    """A new thread of the process begins; a daemon does not keep the process alive."""

    thread: ProgramThread
    daemon: bool


class StartProcess(NamedTuple):
    """A child process begins with one thread; ``method`` is ``fork``, ``spawn`` or ``forkserver``."""

    image: ProcessImage
    thread: ProgramThread
    method: str
    daemon: bool


class AwaitExit(NamedTuple):
    """The thread waits until a process has ended, or for so long; it goes on at once when that has ended already."""

    image: ProcessImage
    timeout_ns: int | None


class Terminate(NamedTuple):
    """A process is sent a signal."""

    image: ProcessImage
    signal: int


class ExitProcess(NamedTuple):
    """The process ends at once, with all its threads."""

    code: int


Request = Park | Unpark | DeviceUse | StartThread | StartProcess | AwaitExit | Terminate | ExitProcess
