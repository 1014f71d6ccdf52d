from __future__ import annotations

import pytest

from desktop_app.model.machine import CacheModel, GilMode, Machine, StartCosts, StartMethod
from desktop_app.model.scenario import Action, ActionKind, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import (
    Burst,
    BurstKind,
    DeviceSpec,
    Footprint,
    Parameters,
    Periodic,
    ProcessSpec,
    Program,
    ResourceKind,
    ResourceSpec,
    SchedulingClass,
)
from desktop_app.program.bursts import parse_bursts

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


@pytest.fixture
def rich(program: Program) -> Scenario:
    """A scenario that uses everything that no dialog shows."""
    return Scenario(
        title="Rich",
        machine=Machine(
            cores=4,
            gil=GilMode.FREE_THREADED,
            speeds_ppm=(1_000_000, 1_000_000, 500_000, 500_000),
            siblings=(0, 0, 1, 2),
            smt_rate_ppm=700_000,
            tick_ns=4 * MS,
            tick_cost_ns=2_000,
            cache=CacheModel(size_bytes=1_000_000, warmup_ns=MS, warm_rate_ppm=2_000_000),
            bus_bytes_per_s=200_000_000,
            ram_bytes=64_000_000,
            starts=StartCosts(fork_ns=MS),
        ),
        scheduler=SchedulerSpec(
            policy="mlfq", options={"quantum": ("10ms", "20ms"), "boost": "50ms"}, placement=Placement.STEALING,
            balance_ns=10 * MS,
        ),
        processes=(
            ProcessSpec(
                name="A",
                program=program,
                launches=0,
                threads=2,
                parameters=Parameters(
                    priority=50, nice=-5, tickets=7, affinity=(1, 2), core=2, scheduling=SchedulingClass.RR
                ),
                footprint=Footprint(memory_bytes=1_000, working_set_bytes=2_000, bus_bytes_per_s=3_000),
                start=StartMethod.SPAWN,
            ),
            ProcessSpec(
                name="B",
                bursts=parse_bursts("lock m, cpu 3ms, unlock m, io disk 1ms"),
                periodic=Periodic(
                    period_ns=20 * MS, wcet_ns=3 * MS, deadline_ns=15 * MS, offset_ns=MS, runtime_ns=4 * MS
                ),
            ),
        ),
        resources=(ResourceSpec(name="m", kind=ResourceKind.MUTEX, inherit=True),),
        devices=(DeviceSpec(name="disk", servers=2),),
        actions=(Action(at_ns=MS, kind=ActionKind.LAUNCH, process="A"),),
        source="rich.toml",
    )  # fmt: skip
