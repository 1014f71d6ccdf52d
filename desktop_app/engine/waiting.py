"""What all resources have in common: who waits, who is woken, and what is misuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # Threads are opaque here, and their own module may import this one.
    from desktop_app.engine.threads import SimThread


class ResourceError(Exception):
    """A thread misused a resource; the text is what its own error says, as CPython's RuntimeError would."""


class Outcome(NamedTuple):
    """What an operation on a resource leads to.

    Attributes:
        blocked: Whether the thread that asked must wait; it is woken by a later operation of another thread.
        woken: The threads that need not wait any longer, in the order in which they become ready. They have what
            they waited for already.
        notified: The threads that wait for a condition's mutex from now on instead of for the condition.
    """

    blocked: bool
    woken: tuple[SimThread, ...]
    notified: tuple[SimThread, ...] = ()


#: The thread goes on, and nobody else is concerned.
DONE = Outcome(blocked=False, woken=())
#: The thread waits, and nobody else is concerned.
BLOCKED = Outcome(blocked=True, woken=())


class Resource:
    """Something that threads share and wait for. It knows no time and no policy: the engine asks, and it answers.

    A thread that waits makes no other request until it is woken or `abandon` takes it out.

    Attributes:
        name: Its name in the scenario.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def holders(self) -> tuple[SimThread, ...]:
        """Return who has it now, longest first, and so keeps others waiting."""
        return ()

    def waiters(self) -> tuple[SimThread, ...]:
        """Return who waits for it, longest first."""
        raise NotImplementedError

    def held_by(self, thread: SimThread) -> bool:
        """Return whether a thread has it; one that is killed has it for ever."""
        return any(holder is thread for holder in self.holders())

    def abandon(self, thread: SimThread) -> tuple[SimThread, ...]:
        """Take a killed thread out of every queue; what it holds stays held, as by the OS with a non-robust lock.

        Returns:
            The threads that are woken because it waits no longer, in the order in which they become ready.
        """
        raise NotImplementedError
