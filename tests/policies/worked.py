"""Published worked examples as jobs for the driver; one unit of time is 1 ms."""

from __future__ import annotations

from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import Policy, Setting
from desktop_app.policies.registry import POLICIES, check_options
from tests.policies.driving import Drive, Thread, job

MS = 1_000_000

#: Stallings, chapter on uniprocessor scheduling: arrival and service of A to E.
STALLINGS = ((0, 3), (2, 6), (4, 4), (6, 5), (8, 2))


def make(name, *, cores=1, **options) -> Policy:
    """Return a policy by its name in a scenario and options as written there."""
    info = POLICIES[name]
    return info.make(Setting(machine=Machine(quantum_ns=MS), cores=cores), check_options(info, options))


def finish(policy: Policy, jobs, priorities=()) -> list[int]:
    """Return when each of the jobs (arrival, burst, I/O, burst, ...) finishes."""
    threads = jobs_of(jobs, priorities)
    finished = Drive(policy).run(threads)
    return [finished[thread.index][0] // MS for thread in threads]


def jobs_of(jobs, priorities=()) -> list[Thread]:
    """Return the threads of such jobs."""
    return [
        job(index, arrival * MS, *(burst * MS for burst in bursts), priority=priorities[index] if priorities else 0)
        for index, (arrival, *bursts) in enumerate(jobs)
    ]


def gantt(policy: Policy, threads: list[Thread], **drive) -> list[tuple[int, int]]:
    """Return who ran on one core from when to the next entry, in units."""
    driven = Drive(policy, **drive)
    driven.run(threads)
    joined: list[tuple[int, int]] = []
    for start, _, index, _ in sorted(driven.runs):
        if not joined or joined[-1][1] != index:
            joined.append((start // MS, index))
    return joined


def waiting(jobs, finished) -> float:
    """Return the mean waiting time of jobs without I/O."""
    return sum(end - arrival - service for (arrival, service), end in zip(jobs, finished, strict=True)) / len(jobs)
