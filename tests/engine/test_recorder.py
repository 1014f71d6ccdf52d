"""What programs did becomes rows when somebody reads them: the same rows as if they had been written at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.engine import recorder
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS, RunLimits
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.simulation import Simulation
from desktop_app.program.log import Batch
from desktop_app.trace.size import is_within, size_bytes
from tests.engine.observed import columns, sound
from tests.program.samples import CORPUS, FAULTS
from tests.scenarios import MS, program, scenario

#: What is shown must not depend on what it is called later.
RENAMED = """
import functools
def outer(f):
    @functools.wraps(f)
    def inner(*args): return f(*args)
    return inner
@outer
def double(n): return 2 * n
class A: pass
A.__name__ = "B"
error = ValueError(1)
error.args = (2,)
x, y, z = double, A, error
"""
SAMPLES = CORPUS | FAULTS | {"renamed": RENAMED}
LOOP = "xs = []\nfor i in range(400):\n    n = 0\n    while n < i: n = n + 1\n    xs.append(n)\n    print(n)\n"
LIMITS = RunLimits(instructions=40_000, trace_bytes=2**40, forget=False)


def _simulation(source: str, threads: int = 1, limits: RunLimits = LIMITS, **machine: object) -> Simulation:
    return simulate(scenario(program(source, threads=threads), program("n = 1\n" * 20), **machine), limits)


def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Recorder.batch

    def at_once(self: Recorder, *args: object) -> int:
        end = batch(self, *args)
        self.settle()
        return end

    monkeypatch.setattr(Recorder, "batch", at_once)


@pytest.mark.parametrize("name", [*sorted(SAMPLES)[::20], "renamed"])
@pytest.mark.parametrize("machine", [{"cores": 1}, {"cores": 2, "quantum_ns": 1 * MS}])
def test_rows_written_late_are_those_written_at_once(
    name: str, machine: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = columns(sound(_simulation(SAMPLES[name], **machine).run()))
    _eager(monkeypatch)
    assert columns(_simulation(SAMPLES[name], **machine).run()) == late


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=6), st.integers(1, 2), st.booleans())
def test_it_does_not_matter_when_somebody_reads(looks_ms: list[int], threads: int, forgets: bool) -> None:
    limits = RunLimits(instructions=8_000, trace_bytes=150_000, forget=True) if forgets else LIMITS
    whole = columns(_simulation(LOOP, threads, limits).run())
    simulation = _simulation(LOOP, threads, limits)
    for look_ms in sorted(looks_ms):
        simulation.advance(look_ms * MS, 1_000_000)
        assert size_bytes(simulation.trace) > 0
    assert columns(simulation.run()) == whole


def test_a_trace_grows_by_no_more_than_its_recorder_says(monkeypatch: pytest.MonkeyPatch) -> None:
    batch, seen = Recorder.batch, []

    def weighed(self: Recorder, thread: object, one: Batch, *times: int) -> int:
        before = size_bytes(self.trace)
        end = batch(self, thread, one, *times)
        promised = self.unsettled_bytes
        seen.append(size_bytes(self.trace) - before)
        assert seen[-1] <= promised
        return end

    monkeypatch.setattr(Recorder, "batch", weighed)
    for name in [*sorted(SAMPLES)[::20], "renamed"]:
        _simulation(SAMPLES[name], quantum_ns=1 * MS).run()
    assert max(seen) > 1_000


def test_the_size_is_worked_out_only_where_it_decides() -> None:
    simulation = _simulation(LOOP)
    simulation.advance(50 * MS, 1_000_000)
    trace = simulation.trace
    assert trace.late is not None
    promised = trace.late.unsettled_bytes
    assert promised > 0
    assert is_within(trace, 2**40)
    assert trace.late.unsettled_bytes == promised
    assert not is_within(trace, 1_000)
    assert trace.late.unsettled_bytes == 0


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_MOST_KEPT_BYTES", 10_000)
    settle, calls = Recorder.settle, []
    monkeypatch.setattr(Recorder, "settle", lambda self: (calls.append(self), settle(self))[1])
    simulation = _simulation("s = 'x' * 2_000\nwhile True:\n    s = s + 'y'\n")
    simulation.advance(100 * MS, 1_000_000)
    assert calls


def test_a_window_goes_on_for_ever_in_bounded_memory() -> None:
    limits = RunLimits(instructions=30_000, trace_bytes=300_000, forget=True)
    trace = _simulation("n = 0\nwhile True:\n    n = n + 1\n", limits=limits).run()
    assert trace.begin_ns > 0
    assert size_bytes(trace) < WINDOW_LIMITS.trace_bytes
