from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.trace.tables import RunKind
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import DARK, LIGHT, Theme
from desktop_app.views.timeline.axis import TimeWindow, natural_window
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import Layout, panel_layout
from desktop_app.views.timeline.painting import device_pixels, paint_timeline

MS = 1_000_000
PANEL = QRectF(0, 0, 1856, 200)

pytestmark = pytest.mark.usefixtures("qapp")


def painted(
    trace: Trace, t_ns: int, theme: Theme = DARK, *, ratio: int = 1, index: TimelineIndex | None = None,
    window: TimeWindow | None = None,
) -> QImage:  # fmt: skip
    image = QImage(1856 * ratio, 200 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    paint_timeline(painter, PANEL, trace, t_ns, window or natural_window(trace, t_ns), theme, index=index)
    painter.end()
    return image


def raw(image: QImage) -> bytes:
    return bytes(image.constBits())


def layout_of(trace: Trace) -> Layout:
    return panel_layout(PANEL.toRect(), trace.header.cores, 1)


def pixel(image: QImage, trace: Trace, core: int, time_ns: int, up: int = 3) -> str:
    """The colour near the top of a core's bar, above its label, at a time."""
    layout = layout_of(trace)
    x = layout.x(time_ns, natural_window(trace, time_ns))
    return image.pixelColor(x, layout.row(core).top() + up).name().upper()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_process_has_its_colour_where_it_ran(two_processes, theme):
    image = painted(two_processes, 10 * MS, theme)
    for at_ms in (0.1, 2, 3.9):
        assert pixel(image, two_processes, 0, round(at_ms * MS)) == theme.processes[0].upper()
    for at_ms in (5.1, 7, 8.9):
        assert pixel(image, two_processes, 0, round(at_ms * MS)) == theme.processes[1].upper()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_idle_switching_and_running_look_different(two_processes, theme):
    image = painted(two_processes, 10 * MS, theme)
    idle = {pixel(image, two_processes, 1, at * MS, up) for at in (1, 7, 9) for up in range(3, 9)}
    switching = {pixel(image, two_processes, 1, 3 * MS + shift * 20_000, 5) for shift in range(10)}
    assert len(idle) == 1
    assert not switching & (idle | {colour.upper() for colour in theme.processes})


def test_nothing_is_drawn_after_the_playhead(two_processes):
    image = painted(two_processes, 3 * MS)
    assert pixel(image, two_processes, 0, 2_900_000) == DARK.processes[0]
    later = {pixel(image, two_processes, core, at * MS) for core in (0, 1) for at in (4, 6, 8)}
    assert later == {pixel(image, two_processes, 1, 1 * MS)}


def test_the_picture_at_t_does_not_depend_on_how_far_the_engine_is(make_trace):
    near = make_trace([[(0, None, 0, RunKind.RUN)]], until_ns=3 * MS, finished=False, arrivals=(0, 8 * MS))
    far = make_trace(
        [[(0, 4 * MS, 0, RunKind.RUN), (4 * MS, 9 * MS, 1, RunKind.RUN)]],
        until_ns=9 * MS, finished=False, arrivals=(0, 8 * MS),
    )  # fmt: skip
    assert raw(painted(near, 3 * MS)) == raw(painted(far, 3 * MS))


def test_the_picture_does_not_depend_on_what_was_painted_before(two_processes):
    index = TimelineIndex(two_processes)
    straight = [raw(painted(two_processes, t * MS)) for t in range(0, 11, 5)]
    back = [raw(painted(two_processes, t * MS, index=index)) for t in reversed(range(0, 11, 5))]
    assert straight == back[::-1]
    assert len(set(straight)) == 3


def test_the_playhead_is_at_t(two_processes):
    for t_ns in (0, 3 * MS, 10 * MS):
        image = painted(two_processes, t_ns)
        layout = layout_of(two_processes)
        x = layout.x(t_ns, natural_window(two_processes, t_ns))
        below = layout.area.bottom() + 14 - 4
        assert image.pixelColor(x, below).name().upper() == DARK.text


def test_a_playhead_outside_the_window_is_not_drawn(two_processes):
    window = TimeWindow(start_ns=6 * MS, end_ns=8 * MS)
    with_it = painted(two_processes, 7 * MS, window=window)
    without = painted(two_processes, 9 * MS, window=window)
    below = layout_of(two_processes).area.bottom() + 10
    colours = {without.pixelColor(x, below).name().upper() for x in range(100, 1850)}
    assert DARK.text not in colours
    assert DARK.text in {with_it.pixelColor(x, below).name().upper() for x in range(100, 1850)}


def test_a_window_ahead_of_the_playhead_is_empty(two_processes):
    window = TimeWindow(start_ns=7 * MS, end_ns=8 * MS)
    image = painted(two_processes, 6 * MS, window=window)  # P2 runs from 5 to 9 ms
    row = layout_of(two_processes).row(0)
    found = {image.pixelColor(x, row.center().y()).name() for x in range(row.left(), row.right())}
    assert len(found) == 1


def test_arrivals_are_ticks_in_the_colours_of_the_processes(make_trace):
    trace = make_trace([[]], until_ns=10 * MS, arrivals=(2 * MS, 5 * MS, 5 * MS))
    layout = layout_of(trace)

    def tick(image: QImage, at: int) -> list[str]:
        x = layout.x(at * MS, natural_window(trace, 0))
        rows = range(layout.area.bottom() + 1, layout.area.bottom() + 15)
        found = [image.pixelColor(x, y).name().upper() for y in rows]
        return [colour for colour in dict.fromkeys(found) if colour != DARK.panel]

    image = painted(trace, 6 * MS)
    assert tick(image, 2) == [DARK.processes[0]]
    assert tick(image, 5) == [DARK.processes[1], DARK.processes[2]]
    assert tick(painted(trace, 4 * MS), 5) == []


def test_twice_the_pixels_show_the_same_picture(two_processes):
    single, double = painted(two_processes, 6 * MS), painted(two_processes, 6 * MS, ratio=2)
    layout = layout_of(two_processes)
    for at in (1, 3, 4.5, 5.5, 8):
        x = layout.x(round(at * MS), natural_window(two_processes, 0))
        for core in (0, 1):
            y = layout.row(core).top() + 3
            if core == 0 or at != 3:  # hatching is finer on a finer screen
                assert single.pixelColor(x, y) == double.pixelColor(2 * x, 2 * y)


def test_edges_are_crisp(two_processes):
    """From one pixel to the next a bar's side turns from the track's colour into its own, with nothing between."""
    image = painted(two_processes, 10 * MS)
    layout = layout_of(two_processes)
    edge = layout.x(5 * MS, natural_window(two_processes, 0))
    middle = layout.row(0).center().y()
    assert image.pixelColor(edge, middle).name().upper() == DARK.processes[1]
    assert image.pixelColor(edge - 1, middle) == image.pixelColor(edge - 20, middle)


@pytest.mark.parametrize("cores", [16, 64])
def test_low_rows_show_each_core(make_trace, cores):
    rows = [[(0, 10 * MS, core % 2, RunKind.RUN)] for core in range(cores)]
    trace = make_trace(rows, until_ns=10 * MS)
    image = painted(trace, 10 * MS)
    for core in range(cores):
        assert pixel(image, trace, core, 5 * MS, 0) == DARK.processes[core % 2]


def test_a_dense_row_shows_processes_as_often_as_they_ran(make_trace):
    """Far more intervals than pixels: of P1's three quarters of the time, three quarters of the columns are P1's."""
    row = []
    for turn in range(20_000):
        row += [
            (turn * 1_000, turn * 1_000 + 750, 0, RunKind.RUN),
            (turn * 1_000 + 750, turn * 1_000 + 1_000, 1, RunKind.RUN),
        ]
    trace = make_trace([row], until_ns=20 * MS)
    image = painted(trace, 20 * MS)
    layout = layout_of(trace)
    y = layout.row(0).center().y()
    columns = [image.pixelColor(x, y).name().upper() for x in range(layout.area.left(), layout.area.right() - 8)]
    assert set(columns) <= {DARK.processes[0], DARK.processes[1]}
    assert abs(columns.count(DARK.processes[0]) / len(columns) - 0.75) < 0.02


def test_forgotten_time_has_no_track(make_trace):
    trace = make_trace([[]], until_ns=10 * MS)
    trace.begin_ns = 4 * MS
    window = TimeWindow(start_ns=0, end_ns=10 * MS)
    image = painted(trace, 10 * MS, window=window)
    layout = layout_of(trace)
    y = layout.row(0).center().y()
    assert image.pixelColor(layout.x(2 * MS, window), y).name().upper() == DARK.panel
    assert image.pixelColor(layout.x(6 * MS, window), y).name().upper() != DARK.panel


def test_the_painter_is_left_as_it_was(two_processes):
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(0.1, 0.1)
    before = (painter.transform(), painter.renderHints(), painter.pen(), painter.hasClipping())
    paint_timeline(painter, PANEL, two_processes, MS, natural_window(two_processes, MS), DARK)
    after = (painter.transform(), painter.renderHints(), painter.pen(), painter.hasClipping())
    painter.end()
    assert after == before


def test_device_pixels_map_a_scaled_painter_on_a_fine_screen():
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    painter = QPainter(image)
    painter.translate(10, 20)
    painter.scale(3, 3)
    image.fill(QColor("#000000"))
    with device_pixels(painter) as device:
        assert device.mapRect(QRectF(1, 1, 2, 2)) == QRectF(26, 46, 12, 12)
        painter.fillRect(QRect(26, 46, 1, 1), QColor("#FFFFFF"))
    painter.end()
    assert image.pixelColor(26, 46).name() == "#ffffff"
    assert image.pixelColor(25, 46).name() == image.pixelColor(27, 46).name() == "#000000"


def test_a_turned_painter_still_paints(two_processes):
    image = QImage(300, 2_000, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    painter.rotate(90)
    painter.translate(0, -300)
    paint_timeline(painter, PANEL, two_processes, 10 * MS, natural_window(two_processes, 0), DARK)
    painter.end()
    assert any(image.pixelColor(x, 400).name().upper() == DARK.processes[0] for x in range(300))
