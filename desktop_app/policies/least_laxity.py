"""Least laxity first."""

from __future__ import annotations

from heapq import heappush

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
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


class LeastLaxityFirst(RankedPolicy):
    """Ranks by laxity: the time to the deadline less the CPU time that the current burst still needs.

    A waiting job's laxity falls by 1 each nanosecond and a running one's stays, so two jobs of equal laxity would
    change places without end if laxities were compared all the time. They are compared when a thread becomes
    ready, when a core becomes free, and when a quantum is over.

    Laxity needs to know the burst and the deadline. Threads of which either is unknown (all Python programs) are
    the background of `RankedPolicy`, and take turns of a quantum. Of a job with several CPU bursts only the
    current one counts, because a scheduler cannot see the ones to come.
    """

    # All waiting laxities fall alike, so the order in the queue by (laxity + now) never changes there.

    def __init__(self, quantum_ns: int) -> None:
        super().__init__()
        self._quantum_ns = quantum_ns

    def _rank(self, thread: Schedulable, now_ns: int) -> int:
        if NEVER in (thread.deadline_ns, thread.left_ns):
            return NEVER
        # While a core still switches to a thread, since_ns is to come and nothing has been run yet.
        return thread.deadline_ns - thread.left_ns + max(0, now_ns - thread.since_ns)

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> None:  # noqa: ARG002 - at any time
        """Queue by laxity."""
        if NEVER in (thread.deadline_ns, thread.left_ns):
            self._wait_in_background(thread, first=False)
            return
        turn = thread.release_ns
        if reason is ReadyReason.EXPIRED:
            # It is still on its core: among equals it comes before those that have left theirs.
            self._turns += 1
            turn = -self._turns
        heappush(self._heap, (thread.deadline_ns - thread.left_ns, turn, thread.index, thread))

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
