from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import CoreState, DispatchCause
from desktop_app.model.states import ThreadState
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def moments():
    trace = run(
        bursts("cpu 5ms"), bursts("cpu 2ms, io disk 2ms, cpu 2ms"), bursts("cpu 5ms"), cores=2, context_switch_ns=20_000
    )
    return Moments(trace)


@given(share=st.floats(0, 1), thread=st.integers(0, 2))
@settings(max_examples=60)
def test_a_thread_is_where_the_picture_shows_it(moments, share, thread):
    t_ns = round(share * moments.trace.known_until_ns)
    moment = moments.at(t_ns, thread)
    there = next((core.number for core in moment.cores if core.thread and core.thread.index == thread), None)
    found = moment.followed
    assert (found.thread, found.core) == (thread, there)
    assert 0 <= found.since_ns <= t_ns
    before = moments.at(max(0, found.since_ns - 1), thread).followed
    if found.before is not None:
        assert before.core == found.before


def test_nobody_is_followed_unless_asked(moments):
    assert moments.at(MS).followed is None
    assert moments.at(MS, 99).followed is None


def test_a_core_says_why_it_was_given_to_its_thread(moments):
    causes = {}
    for t_ns in range(0, 12 * MS, MS // 20):
        for core in moments.at(t_ns).cores:
            assert (core.dispatch is None) == (core.state is CoreState.IDLE)
            if core.dispatch is not None:
                causes.setdefault(core.dispatch.cause, set()).add((core.number, core.thread, core.dispatch.before))
    assert DispatchCause.IDLE in causes
    assert all(before is not None for _, _, before in causes[DispatchCause.EXPIRED])
    assert all(before.label == "P2·T1" for _, _, before in causes[DispatchCause.BLOCKED])
    assert all(thread is not None for _, thread, _ in causes[DispatchCause.IDLE])


def test_after_a_wait_a_thread_comes_from_no_core(moments):
    waiting = next(
        t_ns
        for t_ns in range(0, 12 * MS, MS // 20)
        if moments.at(t_ns).processes[1].state_counts.get(ThreadState.WAITING)
    )
    found = moments.at(waiting, 1).followed
    assert found.core is None
    assert found.before is not None
