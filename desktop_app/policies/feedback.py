"""Stallings' feedback."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from desktop_app.model.durations import MAX_DURATION_NS
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
from desktop_app.policies.queues import take_first
from desktop_app.policies.records import Records

_LEVELS = 32


class Feedback(Policy):
    """Queues RQ0, RQ1, ...: a thread starts in RQ0 and sinks by one each time its quantum cuts it off.

    Source: Stallings, chapter on uniprocessor scheduling, "Feedback". The first queue that is not empty is served,
    first come, first served; the last one thereby is round robin. A quantum is ``quantum_ns * growth**level``. His
    table (finish times 4, 20, 16, 19, 11 for q = 1 and 4, 17, 18, 20, 14 for q = 2^i) and the answer to his problem 9.2
    (7, 11, 6, 18, 20 and 4, 10, 8, 18, 20) settle what his text leaves open: nobody sinks whose quantum ends while no
    other thread is ready; a thread that was given the core while no other was ready counts as one of RQ0 from then on,
    though its quantum is still that of the queue it came from; and an arrival does not cut a quantum short.
    Free choices: others that become ready at the moment at which a quantum ends count, and queue before its
    thread; he shows no blocking, and as only being cut off makes a thread sink, it returns from I/O to the tail of the
    queue it left, with a whole quantum.
    """

    accounts = True
    told = True

    def __init__(self, quantum_ns: int, growth: int = 1, levels: int = _LEVELS) -> None:
        self._slices_ns: list[int] = [min(quantum_ns * growth**level, MAX_DURATION_NS) for level in range(levels)]
        self._queues: list[deque[Schedulable]] = [deque() for _ in range(levels)]
        self._levels: Records[int] = Records()
        #: Numbers that order those of a queue: what joined its head has one below 0.
        self._turns: dict[int, int] = {}
        self._joined = 0
        self.queueing = Queueing(key=QueueKey.LEVEL, levels_ns=tuple(self._slices_ns))
        self.restood: list[int] = []
        #: Those whose quantum has just ended: only when a core is free is it known who else is ready.
        self._expired: list[Schedulable] = []
        #: The queues of those that were picked while no other thread was ready: they set the length of their quantum.
        self._alone: dict[int, int] = {}

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Join the tail of the thread's queue, or its head when something else than the quantum cut it off."""
        level = self._levels.recall(thread.index)
        if level is None:
            level = self._levels[thread.index] = 0
        if reason is ReadyReason.EXPIRED:
            self._expired.append(thread)
            self._turns.pop(thread.index, None)
        elif reason is ReadyReason.PREEMPTED:
            self._queues[level].appendleft(thread)
            self._number(thread, first=True)
        else:
            self._queues[level].append(thread)
            self._number(thread)

    def pick(self, core: int, now_ns: int) -> Schedulable | None:  # noqa: ARG002 - at any time
        """Take the head of the first queue that is not empty."""
        self._settle()
        for queue in self._queues:
            if queue and (thread := take_first(queue, core)) is not None:
                if not any(self._queues):
                    self._alone[thread.index] = self._levels[thread.index]
                    self._levels[thread.index] = 0
                return thread
        return None

    def remove(self, thread: Schedulable, now_ns: int) -> None:  # noqa: ARG002 - at any time
        """Leave the queue."""
        self._settle()
        self._queues[self._levels[thread.index]].remove(thread)
        self._turns.pop(thread.index, None)
        self._levels.set_aside(thread.index)

    def forget(self, thread: Schedulable) -> None:
        """Forget its queue."""
        self._levels.forget(thread.index)
        self._turns.pop(thread.index, None)
        self._alone.pop(thread.index, None)

    def ready(self) -> Iterator[Schedulable]:
        """Return the ready threads, RQ0 first."""
        for queue in self._queues:
            yield from queue
        yield from self._expired

    def __len__(self) -> int:
        return sum(map(len, self._queues)) + len(self._expired)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        """Return the quantum of the thread's queue."""
        return self._slices_ns[self._alone.get(thread.index, self._levels[thread.index])]

    def standing(self, thread: Schedulable, now_ns: int) -> Standing | None:
        """Return its queue, its turn there, and its quantum."""
        if self._levels.recall(thread.index) is None:
            return None
        # One whose quantum ended comes behind the others until a core is free.
        turn = self._turns.get(thread.index, self._joined + 1)
        return Standing(self._levels[thread.index], turn, extra=self.slice_ns(thread, now_ns))

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Forget a thread that ended, and what its quantum was."""
        self._alone.pop(thread.index, None)
        if reason is StopReason.TERMINATED:
            self._levels.pop(thread.index, None)
            self._turns.pop(thread.index, None)

    def _settle(self) -> None:
        """Let those whose quantum ended sink if somebody else is ready, and queue them."""
        if not self._expired:
            return
        sink = 1 if any(self._queues) else 0
        for thread in self._expired:
            level = min(self._levels[thread.index] + sink, len(self._queues) - 1)
            self._levels[thread.index] = level
            self._queues[level].append(thread)
            self._number(thread)
            self.restood.append(thread.index)
        self._expired.clear()

    def _number(self, thread: Schedulable, *, first: bool = False) -> None:
        self._joined += 1
        self._turns[thread.index] = -self._joined if first else self._joined


def _make(setting: Setting, options: Options) -> Feedback:
    return Feedback(
        whole(options, "quantum", setting.machine.quantum_ns),
        whole(options, "growth", 1),
        whole(options, "levels", _LEVELS),
    )


FEEDBACK = PolicyInfo(
    name="feedback",
    title="Feedback",
    summary="Threads sink by one queue each time their quantum cuts them off; the first queue with a thread is served.",
    source="Stallings: Operating Systems, chapter on uniprocessor scheduling.",
    options=(
        PolicyOption(
            name="growth",
            kind=OptionKind.INTEGER,
            default="1",
            minimum=1,
            maximum=2,
            meaning="What the quantum is multiplied by from one queue to the next: 1 for q = 1, 2 for q = 2^i.",
        ),
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="The quantum of the first queue; the machine's own when absent.",
        ),
        PolicyOption(
            name="levels",
            kind=OptionKind.INTEGER,
            default=str(_LEVELS),
            minimum=1,
            maximum=64,
            meaning="How many queues there are; the last one is round robin.",
        ),
    ),
    make=_make,
)
