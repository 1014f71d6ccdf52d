"""Small workloads of bursts for one policy each: more threads, unequal arrivals, switches, devices and cores by level.

Later arrivals lie half a millisecond beside the moments at which slices and bursts end, so that nothing that decides
who is next happens at the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Final

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.machine import Machine
from desktop_app.model.question import QuestionKind
from desktop_app.model.scenario import OptionValue, Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, Parameters, Periodic, ProcessSpec
from desktop_app.teaching.practice.situation import Situation, wants
from desktop_app.teaching.questions.expected import READ

_HALF: Final = NS_PER_MS // 2
_NEXT = QuestionKind.NEXT_THREAD
_TIMES: Final = tuple(READ)
#: Levels from which a workload has more of something.
_ARRIVALS, _MORE, _COSTS, _DEVICES = 2, 3, 4, 5


def cpu(milliseconds: int) -> Burst:
    """Return a CPU burst."""
    return Burst(kind=BurstKind.CPU, duration_ns=milliseconds * NS_PER_MS)


def device(milliseconds: int) -> Burst:
    """Return an I/O burst at the disk."""
    return Burst(kind=BurstKind.IO, duration_ns=milliseconds * NS_PER_MS, device="disk")


def scenario(
    title: str,
    processes: Sequence[ProcessSpec],
    policy: str,
    options: Mapping[str, OptionValue] = MappingProxyType({}),
    machine: Machine | None = None,
) -> Scenario:
    """Return a scenario with one policy."""
    return Scenario(
        title=title,
        machine=machine if machine is not None else Machine(),
        scheduler=SchedulerSpec(policy=policy, options=MappingProxyType(dict(options))),
        processes=tuple(processes),
    )


def jobs(rng: Random, level: int, lengths: range, *, distinct: bool = False) -> list[ProcessSpec]:
    """Return processes of one thread each.

    Args:
        rng: Chance.
        level: From 1: more of them, then unequal arrivals, then devices.
        lengths: What a CPU burst may take, in milliseconds.
        distinct: Whether no two bursts are of the same length.
    """
    count = rng.randint(3, 4) if level < _MORE else rng.randint(4, 5)
    chosen = rng.sample(lengths, count) if distinct else [rng.choice(lengths) for _ in range(count)]
    arrivals = [0, *sorted(rng.sample(range(1, 2 * count + 2), count - 1))] if level >= _ARRIVALS else [0] * count
    found = []
    for number, (length, arrival) in enumerate(zip(chosen, arrivals, strict=True), start=1):
        script: tuple[Burst, ...] = (cpu(length),)
        if level >= _DEVICES and number % 2 == rng.randrange(2):
            script = (cpu(length), device(rng.randint(2, 5)), cpu(rng.randint(1, 3)))
        arrival_ns = arrival * NS_PER_MS + (_HALF if arrival else 0)
        found.append(ProcessSpec(name=f"P{number}", bursts=script, arrival_ns=arrival_ns))
    return found


def machine(rng: Random, level: int, *, quanta_ms: Sequence[int] = (), cores: int = 1) -> Machine:
    """Return a machine; context switches cost something from some level on."""
    cost_ns = rng.choice((100_000, 200_000, _HALF)) if level >= _COSTS else 0
    quantum_ns = rng.choice(list(quanta_ms) or [1]) * NS_PER_MS
    return Machine(cores=cores, quantum_ns=quantum_ns, context_switch_ns=cost_ns)


# -- one policy each ------------------------------------------------------------------------------------------


def fcfs(rng: Random, level: int) -> Situation:
    """First come, first served."""
    made = scenario("First come, first served", jobs(rng, level, range(2, 11)), "fcfs", machine=machine(rng, level))
    return Situation(scenario=made, wanted=wants(_NEXT, *_TIMES), by_order=level < _ARRIVALS)


def sjf(rng: Random, level: int) -> Situation:
    """Shortest job first."""
    processes = jobs(rng, level, range(1, 12), distinct=True)
    made = scenario("Shortest job first", processes, "sjf", machine=machine(rng, level))
    return Situation(scenario=made, wanted=wants(_NEXT, *_TIMES, QuestionKind.FIRST_TO_FINISH))


def srtf(rng: Random, level: int) -> Situation:
    """Shortest remaining time first; without later arrivals it would be shortest job first."""
    processes = jobs(rng, max(level, _ARRIVALS), range(1, 12), distinct=True)
    made = scenario("Shortest remaining time first", processes, "srtf", machine=machine(rng, level))
    kinds = (_NEXT, *_TIMES, QuestionKind.FIRST_TO_FINISH, QuestionKind.SWITCHES)
    return Situation(scenario=made, wanted=wants(*kinds))


def round_robin(rng: Random, level: int) -> Situation:
    """Round robin."""
    quanta = (1, 2) if level == 1 else (1, 2, 3, 4)
    made = scenario(
        "Round robin", jobs(rng, level, range(2, 8)), "round-robin", machine=machine(rng, level, quanta_ms=quanta)
    )
    kinds = (_NEXT, *_TIMES, QuestionKind.FIRST_TO_FINISH, QuestionKind.SWITCHES)
    return Situation(scenario=made, wanted=wants(*kinds), by_order=level < _ARRIVALS)


def priority(rng: Random, level: int) -> Situation:
    """Priorities, with preemption or without; the lowest number is the most urgent, or the highest."""
    processes = jobs(rng, level, range(2, 9), distinct=True)
    urgencies = rng.sample(range(1, 10), len(processes))
    processes = [
        replace(spec, parameters=Parameters(priority=urgency))
        for spec, urgency in zip(processes, urgencies, strict=True)
    ]
    options: dict[str, OptionValue] = {
        "preemptive": bool(rng.randrange(2)),
        "lowest_first": level < _MORE or bool(rng.randrange(2)),
    }
    if level < _ARRIVALS:
        options["preemptive"] = False
    made = scenario("Priority scheduling", processes, "priority", options, machine(rng, level))
    return Situation(scenario=made, wanted=wants(_NEXT, *_TIMES, QuestionKind.FIRST_TO_FINISH))


def mlfq(rng: Random, level: int) -> Situation:
    """A multi-level feedback queue: a long job, and shorter ones that come later."""
    quantum_ms = rng.choice((1, 2, 3))
    processes = [ProcessSpec(name="P1", bursts=(cpu(rng.randint(6, 14) * quantum_ms),))]
    arrival = 0
    for number in range(2, 3 + min(level, 3)):
        arrival += rng.randint(1, 4) * quantum_ms
        script: tuple[Burst, ...] = (cpu(rng.randint(1, 4)),)
        if level >= _COSTS:
            script = (*script, device(rng.randint(1, 3)), cpu(rng.randint(1, 2)))
        processes.append(ProcessSpec(name=f"P{number}", bursts=script, arrival_ns=arrival * NS_PER_MS + _HALF))
    options: dict[str, OptionValue] = {"queues": 2 if level < _MORE else 3}
    if level >= _DEVICES:
        options["boost"] = f"{rng.randint(8, 12)}ms"
    base = Machine(quantum_ns=quantum_ms * NS_PER_MS)
    made = scenario("Multi-level feedback queue", processes, "mlfq", options, base)
    return Situation(scenario=made, wanted=wants(_NEXT, *_TIMES, QuestionKind.SWITCHES))


def fair(rng: Random, level: int) -> Situation:
    """Linux' fair schedulers: shares by nice values."""
    policy = rng.choice(("cfs", "eevdf"))
    count = 3 if level < _MORE else rng.randint(3, 4)
    nices = [0] * count if level == 1 else rng.sample((-5, -3, 0, 3, 5, 10), count)
    processes = [
        ProcessSpec(name=f"P{number}", bursts=(cpu(rng.randint(20, 60)),), parameters=Parameters(nice=nice))
        for number, nice in enumerate(nices, start=1)
    ]
    if level >= _COSTS:
        late_ns = rng.randint(5, 20) * NS_PER_MS + _HALF
        processes.append(ProcessSpec(name=f"P{count + 1}", bursts=(cpu(rng.randint(5, 20)),), arrival_ns=late_ns))
    tick_ns = rng.choice((1, 4)) * NS_PER_MS
    title = "Linux CFS" if policy == "cfs" else "Linux EEVDF"
    made = scenario(title, processes, policy, machine=Machine(tick_ns=tick_ns))
    kinds = (QuestionKind.CPU_TIME, QuestionKind.FIRST_TO_FINISH, _NEXT)
    return Situation(scenario=made, wanted=wants(*kinds), by_order=level < _ARRIVALS)


def multicore(rng: Random, level: int) -> Situation:
    """Several cores with one ready queue."""
    cores = 2 if level < _MORE else rng.randint(2, 4)
    processes = jobs(rng, max(1, level - 1) + (level >= _MORE), range(2, 9))
    extra = [
        ProcessSpec(name=f"P{len(processes) + number}", bursts=(cpu(rng.randint(2, 8)),)) for number in range(1, cores)
    ]
    policy = rng.choice(("fcfs", "round-robin"))
    title = f"{cores} cores, one ready queue"
    base = machine(rng, level, quanta_ms=(1, 2, 3), cores=cores)
    made = scenario(title, [*processes, *extra], policy, machine=base)
    kinds = (
        QuestionKind.MAKESPAN,
        QuestionKind.FINISH_TIME,
        QuestionKind.WAITING_TIME,
        _NEXT,
        QuestionKind.RUNNING_AT_ONCE,
    )
    return Situation(scenario=made, wanted=wants(*kinds), by_order=True)


def real_time(rng: Random, level: int) -> Situation:
    """Periodic tasks under rate monotonic or earliest deadline first."""
    count = 2 if level < _MORE else 3
    periods = rng.sample((4, 5, 6, 8, 10, 12), count)
    shares = {2: (0.3, 0.6), 3: (0.2, 0.45)}[count]
    tasks = []
    for number, period in enumerate(sorted(periods), start=1):
        wcet = max(1, round(period * rng.uniform(*shares)))
        periodic = Periodic(
            period_ns=period * NS_PER_MS,
            wcet_ns=wcet * NS_PER_MS,
            deadline_ns=period * NS_PER_MS,
            runtime_ns=wcet * NS_PER_MS,
        )
        tasks.append(ProcessSpec(name=f"P{number}", bursts=(cpu(wcet),), periodic=periodic))
    policy = rng.choice(("rate-monotonic", "edf"))
    title = "Rate monotonic" if policy == "rate-monotonic" else "Earliest deadline first"
    made = replace(scenario(title, tasks, policy), until_ns=(20 if level < _COSTS else 30) * NS_PER_MS)
    return Situation(scenario=made, wanted=wants(QuestionKind.DEADLINE_MISSES, _NEXT, QuestionKind.CPU_TIME))


def io(rng: Random, level: int) -> Situation:
    """CPU-bound and I/O-bound processes."""
    hog = ProcessSpec(name="P1", bursts=(cpu(rng.randint(6, 12)), device(rng.randint(1, 4)), cpu(rng.randint(2, 6))))
    others = []
    for number in range(2, 3 + min(level, 3)):
        bursts = [cpu(rng.randint(1, 2)), device(rng.randint(2, 6)), cpu(rng.randint(1, 2))]
        if level >= _MORE:
            bursts += [device(rng.randint(2, 6)), cpu(1)]
        arrival_ns = (number - 1) * NS_PER_MS + _HALF if level >= _ARRIVALS else 0
        others.append(ProcessSpec(name=f"P{number}", bursts=tuple(bursts), arrival_ns=arrival_ns))
    policy = "fcfs" if level < _COSTS else rng.choice(("fcfs", "round-robin"))
    made = scenario("CPU-bound and I/O-bound", [hog, *others], policy, machine=machine(rng, 1, quanta_ms=(2, 3)))
    kinds = (QuestionKind.STATE, _NEXT, QuestionKind.WAITING_TIME, QuestionKind.FINISH_TIME, QuestionKind.WHY_WAITING)
    return Situation(scenario=made, wanted=wants(*kinds), by_order=level < _ARRIVALS)
