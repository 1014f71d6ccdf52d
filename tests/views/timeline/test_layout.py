from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.layout import TEXT, natural_scale, panel_layout, thread_layout

panels = st.builds(QRect, st.integers(0, 50), st.integers(0, 50), st.integers(300, 4_000), st.integers(110, 2_000))
cores = st.integers(1, 64)


def test_the_design_has_its_own_size():
    layout = panel_layout(QRect(0, 0, 1856, 200), 4, natural_scale(1856, 200))
    assert layout.scale == 1
    assert layout.area == QRect(120, 50, 1716, 108)


@given(panels, cores)
def test_rows_are_inside_the_area_in_order_and_apart(panel, count):
    layout = panel_layout(panel, count, natural_scale(panel.width(), panel.height()))
    rows = [layout.row(core) for core in range(count)]
    assert all(layout.area.contains(row) for row in rows if row.height() > 0)
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(rows))


@given(panels, cores)
def test_core_names_never_overlap(panel, count):
    layout = panel_layout(panel, count, natural_scale(panel.width(), panel.height()))
    every = layout.label_every
    if every < count:
        assert layout.row(every).center().y() - layout.row(0).center().y() >= layout.px(TEXT) - 1


@given(panels, st.integers(0, 10**12), st.integers(1_000, 10**12), st.floats(0, 1))
def test_a_column_and_its_time_belong_together(panel, start_ns, span_ns, share):
    layout = panel_layout(panel, 4, natural_scale(panel.width(), panel.height()))
    window = TimeWindow(start_ns=start_ns, end_ns=start_ns + span_ns)
    x_px = layout.area.left() + round(share * layout.area.width())
    time_ns = layout.time_ns(x_px, window)
    assert window.start_ns <= time_ns <= window.end_ns
    nanosecond_px = layout.area.width() / span_ns
    assert abs(layout.x(time_ns, window) - x_px) <= 1 + nanosecond_px / 2


def test_a_place_outside_means_the_nearest_time():
    layout = panel_layout(QRect(0, 0, 1856, 200), 4, 1)
    window = TimeWindow(start_ns=100, end_ns=200)
    assert layout.time_ns(-5, window) == 100
    assert layout.time_ns(9_999, window) == 200


@given(panels, st.integers(0, 2_000), st.integers(-5, 3_000))
def test_rows_of_threads_are_whole_in_view_and_their_height_does_not_depend_on_how_many_there_are(panel, count, first):
    scale = natural_scale(panel.width(), panel.height())
    layout = thread_layout(panel, count, scale, first)
    visible = layout.visible
    assert 0 <= layout.first <= layout.last_first
    assert len(visible) == min(count, layout.fitting)
    rows = [layout.row(number) for number in visible]
    assert all(layout.area.contains(row) for row in rows)
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(rows))
    assert all(layout.row_at(row.center().y()) == number for number, row in zip(visible, rows, strict=True))
    assert layout.pitch_px == thread_layout(panel, 1, scale).pitch_px
    assert layout.row_at(layout.area.top() - 1) is None
    assert layout.row_at(layout.area.bottom() + 1) is None
