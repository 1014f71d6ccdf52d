"""Least laxity first."""

from __future__ import annotations

from heapq import heapify, heappush

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.given import whole
from desktop_app.policies.protocol import (
    NEVER,
    OptionKind,
    Options,
    PolicyInfo,
    PolicyOption,
    ReadyReason,
    Schedulable,
    Setting,
)
from desktop_app.policies.ranked import RankedPolicy

#: What brings a thread that is on its core before all that are not: more than any time.
_ON_CORE_NS = NEVER


class LeastLaxityFirst(RankedPolicy):
    """Ranks by laxity: the time to the deadline less the CPU time that the current burst still needs.

    A waiting job's laxity falls by 1 each nanosecond and a running one's stays, so two jobs of equal laxity would
    change places without end if laxities were compared all the time. They are compared when a thread becomes
    ready, when a core becomes free, and when a quantum is over.

    Laxity needs to know the burst and the deadline. Threads of which either is unknown (all Python programs) are
    the background of `RankedPolicy`, and take turns of a quantum. Of a job with several CPU bursts only the
    current one counts, because a scheduler cannot see the ones to come. The holder of a mutex with priority inheritance
    inherits the earliest deadline of those who wait for it.
    """

    # All waiting laxities fall alike, so the order in the queue by (laxity + now) never changes there.

    steady = False
    told = True
    reads = frozenset({"deadline_ns"})
    lends = "deadline_ns"

    def __init__(self, quantum_ns: int) -> None:
        super().__init__()
        self.queueing = Queueing(key=QueueKey.LAXITY, quantum_ns=quantum_ns)
        self._quantum_ns = quantum_ns
        # When a quantum was over last; who lost one then and is not picked at that moment has left its core.
        self._expired_ns = -1

    def _rank(self, thread: Schedulable, now_ns: int) -> int:
        if NEVER in (thread.deadline_ns, thread.left_ns):
            return NEVER
        # While a core still switches to a thread, since_ns is to come and nothing has been run yet.
        return thread.deadline_ns - thread.left_ns + max(0, now_ns - thread.since_ns)

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:
        """Queue by laxity."""
        if NEVER in (thread.deadline_ns, thread.left_ns):
            self._wait_in_background(thread, first=False)
            return
        turn = thread.release_ns
        if reason is ReadyReason.EXPIRED:
            # It is still on its core: among equals it comes before those that have left theirs.
            self._leave_cores(now_ns)
            self._expired_ns = now_ns
            turn -= _ON_CORE_NS
        heappush(self._heap, (thread.deadline_ns - thread.left_ns, turn, thread.index, thread))

    def pick(self, core: int, now_ns: int) -> Schedulable | None:
        """Take the thread with the least laxity that may run on the core."""
        self._leave_cores(now_ns)
        return super().pick(core, now_ns)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing:
        """Return its laxity plus the time, which is the same as long as it is ready, or that it has none."""
        del now_ns
        if NEVER in (thread.deadline_ns, thread.left_ns):
            return self._unranked(first=False)
        return Standing(key=thread.deadline_ns - thread.left_ns, tie=thread.release_ns)

    def _leave_cores(self, now_ns: int) -> None:
        """Let those that lost their core at an earlier moment queue by their release again."""
        if 0 <= self._expired_ns < now_ns:
            self._expired_ns = -1
            self._heap[:] = [
                (rank, thread.release_ns if rank != NEVER else turn, index, thread)
                for rank, turn, index, thread in self._heap
            ]
            heapify(self._heap)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - the same for every thread
        """Return the quantum."""
        return self._quantum_ns


def _make(setting: Setting, options: Options) -> LeastLaxityFirst:
    return LeastLaxityFirst(whole(options, "quantum", setting.machine.quantum_ns))


LEAST_LAXITY = PolicyInfo(
    name="least-laxity",
    title="Least laxity first",
    summary="The job that can afford to wait least runs; laxities are compared at every quantum.",
    source="Mok: Fundamental design problems of distributed systems for the hard-real-time environment, 1983. That "
    "equal laxities make it switch without end: Oh and Yang, A modified least-laxity-first scheduling algorithm for "
    "real-time tasks, 1998. Free choices: of equal laxities the running one keeps its core, then the earlier release, "
    "then the order of launch; threads without a deadline or a known burst take turns when no job wants to run.",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long a job runs before laxities are compared again; the machine's quantum when absent.",
        ),
    ),
    make=_make,
)
