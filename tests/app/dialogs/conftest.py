from __future__ import annotations

import pytest

from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import Burst, BurstKind, ProcessSpec, Program

MS = 1_000_000


@pytest.fixture
def program() -> Program:
    return Program(name="app.py", source="x = 10\n", path="/lessons/app.py")


@pytest.fixture
def scenario(program: Program) -> Scenario:
    """A program launched twice, and a process of bursts that arrives at 3 ms."""
    bursts = (
        Burst(kind=BurstKind.CPU, duration_ns=3 * MS),
        Burst(kind=BurstKind.IO, duration_ns=10 * MS, device="disk"),
    )
    return Scenario(
        title="Two",
        machine=Machine(cores=4, quantum_ns=MS, context_switch_ns=5_000),
        scheduler=SchedulerSpec(policy="round-robin"),
        processes=(
            ProcessSpec(name="A", program=program, launches=2, threads=2),
            ProcessSpec(name="B", bursts=bursts, arrival_ns=3 * MS),
        ),
        seed=7,
        until_ns=50 * MS,
        source="two.toml",
    )
