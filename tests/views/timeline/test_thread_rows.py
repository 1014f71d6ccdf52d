from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.model.bookmark import Bookmark
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.axis import natural_window
from desktop_app.views.timeline.display import Display, LoopRange, RowMode
from desktop_app.views.timeline.layout import thread_layout
from desktop_app.views.timeline.painting import paint_timeline
from tests.scenarios import MS, bursts, run

PANEL = QRectF(0, 0, 1200, 200)
BY_THREAD = Display(mode=RowMode.THREADS)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def trace():
    """P1·T1 runs [1, 5), waits [5, 8) and runs [9, 10) ms; P2·T1 is ready until 5, is switched to, runs [6, 8) ms."""
    return run(
        bursts("cpu 4ms, io disk 3ms, cpu 1ms"), bursts("cpu 2ms", name="B"), policy="fcfs", cores=1,
        context_switch_ns=MS,
    )  # fmt: skip


def painted(trace, t_ns: int, display: Display = BY_THREAD, theme=DARK, *, ratio: int = 1) -> QImage:
    image = QImage(1200 * ratio, 200 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    window = natural_window(trace, trace.known_until_ns)
    paint_timeline(painter, PANEL, trace, t_ns, window, theme, scale=0.8, display=display)
    painter.end()
    return image


def look(image: QImage, trace, thread: int, from_ms: float, to_ms: float) -> set[str]:
    """The colours of a row between two moments, above its label, and its border left out."""
    layout = thread_layout(PANEL.toRect(), len(trace.threads), 0.8)
    window = natural_window(trace, trace.known_until_ns)
    left, right = (layout.x(round(at * MS), window) for at in (from_ms, to_ms))
    row = layout.row(thread)
    middle = range(row.top() + 4, row.top() + 7)
    return {image.pixelColor(x, y).name().upper() for x in range(left + 6, right - 6) for y in middle}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_each_state_has_a_texture_of_its_own(trace, theme):
    image = painted(trace, trace.known_until_ns, theme=theme)
    running = look(image, trace, 1, 6, 6.6)
    ready = look(image, trace, 1, 1, 5)
    waiting = look(image, trace, 0, 5, 6)
    switching = look(image, trace, 0, 0, 1)
    assert running == {theme.processes[1].upper()}
    assert waiting == {theme.panel.upper()}
    assert len(ready) == 2
    assert theme.processes[1].upper() not in ready
    assert len(switching) > 1
    assert not switching & (running | ready)


def test_nothing_is_drawn_after_the_playhead_and_no_row_before_its_thread(trace):
    image = painted(trace, 3 * MS)
    assert len(look(image, trace, 1, 3.5, 5) | look(image, trace, 0, 3.5, 9)) <= 2  # the panel and the row's track
    late = run(bursts("cpu 2ms"), bursts("cpu 2ms", name="B", arrival_ns=3 * MS), policy="fcfs")
    assert len(look(painted(late, 2 * MS), late, 1, 0.2, 1.8)) == 1


def test_rows_of_one_process_only(trace):
    image = painted(trace, trace.known_until_ns, Display(mode=RowMode.THREADS, process=1))
    assert look(image, trace, 0, 6, 6.6) == {DARK.processes[1].upper()}
    assert look(image, trace, 1, 6, 6.6) == {DARK.panel.upper()}


def test_a_dense_row_shows_each_state_by_colour_and_texture(make_trace):
    rows = [(turn * 1_000, turn * 1_000 + 500, turn % 2, 1) for turn in range(20_000)]
    trace = make_trace([rows], until_ns=20 * MS)
    trace.ready_from[0] = trace.ready_from[1] = 0
    image = painted(trace, trace.known_until_ns)
    layout = thread_layout(PANEL.toRect(), 2, 0.8)
    for thread in (0, 1):
        row = layout.row(thread)
        top = [image.pixelColor(x, row.top()).name().upper() for x in range(row.left(), row.right() - 4)]
        full = top.count(DARK.processes[thread].upper()) / len(top)
        assert full == pytest.approx(0.25, abs=0.02)  # what is ready is lower
    assert len(look(image, trace, 0, 1, 19)) > 2


def test_bookmarks_and_the_loop_are_seen_and_stay_in_the_panel(trace):
    plain = painted(trace, 8 * MS)
    marked = painted(
        trace, 8 * MS,
        Display(
            mode=RowMode.THREADS, followed=1, bookmarks=(Bookmark(at_ns=4 * MS, name="<b>here</b>\nand there"),),
            loop=LoopRange(begin_ns=2 * MS, end_ns=6 * MS),
        ),
    )  # fmt: skip
    layout = thread_layout(PANEL.toRect(), 2, 0.8)
    window = natural_window(trace, trace.known_until_ns)
    for at in (2, 6):
        x = layout.x(at * MS, window)
        assert marked.pixelColor(x, layout.area.top() - 2).name().upper() == DARK.text
        assert plain.pixelColor(x, layout.area.top() - 2).name().upper() != DARK.text
    flag = layout.x(4 * MS, window) + 1
    assert DARK.text in {marked.pixelColor(flag, y).name().upper() for y in range(20, layout.area.top())}
    edge = [(x, y) for x in range(1200) for y in (0, 199)]
    assert all(plain.pixelColor(*at) == marked.pixelColor(*at) for at in edge)


def test_twice_the_pixels_show_the_same_picture(trace):
    single, double = (painted(trace, trace.known_until_ns, ratio=ratio) for ratio in (1, 2))
    layout = thread_layout(PANEL.toRect(), 2, 0.8)
    window = natural_window(trace, trace.known_until_ns)
    for thread, at in ((0, 2), (1, 6.8), (0, 9.4)):
        x, y = layout.x(round(at * MS), window), layout.row(thread).top() + 3
        assert single.pixelColor(x, y) == double.pixelColor(2 * x, 2 * y)
