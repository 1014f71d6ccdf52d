"""One measured run of Coreloom's engine in a process of its own; prints one line of JSON. Started by engine.py."""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import sys
import time
from bisect import bisect_left
from pathlib import Path
from statistics import median
from typing import Any

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import RunLimits
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, Periodic, ProcessSpec
from desktop_app.trace.size import size_bytes
from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.trace.trace import Trace

#: The peers' unit is the microsecond.
NS_PER_US = 1_000
QUANTUM_US = 1_000
QUANTA = 100_000
UNBOUNDED = RunLimits(instructions=None, trace_bytes=2**40, forget=False)
#: As the peers' own measuring does: a short run is repeated, and its median taken, until this much was measured.
ENOUGH_S = 0.25
MOST_RUNS = 25

#: What the peers' workloads.py returns; times are in microseconds.
Workload = dict[str, Any]


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workload", choices=("W1", "W2", "W3"))
    parser.add_argument("threads", type=int)
    parser.add_argument("cores", type=int)
    parser.add_argument("--peers", type=Path, help="directory of the peers' workloads.py; needed for W2 and W3")
    parser.add_argument("--quanta", type=int, default=QUANTA, help="quanta in all, for W1 without --peers")
    parser.add_argument("--once", action="store_true", help="do not repeat a short run")
    options = parser.parse_args()
    workload = _workload(options)
    sys.stdout.write(f"{json.dumps(measure(workload, once=options.once))}\n")


def even_quanta(threads: int, cores: int, quanta: int) -> Workload:
    """Return W1: threads that share ``quanta`` quanta evenly, all ready at once, nothing but the round."""
    each = max(1, quanta // threads)
    return {
        "name": "W1",
        "n": threads,
        "cores": cores,
        "quantum": QUANTUM_US,
        "cs": 0,
        "threads": [[(each * QUANTUM_US, 0)]] * threads,
        "decisions": each * threads,
    }


def _workload(options: argparse.Namespace) -> Workload:
    if options.peers is None:
        return even_quanta(options.threads, options.cores, options.quanta)
    path = options.peers / "workloads.py"
    spec = importlib.util.spec_from_file_location("peer_workloads", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not a Python module")
    sys.dont_write_bytecode = True  # the directory is somebody else's
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Workload = module.WL[options.workload](n=options.threads, cores=options.cores)
    return made


def scenario_of(workload: Workload) -> Scenario:
    """Return the scenario that says the same as a peer's workload, in nanoseconds."""
    if workload["name"] == "W3":
        return Scenario(
            title="W3",
            machine=Machine(cores=workload["cores"]),
            scheduler=SchedulerSpec(policy="edf"),
            processes=tuple(_task(number, *task) for number, task in enumerate(workload["tasks"], 1)),
            until_ns=workload["duration"] * NS_PER_US,
        )
    return Scenario(
        title=workload["name"],
        machine=Machine(
            cores=workload["cores"],
            quantum_ns=workload["quantum"] * NS_PER_US,
            context_switch_ns=workload["cs"] * NS_PER_US,
        ),
        scheduler=SchedulerSpec(policy="round-robin"),
        processes=tuple(_script(number, pairs) for number, pairs in enumerate(workload["threads"], 1)),
    )


def _task(number: int, period_us: int, wcet_us: int) -> ProcessSpec:
    period_ns, wcet_ns = period_us * NS_PER_US, wcet_us * NS_PER_US
    return ProcessSpec(
        name=f"P{number}",
        bursts=(Burst(kind=BurstKind.CPU, duration_ns=wcet_ns),),
        periodic=Periodic(period_ns=period_ns, wcet_ns=wcet_ns, deadline_ns=period_ns, runtime_ns=wcet_ns),
    )


def _script(number: int, pairs: list[tuple[int, int]]) -> ProcessSpec:
    bursts = []
    for cpu_us, io_us in pairs:
        bursts.append(Burst(kind=BurstKind.CPU, duration_ns=cpu_us * NS_PER_US))
        if io_us:
            bursts.append(Burst(kind=BurstKind.IO, duration_ns=io_us * NS_PER_US, device="disk"))
    return ProcessSpec(name=f"P{number}", bursts=tuple(bursts))


def measure(workload: Workload, *, once: bool = False) -> dict[str, float | int | str | None]:
    """Run a workload and return its times, counts and sizes.

    Returns:
        ``cpu_s`` is the CPU time from the scenario to its finished trace, which is what peers are compared by: they,
        too, build their objects while the clock runs. ``run_cpu_s`` leaves out building the simulation, and
        ``scenario_cpu_s`` is what writing the workload down as a scenario took before. The peak of the memory is
        taken before anything is counted.
    """
    began = time.process_time()
    scenario = scenario_of(workload)
    scenario_cpu_s = time.process_time() - began
    totals: list[float] = []
    runs: list[float] = []
    wall_s = 0.0
    trace = None
    while trace is None or not (once or wall_s > ENOUGH_S or len(totals) >= MOST_RUNS):
        trace = None  # two traces at a time would cost memory that no single run needs
        gc.collect()
        wall_began, began = time.perf_counter(), time.process_time()
        simulation = simulate(scenario, UNBOUNDED)
        built = time.process_time()
        trace = simulation.run()
        ended = time.process_time()
        wall_s += time.perf_counter() - wall_began
        totals.append(ended - began)
        runs.append(ended - built)
        del simulation
    peak = peak_bytes()
    return {
        "workload": workload["name"],
        "threads": workload["n"],
        "cores": workload["cores"],
        "decisions": workload["decisions"],
        "cpu_s": median(totals),
        "run_cpu_s": median(runs),
        "scenario_cpu_s": scenario_cpu_s,
        "peak_bytes": peak,
        "trace_bytes": size_bytes(trace),
        "truncated": trace.truncated,
        **_counts(trace, scenario.until_ns),
    }


def peak_bytes() -> int | None:
    """Return the largest memory this process has had, or None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _counts(trace: Trace, until_ns: int | None) -> dict[str, int]:
    """Count what happened before ``until_ns``; what happens at that moment belongs to the time after, as for the peers.

    Everything is read from the columns of the trace, because an analysis of ten million rows would take minutes.
    """
    dispatches = preemptions = 0
    for runs in trace.runs:
        rows = len(runs) if until_ns is None else bisect_left(runs.start, until_ns)
        causes = runs.cause[:rows]
        dispatches += runs.kind[:rows].count(RunKind.RUN) - causes.count(RunEnd.RATE)
        preemptions += causes.count(RunEnd.PREEMPTED)
        if rows and until_ns is not None and runs.end[rows - 1] >= until_ns:
            preemptions -= causes[-1] == RunEnd.PREEMPTED
    counts = {"dispatches": dispatches, "preemptions": preemptions}
    if until_ns is None:
        ended = [time_ns for time_ns in trace.ended if time_ns != OPEN]
        unfinished = len(trace.ended) - len(ended)
        return {**counts, "makespan_ns": max(ended), "finish_sum_ns": sum(ended), "unfinished": unfinished}
    return {**counts, **_job_counts(trace, until_ns)}


def _job_counts(trace: Trace, until_ns: int) -> dict[str, int]:
    releases = completions = 0
    for thread, jobs in trace.jobs.items():
        periodic = trace.processes[trace.threads[thread].process].periodic
        assert periodic is not None
        releases += -((jobs.first_ns - until_ns) // periodic.period_ns)  # rounded up: the first one is at first_ns
        completions += bisect_left(jobs.finish, until_ns)
    return {"releases": releases, "completions": completions}


if __name__ == "__main__":
    main()
