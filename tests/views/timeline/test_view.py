from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent

from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.axis import TimeWindow, natural_window
from desktop_app.views.timeline.painting import paint_timeline
from desktop_app.views.timeline.view import TimelineView

MS = 1_000_000
WHOLE = TimeWindow(start_ns=0, end_ns=10 * MS)


@pytest.fixture
def view(qtbot, two_processes):
    view = TimelineView(DARK)
    view.resize(1366, 200)
    qtbot.addWidget(view)
    view.set_trace(two_processes)
    view.show_at(6 * MS)
    with qtbot.waitExposed(view):
        view.show()
    return view


def row_point(view: TimelineView, time_ns: int) -> QPoint:
    return QPoint(view.x_of(time_ns), 60)


def axis_point(view: TimelineView, time_ns: int) -> QPoint:
    return QPoint(view.x_of(time_ns), view.height() - 12)


def wheel(view: TimelineView, notches: int, at: QPoint, *, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)


def near(time_ns: int, wanted_ns: int, view: TimelineView) -> bool:
    """Within a pixel."""
    return abs(time_ns - wanted_ns) <= view.window_shown.span_ns / 1_000


def test_the_widget_shows_the_picture_that_files_get(view, two_processes):
    shown = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QImage(shown.size(), QImage.Format.Format_RGB32)
    wanted.fill(DARK.window)
    painter = QPainter(wanted)
    window = natural_window(two_processes, 6 * MS)
    paint_timeline(painter, view.rect().toRectF(), two_processes, 6 * MS, window, DARK, scale=view._scale())
    painter.end()
    assert bytes(shown.constBits()) == bytes(wanted.constBits())


@pytest.mark.parametrize("at_ms", [1, 4, 9])
def test_a_click_asks_for_its_time(qtbot, view, at_ms):
    with qtbot.waitSignal(view.time_requested, timeout=1_000) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row_point(view, at_ms * MS))
    assert near(caught.args[0], at_ms * MS, view)


def test_a_click_in_a_zoomed_view_asks_for_its_time(qtbot, view):
    view.zoom(0.2, 3 * MS)
    with qtbot.waitSignal(view.time_requested, timeout=1_000) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row_point(view, 3_200_000))
    assert near(caught.args[0], 3_200_000, view)


def test_times_beyond_two_seconds_arrive_whole(qtbot, view, make_trace):
    """A C++ int would wrap at 2,147,483,647."""
    view.set_trace(make_trace([[]], until_ns=60_000 * MS))
    with qtbot.waitSignal(view.time_requested, timeout=1_000) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row_point(view, 30_000 * MS))
    assert near(caught.args[0], 30_000 * MS, view)


def test_dragging_the_playhead_asks_for_every_place(qtbot, view):
    view.zoom(0.5, 6 * MS)
    asked: list[int] = []
    view.time_requested.connect(asked.append)
    target = view.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=axis_point(view, 5 * MS))
    for at in (5_500_000, 6 * MS, 7 * MS):
        qtbot.mouseMove(target, axis_point(view, at))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=axis_point(view, 7 * MS))
    shown = view.window_shown
    qtbot.mouseMove(target, axis_point(view, 4 * MS))  # nothing is held any more
    assert near(asked[0], 5 * MS, view)
    assert near(asked[-1], 7 * MS, view)
    assert view.window_shown == shown


def test_a_drag_beyond_the_edge_asks_for_the_edge(qtbot, view):
    asked: list[int] = []
    view.time_requested.connect(asked.append)
    target = view.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=axis_point(view, 5 * MS))
    qtbot.mouseMove(target, QPoint(2, 190))
    qtbot.mouseMove(target, QPoint(view.width() - 1, 190))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton)
    assert min(asked) == 0
    assert max(asked) == 10 * MS


def test_the_wheel_zooms_around_the_pointer_and_back(view):
    at = row_point(view, 3 * MS)
    wheel(view, 4, at)
    assert view.window_shown.span_ns < 5 * MS
    assert near(view.time_at(at.x()), 3 * MS, view)
    for _ in range(10):
        wheel(view, -4, at)
    assert view.window_shown == WHOLE


def test_panning_stops_at_the_ends(view):
    view.zoom(0.2, 5 * MS)
    span = view.window_shown.span_ns
    view.pan(-(10**9))
    assert view.window_shown == TimeWindow(start_ns=0, end_ns=span)
    for _ in range(100):
        wheel(view, -1, row_point(view, span // 2), shift=True)
    assert view.window_shown == TimeWindow(start_ns=10 * MS - span, end_ns=10 * MS)


def test_dragging_a_zoomed_view_pans_it_within_the_ends(qtbot, view):
    view.zoom(0.2, 1 * MS)
    asked: list[int] = []
    view.time_requested.connect(asked.append)
    before = view.window_shown
    target = view.viewport()
    for distance in (-400, 4_000):
        start = QPoint(700, 60)
        qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 5):
            qtbot.mouseMove(target, start + QPoint(distance * step // 4, 0))
        qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=start + QPoint(distance, 0))
        after = view.window_shown
        assert after.span_ns == pytest.approx(before.span_ns, abs=2)
        assert after.start_ns > before.start_ns if distance < 0 else after.start_ns == 0
    assert asked == []


def test_keys_zoom_and_all_others_are_left_to_the_window(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.window_shown.span_ns == 8 * MS
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.window_shown == WHOLE
    seen: list[int] = []

    class Window(TimelineView):
        def keyPressEvent(self, event):
            super().keyPressEvent(event)
            if not event.isAccepted():
                seen.append(event.key())

    window = Window(DARK)
    qtbot.addWidget(window)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
        qtbot.keyClick(window, key)
    assert seen == [Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space]


def test_a_zoomed_view_follows_the_playhead(view):
    view.zoom(0.1, 6 * MS)
    assert view.following
    for t_ns in range(6 * MS, 10 * MS, 100_000):
        view.show_at(t_ns)
        assert view.window_shown.start_ns <= t_ns < view.window_shown.end_ns
    assert view.window_shown.span_ns == MS


def test_looking_elsewhere_ends_following_until_the_playhead_comes_by(view):
    view.zoom(0.1, 6 * MS)
    view.pan(-5 * MS)
    elsewhere = view.window_shown
    assert not view.following
    view.show_at(7 * MS)
    assert view.window_shown == elsewhere
    view.show_at(elsewhere.start_ns + 1)
    assert view.following
    view.pan(-5 * MS)
    view.set_following(True)
    assert view.window_shown.end_ns <= elsewhere.end_ns


def test_a_run_that_goes_on_grows_its_window(qtbot, view, make_trace):
    trace = make_trace([[(0, None, 0, RunKind.RUN)]], until_ns=90 * MS, finished=False)
    view.set_trace(trace)
    shown = []
    for t_ns in (0, MS, 3 * MS, 30 * MS):
        view.show_at(t_ns)
        shown.append(view.window_shown.end_ns)
    assert shown == [MS, 2 * MS, 5 * MS, 50 * MS]


def test_a_growing_window_stands_still_while_the_playhead_is_dragged(qtbot, view, make_trace):
    view.set_trace(make_trace([[]], until_ns=900 * MS, finished=False))
    view.show_at(500_000)
    view.time_requested.connect(view.show_at)
    edge = view._layout().area.right() + 5
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=axis_point(view, 500_000))
    for _ in range(5):
        qtbot.mouseMove(view.viewport(), QPoint(edge, 190))
        qtbot.mouseMove(view.viewport(), QPoint(edge + 1, 190))
    assert view.window_shown.end_ns == MS
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge, 190))
    assert view.window_shown.end_ns == 2 * MS


def test_what_the_engine_adds_appears(view, make_trace):
    trace = make_trace([[]], until_ns=12 * MS, finished=False)
    view.set_trace(trace)
    view.show_at(12 * MS)
    before = view.grab().toImage()
    trace.runs[0].append(12 * MS, 12 * MS, OPEN, 1, RunEnd.OPEN)
    trace.known_until_ns = 16 * MS
    view.show_at(15 * MS)
    after = view.grab().toImage()
    row = view._layout().row(0)
    place = QPoint(view.x_of(14 * MS), row.top() + 3)
    assert before.pixelColor(place) != after.pixelColor(place)
    assert after.pixelColor(place).name().upper() == DARK.processes[1]


def test_a_theme_changes_the_colours(view):
    view.set_theme(LIGHT)
    image = view.grab().toImage()
    place = QPoint(view.x_of(2 * MS), view._layout().row(0).top() + 3)
    assert image.pixelColor(place).name().upper() == LIGHT.processes[0]


def test_the_tool_tip_says_what_ran_and_nothing_of_the_future(view):
    layout = view._layout()

    def text(core: int, time_ns: int) -> str:
        return view._interval_text(QPointF(view.x_of(time_ns), layout.row(core).center().y()))

    assert text(0, 2 * MS) == "Core 0 runs P1·T1 from 0 ms to 4 ms"
    assert text(1, 3 * MS) == "Core 1 switches to P2·T1 from 2 ms to 4 ms"
    assert text(1, 1 * MS) == "Core 1: idle"
    assert text(0, 5_500_000) == "Core 0 runs P2·T1 since 5 ms"
    assert text(0, 7 * MS) == ""


def test_an_empty_view_paints_and_ignores_the_mouse(qtbot):
    view = TimelineView(LIGHT)
    qtbot.addWidget(view)
    asked: list[int] = []
    view.time_requested.connect(asked.append)
    assert view.trace is None
    view.grab()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert asked == []
