"""How a run did: times per thread, and the figures by which schedulers are compared."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from desktop_app.model.durations import NS_PER_S
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import RunEnd, RunKind
from desktop_app.trace.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMetrics:
    """The times of one thread, in nanoseconds.

    Attributes:
        thread: Its index in the trace.
        state: Its state at the end of the run.
        arrival_ns: When its process was launched.
        first_run_ns: When it first executed, after the context switch; None when it never did.
        finish_ns: When it terminated; None when it did not.
        cpu_ns: Time on a core, context switches not counted.
        waiting_ns: Time in the ready queue; None when it did not finish.
        turnaround_ns: Finish minus arrival; None when it did not finish.
        response_ns: First run minus arrival; None when it never ran.
        dispatches: How often the scheduler gave it a core.
        preemptions: How often it lost one while it could have gone on.
        migrations: How often it ran on another core than before.
    """

    thread: int
    state: ThreadState
    arrival_ns: int
    first_run_ns: int | None
    finish_ns: int | None
    cpu_ns: int
    waiting_ns: int | None
    turnaround_ns: int | None
    response_ns: int | None
    dispatches: int
    preemptions: int
    migrations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMetrics:
    """The figures of a whole run; means are over the threads that finished, None when none did.

    Attributes:
        cpu_utilisation: Share of all cores' time in which threads ran, 0 to 1.
        throughput_per_s: Threads finished per simulated second.
        mean_turnaround_ns: Mean turnaround time.
        mean_waiting_ns: Mean waiting time.
        mean_response_ns: Mean response time.
        context_switches: How often a core took on another thread than it had before, its first included.
        fairness: Jain's index of the share of its time in the system that each thread spent on a core, 0 to 1
            (Jain, Chiu, Hawe: A Quantitative Measure of Fairness, 1984); None when no thread ran.
    """

    cpu_utilisation: float
    throughput_per_s: float
    mean_turnaround_ns: float | None
    mean_waiting_ns: float | None
    mean_response_ns: float | None
    context_switches: int
    fairness: float | None


@dataclass(slots=True)
class _Usage:
    cpu_ns: int = 0
    first_run_ns: int | None = None
    redispatches: int = 0
    migrations: int = 0


def thread_metrics(trace: Trace) -> tuple[ThreadMetrics, ...]:
    """Return the times of every thread up to the end of what is known."""
    usage = _usage(trace)
    return tuple(_of_thread(trace, thread, usage[thread]) for thread in range(len(trace.threads)))


def run_metrics(trace: Trace, threads: tuple[ThreadMetrics, ...]) -> RunMetrics:
    """Return the figures of the run from the times of its threads."""
    end = trace.known_until_ns
    done = [metrics for metrics in threads if metrics.finish_ns is not None]
    return RunMetrics(
        cpu_utilisation=sum(metrics.cpu_ns for metrics in threads) / (end * trace.header.cores) if end else 0.0,
        throughput_per_s=len(done) * NS_PER_S / end if end else 0.0,
        mean_turnaround_ns=_mean([metrics.turnaround_ns for metrics in done]),
        mean_waiting_ns=_mean([metrics.waiting_ns for metrics in done]),
        mean_response_ns=_mean([metrics.response_ns for metrics in done]),
        context_switches=_context_switches(trace),
        fairness=_jain([_share(metrics, end) for metrics in threads if metrics.arrival_ns < end]),
    )


def _usage(trace: Trace) -> list[_Usage]:
    usage = [_Usage() for _ in trace.threads]
    end_ns = trace.known_until_ns
    placed: list[tuple[int, int, int]] = []
    for core, runs in enumerate(trace.runs):
        for row in range(len(runs)):
            start, thread = runs.start[row], runs.thread[row]
            of_thread = usage[thread]
            if start > end_ns or (start == end_ns and runs.kind[row] == RunKind.RUN and runs.end[row] > end_ns):
                continue
            if row == 0 or runs.thread[row - 1] != thread or runs.end[row - 1] != start:
                placed.append((start, core, thread))
            if runs.kind[row] == RunKind.RUN:
                of_thread.cpu_ns += min(runs.end[row], end_ns) - start
                if of_thread.first_run_ns is None or start < of_thread.first_run_ns:
                    of_thread.first_run_ns = start
                of_thread.redispatches += runs.cause[row] == RunEnd.RAN_ON
    last: dict[int, int] = {}
    for _, core, thread in sorted(placed):
        usage[thread].migrations += last.setdefault(thread, core) != core
        last[thread] = core
    return usage


def _of_thread(trace: Trace, thread: int, usage: _Usage) -> ThreadMetrics:
    states, arrival = trace.states[thread], trace.threads[thread].arrival_ns
    end_ns = trace.known_until_ns
    waiting = dispatches = preemptions = 0
    finish: int | None = None
    state = ThreadState.NEW
    for row in range(len(states)):
        time, before = states.time[row], state
        if time > end_ns:
            break
        state = ThreadState(states.state[row])
        if before is ThreadState.READY:
            waiting += time - states.time[row - 1]
        dispatches += state is ThreadState.RUNNING
        preemptions += state is ThreadState.READY and before is ThreadState.RUNNING
        if state is ThreadState.TERMINATED:
            finish = time
    return ThreadMetrics(
        thread=thread,
        state=state,
        arrival_ns=arrival,
        first_run_ns=usage.first_run_ns,
        finish_ns=finish,
        cpu_ns=usage.cpu_ns,
        waiting_ns=None if finish is None else waiting,
        turnaround_ns=None if finish is None else finish - arrival,
        response_ns=None if usage.first_run_ns is None else usage.first_run_ns - arrival,
        dispatches=dispatches + usage.redispatches,
        preemptions=preemptions,
        migrations=usage.migrations,
    )


def _context_switches(trace: Trace) -> int:
    total = 0
    for runs in trace.runs:
        last = bisect_right(runs.start, trace.known_until_ns) - 1
        total += runs.switches[last] if last >= 0 else runs.switched_before
    return total


def _share(metrics: ThreadMetrics, end_ns: int) -> float:
    in_system = (end_ns if metrics.finish_ns is None else metrics.finish_ns) - metrics.arrival_ns
    return metrics.cpu_ns / in_system if in_system else 0.0


def _mean(values: list[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _jain(shares: list[float]) -> float | None:
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else None
