"""A picture that is painted anew only where it changed is the picture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.trace.tables import RunKind
from desktop_app.views.theme import DARK
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.changes import changed_columns
from desktop_app.views.timeline.display import Display, LoopRange, RowMode
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import panel_layout, thread_layout
from desktop_app.views.timeline.painting import paint_timeline
from tests.scenarios import MS, bursts, periodic, run

SIZE = QRect(0, 0, 640, 150)
#: Around when something happens in the first run: releases, an arrival, ends, changes of the cores.
EVENTFUL = [
    round(at * MS) + shift for at in (4, 5, 7, 8, 9.9, 11, 12.1, 13, 13.2) for shift in (-MS // 4, -1, 0, 1, MS // 4)
]
moments = st.integers(0, 20 * MS) | st.sampled_from(EVENTFUL)

pytestmark = pytest.mark.usefixtures("qapp")


def dense_rows(turns: int) -> list[tuple[int, int, int, RunKind]]:
    step = 20 * MS // turns
    return [(turn * step, (turn + 1) * step, turn % 2, RunKind.RUN) for turn in range(turns)]


@pytest.fixture(scope="module")
def indexes(make_trace):
    """A run with everything in it, one whose row becomes dense while it runs, and one that is dense throughout."""
    mixed = run(
        bursts("cpu 3ms, io disk 2ms, cpu 1ms", threads=3),
        periodic("cpu 2ms", 4 * MS, name="B"),
        bursts("cpu 2ms", name="C", arrival_ns=5 * MS),
        cores=2, context_switch_ns=100_000, until_ns=20 * MS,
        actions=[Action(at_ns=at * MS, kind=ActionKind.CORES, value=value) for at, value in ((7, 1), (13, 2))],
    )  # fmt: skip
    traces = (mixed, make_trace([dense_rows(150)], until_ns=20 * MS), make_trace([dense_rows(4_000)], until_ns=20 * MS))
    for trace in traces[1:]:
        trace.ready_from[0] = trace.ready_from[1] = 0
    return tuple(TimelineIndex(trace) for trace in traces)


def paint(image: QImage, index: TimelineIndex, t_ns: int, display: Display, clip: QRectF | None = None) -> None:
    painter = QPainter(image)
    if clip is not None:
        painter.setClipRect(clip)
    painter.fillRect(image.rect(), DARK.window)
    window = TimeWindow(start_ns=2 * MS, end_ns=18 * MS)
    paint_timeline(
        painter, QRectF(SIZE), index.trace, t_ns, window, DARK, index=index, scale=0.8, display=display, clip=clip
    )  # fmt: skip
    painter.end()


@pytest.mark.parametrize("mode", list(RowMode))
@settings(max_examples=60)
@given(which=st.sampled_from([0, 0, 0, 1, 2]), before=moments, after=moments)
def test_what_is_left_as_it_was_is_as_it_will_be(indexes, mode, which, before, after):
    index = indexes[which]
    display = Display(
        mode=mode, followed=1, bookmarks=(Bookmark(at_ns=9 * MS, name="here"),),
        loop=LoopRange(begin_ns=6 * MS, end_ns=12 * MS),
    )  # fmt: skip
    rows = [index.rows_at(t_ns).tolist() for t_ns in (before, after)]
    if mode is RowMode.THREADS and rows[0] != rows[1]:
        return  # other rows: all of it is painted anew
    layout = panel_layout(SIZE, index.trace.header.cores, 0.8)
    threads = None
    if mode is RowMode.THREADS:
        layout = thread_layout(SIZE, len(rows[0]), 0.8)
        threads = [rows[0][number] for number in layout.visible]
    window = TimeWindow(start_ns=2 * MS, end_ns=18 * MS)
    changed = changed_columns(index, layout, window, from_ns=before, to_ns=after, threads=threads)
    clip = None if changed is None else QRectF(changed[0], 0, changed[1] - changed[0], SIZE.height())
    kept, wanted = QImage(SIZE.size(), QImage.Format.Format_RGB32), QImage(SIZE.size(), QImage.Format.Format_RGB32)
    paint(kept, index, before, display)
    paint(kept, index, after, display, clip)
    paint(wanted, index, after, display)
    assert bytes(kept.constBits()) == bytes(wanted.constBits())


def test_a_step_of_the_playhead_changes_a_few_columns(indexes):
    index = indexes[0]
    layout = panel_layout(SIZE, 2, 0.8)
    window = TimeWindow(start_ns=0, end_ns=20 * MS)
    left, right = changed_columns(index, layout, window, from_ns=10 * MS, to_ns=10 * MS + 1_000, threads=None)
    assert 0 < right - left < layout.area.width() // 3
