"""Periodic tasks from (period, wcet, deadline), released together and driven through a hyperperiod."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappush
from math import lcm

from hypothesis import strategies as st

from desktop_app.policies.protocol import Policy
from tests.policies.driving import Drive, Thread, task

Triple = tuple[int, int, int]


@dataclass(slots=True)
class PeriodicDrive(Drive):
    """A driver in which a job that ends when the next one is released makes room for it first."""

    def _at(self, time: int, what: str, thread: Thread | None, core: int = -1, version: int = 0) -> None:
        self._sequence += 1
        order = self._sequence - 2**40 if what == "stop" else self._sequence
        heappush(self._events, (time, order, what, thread, core, version))


def responses(policy: Policy, triples: list[Triple], cores: int = 1) -> list[list[int]]:
    """Return the response time of every job of every task in a hyperperiod; none may run into its next release."""
    end = lcm(*(period for period, _, _ in triples))
    threads = [
        task(index, period, wcet, jobs=end // period, deadline_ns=deadline)
        for index, (period, wcet, deadline) in enumerate(triples)
    ]
    finished = PeriodicDrive(policy, cores).run(threads)
    return [
        [time - number * period for number, time in enumerate(finished[index])]
        for index, (period, _, _) in enumerate(triples)
    ]


def _within_one_core(triples: list[Triple]) -> list[Triple]:
    kept, load = [], 0
    for period, wcet, deadline in triples:
        if load + wcet * 24 // period <= 24:
            kept.append((period, wcet, deadline))
            load += wcet * 24 // period
    return kept


_PERIODS = st.sampled_from((4, 6, 8, 12, 24))
_PAIRS = _PERIODS.flatmap(lambda period: st.tuples(st.just(period), st.integers(1, period)))
#: Tasks with deadlines equal to periods and U <= 1, exactly 1 often enough.
implicit = st.lists(_PAIRS.map(lambda pair: (*pair, pair[0])), min_size=1, max_size=6).map(_within_one_core)
#: Tasks with deadlines up to the periods and U <= 1.
constrained = st.lists(
    _PAIRS.flatmap(lambda pair: st.integers(pair[1], pair[0]).map(lambda deadline: (*pair, deadline))),
    min_size=1,
    max_size=6,
).map(_within_one_core)
