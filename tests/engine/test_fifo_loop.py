"""The loop for FIFO queues; tests/engine/test_plain_loop.py compares all loops on any scenario."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.fifo_loop import FifoLoop
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.scenario import Action, ActionKind, Placement, SchedulerSpec
from tests.engine.observed import columns, do, ends, running, task
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, scenario


def without_loops(described):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FifoLoop, "applies", lambda _: False)  # PlainLoop inherits it
        return simulate(described, BATCH_LIMITS).run()


@given(
    st.sampled_from(["fcfs", "round-robin"]).flatmap(
        lambda policy: scenarios(policy=policy, placement=Placement.GLOBAL, plain=True, programs=False)
    )
)
def test_the_loop_records_what_the_engine_records_moment_by_moment(described):
    assert columns(simulate(described, BATCH_LIMITS).run()) == columns(without_loops(described))


def test_it_is_used_for_what_it_is_for(monkeypatch):
    used = []
    run = FifoLoop._run
    monkeypatch.setattr(FifoLoop, "_run", lambda *given: used.append(True) or run(*given))
    simulate(scenario(bursts("cpu 3ms, io disk 1ms, cpu 2ms", launches=3), cores=2), BATCH_LIMITS).run()
    assert used


def test_a_slice_that_ends_when_io_is_done_queues_in_the_order_of_the_events():
    # B's request of 2 ms at 1 is done at 3, when A's second slice ends; that was planned later, so B is first.
    trace = running(bursts("cpu 4ms"), bursts("io disk 2ms, cpu 1ms"), quantum_ns=MS)
    assert ends(trace) == [5, 4]


@pytest.mark.parametrize("policy", ["fcfs", "round-robin", "srtf", "cfs"])
def test_a_policy_that_takes_over_from_a_fifo_takes_its_threads_at_once(policy):
    action = Action(at_ns=0, kind=ActionKind.POLICY, scheduler=SchedulerSpec(policy=policy))
    trace = running(bursts("cpu 2ms", launches=2), actions=(do(0, "launch", "A"), action), quantum_ns=2 * MS)
    assert trace.known_until_ns == 6 * MS
    assert None not in ends(trace)


def test_the_run_ends_with_its_last_thread_although_there_is_more_to_come():
    trace = running(bursts("cpu 5ms"), actions=(do(0, "interrupt", "A"), do(4, "interrupt", "A")))
    assert trace.known_until_ns == 0


def test_a_core_that_is_free_again_at_once_is_taken_again():
    trace = running(task(0.25, 4), bursts("io disk 1ms, cpu 1ms", name="B"), cores=2, until_ns=8 * MS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FifoLoop, "applies", lambda _: False)
        by_moments = running(task(0.25, 4), bursts("io disk 1ms, cpu 1ms", name="B"), cores=2, until_ns=8 * MS)
    assert columns(trace) == columns(by_moments)


def test_a_run_whose_last_thread_ends_as_it_is_dispatched_is_over():
    trace = running(bursts("cpu 0.25ms, sleep 1ns"), actions=(do(0.5, "interrupt", "A"),))
    assert trace.known_until_ns == 250_001
