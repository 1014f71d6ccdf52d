"""Earliest deadline first."""

from __future__ import annotations

from operator import attrgetter

from desktop_app.model.queueing import Queueing, QueueKey
from desktop_app.policies.protocol import Options, PolicyInfo, Setting
from desktop_app.policies.ranked import FixedRankPolicy


class EarliestDeadlineFirst(FixedRankPolicy):
    """Ranks by the absolute deadline of the current job; with several cores this is global EDF.

    A job that has missed its deadline keeps it, and is therefore the most urgent. The holder of a mutex with priority
    inheritance inherits the earliest deadline of those who wait for it. Threads without a deadline are
    the background of `RankedPolicy` and keep a core until they block, end or are preempted.
    """

    queueing = Queueing(key=QueueKey.DEADLINE)
    rank_of = attrgetter("deadline_ns")
    reads = frozenset({"deadline_ns"})
    lends = "deadline_ns"


def _make(setting: Setting, options: Options) -> EarliestDeadlineFirst:  # noqa: ARG001 - it has no options
    return EarliestDeadlineFirst()


EDF = PolicyInfo(
    name="edf",
    title="Earliest deadline first",
    summary="The job that is due first runs, and preempts one that is due later.",
    source="Liu and Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, 1973 "
    "(deadline driven scheduling). Free choices: of equal deadlines the running one keeps its core, then the earlier "
    "release, then the order of launch; threads without a deadline run when no job wants to, first come, first served.",
    options=(),
    make=_make,
)
