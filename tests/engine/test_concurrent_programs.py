"""Programs with threads, processes and coroutines print what they print under CPython itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.trace.invariants import violations
from desktop_app.trace.trace import Trace
from tests.program.samples import run_in_cpython, sections
from tests.scenarios import scenario

PROGRAMS = sections("concurrent.txt")


def simulated(source: str, *, cores: int = 1, gil: GilMode = GilMode.GIL) -> Trace:
    made = scenario(ProcessSpec(name="app", program=Program(name="app.py", source=source)))
    return simulate(replace(made, machine=replace(made.machine, cores=cores, gil=gil)), BATCH_LIMITS).run()


def output_of(trace: Trace) -> str:
    """Return what all processes printed, in the order of time."""
    pieces = [
        (time, number, text)
        for memory in trace.memory
        for number, (time, text) in enumerate(zip(memory.output.time, memory.output.text, strict=True))
    ]
    return "".join(text for _, _, text in sorted(pieces))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What CPython prints, two programs at a time."""

    def output(item: tuple[str, str]) -> str:
        folder: Path = tmp_path_factory.mktemp(item[0])
        return "".join(run_in_cpython(item[1], folder))

    with ThreadPoolExecutor(2) as executor:
        return dict(zip(PROGRAMS, executor.map(output, PROGRAMS.items()), strict=True))


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(("cores", "gil"), [(1, GilMode.GIL), (2, GilMode.GIL), (4, GilMode.FREE_THREADED)])
def test_a_program_prints_what_it_prints_under_cpython(
    name: str, cores: int, gil: GilMode, expected: dict[str, str]
) -> None:
    trace = simulated(PROGRAMS[name], cores=cores, gil=gil)
    assert not trace.truncated
    assert output_of(trace) == expected[name]
    assert list(violations(trace)) == []
