from dataclasses import replace

import pytest

from desktop_app.model.errors import CoreloomError
from desktop_app.teaching import running
from desktop_app.teaching.running import LESSON_LIMITS, Runs
from tests.scenarios import bursts, program, scenario


def test_a_scenario_is_run_once():
    runs = Runs()
    trace = runs.trace(scenario(bursts("cpu 3ms")))
    assert trace.finished
    assert runs.trace(scenario(bursts("cpu 3ms"))) is trace
    assert runs.trace(scenario(bursts("cpu 4ms"))) is not trace


def test_only_the_latest_runs_are_kept():
    runs = Runs()
    first = runs.trace(scenario(bursts("cpu 1ms")))
    for length in range(2, 7):
        runs.trace(scenario(bursts(f"cpu {length}ms")))
    assert runs.trace(scenario(bursts("cpu 1ms"))) is not first


def test_what_never_ends_is_cut_off(monkeypatch):
    monkeypatch.setattr(running, "LESSON_LIMITS", replace(LESSON_LIMITS, instructions=2_000))
    assert Runs().trace(scenario(program("while True:\n    pass\n"))).truncated.endswith("limit of 2,000 instructions")


def test_what_cannot_be_run_is_refused():
    with pytest.raises(CoreloomError, match="invalid syntax"):
        Runs().trace(scenario(program("x = = 1\n")))
