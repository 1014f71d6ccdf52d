"""Stride scheduling."""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.given import whole
from desktop_app.policies.protocol import (
    OptionKind,
    Options,
    Policy,
    PolicyInfo,
    PolicyOption,
    ReadyReason,
    Schedulable,
    Setting,
    StopReason,
)
from desktop_app.policies.queues import RankedQueue

#: The large constant that strides are fractions of: a multiple of OSTEP's 10,000 and of every number up to 100, so that
#: 10,000 / tickets is a whole number for all of these and for all that divide it (150, 250, 400, 1,000 ...), and shares
#: are exact. For other numbers each stride is short by less than one part in 10^35.
STRIDE_1 = 10_000 * lcm(*range(1, 101))
#: What a fraction of a nanosecond of a pass is counted in for who shows it.
_PART_BITS = 62


class StridePolicy(Policy):
    """The ready thread with the lowest pass runs; ties go to the one launched first.

    A full quantum raises the pass by one stride, and any other time by its part of one (Waldspurger's rule for
    fractional quanta), so that blocking early or a late timer tick costs and gains nothing.

    The global pass is that of the last thread picked, and never falls. A new thread starts there. One that comes
    back does, too, if its pass fell behind meanwhile, so that it cannot make up for its sleep; one that is ahead
    still is. (Waldspurger's global pass is the weighted mean, and a thread keeps its distance, ``remain``, to it in
    both directions; here only a debt is kept.) A thread that moves keeps its distance in units of CPU time: more
    tickets shorten it, as in his allocation changes.
    """

    accounts = True
    told = True
    clocked = True

    def __init__(self, quantum_ns: int) -> None:
        self.queueing = Queueing(key=QueueKey.PASS, quantum_ns=quantum_ns)
        self._quantum_ns = quantum_ns
        self._queue = RankedQueue()
        self._global = 0
        self._passes: dict[int, int] = {}
        # What threads removed at this very moment still have ahead of them, times their tickets.
        self._moving: dict[int, int] = {}
        self._moved_ns = -1

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Queue at its pass, not behind the global one unless it just stopped."""
        own = self._passes.get(thread.index)
        if reason is ReadyReason.MOVED and self._moved_ns == now_ns and thread.index in self._moving:
            own = self._global + self._moving.pop(thread.index) // thread.tickets
        elif own is None or reason not in {ReadyReason.EXPIRED, ReadyReason.PREEMPTED}:
            own = self._global if own is None else max(own, self._global)
        self._passes[thread.index] = own
        self._queue.push(thread, (own,))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Take the lowest pass."""
        thread = self._queue.take(core)
        if thread is not None:
            self._global = max(self._global, self._passes[thread.index])
        return thread

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave; what it has ahead waits for it only if it comes back at once, with other tickets perhaps."""
        self._queue.remove(thread)
        if now_ns != self._moved_ns:
            self._moving, self._moved_ns = {}, now_ns
        self._moving[thread.index] = (self._passes.pop(thread.index) - self._global) * thread.tickets

    def forget(self, thread: Schedulable) -> None:
        """Forget its pass."""
        self._passes.pop(thread.index, None)
        self._moving.pop(thread.index, None)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads by pass."""
        return iter(self._queue)

    def __len__(self) -> int:
        return len(self._queue)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - the same for every thread
        """Return the quantum."""
        return self._quantum_ns

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:  # noqa: ARG002 - at any time
        """Return its pass as CPU time per ticket, in nanoseconds and parts of one."""
        own = self._passes.get(thread.index)
        if own is None:
            return None
        whole_ns, part = divmod(own, STRIDE_1)
        return Standing(0, whole_ns, (part << _PART_BITS) // STRIDE_1 if part else 0)

    def clock(self, now_ns: int) -> tuple[int, int]:  # noqa: ARG002 - at any time
        """Return the global pass."""
        return self._global // STRIDE_1, 0

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Raise the thread's pass by what it used."""
        if reason is StopReason.TERMINATED:
            del self._passes[thread.index]
        else:
            # In units of a stride per nanosecond; the quantum is the same for all and cancels out.
            self._passes[thread.index] += ran_ns * (STRIDE_1 // thread.tickets)


def _make(setting: Setting, options: Options) -> StridePolicy:
    quantum = whole(options, "quantum", setting.machine.quantum_ns)
    return StridePolicy(quantum)


STRIDE = PolicyInfo(
    name="stride",
    title="Stride",
    summary="The thread with the lowest pass runs a quantum, which raises its pass by 10,000 / tickets.",
    source="Waldspurger, Weihl: Stride Scheduling (MIT/LCS/TM-528, 1995); Arpaci-Dusseau: Operating Systems: Three "
    "Easy Pieces, chapter on proportional share.",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long a thread may keep the core; the machine's quantum when absent.",
        ),
    ),
    make=_make,
)
