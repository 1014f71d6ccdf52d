from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import NS_PER_MS, NS_PER_S
from desktop_app.trace.tables import RunKind
from desktop_app.views.timeline.axis import (
    MIN_NATURAL_NS,
    MIN_SPAN_NS,
    TimeWindow,
    axis_unit,
    clamped,
    followed,
    natural_window,
    nice_ceiling,
    stretch_around,
    stretch_window,
    tick_step_ns,
    tick_text,
    ticks_ns,
    zoomed,
)

times = st.integers(0, 10**15)


@st.composite
def windows(draw: st.DrawFn) -> TimeWindow:
    start = draw(times)
    return TimeWindow(start_ns=start, end_ns=start + draw(st.integers(MIN_SPAN_NS, 10**15)))


@st.composite
def window_and_limits(draw: st.DrawFn) -> tuple[TimeWindow, TimeWindow]:
    limits = draw(windows())
    start = draw(st.integers(limits.start_ns, limits.end_ns - MIN_SPAN_NS))
    end = draw(st.integers(start + MIN_SPAN_NS, limits.end_ns))
    return TimeWindow(start_ns=start, end_ns=end), limits


def test_a_window_is_never_empty():
    with pytest.raises(ValueError, match="ends after it starts"):
        TimeWindow(start_ns=5, end_ns=5)


@pytest.mark.parametrize(
    ("value", "nice"), [(0, 1), (1, 1), (3, 5), (5, 5), (6, 10), (10, 10), (11, 20), (500_001, 10**6)]
)
def test_nice_ceiling(value, nice):
    assert nice_ceiling(value) == nice


def test_a_finished_run_is_shown_whole(make_trace):
    trace = make_trace([[(0, 3_300_000, 0, RunKind.RUN)]], until_ns=3_300_000)
    assert natural_window(trace, 0) == natural_window(trace, 3_000_000) == TimeWindow(start_ns=0, end_ns=3_300_000)


def test_a_finished_run_of_no_length_has_a_window(make_trace):
    assert natural_window(make_trace([[]], until_ns=0), 0).span_ns > 0


@given(t_ns=times, ahead_ns=times)
def test_the_window_of_a_run_that_goes_on_depends_on_t_alone(make_trace, t_ns, ahead_ns):
    near = make_trace([[]], until_ns=t_ns, finished=False)
    far = make_trace([[]], until_ns=t_ns + ahead_ns, finished=False)
    window = natural_window(near, t_ns)
    assert window == natural_window(far, t_ns)
    assert window.start_ns == 0 <= t_ns < window.end_ns
    assert window.end_ns == nice_ceiling(window.end_ns) >= MIN_NATURAL_NS


def test_the_window_starts_where_memory_starts(make_trace):
    trace = make_trace([[]], until_ns=10**9, finished=False)
    trace.begin_ns = 999_000_000
    assert natural_window(trace, 10**9) == TimeWindow(start_ns=999_000_000, end_ns=1_001_000_000)


@given(window_and_limits(), st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_stays_inside_the_limits(window_limits, factor, share):
    window, limits = window_limits
    anchor = window.start_ns + round(share * window.span_ns)
    after = zoomed(window, anchor, factor, limits)
    assert limits.start_ns <= after.start_ns < after.end_ns <= limits.end_ns
    assert after.span_ns >= min(MIN_SPAN_NS, limits.span_ns)


def test_zooming_keeps_the_anchor_in_place():
    limits = TimeWindow(start_ns=0, end_ns=10**9)
    window = TimeWindow(start_ns=200_000, end_ns=600_000)
    assert zoomed(window, 300_000, 0.5, limits) == TimeWindow(start_ns=250_000, end_ns=450_000)


@given(window_and_limits(), st.integers(-(10**16), 10**16))
def test_panning_keeps_the_span_and_stays_inside_the_limits(window_limits, shift):
    window, limits = window_limits
    after = clamped(TimeWindow(start_ns=window.start_ns + shift, end_ns=window.end_ns + shift), limits)
    assert limits.start_ns <= after.start_ns < after.end_ns <= limits.end_ns
    assert after.span_ns == window.span_ns


@given(window_and_limits(), st.floats(0, 1, exclude_max=True))
def test_following_contains_the_playhead(window_limits, share):
    window, limits = window_limits
    t_ns = min(limits.end_ns - 1, limits.start_ns + int(share * limits.span_ns))
    after = followed(window, t_ns, limits)
    assert after.start_ns <= t_ns < after.end_ns
    assert after.span_ns == window.span_ns
    assert followed(after, t_ns, limits) == after


@given(windows(), st.integers(1, 60))
def test_ticks_are_nice_few_and_inside(window, most):
    step = tick_step_ns(window, most)
    ticks = ticks_ns(window, step)
    assert len(ticks) <= most + 1  # both edges may carry one
    assert all(window.start_ns <= tick <= window.end_ns and tick % step == 0 for tick in ticks)


@pytest.mark.parametrize(
    ("time_ns", "step_ns", "unit_ns", "text"),
    [
        (12 * NS_PER_MS, NS_PER_MS, NS_PER_MS, "12"),
        (12_400_000, 200_000, NS_PER_MS, "12.4"),
        (12_000_000, 50_000, NS_PER_MS, "12.00"),
        (1_000_001, 1, NS_PER_MS, "1.000001"),
        (2_500_000_000, 500_000_000, NS_PER_S, "2.5"),
    ],
)
def test_tick_text_is_exact(time_ns, step_ns, unit_ns, text):
    assert tick_text(time_ns, step_ns, unit_ns) == text


def test_long_windows_count_seconds():
    assert axis_unit(TimeWindow(start_ns=0, end_ns=20 * NS_PER_MS)) == ("ms", NS_PER_MS)
    assert axis_unit(TimeWindow(start_ns=0, end_ns=20 * NS_PER_S)) == ("s", NS_PER_S)


def test_a_stretch_is_seen_with_a_little_around_it_and_the_moment_wherever_that_is():
    limits = TimeWindow(start_ns=0, end_ns=10 * NS_PER_MS)
    assert stretch_around(None, 0, limits) == limits
    stretch = (2 * NS_PER_MS, 3 * NS_PER_MS)
    seen = stretch_window(*stretch, limits)
    assert seen.start_ns < stretch[0] < stretch[1] < seen.end_ns
    assert seen.span_ns < 1.1 * NS_PER_MS
    for t_ns in (*stretch, 2_500_000):
        assert stretch_around(stretch, t_ns, limits) == seen
    for t_ns in (0, 5 * NS_PER_MS, 10 * NS_PER_MS):
        turned = stretch_around(stretch, t_ns, limits)
        assert turned.span_ns == seen.span_ns
        assert turned.start_ns <= t_ns <= turned.end_ns


def test_a_stretch_up_to_the_end_of_a_run_shows_its_last_moment_where_it_is():
    limits = TimeWindow(start_ns=0, end_ns=10 * NS_PER_MS)
    stretch = (5 * NS_PER_MS, 10 * NS_PER_MS)
    assert stretch_around(stretch, stretch[1], limits) == stretch_around(stretch, stretch[0], limits)
