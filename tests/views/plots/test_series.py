import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.curves import READY
from desktop_app.analysis.metrics import measure, percentile
from desktop_app.analysis.moment import Moments
from desktop_app.views.plots import series as series_module
from desktop_app.views.plots.series import Kind, Series, TimeSeries, as_columns, with_corners
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def moments():
    return Moments(
        run(*(bursts("cpu 5ms, io disk 1ms, cpu 2ms", arrival_ns=n * MS) for n in range(4)), cores=2, quantum_ns=MS)
    )


@pytest.fixture
def series(moments):
    made = Series(moments)
    for kind in Kind:
        assert made.extend(kind, None, lambda: True)
    return made


def area(steps, end_ns):
    ends = [start for start, _ in steps[1:]] + [end_ns]
    return sum((end - start) * (value or 0) for (start, value), end in zip(steps, ends, strict=True))


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("kind", [Kind.UTILISATION, Kind.READY])
def test_what_lies_under_a_curve_is_what_the_figures_say(series, moments, kind, exact, monkeypatch):
    if not exact:
        monkeypatch.setattr(series_module, "_MOST_STEPS", 0)
        series.extend(kind, None, lambda: True)
    trace = moments.trace
    for t_ns in range(MS // 3, trace.known_until_ns, MS):
        found = series.over_time(kind, None, t_ns)
        run_metrics = measure(trace, t_ns).run
        wanted = run_metrics.cpu_utilisation if kind is Kind.UTILISATION else run_metrics.mean_ready
        assert area(found.past, t_ns) / t_ns == pytest.approx(wanted)
        whole = area(found.past, t_ns) + area(found.future, found.end_ns)
        everything = measure(trace).run
        total = everything.cpu_utilisation if kind is Kind.UTILISATION else everything.mean_ready
        assert whole / trace.known_until_ns == pytest.approx(total, rel=0.05)
        assert all(start <= t_ns for start, _ in found.past)
        assert all(start >= t_ns for start, _ in found.future)


def test_the_value_at_a_time_is_that_of_its_step():
    shown = TimeSeries(begin_ns=0, end_ns=10, past=[(0, 1.0), (2, None)], future=[(5, 3.0), (8, 4.0)], mean_over_ns=0)
    assert [shown.value_at(at) for at in (0, 1, 2, 5, 6, 9)] == [1.0, 1.0, None, None, 3.0, 4.0]
    assert as_columns(shown) == [(0, 2, 1.0), (2, 5, None)]
    assert with_corners(shown.past, 5, 0.0) == ([0, 2, 2, 5], [1.0, 1.0, 0.0, 0.0])


def test_bars_grow_with_t_to_what_the_figures_say(series, moments):
    trace = moments.trace
    for t_ns in range(1, trace.known_until_ns, 2 * MS):
        bars, metrics = series.waits(t_ns), measure(trace, t_ns)
        now = dict(zip(bars.labels, bars.now, strict=True))
        assert now[READY] == sum(thread.ready_ns for thread in metrics.threads)
        assert now["disk"] == sum(thread.blocked_ns.get("disk", 0) for thread in metrics.threads)
        assert all(a <= b for a, b in zip(bars.now, bars.known, strict=True))
        responses = sorted(t.response_ns for t in metrics.threads if t.response_ns is not None)
        spread = series.responses(t_ns)
        assert sum(spread.now) == len(responses)
        assert sum(spread.known) == len(trace.threads)
        if responses:
            assert spread.summary == (len(responses), percentile(responses, 50), percentile(responses, 90))


def test_causes_beyond_the_longest_share_a_bar(series, monkeypatch):
    monkeypatch.setattr(series_module, "_MOST_CAUSES", 1)
    bars = series.waits(5 * MS)
    assert list(bars.labels) == [READY, "1 others"] or list(bars.labels) == ["disk", "1 others"]


def test_a_run_that_has_not_begun_has_nothing():
    made = Series(Moments(run(bursts("cpu 1ms", arrival_ns=MS), until_ns=0)))
    made.extend(Kind.WAITS, None, lambda: True)
    assert made.responses(0) is None
    assert made.waits(0) is None


@given(st.lists(st.integers(0, 99), min_size=1, max_size=30), st.integers(1, 100))
def test_percentiles_are_those_of_the_figures(values, percent):
    assert series_module._percentile(series_module.np.array(values), percent) == percentile(sorted(values), percent)
