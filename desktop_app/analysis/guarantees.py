"""What can be promised of periodic tasks without running them, beside what a run of them showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from desktop_app.analysis.schedulability import (
    Response,
    Task,
    deadline_monotonic_order,
    edf_schedulable,
    global_edf_sufficient,
    liu_layland_bound,
    rate_monotonic_order,
    response_times,
    utilisation,
)
from desktop_app.model.workload import BurstKind
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import ProcessInfo, Trace

#: For each policy of fixed priorities, the order of the tasks, and what their priorities are.
_ORDERS: dict[str, tuple[Callable[[Sequence[Task]], Sequence[int]], Callable[[Task], int]]] = {
    "rate-monotonic": (rate_monotonic_order, attrgetter("period_ns")),
    "deadline-monotonic": (deadline_monotonic_order, attrgetter("deadline_ns")),
}
#: Each step of response-time analysis looks at all tasks, for each task; these are many more than it mostly needs, and
#: take a moment.
_STEPS = 500_000
_MOST_TASKS = 100
#: What makes a run another one than the task set says.
_CHANGES = frozenset(
    {EventKind.SIGNALLED, EventKind.CORES, EventKind.POLICY, EventKind.AFFINITY, EventKind.PRIORITY, EventKind.NICE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantees:
    """What the tests say of a set of periodic tasks.

    Attributes:
        utilisation: Sum of wcet / period.
        bound: Up to which utilisation Liu and Layland's test promises every deadline; None where it does not apply.
        test: The test by which ``schedulable`` is decided; empty when none applies.
        schedulable: Whether every deadline is sure to be met, whenever the tasks are first released; None when the
            test cannot tell.
        worst_response_ns: What no response of each task is longer than, in the order of the threads; None for one whose
            responses grow for ever, or where the test gave up. Where no two priorities are equal, a release of all
            together reaches it. Empty where the test finds none.
    """

    utilisation: float
    bound: float | None
    test: str
    schedulable: bool | None
    worst_response_ns: tuple[int | None, ...]


def guarantees(trace: Trace) -> Guarantees | None:
    """Return what can be promised, or None when the run is not one of periodic tasks that only compute.

    Nor is anything said where dispatches cost time, or an action changed something: the tests know nothing of that; or
    of more tasks than the tests take in a moment.
    """
    if len(trace.threads) > _MOST_TASKS:
        return None
    changed = any(trace.events.kind[row] in _CHANGES for row in trace.events.until(trace.known_until_ns))
    tasks = [task for info in trace.processes for task in _tasks(info)]
    header = trace.header
    if changed or header.dispatch_cost_ns or len(tasks) != len(trace.threads) or not _is_uniform(trace):
        return None
    share = float(utilisation(tasks))
    if header.policy in _ORDERS and header.cores == 1:
        order, rank = _ORDERS[header.policy]
        responses = response_times(tasks, order(tasks), rank, most_steps=_STEPS // len(tasks) ** 2)
        return Guarantees(
            utilisation=share,
            bound=_bound(tasks, header.policy),
            test="response-time analysis",
            schedulable=_all_met(responses),
            worst_response_ns=tuple(response.worst_ns for response in responses),
        )
    test, schedulable = "", None
    if header.policy == "edf" and header.cores == 1:
        test, schedulable = "processor demand", edf_schedulable(tasks)
    elif header.policy == "edf" and header.placement == "global":
        test, schedulable = "density bound of global EDF", global_edf_sufficient(tasks, header.cores) or None
    return Guarantees(utilisation=share, bound=None, test=test, schedulable=schedulable, worst_response_ns=())


def _tasks(info: ProcessInfo) -> list[Task]:
    """Return a task for each thread of a process that is periodic, only computes, and may run anywhere."""
    periodic = info.periodic
    if periodic is None or info.parameters.affinity or any(burst.kind is not BurstKind.CPU for burst in info.bursts):
        return []
    task = Task(period_ns=periodic.period_ns, wcet_ns=periodic.wcet_ns, deadline_ns=periodic.deadline_ns)
    return [task] * len(info.threads)


def _is_uniform(trace: Trace) -> bool:
    """Return whether all cores ever worked at the nominal rate."""
    return not any(len(runs.rates) for runs in trace.runs)


def _all_met(responses: Sequence[Response]) -> bool | None:
    verdicts = {response.meets_deadline for response in responses}
    return False if False in verdicts else (None if None in verdicts else True)


def _bound(tasks: Sequence[Task], policy: str) -> float | None:
    implicit = all(task.deadline_ns == task.period_ns for task in tasks)
    return liu_layland_bound(len(tasks)) if policy == "rate-monotonic" and implicit else None
