"""The result of a run as one JSON object; as a table to read it is in `analysis.report_text`."""

from __future__ import annotations

from desktop_app.analysis.guarantees import guarantees
from desktop_app.analysis.metrics import CoreMetrics, ProcessMetrics, RunMetrics, ThreadMetrics, measure
from desktop_app.analysis.queue_length import queue_length
from desktop_app.analysis.waiting_graph import Waiter, deadlock, stuck
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace, TraceHeader

Json = dict[str, object]

#: Of a run with more dispatches the report leaves the queue's length over time out.
_MOST_PLOTTED = 100_000
#: The events that a report tells of.
TOLD = frozenset({EventKind.SIGNALLED, EventKind.REFUSED, EventKind.OUT_OF_MEMORY, EventKind.MISUSED})


def settings(header: TraceHeader) -> Json:
    """Return what was run, as every JSON about a run says it; all times are integer nanoseconds."""
    return {
        "source": header.source,
        "policy": header.policy,
        "placement": header.placement,
        "cores": header.cores,
        "quantum_ns": header.quantum_ns,
        "context_switch_ns": header.context_switch_ns,
        "gil": header.gil,
        "seed": header.seed,
        "python": header.python,
    }


def report(trace: Trace) -> Json:
    """Return what ``coreloom run --json`` prints; all times are integer nanoseconds."""
    metrics = measure(trace)
    return settings(trace.header) | {
        "end_ns": trace.known_until_ns,
        "hyperperiod_ns": trace.header.hyperperiod_ns,
        "truncated": bool(trace.truncated),
        "truncated_reason": trace.truncated,
        "threads": [_thread(trace, thread) for thread in metrics.threads],
        "processes": [_process(trace, index) for index in range(len(trace.processes))],
        "metrics": _metrics(trace, metrics.run)
        | {
            "migrations": sum(thread.migrations for thread in metrics.threads),
            "processes": [_of_process(trace, process) for process in metrics.processes],
            "cores": [_of_core(core) for core in metrics.cores],
        },
        "queue_length": _queue_length(trace),
        "guarantees": _guarantees(trace),
        "events": events(trace),
        "deadlock": _deadlock(trace),
        "stuck": [_waiter(trace, waiter) for waiter in stuck(trace)] or None,
    }


def events(trace: Trace) -> list[Json]:
    """Return the signals, the ends for want of memory, and the misuses of resources, in order."""
    table = trace.events
    return [
        {
            "kind": EventKind(table.kind[row]).name.lower(),
            "time_ns": table.time[row],
            "process": table.process[row] + 1 or None,
            "thread": None if table.thread[row] < 0 else trace.threads[table.thread[row]].number,
            "value": table.value[row],
            "resource": _misused(trace, row),
        }
        for row in table.until(trace.known_until_ns)
        if table.kind[row] in TOLD
    ]


def _queue_length(trace: Trace) -> Json | None:
    """Return how many threads were ready from which time on; None for a run with more dispatches than one can plot."""
    if sum(len(runs.whose) for runs in trace.runs) > _MOST_PLOTTED:
        return None
    times, lengths = queue_length(trace)
    return {"time_ns": times.tolist(), "length": lengths.tolist(), "longest": max(lengths, default=0)}


def _guarantees(trace: Trace) -> Json | None:
    found = guarantees(trace)
    if found is None:
        return None
    return {
        "utilisation": found.utilisation,
        "liu_layland_bound": found.bound,
        "test": found.test or None,
        "schedulable": found.schedulable,
        "worst_response_ns": [*found.worst_response_ns] or None,
    }


def _misused(trace: Trace, row: int) -> str | None:
    table = trace.events
    if table.kind[row] != EventKind.MISUSED or table.value[row] < 0:
        return None
    return trace.resources[table.value[row]].name


def _thread(trace: Trace, metrics: ThreadMetrics) -> Json:
    info, jobs = trace.threads[metrics.thread], metrics.jobs
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
        "slowdown": metrics.slowdown,
        "blocked_ns": metrics.blocked_ns,
        "ready_ns": metrics.ready_ns,
        "longest_ready_ns": metrics.longest_ready_ns,
        "dispatches": metrics.dispatches,
        "preemptions": metrics.preemptions,
        "voluntary_switches": metrics.voluntary,
        "involuntary_switches": metrics.preemptions,
        "migrations": metrics.migrations,
        "jobs": jobs and jobs.jobs,
        "completed_jobs": jobs and jobs.completed,
        "first_response_ns": jobs and jobs.first_response_ns,
        "worst_response_ns": jobs and jobs.worst_response_ns,
        "deadline_misses": jobs and jobs.deadline_misses,
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
        "parent": trace.processes[info.parent].number if info.parent >= 0 else None,
    }


def _of_process(trace: Trace, metrics: ProcessMetrics) -> Json:
    return {
        "process": trace.processes[metrics.process].number,
        "name": trace.processes[metrics.process].name,
        "arrival_ns": metrics.arrival_ns,
        "finish_ns": metrics.finish_ns,
        "turnaround_ns": metrics.turnaround_ns,
        "waiting_ns": metrics.waiting_ns,
        "response_ns": metrics.response_ns,
        "slowdown": metrics.slowdown,
        "cpu_ns": metrics.cpu_ns,
        "blocked_ns": metrics.blocked_ns,
        "dispatches": metrics.dispatches,
        "preemptions": metrics.preemptions,
        "voluntary_switches": metrics.voluntary,
        "involuntary_switches": metrics.preemptions,
        "migrations": metrics.migrations,
        "deadline_misses": metrics.deadline_misses,
    }


def _of_core(metrics: CoreMetrics) -> Json:
    return {"core": metrics.core, "utilisation": metrics.utilisation, "switches": metrics.switches}


def _metrics(trace: Trace, metrics: RunMetrics) -> Json:
    return {
        "cpu_utilisation": metrics.cpu_utilisation,
        "throughput_per_s": metrics.throughput_per_s,
        "mean_turnaround_ns": metrics.mean_turnaround_ns,
        "mean_waiting_ns": metrics.mean_waiting_ns,
        "mean_response_ns": metrics.mean_response_ns,
        "mean_slowdown": metrics.mean_slowdown,
        "mean_ready": metrics.mean_ready,
        "context_switches": metrics.context_switches,
        "switching_share": metrics.switching_share,
        "fairness": metrics.fairness,
        "percentiles": metrics.percentiles_ns,
        "deadline_misses": metrics.deadline_misses,
        "starvation_bound_ns": metrics.starvation_bound_ns,
        "starved": [
            {"thread": trace.threads[thread].name, "longest_ready_ns": longest} for thread, longest in metrics.starved
        ],
    }


def _deadlock(trace: Trace) -> Json | None:
    found = deadlock(trace)
    if found is None:
        return None
    return {"at_ns": found.at_ns, "cycle": [_waiter(trace, waiter) for waiter in found.cycle]}


def _waiter(trace: Trace, waiter: Waiter) -> Json:
    return {
        "thread": trace.threads[waiter.thread].name,
        "holds": list(waiter.holds),
        "wants": waiter.wants,
        "held_by": [trace.threads[thread].name for thread in waiter.held_by],
    }
