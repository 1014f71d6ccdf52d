from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.trace.tables import RunEnd, RunKind
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import DARK
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.density import MOST_BARS
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import Layout, panel_layout
from desktop_app.views.timeline.rows import paint_core_rows

pytestmark = pytest.mark.usefixtures("qapp")

END_NS = 1_000_000
WINDOW = TimeWindow(start_ns=0, end_ns=END_NS)


def painted(trace: Trace, height: int = 200, t_ns: int = END_NS) -> tuple[QImage, Layout]:
    layout = panel_layout(QRect(0, 0, 1856, height), trace.header.cores, 1)
    image = QImage(1856, height, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.panel))
    painter = QPainter(image)
    frame = Frame(
        layout=layout, index=TimelineIndex(trace), t_ns=t_ns, window=WINDOW, theme=DARK, clip=layout.panel,
        threads=np.empty(0, np.int32),
    )  # fmt: skip
    paint_core_rows(painter, frame)
    painter.end()
    return image, layout


def colours(image: QImage, place: QRect) -> set[str]:
    found = image.copy(place)
    return {found.pixelColor(x, y).name().upper() for x in range(found.width()) for y in range(found.height())}


def turns(count: int, thread: int = 0) -> list[tuple[int, int, int, RunKind]]:
    step = END_NS // count
    return [(number * step, (number + 1) * step, thread, RunKind.RUN) for number in range(count)]


@pytest.mark.parametrize(("end_ns", "labelled"), [(100_000, True), (20_000, False)])
def test_a_label_stands_in_its_bar_only_where_it_fits(make_trace, end_ns, labelled):
    image, layout = painted(make_trace([[(0, end_ns, 0, RunKind.RUN)]], until_ns=END_NS))
    row = layout.row(0)
    inside = QRect(row.left() + 4, row.top(), layout.x(end_ns, WINDOW) - row.left() - 8, row.height())
    assert (DARK.on_process.upper() in colours(image, inside)) is labelled
    beside = QRect(layout.x(end_ns, WINDOW), row.top(), 200, row.height())
    assert DARK.on_process.upper() not in colours(image, beside)


def test_neighbours_of_one_process_stay_apart(make_trace):
    image, layout = painted(make_trace([turns(10)], until_ns=END_NS))
    row = layout.row(0)
    border = layout.x(END_NS // 2, WINDOW)
    middle = row.center().y()
    assert image.pixelColor(border, middle).name().upper() == DARK.processes[0]
    assert image.pixelColor(border - 1, middle).name().upper() != DARK.processes[0]


def test_the_briefest_switch_is_seen_between_bars(make_trace):
    """A switch of a fiftieth of a pixel still is a line of one pixel."""
    row = [(0, 500_000, 0, RunKind.RUN), (500_000, 500_010, 0, RunKind.SWITCH), (500_010, END_NS, 0, RunKind.RUN)]
    image, layout = painted(make_trace([row], until_ns=END_NS))
    gap = QRect(layout.x(500_000, WINDOW) - 6, layout.row(0).center().y(), 12, 1)
    assert DARK.faint.upper() in colours(image, gap)


def test_a_bar_under_way_ends_at_the_moment(make_trace):
    image, layout = painted(make_trace([[(0, None, 0, RunKind.RUN)]], until_ns=END_NS), t_ns=600_000)
    middle = layout.row(0).bottom() - 5
    assert image.pixelColor(layout.x(590_000, WINDOW), middle).name().upper() == DARK.processes[0]
    assert image.pixelColor(layout.x(600_001, WINDOW) + 1, middle).name().upper() != DARK.processes[0]


def test_more_bars_than_a_moving_picture_can_have_become_columns(make_trace):
    """Rounded corners show which way a row was painted: columns have none."""
    few, layout = painted(make_trace([turns(100)] * 4, until_ns=END_NS), 400)
    many, same = painted(make_trace([turns(100)] * (MOST_BARS // 100 + 4), until_ns=END_NS), 1_000)

    def corners(image: QImage, place: Layout) -> list[bool]:
        rows = [place.row(core) for core in range(place.rows)]
        return [image.pixelColor(row.left(), row.top()).name().upper() != DARK.processes[0] for row in rows]

    assert corners(few, layout) == [True] * 4
    assert corners(many, same) == [False] * (MOST_BARS // 100 + 4)


def test_the_last_of_ten_thousand_processes_has_its_colour(make_trace):
    last = 9_999
    rows = [[(0, END_NS, last - core, RunKind.RUN)] for core in range(64)]
    image, layout = painted(make_trace(rows, until_ns=END_NS, arrivals=[0] * (last + 1)))
    for core in (0, 1, 63):
        row = layout.row(core)
        assert image.pixelColor(row.center().x(), row.top()) == DARK.process(last - core)


def test_the_end_of_a_thread_is_marked_where_it_ended_and_nowhere_else(make_trace):
    trace = make_trace([[]], until_ns=2 * END_NS)
    trace.runs[0].append(0, 0, END_NS // 4, 0, RunEnd.TERMINATED)
    trace.runs[0].append(END_NS // 2, END_NS // 2, END_NS + 1, 1, RunEnd.TERMINATED)  # beyond the window
    image, layout = painted(trace, t_ns=2 * END_NS)
    row = layout.row(0)
    found = [
        x
        for x in range(row.left(), row.right() + 1)
        if image.pixelColor(x, row.center().y()).name().upper() == DARK.text
    ]
    assert len(found) == 3
    assert abs(found[-1] - layout.x(END_NS // 4, WINDOW)) <= 4
    early, _ = painted(trace, t_ns=END_NS // 4 - 1)
    assert DARK.text not in colours(early, row)
