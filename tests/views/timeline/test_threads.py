"""What the index by thread says is compared with the lives that the trace's own reader puts together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import CacheModel
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import Footprint
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN
from desktop_app.views.timeline import threads as module
from desktop_app.views.timeline.intervals import IntervalIndex
from desktop_app.views.timeline.threads import Activity, ThreadIndex
from tests.scenarios import MS, bursts, program, run, scenario

WORK = bursts("cpu 3ms, io disk 2ms, cpu 1ms", threads=3)
WARM = bursts("cpu 3ms, io disk 2ms, cpu 1ms", threads=2, footprint=Footprint(working_set_bytes=1_000))
THREADED = """
from threading import Thread
def work():
    total = 0
    for i in range(30):
        total += i
workers = [Thread(target=work) for _ in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
"""
STATES = {
    ThreadState.NEW: {Activity.NONE},
    ThreadState.READY: {Activity.READY},
    ThreadState.RUNNING: {Activity.RUNNING, Activity.SWITCHING},
    ThreadState.WAITING: {Activity.WAITING},
    ThreadState.TERMINATED: {Activity.NONE},
    None: {Activity.NONE},
}


@pytest.fixture(scope="module")
def traces():
    """Runs with waits, switches, threads that are born later, and rates that change."""
    return (
        run(WORK, bursts("cpu 5ms", name="B", arrival_ns=2 * MS), cores=2, context_switch_ns=100_000),
        run(program(THREADED), cores=2, gil="gil"),
        run(
            WARM,
            WARM,
            cores=2,
            speeds_ppm=(1_000_000, 500_000),
            cache=CacheModel(size_bytes=2_000, warmup_ns=MS // 2, warm_rate_ppm=1_500_000),
        ),
    )


def indexed(trace):
    index = IntervalIndex(trace)
    threads = ThreadIndex(index)
    threads.refresh()
    return threads


@given(st.integers(0, 2), st.data())
def test_a_thread_does_what_its_life_says(traces, number, data):
    trace = traces[number]
    threads, lives = indexed(trace), Lives(trace)
    thread = data.draw(st.integers(0, len(trace.threads) - 1))
    times = sorted(data.draw(st.lists(st.integers(0, trace.known_until_ns - 1), min_size=1, max_size=20)))
    activity, detail = threads.look(thread, np.array(times, np.int64))
    for time_ns, what, where in zip(times, activity.tolist(), detail.tolist(), strict=True):
        state = lives.state(thread, time_ns)
        assert Activity(what) in STATES[state]
        if state is ThreadState.RUNNING:
            assert lives.running(thread, time_ns)[0] == where
        if state is ThreadState.WAITING:
            waits = trace.waits[thread]
            assert waits.cause[waits.at(time_ns)] == where


@given(st.integers(0, 2), st.data())
def test_segments_lie_end_to_end_and_are_the_same_with_arrays_and_without(traces, number, data):
    trace = traces[number]
    threads = indexed(trace)
    thread = data.draw(st.integers(0, len(trace.threads) - 1))
    start_ns = data.draw(st.integers(0, trace.known_until_ns - 2))
    end_ns = data.draw(st.integers(start_ns + 1, trace.known_until_ns))
    plain = threads.segments(thread, start_ns, end_ns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW_PARTS", -1)
        arrays = threads.segments(thread, start_ns, end_ns)
    for name in ("start_ns", "end_ns", "activity", "detail"):
        assert getattr(plain, name).tolist() == getattr(arrays, name).tolist()
    assert plain.start_ns[0] == start_ns
    assert plain.end_ns[-1] == end_ns
    assert (plain.start_ns[1:] == plain.end_ns[:-1]).all()
    assert (plain.end_ns > plain.start_ns).all()
    assert threads.look(thread, plain.start_ns)[0].tolist() == plain.activity.tolist()


@given(st.integers(0, 2), st.data())
def test_what_a_thread_does_began_where_its_segment_does(traces, number, data):
    trace = traces[number]
    threads = indexed(trace)
    thread = data.draw(st.integers(0, len(trace.threads) - 1))
    time_ns = data.draw(st.integers(trace.threads[thread].arrival_ns, trace.known_until_ns - 1))
    whole = threads.segments(thread, 0, trace.known_until_ns)
    row = int(np.searchsorted(whole.start_ns, time_ns, "right")) - 1
    assert threads.begin_of(thread, time_ns) in {int(whole.start_ns[row]), trace.threads[thread].arrival_ns}


@given(st.data())
def test_an_index_that_grows_with_the_run_ends_as_one_made_in_the_end(data):
    """Whenever it is refreshed, and whichever threads were looked at by then."""
    simulation = simulate(scenario(WORK, WORK, cores=2, context_switch_ns=50_000), BATCH_LIMITS)
    trace = simulation.trace
    index = IntervalIndex(trace)
    threads = ThreadIndex(index)
    while not trace.finished:
        simulation.advance(OPEN, data.draw(st.integers(1, 8)))
        index.refresh()
        threads.refresh()
        if trace.known_until_ns > 0:
            threads.segments(data.draw(st.integers(0, 5)), 0, trace.known_until_ns)
    other = indexed(trace)
    for thread in range(len(trace.threads)):
        mine, wanted = (each.segments(thread, 0, trace.known_until_ns) for each in (threads, other))
        assert mine.start_ns.tolist() == wanted.start_ns.tolist()
        assert mine.activity.tolist() == wanted.activity.tolist()
        assert mine.detail.tolist() == wanted.detail.tolist()


def test_many_dispatches_are_sorted_by_thread(make_trace, monkeypatch):
    monkeypatch.setattr(module, "_FEW_DISPATCHES", 4)
    rows = [(turn * 10, turn * 10 + 10, turn % 3, 1) for turn in range(99)]
    trace = make_trace([rows, [(995, 1_000, 0, 1)]], until_ns=1_000, arrivals=(0, 0, 0))
    for thread in range(3):
        trace.ready_from[thread] = 0
    threads = indexed(trace)
    for thread in range(3):
        runs = threads.segments(thread, 0, 1_000)
        begun = runs.start_ns[runs.activity == Activity.RUNNING].tolist()
        assert begun == [turn * 10 for turn in range(thread, 99, 3)] + [995] * (thread == 0)


def test_forgotten_history_is_gone(make_trace):
    trace = make_trace([[(0, 10, 0, 1), (10, 20, 1, 1), (20, 30, 0, 1)]], until_ns=30)
    trace.ready_from[0] = trace.ready_from[1] = 0
    index = IntervalIndex(trace)
    threads = ThreadIndex(index)
    threads.refresh()
    assert threads.look(0, np.array([5]))[0].tolist() == [Activity.RUNNING]
    trace.runs[0].drop_before(15)
    trace.begin_ns = 15
    index.refresh()
    threads.refresh()
    assert threads.look(0, np.array([5, 25]))[0].tolist() == [Activity.READY, Activity.RUNNING]


def test_a_run_that_is_not_over_goes_on_up_to_what_is_known(make_trace):
    trace = make_trace([[(0, None, 0, 1)]], until_ns=50, finished=False)
    trace.ready_from[0] = 0
    threads = indexed(trace)
    found = threads.segments(0, 0, 50)
    assert found.activity.tolist() == [Activity.RUNNING]
    assert trace.ended[0] == OPEN
