"""The five states of a thread."""

from __future__ import annotations

from enum import IntEnum


class ThreadState(IntEnum):
    """Where a thread is in its life. Integers, because the trace stores them in columns."""

    NEW = 0
    READY = 1
    RUNNING = 2
    WAITING = 3
    TERMINATED = 4

    @property
    def label(self) -> str:
        """The state's name in lower case, as the reports write it."""
        return self.name.lower()


#: Which state may follow which; a trace that breaks this is wrong. A signal ends a thread in any state.
LEGAL_TRANSITIONS: dict[ThreadState, frozenset[ThreadState]] = {
    ThreadState.NEW: frozenset({ThreadState.READY, ThreadState.TERMINATED, ThreadState.WAITING}),
    ThreadState.READY: frozenset({ThreadState.RUNNING, ThreadState.TERMINATED}),
    ThreadState.RUNNING: frozenset({ThreadState.READY, ThreadState.WAITING, ThreadState.TERMINATED}),
    ThreadState.WAITING: frozenset({ThreadState.READY, ThreadState.WAITING, ThreadState.TERMINATED}),
    ThreadState.TERMINATED: frozenset(),
}
