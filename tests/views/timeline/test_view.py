from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QNativeGestureEvent, QPainter, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.model.bookmark import Bookmark
from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.trace.trace import Cause
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.axis import TimeWindow, natural_window
from desktop_app.views.timeline.display import Display, LoopRange, RowMode
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


@pytest.fixture
def by_thread(view, two_processes):
    """The same view with a row a thread."""
    two_processes.ready_from[0] = two_processes.ready_from[1] = 0
    view.set_mode(RowMode.THREADS)
    return view


def name_point(view: TimelineView, row: int) -> QPoint:
    return QPoint(30, view._layout().row(row).center().y())


def test_a_click_on_a_name_chooses_the_thread(qtbot, by_thread):
    asked: list[int] = []
    by_thread.time_requested.connect(asked.append)
    with qtbot.waitSignal(by_thread.thread_chosen, timeout=1_000) as caught:
        qtbot.mouseClick(by_thread.viewport(), Qt.MouseButton.LeftButton, pos=name_point(by_thread, 1))
    assert caught.args == [1]
    assert asked == []


@pytest.mark.parametrize("mode", list(RowMode))
def test_a_double_click_on_what_a_thread_did_chooses_it(qtbot, view, mode):
    view.set_mode(mode)
    row = 0 if mode is RowMode.CORES else 1
    place = QPoint(view.x_of(5_500_000), view._layout().row(row).center().y())  # P2 runs on core 0
    with qtbot.waitSignal(view.thread_chosen, timeout=1_000) as caught:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [1]


def test_shift_with_up_and_down_chooses_the_next_thread(qtbot, by_thread):
    chosen: list[int] = []
    by_thread.thread_chosen.connect(chosen.append)
    by_thread.thread_chosen.connect(by_thread.set_followed)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(by_thread, key, Qt.KeyboardModifier.ShiftModifier)
    assert chosen == [0, 1, 1, 0]


def test_the_followed_thread_is_marked_in_both_modes(view):
    for mode in RowMode:
        view.set_mode(mode)
        view.set_followed(None)
        before = view.grab().toImage()
        view.set_followed(0)
        assert view.display.followed == 0
        assert view.grab().toImage() != before


def test_hundreds_of_threads_are_scrolled_and_the_followed_one_is_brought_into_view(qtbot, view, make_trace):
    trace = make_trace([[]], until_ns=10 * MS, arrivals=[0] * 300)
    view.set_trace(trace)
    view.set_mode(RowMode.THREADS)
    view.show_at(5 * MS)
    assert view._scroller.isVisible()
    assert view._scroller.accessibleName()
    view.set_followed(200)
    layout = view._layout()
    assert 200 in layout.visible
    assert view.thread_of_row(layout.visible[-1]) == 200
    at = name_point(view, layout.first)
    wheel(view, 1, at)
    assert 200 not in view._layout().visible
    view.set_process(7)
    assert not view._scroller.isVisible()
    assert view.thread_of_row(0) == 7
    view.set_mode(RowMode.CORES)
    assert not view._scroller.isVisible()


def test_the_wheel_over_rows_zooms_when_they_are_threads(by_thread):
    wheel(by_thread, 4, row_point(by_thread, 3 * MS))
    assert by_thread.window_shown.span_ns < 5 * MS


def test_dragging_with_shift_marks_a_loop(qtbot, view):
    shift = Qt.KeyboardModifier.ShiftModifier
    told: list[tuple[int, int]] = []
    view.loop_changed.connect(lambda begin, end: told.append((begin, end)))
    target = view.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, shift, pos=row_point(view, 6 * MS))
    qtbot.mouseMove(target, row_point(view, 4 * MS))
    qtbot.mouseMove(target, row_point(view, 2 * MS))
    assert told == []
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, shift, pos=row_point(view, 2 * MS))
    assert len(told) == 1
    assert near(told[0][0], 2 * MS, view)
    assert near(told[0][1], 6 * MS, view)
    assert view.display.loop == LoopRange(begin_ns=told[0][0], end_ns=told[0][1])


def test_the_ends_of_a_loop_are_dragged_over_one_another(qtbot, view):
    view.set_loop(2 * MS, 6 * MS)
    target, lane = view.viewport(), view._layout().area.top() - 5
    with qtbot.waitSignal(view.loop_changed, timeout=1_000) as caught:
        qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(view.x_of(2 * MS), lane))
        qtbot.mouseMove(target, QPoint(view.x_of(8 * MS), lane))
        qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(view.x_of(8 * MS), lane))
    assert caught.args[0] == 6 * MS
    assert near(caught.args[1], 8 * MS, view)
    view.set_loop(None)
    assert view.display.loop is None


def test_a_click_with_shift_marks_no_loop(qtbot, view):
    with qtbot.assertNotEmitted(view.loop_changed):
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, pos=row_point(view, 2 * MS)
        )  # fmt: skip
    assert view.display.loop is None


@pytest.mark.parametrize("ends", [(5, 5), (-1, 5), (6, 5)])
def test_a_loop_that_cannot_be_is_refused(view, ends):
    with pytest.raises(ValueError, match="a loop begins"):
        view.set_loop(*ends)


def test_the_tool_tip_of_a_thread_says_its_state_and_cause(by_thread, two_processes):
    layout = by_thread._layout()

    def text(row: int, time_ns: int) -> str:
        return by_thread._text_at(QPointF(by_thread.x_of(time_ns), layout.row(row).center().y()))

    assert text(0, 2 * MS) == "P1·T1 runs on core 0 from 0 ms to 4 ms"
    assert text(0, 5 * MS) == "P1·T1 is ready since 4 ms"
    assert text(1, 3 * MS) == "P2·T1 is switched to on core 1 from 2 ms to 4 ms"
    assert text(1, 7 * MS) == ""
    two_processes.ended[1] = 5_500_000
    assert text(1, 5_500_000).splitlines()[1] == "5.5 ms: P2·T1 ends"
    cause = two_processes.cause(Cause(text="lock m"))
    two_processes.wait_log.append(4_500_000, OPEN, 0, cause)
    assert text(0, 5 * MS) == "P1·T1 waits for lock m since 4.5 ms"


def test_the_tool_tip_of_the_axis_says_what_is_marked_there(view):
    view.set_bookmarks([Bookmark(at_ns=8 * MS, name="later")])
    below = view._layout().area.bottom() + 6
    assert view._text_at(QPointF(view.x_of(0), below)) == "0 ms: P1 is launched (p)\n0 ms: P2 is launched (p)"
    assert view._text_at(QPointF(view.x_of(8 * MS), below)) == "Bookmark later at 8 ms"
    assert view._text_at(QPointF(view.x_of(3 * MS), below)) == ""


def test_a_pinch_zooms_around_the_fingers(view):
    at = row_point(view, 3 * MS)
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, device, 2, QPointF(at), QPointF(at), QPointF(at), 1.0, QPointF()
    )
    assert view.viewportEvent(event)
    assert view.window_shown.span_ns == pytest.approx(5 * MS, rel=0.01)
    assert near(view.time_at(at.x()), 3 * MS, view)


def test_another_trace_forgets_what_belonged_to_the_one_before(view, two_processes):
    view.set_mode(RowMode.THREADS)
    view.set_followed(1)
    view.set_process(1)
    view.set_loop(MS, 2 * MS)
    view.set_trace(two_processes)
    assert view.display == Display(mode=RowMode.THREADS)


def on_screen(view: TimelineView) -> QImage:
    QApplication.processEvents()
    return view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("mode", list(RowMode))
def test_what_is_on_screen_is_the_whole_picture_however_little_of_it_was_painted_anew(qtbot, view, make_trace, mode):
    rows = [[(turn * MS, turn * MS + 700_000, 137, RunKind.RUN) for turn in range(10)]] * 2
    trace = make_trace(rows, until_ns=10 * MS, arrivals=[0] * 140)
    trace.ready_from[137] = 0
    view.set_trace(trace)
    view.set_mode(mode)
    view.set_bookmarks([Bookmark(at_ns=2 * MS, name="here")])
    steps = [
        *(partial(view.show_at, t_ns) for t_ns in (2 * MS, 2_100_000, 5 * MS, 5_300_000, 1 * MS, 9 * MS)),
        partial(view.zoom, 0.5, 3 * MS),
        partial(view.pan, MS // 3),
        partial(view.set_followed, 137),
        partial(view.pan, MS // 3),
        view.show_all,
    ]
    for step in steps:
        step()
        screen = on_screen(view)
        assert screen == view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_a_run_that_comes_to_its_end_is_painted_as_a_whole(view, make_trace):
    trace = make_trace([[(0, None, 0, RunKind.RUN)]], until_ns=40 * MS, finished=False)
    for before_ns, after_ns in ((500_000, 700_000), (500_000, 500_000)):
        trace.finished = False
        view.set_trace(trace)
        view.show_at(before_ns)
        on_screen(view)
        trace.finished = True
        view.show_at(after_ns)
        screen = on_screen(view)
        assert view.window_shown.end_ns == 40 * MS
        assert screen == view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_a_run_that_ends_before_a_part_is_painted_is_painted_as_a_whole(qtbot, view, make_trace):
    trace = make_trace([[(0, None, 0, RunKind.RUN)]], until_ns=40 * MS, finished=False)
    view.set_trace(trace)
    view.show_at(500_000)
    on_screen(view)
    view.show_at(700_000)
    trace.finished = True
    on_screen(view)
    wanted = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    qtbot.waitUntil(lambda: on_screen(view) == wanted)


def test_a_view_that_was_closed_can_be_shown_again(qtbot, view):
    view.close()
    view.show()
    assert not view.grab().isNull()


def test_a_paused_view_comes_to_rest(qtbot, view, make_trace):
    """It looks ahead for a while, and then does nothing."""
    rows = [[(turn * 1_000, turn * 1_000 + 900, turn % 2, RunKind.RUN) for turn in range(10_000)]]
    view.set_trace(make_trace(rows, until_ns=10 * MS))
    view.show_at(10 * MS)
    view.grab()
    assert view._idle.isActive()
    qtbot.waitUntil(lambda: not view._idle.isActive())
    view.grab()
    assert not view._idle.isActive()
