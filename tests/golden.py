"""Programs as CPython 3.13 compiles them, whichever version runs the tests, and scenarios made of them."""

import json
from pathlib import Path

import pytest

from desktop_app.engine import population
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.compiling import read_answer
from desktop_app.program.loading import LoadedProgram, link_program
from tests.scenarios import bursts, scenario

STORED = Path(__file__).with_name("stored")


def load_stored(program: Program) -> LoadedProgram:
    answer = json.loads((STORED / f"{Path(program.name).stem}.json").read_text("ascii"))
    return link_program(program, read_answer(program, json.dumps(answer).encode()))


def stored(name, **fields):
    source = json.loads((STORED / f"{name}.json").read_text("ascii"))["source"]
    return ProcessSpec(name=f"{name}.py", program=Program(name=f"{name}.py", source=source), **fields)


SCENARIOS = {
    "one-core": scenario(stored("app"), context_switch_ns=5_000),
    "two-launches": scenario(stored("loop", launches=2), cores=2),
    "two-threads-gil": scenario(stored("loop", threads=2), cores=2, quantum_ns=250_000),
    "two-threads-free": scenario(stored("loop", threads=2), cores=2, gil="free-threaded"),
    "mixed": scenario(
        stored("loop"),
        bursts("cpu 3ms, io disk 2ms, cpu 1ms", name="B", launches=2),
        bursts("cpu 500us, io net 4ms, cpu 500us", name="C", arrival_ns=1_000_000),
        cores=2,
        context_switch_ns=50_000,
    ),
    "fcfs": scenario(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 4ms"), policy="fcfs"),
}


def golden_trace(name: str, monkeypatch: pytest.MonkeyPatch):
    """Run one of the scenarios with the stored programs."""
    monkeypatch.setattr(population, "load_program", load_stored)
    return simulate(SCENARIOS[name], BATCH_LIMITS).run()
