"""First come, first served."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from desktop_app.model.machine import Machine
from desktop_app.model.scenario import OptionValue
from desktop_app.policies.protocol import PolicyInfo, ReadyReason, Schedulable


class Fcfs:
    """A FIFO ready queue without preemption: a thread keeps its core until it blocks or ends.

    Threads that become ready at the same moment queue in the order of the scenario (arrivals first),
    then in the order in which the engine saw them become ready.
    """

    def __init__(self) -> None:
        self._queue: deque[Schedulable] = deque()

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - a FIFO needs neither
        """Join the tail of the queue."""
        self._queue.append(thread)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - any core, at any time
        """Take the head of the queue."""
        return self._queue.popleft() if self._queue else None

    def slice_ns(self, thread: Schedulable) -> int | None:  # noqa: ARG002 - the same for every thread
        """No limit."""
        return None

    def __len__(self) -> int:
        return len(self._queue)


def _make(machine: Machine, options: Mapping[str, OptionValue]) -> Fcfs:  # noqa: ARG001 - it has no options
    return Fcfs()


FCFS = PolicyInfo(
    name="fcfs",
    title="First come, first served",
    summary="Threads run in the order in which they became ready, each until it blocks or ends.",
    source="Silberschatz, Galvin, Gagne: Operating System Concepts, chapter on CPU scheduling.",
    options=(),
    make=_make,
)
