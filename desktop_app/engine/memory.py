"""RAM: how much each process takes, and who must go when there is no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from desktop_app.model.machine import StartCosts, StartMethod


class Cost(NamedTuple):
    """What starting something takes.

    Attributes:
        ns: Time in nanoseconds.
        size_bytes: Memory in bytes.
    """

    ns: int
    size_bytes: int


def start_cost(starts: StartCosts, method: StartMethod | None) -> Cost:
    """Return what starting a process with its first thread costs; nothing when it does not say how it starts."""
    match method:
        case None:
            return Cost(0, 0)
        case StartMethod.FORK:
            return Cost(starts.fork_ns, starts.fork_bytes)
        case StartMethod.FORKSERVER:
            return Cost(starts.forkserver_ns, starts.forkserver_bytes)
        case StartMethod.SPAWN:
            return Cost(starts.spawn_ns, starts.spawn_bytes)


def thread_cost(starts: StartCosts, method: StartMethod | None) -> Cost:
    """Return what each further thread of a process costs; nothing when the process does not say how it starts."""
    return Cost(0, 0) if method is None else Cost(starts.thread_ns, starts.thread_bytes)


class Ram:
    """What every process has of RAM, counted in bytes; pages, swap and sharing are left out.

    Memory may be claimed beyond the size, as Linux promises more than it has: then somebody must end.

    Attributes:
        size_bytes: How much there is; None when it never runs out.
        used_bytes: How much all processes have.
    """

    def __init__(self, size_bytes: int | None) -> None:
        self.size_bytes = size_bytes
        self.used_bytes = 0
        self._held: dict[int, int] = {}

    @property
    def over_bytes(self) -> int:
        """By how much RAM is exceeded, 0 when it is not."""
        return 0 if self.size_bytes is None else max(0, self.used_bytes - self.size_bytes)

    def held_bytes(self, process: int) -> int:
        """Return how much a process has."""
        return self._held.get(process, 0)

    def claim(self, process: int, size_bytes: int) -> None:
        """Give ``size_bytes`` more, 0 or more, to a process; `over_bytes` says whether there was so much."""
        assert size_bytes >= 0, "a claim is not negative"
        self._held[process] = self._held.get(process, 0) + size_bytes
        self.used_bytes += size_bytes

    def free(self, process: int, size_bytes: int | None = None) -> None:
        """Take ``size_bytes``, or by default everything, from a process.

        Raises:
            ValueError: If it has less than that.
        """
        held = self._held.get(process, 0)
        if size_bytes is None:
            size_bytes = held
        if size_bytes > held:
            raise ValueError(f"cannot free {size_bytes} bytes: the process has {held}")
        self.used_bytes -= size_bytes
        if held == size_bytes:
            self._held.pop(process, None)
        else:
            self._held[process] = held - size_bytes

    def victim(self, alive: Iterable[int]) -> int:
        """Return which process must end when RAM is exceeded: the one that has most, of equals the youngest.

        Linux's OOM killer rates a process by the pages it has in RAM, in swap and for page tables, shifted by
        ``oom_score_adj`` (oom_badness in mm/oom_kill.c), and of equals takes the one it comes to last, which is
        the youngest (oom_evaluate_task). Here there are neither swap nor adjustments.

        Args:
            alive: Indexes of the processes to choose from; later ones are younger.

        Raises:
            ValueError: If there is none.
        """
        chosen = max(alive, key=lambda process: (self.held_bytes(process), process), default=None)
        if chosen is None:
            raise ValueError("no process is alive that could be ended")
        return chosen
