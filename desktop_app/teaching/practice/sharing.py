"""Small workloads whose threads share something: locks in one order or another, and memory."""

from __future__ import annotations

from random import Random
from typing import Final

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.machine import Machine
from desktop_app.model.question import QuestionKind
from desktop_app.model.workload import Burst, BurstKind, ProcessSpec
from desktop_app.teaching.practice.situation import Situation, Wanted, wants
from desktop_app.teaching.practice.workloads import cpu, scenario

_HALF: Final = NS_PER_MS // 2
_MANY: Final = 3
_LEAVE: Final = 4
#: How often locks are taken in a circle, which need not close even then.
_CIRCLES: Final = 0.75


def _lock(name: str) -> Burst:
    return Burst(kind=BurstKind.LOCK, target=name)


def _unlock(name: str) -> Burst:
    return Burst(kind=BurstKind.UNLOCK, target=name)


def locked(rng: Random, level: int) -> Situation:
    """Processes that take one lock, one after the other."""
    count = 2 + (level >= _MANY) + (level >= _LEAVE)
    processes = []
    for number in range(1, count + 1):
        before, inside, after = rng.randint(1, 3), rng.randint(2, 5), rng.randint(1, 2)
        bursts = (cpu(before), _lock("m"), cpu(inside), _unlock("m"), cpu(after))
        arrival_ns = (number - 1) * rng.randint(1, 2) * NS_PER_MS + (_HALF if number > 1 else 0)
        processes.append(ProcessSpec(name=f"P{number}", bursts=bursts, arrival_ns=arrival_ns))
    cores = 1 if level == 1 else rng.randint(1, 2)
    made = scenario("One lock", processes, "round-robin", machine=Machine(cores=cores, quantum_ns=2 * NS_PER_MS))
    wanted = [Wanted(kind=QuestionKind.HOLDER, options={"lock": "m"})]
    return Situation(
        scenario=made,
        wanted=(*wanted, *wants(QuestionKind.WHY_WAITING, QuestionKind.FINISH_TIME, QuestionKind.STATE)),
    )


def deadlock(rng: Random, level: int) -> Situation:
    """Processes that take two locks each: in a circle, or with one who takes them in the other order."""
    count = 2 if level == 1 else rng.randint(2, 3 + (level >= _LEAVE))
    circle = rng.random() < _CIRCLES
    processes = []
    for number in range(count):
        first, second = f"L{number + 1}", f"L{(number + 1) % count + 1}"
        if not circle and number == count - 1:
            first, second = second, first
        between = rng.randint(1, 4)
        bursts = (
            cpu(rng.randint(1, 3)),
            _lock(first),
            cpu(between),
            _lock(second),
            cpu(rng.randint(1, 2)),
            _unlock(second),
            _unlock(first),
        )
        arrival_ns = number * (rng.randint(0, 1 + (level >= _LEAVE)) * NS_PER_MS + _HALF // 2)
        processes.append(ProcessSpec(name=f"P{number + 1}", bursts=bursts, arrival_ns=arrival_ns))
    cores = rng.randint(1, count)
    quantum_ns = rng.randint(1, 4) * NS_PER_MS
    made = scenario("Locks in a circle", processes, "round-robin", machine=Machine(cores=cores, quantum_ns=quantum_ns))
    locks = tuple(Wanted(kind=QuestionKind.HOLDER, options={"lock": f"L{number + 1}"}) for number in range(count))
    return Situation(
        scenario=made,
        wanted=(*wants(QuestionKind.DEADLOCK, QuestionKind.DEADLOCK, QuestionKind.WHY_WAITING), rng.choice(locks)),
    )


def memory(rng: Random, level: int) -> Situation:
    """A process that takes memory and gives some of it back, beside others that do the same."""
    processes = []
    for number in range(1, 2 + min(level, 3)):
        first, more, back = rng.randint(5, 20), rng.randint(2, 9), rng.randint(1, 4)
        bursts = (
            Burst(kind=BurstKind.ALLOCATE, size_bytes=first * 1_000_000),
            cpu(rng.randint(1, 3)),
            Burst(kind=BurstKind.ALLOCATE, size_bytes=more * 1_000_000),
            cpu(rng.randint(1, 3)),
            Burst(kind=BurstKind.FREE, size_bytes=back * 1_000_000),
            cpu(rng.randint(1, 3)),
        )
        arrival_ns = (number - 1) * NS_PER_MS + (_HALF if number > 1 else 0)
        processes.append(ProcessSpec(name=f"P{number}", bursts=bursts, arrival_ns=arrival_ns))
    base = Machine(quantum_ns=rng.randint(1, 3) * NS_PER_MS)
    made = scenario("Each process has its own memory", processes, "round-robin", machine=base)
    label = f"P{rng.randint(1, len(processes))}"
    return Situation(scenario=made, wanted=(Wanted(kind=QuestionKind.MEMORY, options={"process": label}),))
