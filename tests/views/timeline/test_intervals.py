from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.views.timeline.intervals import IDLE, SWITCHING, IntervalIndex

MAX_NS = 400


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[int, int | None, int, RunKind]]:
    """One core's intervals: sorted, apart or touching, the last one perhaps open."""
    found, now = [], 0
    for _ in range(draw(st.integers(0, 12))):
        start = now + draw(st.integers(0, 20))
        now = start + draw(st.integers(0, 20))
        found.append((start, now, draw(st.integers(0, 1)), draw(st.sampled_from(RunKind))))
    if found and draw(st.booleans()):
        start, _, thread, kind = found[-1]
        found[-1] = (start, None, thread, kind)
    return found


def shown(index: IntervalIndex, start_ns: int, end_ns: int) -> list[tuple[int, int, int, int]]:
    runs = index.between(0, start_ns, end_ns)
    return list(
        zip(runs.start_ns.tolist(), runs.end_ns.tolist(), runs.thread.tolist(), runs.kind.tolist(), strict=True)
    )


def brute(intervals, start_ns, end_ns, until_ns=MAX_NS):
    """What is known of the intervals by ``until_ns``; an empty one shows nothing."""
    closed = [(start, until_ns if end is None else min(end, until_ns), *rest) for start, end, *rest in intervals]
    return [row for row in closed if row[0] < end_ns and row[1] > max(row[0], start_ns)]


@given(rows(), st.integers(0, MAX_NS), st.integers(1, MAX_NS))
def test_the_cull_equals_looking_at_every_interval(make_trace, intervals, start_ns, span_ns):
    index = IntervalIndex(make_trace([intervals], until_ns=MAX_NS))
    assert shown(index, start_ns, start_ns + span_ns) == brute(intervals, start_ns, start_ns + span_ns)


@given(rows(), st.data())
def test_a_growing_trace_is_followed_row_by_row(make_trace, intervals, data):
    """Refreshing at any moments, plans included that come to nothing, ends with what one copy of everything gives."""
    trace = make_trace([[]], until_ns=0)
    trace.runs[0].cost = True
    index = IntervalIndex(trace)
    table = trace.runs[0]
    for start, end, thread, kind in intervals:
        trace.known_until_ns = start
        table.append(start, *((OPEN, OPEN) if kind is RunKind.SWITCH else (start, start + 100)), thread, RunEnd.EXPIRED)
        if data.draw(st.booleans()):
            index.refresh()
            before = intervals[: intervals.index((start, end, thread, kind))]
            assert shown(index, 0, OPEN) == brute(before, 0, OPEN, start)
        if data.draw(st.booleans()) and end is not None:
            trace.known_until_ns = (start + end) // 2
            index.refresh()
        table.finish(OPEN if end is None else end, RunEnd.BLOCKED)
    trace.known_until_ns = MAX_NS
    index.refresh()
    assert shown(index, 0, OPEN) == brute(intervals, 0, OPEN)


@given(rows(), st.integers(1, MAX_NS))
def test_dropped_history_is_forgotten(make_trace, intervals, begin_ns):
    trace = make_trace([intervals], until_ns=MAX_NS)
    index = IntervalIndex(trace)
    trace.runs[0].drop_before(begin_ns)
    trace.begin_ns = begin_ns
    trace.runs[0].append(MAX_NS + 500, MAX_NS + 500, OPEN, 1, RunEnd.OPEN)
    trace.known_until_ns = MAX_NS + 600
    index.refresh()
    expected = [row for row in brute(intervals, 0, OPEN, MAX_NS + 600) if row[1] > begin_ns]
    assert shown(index, 0, OPEN) == [*expected, (MAX_NS + 500, MAX_NS + 600, 1, RunKind.RUN)]


def test_a_trace_that_was_taken_back_is_read_again(make_trace):
    trace = make_trace([[(0, 5, 0, RunKind.RUN), (5, 9, 1, RunKind.RUN), (9, 12, 0, RunKind.RUN)]], until_ns=12)
    index = IntervalIndex(trace)
    trace.runs[0].keep(1)
    trace.known_until_ns = 5
    for number in range(5, 11):
        trace.runs[0].append(number, number, number + 1, 1, RunEnd.EXPIRED)
    index.refresh()
    trace.known_until_ns = 20
    index.refresh()
    assert shown(index, 0, 20)[1] == (5, 6, 1, RunKind.RUN)


def test_a_plan_is_cut_off_where_nothing_is_known(make_trace):
    trace = make_trace([[(0, 1, 0, RunKind.SWITCH)]], until_ns=3)
    trace.runs[0].append(1, 4, 90, 0, RunEnd.EXPIRED)
    index = IntervalIndex(trace)
    assert shown(index, 0, 100) == [(0, 1, 0, RunKind.SWITCH), (1, 3, 0, RunKind.SWITCH)]
    trace.known_until_ns = 10
    trace.runs[0].finish(8, RunEnd.PREEMPTED)
    index.refresh()
    assert shown(index, 0, 100)[1:] == [(1, 4, 0, RunKind.SWITCH), (4, 8, 0, RunKind.RUN)]


def test_a_thread_whose_rate_changes_runs_on(make_trace):
    trace = make_trace([[]], until_ns=50)
    for start, end, cause in (
        (0, 10, RunEnd.RATE),
        (10, 15, RunEnd.RATE),
        (15, 20, RunEnd.EXPIRED),
        (20, 30, RunEnd.RATE),
        (40, 45, RunEnd.BLOCKED),
    ):
        trace.runs[0].append(start, start, end, 0, cause)
        trace.runs[0].rates.append(1_500_000)
    index = IntervalIndex(trace)
    assert shown(index, 0, 50) == [(0, 20, 0, 1), (20, 30, 0, 1), (40, 45, 0, 1)]


def test_the_index_never_locks_the_trace(make_trace):
    trace = make_trace([[(0, 5, 0, RunKind.RUN)]], until_ns=5)
    index = IntervalIndex(trace)
    held = index.between(0, 0, 10)
    for number in range(1, 2_000):  # would raise BufferError while a view of the array lived
        trace.runs[0].append(number * 10, number * 10, number * 10 + 5, 0, RunEnd.BLOCKED)
    trace.known_until_ns = 10**6
    index.refresh()
    assert len(index.between(0, 0, 10**6)) == 2_000
    assert held.start_ns.tolist() == [0]


@given(rows(), st.lists(st.integers(0, MAX_NS - 1), max_size=30).map(sorted))
def test_a_sample_is_what_the_core_did_at_that_moment(make_trace, intervals, moments):
    trace = make_trace([intervals], until_ns=MAX_NS)
    index = IntervalIndex(trace)
    found = index.sample(index.between(0, 0, OPEN), np.array(moments, np.int64))
    for moment, what in zip(moments, found.tolist(), strict=True):
        row = trace.runs[0].at(moment)
        if row < 0:
            assert what == IDLE
        elif trace.runs[0].kind[row] == RunKind.SWITCH:
            assert what == SWITCHING
        else:
            assert what == trace.runs[0].thread[row]


def test_a_thread_that_is_started_later_belongs_to_its_process(make_trace):
    trace = make_trace([[(0, 100, 0, RunKind.RUN)]], until_ns=100, finished=False)
    index = IntervalIndex(trace)
    assert index.processes.tolist() == [0, 1]
    thread = trace.add_thread(1, 100)
    trace.runs[0].append(100, 100, 200, thread, RunEnd.TERMINATED)
    trace.known_until_ns = 200
    index.refresh()
    runs = index.between(0, 0, 200)
    assert index.sample(runs, np.array([50, 150])).tolist() == [0, thread]
    assert index.processes.tolist() == [0, 1, 1]


def test_what_is_known_already_is_not_copied_again(make_trace):
    trace = make_trace([[(0, 5, 0, RunKind.RUN)]], until_ns=10, finished=False)
    index = IntervalIndex(trace)
    trace.runs[0].append(12, 12, 15, 1, RunEnd.BLOCKED)
    trace.known_until_ns = 20
    index.refresh(10)
    assert index.known_until_ns == 10
    index.refresh(11)
    assert index.known_until_ns == 20
    assert shown(index, 0, 20) == [(0, 5, 0, RunKind.RUN), (12, 15, 1, RunKind.RUN)]


@given(rows(), st.integers(0, MAX_NS))
def test_an_interval_is_known_to_begin_where_it_begins(make_trace, intervals, t_ns):
    index = IntervalIndex(make_trace([intervals], until_ns=MAX_NS))
    found = [start for start, end, _, _ in brute(intervals, 0, OPEN) if start < t_ns <= end]
    assert index.begin_of(0, t_ns) == (found[0] if found else t_ns)
