"""Checkpoints: whatever a program holds, the run that goes on from one is the run itself."""

from __future__ import annotations

import io

import pytest

from desktop_app.engine.build import simulate
from desktop_app.engine.checkpoints import _Pickler
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.population import Population
from desktop_app.program.copying import CopyReader
from desktop_app.program.effects import Outcome
from desktop_app.program.process import ProgramThread
from desktop_app.program.values import OrderLostError
from tests.program.samples import CORPUS, FAULTS, loaded, output_of
from tests.scenarios import program, run, scenario

LIMITS = RunLimits(instructions=200_000, trace_bytes=2**28, forget=False, checkpoints=True)
SAMPLES = CORPUS | FAULTS


def _copied(thread: ProgramThread, constants: list[object]) -> ProgramThread:
    """Return a thread as a checkpoint keeps it; the thread itself where none could be taken."""
    buffer = io.BytesIO()
    try:
        _Pickler(buffer, constants).dump(thread)
    except OrderLostError:
        return thread
    copy = CopyReader(io.BytesIO(buffer.getvalue()), constants).load()
    assert isinstance(copy, ProgramThread)
    return copy


@pytest.mark.parametrize("name", SAMPLES)
def test_a_program_goes_on_from_a_copy_as_it_would_have(name: str) -> None:
    outputs, spec = [], program(SAMPLES[name])
    assert spec.program is not None
    compiled = {spec.program: loaded(SAMPLES[name])}
    for size, copies in ((100_000, False), (7, True)):
        population = Population(scenario(spec), compiled)
        thread, constants, steps = population.threads[0].program, population.constants(), []
        assert thread is not None
        outcome = Outcome.RAN
        while outcome is Outcome.RAN:
            batch = thread.run(size)
            steps += batch.steps
            outcome = batch.outcome
            thread = _copied(thread, constants) if copies and outcome is Outcome.RAN else thread
        outputs.append((output_of(steps), outcome))
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(
    "source",
    [
        "s = {1}\nwhile True:\n    s |= {2}\n",
        "d = {n: n for n in range(100_000)}\n",
        "for k in {n: n for n in range(40_000)}:\n    pass\n",
    ],
    ids=["a set", "a comprehension", "a loop over a dictionary"],
)
def test_what_cannot_be_copied_takes_no_checkpoint_and_stops_nothing(source: str) -> None:
    simulation = simulate(scenario(program(source)), LIMITS)
    assert simulation.run().finished


def test_values_nested_deeper_than_pickle_goes_stop_nothing() -> None:
    source = "x = []\nn = 0\nwhile n < 5_000:\n    x = [x]\n    n += 1\n"
    assert run(program(source), limits=LIMITS).finished


def test_a_program_with_dictionaries_and_exceptions_has_checkpoints() -> None:
    source = (
        "d = {'n': 0}\nwhile d['n'] < 3_000:\n    try:\n        d['n'] += 1\n        d[1]\n"
        "    except KeyError:\n        pass\n"
    )
    simulation = simulate(scenario(program(source)), LIMITS)
    simulation.run()
    assert simulation.checkpoints.taken
