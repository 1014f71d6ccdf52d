"""Rate monotonic."""

from __future__ import annotations

from operator import attrgetter

from desktop_app.model.queueing import Queueing, QueueKey
from desktop_app.policies.protocol import Options, PolicyInfo, Setting
from desktop_app.policies.ranked import FixedRankPolicy


class RateMonotonic(FixedRankPolicy):
    """Ranks by the period, a fixed priority for each task; with several cores this is global RM.

    The holder of a mutex with priority inheritance inherits the shortest period of those who wait for it. Threads
    without a period are the background of `RankedPolicy` and keep a core until they block, end or are
    preempted.
    """

    queueing = Queueing(key=QueueKey.PERIOD)
    rank_of = attrgetter("period_ns")
    reads = frozenset({"period_ns"})
    lends = "period_ns"


def _make(setting: Setting, options: Options) -> RateMonotonic:  # noqa: ARG001 - it has no options
    return RateMonotonic()


RATE_MONOTONIC = PolicyInfo(
    name="rate-monotonic",
    title="Rate monotonic",
    summary="The task with the shortest period runs, and preempts one with a longer period.",
    source="Liu and Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, 1973 "
    "(rate-monotonic priorities). Free choices: of equal periods the running one keeps its core, then the earlier "
    "release, then the order of launch; threads without a period run when no task wants to, first come, first served.",
    options=(),
    make=_make,
)
