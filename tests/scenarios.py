"""Scenarios in one line, and the way from one to its finished trace."""

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.bursts import parse_bursts

MS = 1_000_000
APP = "x = 10\ny = 20\nz = x + y\n"


def bursts(text, **fields):
    return ProcessSpec(name=fields.pop("name", "A"), bursts=parse_bursts(text), **fields)


def program(source=APP, **fields):
    return ProcessSpec(name="app.py", program=Program(name="app.py", source=source), **fields)


def scenario(*processes, policy="round-robin", until_ns=None, gil="gil", **machine):
    return Scenario(
        title="test",
        machine=Machine(gil=GilMode(gil), **machine),
        scheduler=SchedulerSpec(policy=policy),
        processes=processes,
        until_ns=until_ns,
    )


def run(*processes, limits=BATCH_LIMITS, **fields):
    return simulate(scenario(*processes, **fields), limits).run()
