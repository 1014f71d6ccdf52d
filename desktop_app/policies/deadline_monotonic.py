"""Deadline monotonic."""

from __future__ import annotations

from operator import attrgetter

from desktop_app.model.queueing import Queueing, QueueKey
from desktop_app.policies.protocol import Options, PolicyInfo, Setting
from desktop_app.policies.ranked import FixedRankPolicy


class DeadlineMonotonic(FixedRankPolicy):
    """Ranks by the relative deadline, a fixed priority for each task; with several cores this is global DM.

    The holder of a mutex with priority inheritance inherits the shortest relative deadline of those who wait for it.
    Threads without a deadline are the background of `RankedPolicy` and keep a core until they block, end or are
    preempted.
    """

    queueing = Queueing(key=QueueKey.RELATIVE_DEADLINE)
    rank_of = attrgetter("relative_deadline_ns")
    reads = frozenset({"relative_deadline_ns"})
    lends = "relative_deadline_ns"


def _make(setting: Setting, options: Options) -> DeadlineMonotonic:  # noqa: ARG001 - it has no options
    return DeadlineMonotonic()


DEADLINE_MONOTONIC = PolicyInfo(
    name="deadline-monotonic",
    title="Deadline monotonic",
    summary="The task with the shortest time from release to deadline runs, and preempts one with a longer time.",
    source="Leung and Whitehead: On the complexity of fixed-priority scheduling of periodic, real-time tasks, 1982. "
    "Free choices: of equal relative deadlines the running one keeps its core, then the earlier release, "
    "then the order of launch; threads without a deadline run when no task wants to, first come, first served.",
    options=(),
    make=_make,
)
