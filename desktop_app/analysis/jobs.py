"""What became of the jobs of a periodic thread: responses and missed deadlines."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.trace.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMetrics:
    """The jobs of one periodic thread; the response of a job is the time from its release to its end.

    Attributes:
        jobs: How many were released before the end of the run, and before the thread was killed.
        completed: How many of them are finished.
        first_response_ns: Response of the first one, in nanoseconds; None when it did not finish.
        worst_response_ns: The longest response of those that finished; None when none did.
        deadline_misses: How many finished after their deadline, or were not finished at it although it was at the
            end of the run or before.
    """

    jobs: int
    completed: int
    first_response_ns: int | None
    worst_response_ns: int | None
    deadline_misses: int


def job_metrics(trace: Trace, thread: int, until_ns: int) -> JobMetrics | None:
    """Return what became of a thread's jobs up to ``until_ns``, or None when it is not periodic."""
    periodic, table = trace.processes[trace.threads[thread].process].periodic, trace.jobs.get(thread)
    if periodic is None or table is None:
        return None
    end_ns = min(until_ns, trace.ended[thread])
    period, deadline, first = periodic.period_ns, periodic.deadline_ns, table.first_ns
    released = max(0, -(-(end_ns - first) // period))
    responses = [end - first - job * period for job, end in enumerate(table.finish) if end <= end_ns]
    late = sum(response > deadline for response in responses)
    # A job is due by the end if first + job * period + deadline <= end.
    due = max(0, (end_ns - first - deadline) // period + 1)
    return JobMetrics(
        jobs=released,
        completed=len(responses),
        first_response_ns=responses[0] if responses else None,
        worst_response_ns=max(responses, default=None),
        deadline_misses=late + max(0, min(due, released) - len(responses)),
    )
