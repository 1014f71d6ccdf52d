"""The result of a run as one JSON object, and as a table to read."""

from __future__ import annotations

from desktop_app.analysis.metrics import RunMetrics, ThreadMetrics, run_metrics, thread_metrics
from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.trace import Trace

Json = dict[str, object]


def report(trace: Trace) -> Json:
    """Return what ``coreloom run --json`` prints; all times are integer nanoseconds."""
    threads = thread_metrics(trace)
    header = trace.header
    return {
        "source": header.source,
        "policy": header.policy,
        "cores": header.cores,
        "quantum_ns": header.quantum_ns,
        "context_switch_ns": header.context_switch_ns,
        "gil": header.gil,
        "seed": header.seed,
        "python": header.python,
        "end_ns": trace.known_until_ns,
        "truncated": bool(trace.truncated),
        "threads": [_thread(trace, metrics) for metrics in threads],
        "processes": [_process(trace, index) for index in range(len(trace.processes))],
        "metrics": _metrics(run_metrics(trace, threads)),
    }


def _thread(trace: Trace, metrics: ThreadMetrics) -> Json:
    info = trace.threads[metrics.thread]
    return {
        "process": info.process_number,
        "thread": info.number,
        "name": info.name,
        "state": metrics.state.label,
        "arrival_ns": metrics.arrival_ns,
        "first_run_ns": metrics.first_run_ns,
        "finish_ns": metrics.finish_ns,
        "cpu_ns": metrics.cpu_ns,
        "waiting_ns": metrics.waiting_ns,
        "turnaround_ns": metrics.turnaround_ns,
        "response_ns": metrics.response_ns,
        "dispatches": metrics.dispatches,
        "preemptions": metrics.preemptions,
        "migrations": metrics.migrations,
    }


def _process(trace: Trace, index: int) -> Json:
    info, memory = trace.processes[index], trace.memory[index]
    return {
        "process": info.number,
        "name": info.name,
        "program": info.program,
        "globals": dict(memory.final_globals),
        "output": memory.output.until(trace.known_until_ns),
        "exit_code": memory.exit_code,
    }


def _metrics(metrics: RunMetrics) -> Json:
    return {
        "cpu_utilisation": metrics.cpu_utilisation,
        "throughput_per_s": metrics.throughput_per_s,
        "mean_turnaround_ns": metrics.mean_turnaround_ns,
        "mean_waiting_ns": metrics.mean_waiting_ns,
        "mean_response_ns": metrics.mean_response_ns,
        "context_switches": metrics.context_switches,
        "fairness": metrics.fairness,
    }


def table(trace: Trace) -> str:
    """Return the same result as text, times in milliseconds."""
    threads = thread_metrics(trace)
    header = (
        "thread",
        "program",
        "state",
        "arrival",
        "first run",
        "finish",
        "cpu",
        "waiting",
        "turnaround",
        "response",
    )
    rows: list[tuple[str, ...]] = [header]
    for metrics in threads:
        info = trace.threads[metrics.thread]
        times = (
            metrics.arrival_ns, metrics.first_run_ns, metrics.finish_ns, metrics.cpu_ns,
            metrics.waiting_ns, metrics.turnaround_ns, metrics.response_ns,
        )  # fmt: skip
        rows.append((info.name, trace.processes[info.process].program, metrics.state.label, *map(_ms, times)))
    parts = [_heading(trace), _columns(rows), _memory(trace), _figures(run_metrics(trace, threads))]
    return "\n\n".join(part for part in parts if part)


def _heading(trace: Trace) -> str:
    header = trace.header
    quantum = f", quantum {_ms(header.quantum_ns)} ms" if header.quantum_ns is not None else ""
    cores = "1 core" if header.cores == 1 else f"{header.cores} cores"
    return (
        f"{header.title}: {header.policy_title}{quantum}, {cores}, "
        f"ended at {_ms(trace.known_until_ns)} ms (simulated; times below in ms)"
    )


def _columns(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    left = 3
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


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


def _figures(metrics: RunMetrics) -> str:
    means = (metrics.mean_turnaround_ns, metrics.mean_waiting_ns, metrics.mean_response_ns)
    turnaround, waiting, response = (_ms(value) for value in means)
    fairness = "-" if metrics.fairness is None else f"{metrics.fairness:.3f}"
    return (
        f"CPU utilisation {metrics.cpu_utilisation:.1%}, throughput {metrics.throughput_per_s:.3g} threads/s, "
        f"{metrics.context_switches} context switches, fairness {fairness}\n"
        f"mean turnaround {turnaround} ms, mean waiting {waiting} ms, mean response {response} ms"
    )


def _ms(value_ns: float | None) -> str:
    if value_ns is None:
        return "-"
    return f"{value_ns / NS_PER_MS:.6f}".rstrip("0").rstrip(".")


def _short(text: str, width: int = 60) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
