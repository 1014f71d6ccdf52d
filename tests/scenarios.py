"""Scenarios in one line, and the way from one to its finished trace."""

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import BurstKind, Parameters, Periodic, ProcessSpec, Program
from desktop_app.program.bursts import parse_bursts

MS = 1_000_000
APP = "x = 10\ny = 20\nz = x + y\n"


def bursts(text, **fields):
    return ProcessSpec(name=fields.pop("name", "A"), bursts=parse_bursts(text), **fields)


def program(source=APP, **fields):
    return ProcessSpec(name="app.py", program=Program(name="app.py", source=source), **fields)


def periodic(text, period_ns, *, deadline_ns=None, offset_ns=0, runtime_ns=None, **fields):
    """A periodic task whose jobs go through these bursts."""
    spec = bursts(text, **fields)
    wcet_ns = sum(burst.duration_ns for burst in spec.bursts if burst.kind is BurstKind.CPU)
    task = Periodic(
        period_ns=period_ns,
        wcet_ns=wcet_ns,
        deadline_ns=period_ns if deadline_ns is None else deadline_ns,
        offset_ns=offset_ns,
        runtime_ns=wcet_ns if runtime_ns is None else runtime_ns,
    )
    return ProcessSpec(**{name: getattr(spec, name) for name in spec.__slots__} | {"periodic": task})


def told(**parameters):
    """What a scheduler is told: ``bursts("cpu 1ms", parameters=told(affinity=(1,)))``."""
    return Parameters(**parameters)


def scenario(
    *processes,
    policy="round-robin",
    until_ns=None,
    gil="gil",
    options=None,
    placement="global",
    balance_ns=None,
    resources=(),
    devices=(),
    actions=(),
    seed=0,
    **machine,
):
    """Anything else is a field of the machine."""
    return Scenario(
        title="test",
        machine=Machine(gil=GilMode(gil), **machine),
        scheduler=SchedulerSpec(
            policy=policy, options=options or {}, placement=Placement(placement), balance_ns=balance_ns
        ),
        processes=processes,
        resources=tuple(resources),
        devices=tuple(devices),
        actions=tuple(actions),
        seed=seed,
        until_ns=until_ns,
    )


def run(*processes, limits=BATCH_LIMITS, **fields):
    return simulate(scenario(*processes, **fields), limits).run()
