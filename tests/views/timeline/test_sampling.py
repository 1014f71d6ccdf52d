from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.trace.tables import RunKind
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.intervals import IntervalIndex
from desktop_app.views.timeline.sampling import cell_level, cell_moments, column_cells

spans = st.integers(1_000, 10**15)
starts = st.integers(0, 10**15)
widths = st.integers(1, 4_000)


@given(starts, spans, widths)
def test_every_column_looks_at_one_moment_near_its_middle(start_ns, span_ns, width):
    window = TimeWindow(start_ns=start_ns, end_ns=start_ns + span_ns)
    level = cell_level(span_ns, width)
    assert 1 << level <= max(1, span_ns // width)
    moments = cell_moments(column_cells(window, width, range(width), level), level)
    assert len(moments) == width
    assert (np.diff(moments) >= 0).all()
    assert (abs(moments - column_cells(window, width, range(width), 0)) < 1 << level).all()


@given(starts, st.integers(0, 40), st.integers(0, 10**6))
def test_a_cell_has_its_moment_whatever_is_looked_at_with_it(start_ns, level, count):
    first = start_ns >> level
    many = np.arange(first, first + count % 50 + 2, dtype=np.int64)
    assert cell_moments(many, level)[1:].tolist() == cell_moments(many[1:], level).tolist()
    assert (cell_moments(many, level) >> level).tolist() == many.tolist()


@given(starts, spans, st.integers(2, 2_000), st.data())
def test_some_columns_look_where_all_of_them_do(start_ns, span_ns, width, data):
    window = TimeWindow(start_ns=start_ns, end_ns=start_ns + span_ns)
    first = data.draw(st.integers(0, width - 1))
    last = data.draw(st.integers(first, width))
    level = cell_level(span_ns, width)
    everything = column_cells(window, width, range(width), level)
    assert column_cells(window, width, range(first, last), level).tolist() == everything[first:last].tolist()


def test_scattered_samples_do_not_beat_with_a_periodic_schedule(make_trace):
    """Two threads take turns exactly as often as pixels come: middles see one of them only."""
    intervals = [(turn * 50, turn * 50 + 50, turn % 2, RunKind.RUN) for turn in range(2_000)]
    index = IntervalIndex(make_trace([intervals], until_ns=100_000))
    runs = index.between(0, 0, 100_000)
    window = TimeWindow(start_ns=0, end_ns=100_000)
    even = index.sample(runs, column_cells(window, 1_000, range(1_000), 0))
    scattered = index.sample(runs, cell_moments(column_cells(window, 1_000, range(1_000), 6), 6))
    assert set(even.tolist()) == {1}
    assert abs(int((scattered == 0).sum()) - 500) < 20
