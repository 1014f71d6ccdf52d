"""Lottery scheduling."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey
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
)
from desktop_app.policies.queues import may_run


class TicketTree:
    """Threads and their tickets, such that a ticket's holder is found in O(log n) steps (a Fenwick tree)."""

    def __init__(self) -> None:
        self.total = 0
        self._capacity = 1
        self._sums = [0, 0]
        self._holders: list[Schedulable | None] = [None]
        self._free = [0]
        self._places: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Schedulable]:
        """Return the threads in the order in which they joined."""
        for place, _ in self._places.values():
            holder = self._holders[place]
            assert holder is not None
            yield holder

    def add(self, thread: Schedulable) -> None:
        """Put a thread in, with the tickets that it has now."""
        if not self._free:
            self._grow()
        place = self._free.pop()
        self._holders[place] = thread
        self._places[thread.index] = place, thread.tickets
        self._change(place, thread.tickets)

    def remove(self, thread: Schedulable) -> None:
        """Take a thread out, with the tickets that it had when it joined."""
        place, tickets = self._places.pop(thread.index)
        self._holders[place] = None
        self._free.append(place)
        self._change(place, -tickets)

    def holder(self, ticket: int) -> Schedulable:
        """Return who holds a ticket; they are numbered from 0 to ``total - 1``."""
        place, step = 0, self._capacity
        while step:
            if place + step <= self._capacity and self._sums[place + step] <= ticket:
                place += step
                ticket -= self._sums[place]
            step //= 2
        thread = self._holders[place]
        assert thread is not None
        return thread

    def _change(self, place: int, tickets: int) -> None:
        self.total += tickets
        node = place + 1
        while node <= self._capacity:
            self._sums[node] += tickets
            node += node & -node

    def _grow(self) -> None:
        old = self._capacity
        self._capacity = 2 * old
        # In the doubled tree only the new root covers old places.
        self._sums += [0] * (old - 1) + [self.total]
        self._holders += [None] * old
        self._free = list(range(2 * old - 1, old - 1, -1))


class LotteryPolicy(Policy):
    """Each quantum goes to the holder of a ticket that is drawn from those of the ready threads.

    Only tickets of threads that may run on the core take part. There are no compensation tickets: a thread that
    blocks early gets less than its share, as in OSTEP. The draw needs one whole number of the seeded generator, or
    two when affinity forbids the first winner the core.
    """

    def __init__(self, quantum_ns: int, seed: int) -> None:
        self.queueing = Queueing(key=QueueKey.TICKETS, quantum_ns=quantum_ns)
        self._quantum_ns = quantum_ns
        self._random = Random(seed)
        self._tickets = TicketTree()

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - a draw needs neither
        """Take part in the next draw."""
        self._tickets.add(thread)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Draw the winner."""
        if not self._tickets.total:
            return None
        winner: Schedulable | None = self._tickets.holder(self._random.randrange(self._tickets.total))
        if winner is not None and not may_run(winner, core):
            winner = self._among([thread for thread in self._tickets if may_run(thread, core)])
        if winner is not None:
            self._tickets.remove(winner)
        return winner

    def _among(self, threads: list[Schedulable]) -> Schedulable | None:
        """Draw among a few; whoever the first draw hit, each of them still has the chance of its tickets."""
        if not threads:
            return None
        ticket = self._random.randrange(sum(thread.tickets for thread in threads))
        for thread in threads:
            ticket -= thread.tickets
            if ticket < 0:
                return thread
        raise AssertionError

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Take part no more."""
        self._tickets.remove(thread)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads in the order in which they joined; chance has no order."""
        return iter(self._tickets)

    def __len__(self) -> int:
        return len(self._tickets)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - the same for every thread
        """Return the quantum."""
        return self._quantum_ns


def _make(setting: Setting, options: Options) -> LotteryPolicy:
    quantum = whole(options, "quantum", setting.machine.quantum_ns)
    return LotteryPolicy(quantum, setting.seed)


LOTTERY = PolicyInfo(
    name="lottery",
    title="Lottery",
    summary="Each quantum goes to the thread whose ticket is drawn; more tickets win more often.",
    source="Waldspurger, Weihl: Lottery Scheduling (OSDI 1994), without ticket transfers, currencies and compensation "
    "tickets; Arpaci-Dusseau: Operating Systems: Three Easy Pieces, chapter on proportional share.",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long the winner may keep the core; the machine's quantum when absent.",
        ),
    ),
    make=_make,
)
