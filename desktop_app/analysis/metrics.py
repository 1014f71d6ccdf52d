"""How a run did: times per thread, process and core, and the figures by which schedulers are compared.

Everything is counted up to a moment, in one pass over the trace; see `analysis.usage`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from desktop_app.analysis.jobs import JobMetrics, job_metrics
from desktop_app.analysis.usage import Usage
from desktop_app.model.durations import NS_PER_S
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import BurstKind
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import BUDGET, Cause, Trace

#: A thread starves that is ready, and not given a core, for longer than this many quanta and this long.
STARVATION_QUANTA = 100
STARVATION_NS = NS_PER_S

#: More dispatches than anybody waits for.
_AT_ONCE = 65_536

#: Which percentiles are given.
PERCENTILES = (50, 90, 99)


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
        voluntary: How often it left its core because it had to wait, as ``ru_nvcsw`` of getrusage counts.
        ready_ns: Time in the ready queue, whether it finished or not.
        longest_ready_ns: Its longest stay in the ready queue.
        blocked_ns: Time it waited for each cause, by the cause's text.
        slowdown: Turnaround over what it would have taken alone: its CPU time and its time at devices, in their
            queues, too, and asleep. None when it did not finish, or took no time.
        jobs: What became of its jobs; None when it is not periodic.
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
    voluntary: int
    ready_ns: int
    longest_ready_ns: int
    blocked_ns: dict[str, int]
    slowdown: float | None
    jobs: JobMetrics | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMetrics:
    """The times of one process, in nanoseconds; sums are over its threads.

    Attributes:
        process: Its index in the trace.
        arrival_ns: When it was launched.
        finish_ns: When its last thread terminated; None while one has not.
        turnaround_ns: Finish minus arrival; None when it did not finish.
        waiting_ns: Sum of its threads' time in the ready queue; None when it did not finish.
        response_ns: From its arrival until one of its threads first ran; None when none did.
        cpu_ns: Sum of CPU times.
        slowdown: Turnaround over the longest that one of its threads would have taken alone; None where unknown.
        blocked_ns: Sum of the time its threads waited for each cause, by the cause's text.
        dispatches: Sum.
        preemptions: Sum.
        voluntary: Sum.
        migrations: Sum.
        deadline_misses: Sum; None when it is not periodic.
    """

    process: int
    arrival_ns: int
    finish_ns: int | None
    turnaround_ns: int | None
    waiting_ns: int | None
    response_ns: int | None
    cpu_ns: int
    slowdown: float | None
    blocked_ns: dict[str, int]
    dispatches: int
    preemptions: int
    voluntary: int
    migrations: int
    deadline_misses: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreMetrics:
    """What one core did.

    Attributes:
        core: Its number, from 0.
        utilisation: Share of its time on line in which a thread ran on it, 0 to 1, context switches not counted.
        switches: How often it took on another thread than it had before, its first included.
    """

    core: int
    utilisation: float
    switches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMetrics:
    """The figures of a whole run; means are over the threads that finished, None when none did.

    A thread that a signal ended has not finished: its times would make a scheduler look good that kept it waiting.

    Attributes:
        cpu_utilisation: Share of all cores' time on line in which threads ran, 0 to 1.
        throughput_per_s: Threads finished per simulated second.
        mean_turnaround_ns: Mean turnaround time.
        mean_waiting_ns: Mean waiting time.
        mean_response_ns: Mean response time.
        context_switches: How often a core took on another thread than it had before, its first included.
        switching_share: Share of all cores' time on line that dispatches took, 0 to 1.
        fairness: Jain's index of the share of its time in the system that each thread spent on a core, 0 to 1
            (Jain, Chiu, Hawe: A Quantitative Measure of Fairness, 1984); None when no thread ran.
        mean_slowdown: Mean slowdown.
        mean_ready: Mean length of the ready queue over the whole run.
        percentiles_ns: Percentiles of turnaround, waiting and response over the threads that finished, by
            ``turnaround_ns`` and so on and ``p50`` and so on; None when none finished.
        longest_ns: The longest turnaround, waiting and response of a thread that finished, by ``turnaround_ns`` and so
            on; None when none finished.
        starved: The threads that starved, and how long each was ready without a break at the longest.
        starvation_bound_ns: The bound: 100 quanta, and at least a second.
        deadline_misses: All jobs that missed their deadline; None when no thread is periodic.
    """

    cpu_utilisation: float
    throughput_per_s: float
    mean_turnaround_ns: float | None
    mean_waiting_ns: float | None
    mean_response_ns: float | None
    context_switches: int
    switching_share: float
    fairness: float | None
    mean_slowdown: float | None
    mean_ready: float
    percentiles_ns: dict[str, dict[str, int] | None]
    longest_ns: dict[str, int | None]
    starved: tuple[tuple[int, int], ...]
    starvation_bound_ns: int
    deadline_misses: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """All figures of a run: of every thread, process and core, and of the whole."""

    threads: tuple[ThreadMetrics, ...]
    processes: tuple[ProcessMetrics, ...]
    cores: tuple[CoreMetrics, ...]
    run: RunMetrics


def measure(trace: Trace, end_ns: int | None = None) -> Metrics:
    """Return all figures up to ``end_ns``, or else up to the end of what is known.

    They are right only if nothing of the trace was forgotten. Up to a moment they are those of a run that ended then.
    """
    return finished(measuring(trace, trace.known_until_ns if end_ns is None else end_ns, _AT_ONCE))


def finished(steps: Generator[None, None, Metrics]) -> Metrics:
    """Return what comes out of `measuring`, without a break."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Metrics = end.value
            return found


def measuring(trace: Trace, end_ns: int, most: int) -> Generator[None, None, Metrics]:
    """Work out what `measure` returns, with a step for some ``most`` dispatches or waits, for who cannot wait.

    The trace may grow in between; nothing of it may be taken back.
    """
    usage = Usage(trace, end_ns, at_once=False)
    count = len(usage.cpu_ns)
    yield from usage.counting(most)
    threads, looked = [], 0
    for thread in range(count):
        threads.append(_of_thread(trace, thread, usage, end_ns))
        looked += 1 + len(trace.waits[thread])
        if looked >= most:
            looked = 0
            yield
    processes = [info for info in trace.processes if all(thread < count for thread in info.threads)]
    return Metrics(
        threads=tuple(threads),
        processes=tuple(_of_process(trace, process, threads, end_ns) for process in range(len(processes))),
        cores=tuple(
            CoreMetrics(core=core, utilisation=busy / online if online else 0.0, switches=switches)
            for core, (busy, switches, online) in enumerate(
                zip(usage.busy_ns, usage.switches, online_ns(trace, end_ns), strict=True)
            )
        ),
        run=_of_run(trace, threads, usage, end_ns),
    )


def online_ns(trace: Trace, end_ns: int) -> list[int]:
    """Return how long each core was on line by ``end_ns``, in nanoseconds."""
    events = trace.events
    found, since, online = [0] * trace.header.cores, 0, trace.header.first_cores
    changes = [
        (events.time[row], events.value[row]) for row in events.until(end_ns) if events.kind[row] == EventKind.CORES
    ]
    for at_ns, after in [*changes, (end_ns, 0)]:
        for core in range(online):
            found[core] += at_ns - since
        since, online = at_ns, after
    return found


def percentile(values: Sequence[int], percent: int) -> int:
    """Return the nearest-rank percentile: the least value that ``percent`` % of all values do not exceed.

    Args:
        values: At least one value, ascending.
        percent: 1 to 100.
    """
    return values[-(-percent * len(values) // 100) - 1]


def starvation_bound_ns(trace: Trace) -> int:
    """Return how long a thread may be ready without a break before it counts as starving."""
    return max(STARVATION_NS, STARVATION_QUANTA * (trace.header.quantum_ns or 0))


# -- threads --------------------------------------------------------------------------------------------------


def _of_thread(trace: Trace, thread: int, usage: Usage, end_ns: int) -> ThreadMetrics:
    arrival = trace.threads[thread].arrival_ns
    finish = trace.ended[thread] if trace.ended[thread] <= end_ns else None
    first_run = None if usage.first_run_ns[thread] == OPEN else usage.first_run_ns[thread]
    until = end_ns if finish is None else finish
    blocked = _blocked_ns(trace, thread, until)
    began = min(trace.ready_from[thread], until)
    ready_ns = until - began - usage.on_core_ns[thread] - sum(blocked.values())
    alone = usage.cpu_ns[thread] + _devices_ns(trace, thread, blocked)
    return ThreadMetrics(
        thread=thread,
        state=_state(trace, thread, usage, end_ns),
        arrival_ns=arrival,
        first_run_ns=first_run,
        finish_ns=finish,
        cpu_ns=usage.cpu_ns[thread],
        waiting_ns=None if finish is None else ready_ns,
        turnaround_ns=None if finish is None else finish - arrival,
        response_ns=None if first_run is None else first_run - arrival,
        dispatches=usage.dispatches[thread],
        preemptions=usage.involuntary[thread],
        migrations=usage.migrations[thread],
        voluntary=usage.voluntary[thread],
        ready_ns=ready_ns,
        longest_ready_ns=usage.longest_ready_ns[thread],
        blocked_ns=blocked,
        slowdown=None if finish is None or not alone else (finish - arrival) / alone,
        jobs=job_metrics(trace, thread, end_ns),
    )


def _state(trace: Trace, thread: int, usage: Usage, end_ns: int) -> ThreadState:
    if trace.ended[thread] <= end_ns:
        return ThreadState.TERMINATED
    if trace.ready_from[thread] > end_ns:
        return ThreadState.NEW
    if usage.running[thread]:
        return ThreadState.RUNNING
    return ThreadState.READY if usage.ready[thread] else ThreadState.WAITING


def _blocked_ns(trace: Trace, thread: int, until_ns: int) -> dict[str, int]:
    """Return how long a thread waited for each cause, by text, in order of the first time."""
    waits, sums = trace.waits[thread], dict[int, int]()
    for row in range(bisect_right(waits.time, until_ns)):
        cause = waits.cause[row]
        sums[cause] = sums.get(cause, 0) + min(waits.until[row], until_ns) - waits.time[row]
    found: dict[str, int] = {}
    for cause, length in sums.items():
        text = trace.causes[cause].text
        found[text] = found.get(text, 0) + length
    return found


def _devices_ns(trace: Trace, thread: int, blocked_ns: dict[str, int]) -> int:
    """Return how much of its blocked time a thread spent at devices and asleep."""
    info = trace.processes[trace.threads[thread].process]
    devices = {burst.device for burst in info.bursts if burst.kind is BurstKind.IO} | {"sleep"}
    if info.listing >= 0:
        others = {cause.text for cause in trace.causes if _is_for_others(cause)}
        devices |= {text for text in blocked_ns if text not in others}
    return sum(length for text, length in blocked_ns.items() if text in devices)


def _is_for_others(cause: Cause) -> bool:
    """Return whether such a wait is for another thread or process, or for a policy, and not for a device."""
    return cause.parked or cause.bounded or cause.process >= 0 or cause.resource >= 0 or cause.text == BUDGET


# -- processes ------------------------------------------------------------------------------------------------


def _of_process(trace: Trace, process: int, all_threads: Sequence[ThreadMetrics], until_ns: int) -> ProcessMetrics:
    info, end_ns = trace.processes[process], trace.memory[process].end_ns
    threads = [all_threads[thread] for thread in info.threads]
    finish = end_ns if end_ns is not None and end_ns <= until_ns else None
    turnaround = None if finish is None else finish - info.arrival_ns
    blocked: dict[str, int] = {}
    for metrics in threads:
        for text, length in metrics.blocked_ns.items():
            blocked[text] = blocked.get(text, 0) + length
    times = (metrics.cpu_ns + _devices_ns(trace, metrics.thread, metrics.blocked_ns) for metrics in threads)
    alone = max(times, default=0)
    misses = [metrics.jobs.deadline_misses for metrics in threads if metrics.jobs is not None]
    return ProcessMetrics(
        process=process,
        arrival_ns=info.arrival_ns,
        finish_ns=finish,
        turnaround_ns=turnaround,
        waiting_ns=None if finish is None else sum(metrics.ready_ns for metrics in threads),
        response_ns=min((m.response_ns for m in threads if m.response_ns is not None), default=None),
        cpu_ns=sum(metrics.cpu_ns for metrics in threads),
        slowdown=None if turnaround is None or not alone else turnaround / alone,
        blocked_ns=blocked,
        dispatches=sum(metrics.dispatches for metrics in threads),
        preemptions=sum(metrics.preemptions for metrics in threads),
        voluntary=sum(metrics.voluntary for metrics in threads),
        migrations=sum(metrics.migrations for metrics in threads),
        deadline_misses=sum(misses) if misses else None,
    )


# -- the run --------------------------------------------------------------------------------------------------


def _of_run(trace: Trace, threads: Sequence[ThreadMetrics], usage: Usage, end: int) -> RunMetrics:
    done = [metrics for metrics in threads if metrics.finish_ns is not None and not _was_killed(trace, metrics.thread)]
    measured: dict[str, Callable[[ThreadMetrics], int | None]] = {
        "turnaround_ns": lambda metrics: metrics.turnaround_ns,
        "waiting_ns": lambda metrics: metrics.waiting_ns,
        "response_ns": lambda metrics: metrics.response_ns,
    }
    times = {name: _known(map(of, done)) for name, of in measured.items()}
    bound, online = starvation_bound_ns(trace), online_ns(trace, end)
    misses = [metrics.jobs.deadline_misses for metrics in threads if metrics.jobs is not None]
    return RunMetrics(
        cpu_utilisation=sum(metrics.cpu_ns for metrics in threads) / sum(online) if any(online) else 0.0,
        throughput_per_s=len(done) * NS_PER_S / end if end else 0.0,
        mean_turnaround_ns=_mean(times["turnaround_ns"]),
        mean_waiting_ns=_mean(times["waiting_ns"]),
        mean_response_ns=_mean(times["response_ns"]),
        context_switches=sum(usage.switches),
        switching_share=(sum(usage.on_core_ns) - sum(usage.cpu_ns)) / sum(online) if any(online) else 0.0,
        fairness=_jain([_share(metrics, end) for metrics in threads if metrics.arrival_ns < end]),
        mean_slowdown=_mean([metrics.slowdown for metrics in done if metrics.slowdown is not None]),
        mean_ready=sum(metrics.ready_ns for metrics in threads) / end if end else 0.0,
        percentiles_ns={name: _percentiles(values) for name, values in times.items()},
        longest_ns={name: max(values, default=None) for name, values in times.items()},
        starved=tuple((m.thread, m.longest_ready_ns) for m in threads if m.longest_ready_ns > bound),
        starvation_bound_ns=bound,
        deadline_misses=sum(misses) if misses else None,
    )


def _was_killed(trace: Trace, thread: int) -> bool:
    """Return whether a signal ended a thread: it ended its process, which lived until then."""
    memory = trace.memory[trace.threads[thread].process]
    if memory.exit_code is None or memory.exit_code >= 0 or memory.end_ns is None:
        return False
    return trace.ended[thread] >= memory.end_ns


def _known(values: Iterable[int | None]) -> list[int]:
    return sorted(value for value in values if value is not None)


def _percentiles(values: Sequence[int]) -> dict[str, int] | None:
    return {f"p{percent}": percentile(values, percent) for percent in PERCENTILES} if values else None


def _share(metrics: ThreadMetrics, end_ns: int) -> float:
    in_system = (end_ns if metrics.finish_ns is None else metrics.finish_ns) - metrics.arrival_ns
    return metrics.cpu_ns / in_system if in_system else 0.0


def _mean(values: Sequence[float]) -> float | None:
    if not values:
        return None
    # Of numbers with a fraction, rounded once: sum rounds otherwise from CPython 3.12 on, and so would the mean.
    return (fsum(values) if isinstance(values[0], float) else sum(values)) / len(values)


def _jain(shares: list[float]) -> float | None:
    squares = fsum(share * share for share in shares)
    return fsum(shares) ** 2 / (len(shares) * squares) if squares else None
