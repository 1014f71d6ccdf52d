"""Whether periodic tasks meet their deadlines, by calculation instead of simulation. Exact wherever it can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import lcm

#: Steps after which an exact test gives up: only task sets whose utilisation is within a hair of 1 need so many.
MAX_STEPS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A periodic (or sporadic) task.

    Attributes:
        period_ns: (Smallest) time between two releases, more than 0.
        wcet_ns: CPU time of a job, more than 0.
        deadline_ns: From a job's release to its deadline, more than 0.
    """

    period_ns: int
    wcet_ns: int
    deadline_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What response-time analysis says of a task.

    Attributes:
        first_ns: Response time of the first job when all tasks are released together, or None when it never ends.
        worst_ns: Longest response time of any job, or None when there is none: it grows from job to job, or was
            not found within the steps that were allowed.
        meets_deadline: Whether no job misses its deadline; None where it was not found out.
    """

    first_ns: int | None
    worst_ns: int | None
    meets_deadline: bool | None


def utilisation(tasks: Sequence[Task]) -> Fraction:
    """Return the share of one core that the tasks take: the sum of wcet / period."""
    return sum((Fraction(task.wcet_ns, task.period_ns) for task in tasks), Fraction(0))


def hyperperiod_ns(tasks: Sequence[Task]) -> int:
    """Return the time after which the releases of all tasks repeat: the least common multiple of the periods."""
    return lcm(*(task.period_ns for task in tasks))


def liu_layland_bound(tasks: int) -> float:
    """Return the utilisation up to which that many tasks are schedulable rate-monotonically: n (2^(1/n) - 1).

    Liu and Layland 1973; sufficient, for one core and deadlines equal to periods. 0 tasks have no bound but 1.
    """
    return tasks * (2 ** (1 / tasks) - 1) if tasks else 1.0


def within_liu_layland(tasks: Sequence[Task]) -> bool:
    """Return whether the utilisation is within that bound, exactly: U <= n (2^(1/n) - 1) is (1 + U/n)^n <= 2."""
    number = len(tasks)
    return not number or (1 + utilisation(tasks) / number) ** number <= 2  # noqa: PLR2004 - the formula's own


def rate_monotonic_order(tasks: Sequence[Task]) -> tuple[int, ...]:
    """Return the tasks' positions, the highest priority (the shortest period) first; ties in the given order."""
    return tuple(sorted(range(len(tasks)), key=lambda position: tasks[position].period_ns))


def deadline_monotonic_order(tasks: Sequence[Task]) -> tuple[int, ...]:
    """Return the tasks' positions, the shortest relative deadline first; ties in the given order."""
    return tuple(sorted(range(len(tasks)), key=lambda position: tasks[position].deadline_ns))


def response_times(
    tasks: Sequence[Task],
    order: Sequence[int],
    rank: Callable[[Task], int] | None = None,
    *,
    most_steps: int = MAX_STEPS,
) -> tuple[Response, ...]:
    """Return each task's response under preemptive fixed priorities on one core, in the order of ``tasks``.

    The least R = C + sum over higher priorities of ceil(R / T) C (Joseph and Pandya 1986). Where R exceeds the
    period, a job delays the next one, and all jobs of the busy period are looked at (Lehoczky 1990); a job that
    is late goes on, and the next one of its task waits for it. Exact when all tasks can be released together.

    Args:
        tasks: The tasks.
        order: All positions, the highest priority first, such as `rate_monotonic_order` gives.
        rank: Tells equal priorities. Each of several equal ones then counts as higher than the others, as where a
            running one keeps the core against its equals: no response is longer. Without it, the order decides.
        most_steps: After how many steps to give a task up; each looks at all tasks above it.
    """
    responses = {
        position: _response(
            tasks[position],
            [tasks[other] for other in order[:place]]
            + [tasks[other] for other in order[place + 1 :] if rank and rank(tasks[other]) == rank(tasks[position])],
            most_steps,
        )
        for place, position in enumerate(order)
    }
    return tuple(responses[position] for position in range(len(tasks)))


def _response(task: Task, higher: Sequence[Task], most_steps: int) -> Response:
    share = utilisation(higher)
    if share >= 1:
        return Response(first_ns=None, worst_ns=None, meets_deadline=False)
    first: int | None = None
    worst = steps = 0
    for job in count():
        # No shorter time can be enough, so the search starts there: far fewer steps at high utilisations.
        least = (job + 1) * task.wcet_ns / (1 - share)
        end = -(-least.numerator // least.denominator)
        while (demand := (job + 1) * task.wcet_ns + _released_ns(higher, end)) > end and steps < most_steps:
            end = demand
            steps += 1
        if demand > end:
            return Response(first_ns=first, worst_ns=None, meets_deadline=False if worst > task.deadline_ns else None)
        worst = max(worst, end - job * task.period_ns)
        first = end if first is None else first
        if end <= (job + 1) * task.period_ns:
            break
        steps += 1
        grows = share + Fraction(task.wcet_ns, task.period_ns) > 1
        if grows or steps >= most_steps:
            is_late = grows or worst > task.deadline_ns
            return Response(first_ns=first, worst_ns=None, meets_deadline=False if is_late else None)
    return Response(first_ns=first, worst_ns=worst, meets_deadline=worst <= task.deadline_ns)


def _released_ns(tasks: Sequence[Task], time_ns: int) -> int:
    """Return the CPU time of all jobs released in [0, time_ns)."""
    return sum(-(-time_ns // task.period_ns) * task.wcet_ns for task in tasks)


def demand_ns(tasks: Sequence[Task], time_ns: int) -> int:
    """Return the processor demand: the CPU time of all jobs that are released and due within [0, time_ns]."""
    return sum(
        ((time_ns - task.deadline_ns) // task.period_ns + 1) * task.wcet_ns
        for task in tasks
        if time_ns >= task.deadline_ns
    )


def edf_schedulable(tasks: Sequence[Task]) -> bool | None:
    """Return whether preemptive EDF on one core meets every deadline, whatever the releases; None if undecided.

    With deadlines not below the periods, exactly when U <= 1 (Liu and Layland 1973). Otherwise the processor-demand
    criterion (Baruah, Rosier, Howell 1990): the demand never exceeds the time. It is looked at from the end of the
    first busy period downwards, as by Zhang and Burns (2009), which skips almost all deadlines. Undecided only
    after MAX_STEPS.
    """
    total = utilisation(tasks)
    if total > 1:
        return False
    if all(task.deadline_ns >= task.period_ns for task in tasks):
        return True
    shortest = min(task.deadline_ns for task in tasks)
    time = _latest_deadline_ns(tasks, _horizon_ns(tasks, total) + 1)
    for _ in range(MAX_STEPS):
        demand = demand_ns(tasks, time)
        if demand > time:
            return False
        if demand <= shortest:
            return True
        time = demand if demand < time else _latest_deadline_ns(tasks, time)
    return None


def _horizon_ns(tasks: Sequence[Task], total: Fraction) -> int:
    """Return a time by which the demand has exceeded the time, if it ever does."""
    longest = max(task.deadline_ns for task in tasks)
    if total == 1:
        # From the longest deadline on, each further hyperperiod adds exactly itself to the demand.
        return hyperperiod_ns(tasks) + longest
    slack = sum(
        (
            (task.period_ns - task.deadline_ns) * Fraction(task.wcet_ns, task.period_ns)
            for task in tasks
            if task.deadline_ns < task.period_ns
        ),
        Fraction(0),
    )
    return max(longest, int(slack / (1 - total)) + 1)


def _latest_deadline_ns(tasks: Sequence[Task], before_ns: int) -> int:
    """Return the latest deadline before a time that is later than the earliest one."""
    return max(
        before_ns - 1 - (before_ns - 1 - task.deadline_ns) % task.period_ns
        for task in tasks
        if task.deadline_ns < before_ns
    )


def global_edf_bound(tasks: Sequence[Task], cores: int) -> Fraction:
    """Return the utilisation up to which global EDF is sure to meet all deadlines: M - (M - 1) Umax.

    Goossens, Funk and Baruah 2003, for deadlines equal to periods.
    """
    largest = max((Fraction(task.wcet_ns, task.period_ns) for task in tasks), default=Fraction(0))
    return cores - (cores - 1) * largest


def global_edf_sufficient(tasks: Sequence[Task], cores: int) -> bool:
    """Return whether global EDF is sure to meet all deadlines; False only means that this test cannot tell.

    The sum of the densities wcet / min(deadline, period) is at most M - (M - 1) times the largest one, and none
    exceeds 1. That is the bound above for deadlines equal to periods, and for shorter ones the density bound of
    Bertogna, Cirinei and Lipari (2005).
    """
    densities = [
        Task(period_ns=min(task.period_ns, task.deadline_ns), wcet_ns=task.wcet_ns, deadline_ns=task.deadline_ns)
        for task in tasks
    ]
    if any(task.wcet_ns > task.period_ns for task in densities):
        return False
    return utilisation(densities) <= global_edf_bound(densities, cores)
