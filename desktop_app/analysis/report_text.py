"""The result of a run as a table to read, times in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_app.analysis.guarantees import guarantees
from desktop_app.analysis.metrics import Metrics, RunMetrics, ThreadMetrics, measure
from desktop_app.analysis.report import TOLD
from desktop_app.analysis.text_columns import in_columns
from desktop_app.analysis.waiting_graph import deadlock, describe, stuck
from desktop_app.model.durations import NS_PER_MS, spaced_duration
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

_THREADS = ("thread", "program", "state", "arrival", "first run", "finish", "cpu", "waiting", "turnaround", "response")
_JOBS = ("thread", "task", "period", "deadline", "jobs", "completed", "first response", "worst response", "misses")
#: Of more tasks only the JSON has the response times.
_FEW_TASKS = 10
_SIGNALS = {2: "SIGINT", 9: "SIGKILL", 15: "SIGTERM"}


def table(trace: Trace) -> str:
    """Return the result of a run as text."""
    metrics = measure(trace)
    parts = [
        _heading(trace),
        in_columns([_THREADS, *(_thread(trace, thread) for thread in metrics.threads)], left=range(3)),
        _jobs(trace, metrics.threads),
        _promised(trace),
        _memory(trace),
        "\n".join(_started(trace)),
        "\n".join(_told(trace)),
        _figures(metrics.run),
        "\n".join(_warnings(trace, metrics)),
    ]
    return "\n\n".join(part for part in parts if part)


def _heading(trace: Trace) -> str:
    header = trace.header
    quantum = f", quantum {_ms(header.quantum_ns)} ms" if header.quantum_ns is not None else ""
    cores = "1 core" if header.cores == 1 else f"{header.cores} cores"
    placed = f", {header.placement}" if header.cores > 1 and header.placement != "global" else ""
    return (
        f"{header.title}: {header.policy_title}{quantum}, {cores}{placed}, "
        f"ended at {_ms(trace.known_until_ns)} ms (simulated; times below in ms)"
    )


def _thread(trace: Trace, metrics: ThreadMetrics) -> tuple[str, ...]:
    info = trace.threads[metrics.thread]
    times = (
        metrics.arrival_ns, metrics.first_run_ns, metrics.finish_ns, metrics.cpu_ns,
        metrics.waiting_ns, metrics.turnaround_ns, metrics.response_ns,
    )  # fmt: skip
    return info.name, trace.processes[info.process].program, metrics.state.label, *map(_ms, times)


def _jobs(trace: Trace, threads: Sequence[ThreadMetrics]) -> str:
    rows: list[tuple[str, ...]] = [_JOBS]
    for metrics in threads:
        info, jobs = trace.threads[metrics.thread], metrics.jobs
        process = trace.processes[info.process]
        if jobs is not None and process.periodic is not None:
            counts = str(jobs.jobs), str(jobs.completed)
            times = _ms(jobs.first_response_ns), _ms(jobs.worst_response_ns)
            task = _ms(process.periodic.period_ns), _ms(process.periodic.deadline_ns)
            rows.append((info.name, process.name, *task, *counts, *times, str(jobs.deadline_misses)))
    return in_columns(rows, left=range(2)) if len(rows) > 1 else ""


def _promised(trace: Trace) -> str:
    """Return what could be said of the deadlines before the run."""
    found = guarantees(trace)
    if found is None:
        return ""
    bound = "" if found.bound is None else f", Liu and Layland's bound {found.bound:.3f}"
    verdict = ""
    if found.test:
        verdicts = {True: "every deadline is met", False: "not every deadline is sure to be met", None: "cannot tell"}
        verdict = f"; {found.test}: {verdicts[found.schedulable]}"
    shown = found.worst_response_ns if len(found.worst_response_ns) <= _FEW_TASKS else ()
    worst = f", worst responses {', '.join(map(_ms, shown))} ms" if shown else ""
    return f"utilisation {found.utilisation:.3f}{bound}{verdict}{worst}"


def _memory(trace: Trace) -> str:
    lines = []
    for info, memory in zip(trace.processes, trace.memory, strict=True):
        if memory.final_globals:
            values = ", ".join(f"{name} = {_short(text)}" for name, text in memory.final_globals.items())
            lines.append(f"{info.label} {info.program}: {values}")
        output = memory.output.until(trace.known_until_ns)
        if output:
            lines.append(f"{info.label} {info.program} printed:")
            lines.extend(f"    {line}" for line in output.rstrip("\n").split("\n"))
    return "\n".join(lines)


def _started(trace: Trace) -> Iterator[str]:
    """Yield a line for each process that a program started."""
    for info in trace.processes:
        if info.parent >= 0:
            yield f"{trace.processes[info.parent].label} started {info.label} at {_ms(info.arrival_ns)} ms"


def _told(trace: Trace) -> Iterator[str]:
    """Yield a line for each signal, end for want of memory, and misuse."""
    events = trace.events
    for row in events.until(trace.known_until_ns):
        kind = EventKind(events.kind[row])
        if kind not in TOLD:
            continue
        process = trace.processes[events.process[row]].label
        thread = trace.threads[events.thread[row]].name if events.thread[row] >= 0 else ""
        value = events.value[row]
        signal = _SIGNALS.get(value, f"signal {value}")
        resource = "memory" if value < 0 else trace.resources[value].name if value < len(trace.resources) else ""
        if not thread:
            refused = f"one more thread in {process} was refused: none may be started there any more, or by nobody else"
        elif value:
            refused = f"{signal} to {thread} alone was refused: signals end processes, not threads"
        else:
            refused = f"an affinity of {thread} was refused: none of its cores is on line"
        texts = {
            EventKind.SIGNALLED: f"{process} was sent {signal}",
            EventKind.REFUSED: refused,
            EventKind.OUT_OF_MEMORY: f"RAM was exceeded by {value:,} bytes, and {process} was killed for it",
            EventKind.MISUSED: f"{thread} misused {resource} and failed",
        }
        yield f"at {_ms(events.time[row])} ms: {texts[kind]}"


def _figures(metrics: RunMetrics) -> str:
    means = (metrics.mean_turnaround_ns, metrics.mean_waiting_ns, metrics.mean_response_ns)
    turnaround, waiting, response = (_ms(value) for value in means)
    fairness = "-" if metrics.fairness is None else f"{metrics.fairness:.3f}"
    return (
        f"CPU utilisation {metrics.cpu_utilisation:.1%}, throughput {metrics.throughput_per_s:.3g} threads/s, "
        f"{metrics.context_switches} context switches, fairness {fairness}\n"
        f"mean turnaround {turnaround} ms, mean waiting {waiting} ms, mean response {response} ms"
    )


def _warnings(trace: Trace, metrics: Metrics) -> Iterator[str]:
    """Yield what somebody should know who looks at nothing else."""
    found = deadlock(trace)
    if found is not None:
        yield f"deadlock since {_ms(found.at_ns)} ms: {'; '.join(describe(trace, w) for w in found.cycle)}"
    left = stuck(trace)
    if left:
        yield f"stuck, nobody is left who could wake them: {'; '.join(describe(trace, waiter) for waiter in left)}"
    run = metrics.run
    if run.deadline_misses:
        missed = [f"{trace.threads[m.thread].name}: {m.jobs.deadline_misses}" for m in metrics.threads if m.jobs]
        yield f"{run.deadline_misses} missed deadline(s) ({', '.join(missed)})"
    for thread, longest in run.starved:
        bound = spaced_duration(run.starvation_bound_ns)
        yield f"{trace.threads[thread].name} starved: it was ready for {_ms(longest)} ms on end (more than {bound})"
    hyperperiod = trace.header.hyperperiod_ns
    if hyperperiod is not None and not trace.truncated:
        yield f"the run is one hyperperiod or two: it is {spaced_duration(hyperperiod)}"
    if trace.truncated:
        yield trace.truncated


def _ms(value_ns: float | None) -> str:
    if value_ns is None:
        return "-"
    return f"{value_ns / NS_PER_MS:.6f}".rstrip("0").rstrip(".")


def _short(text: str, width: int = 60) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
