from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from desktop_app.model.camera import WHOLE_STAGE, Camera, Stop
from desktop_app.views.stage.breadcrumb import Breadcrumb
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.navigation import FLIGHT_MS, Flight, keyed_stop, wheel_factor
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.places import hits, lens_now
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, LIGHT
from tests.views.sample_snapshots import Sample

SIZE = (1200, 520)


@pytest.fixture(scope="module")
def moment():
    return Sample(waiting=1, threads=3).at(460_000)


@pytest.fixture
def view(qtbot, moment):
    stage = StageView()
    qtbot.addWidget(stage)
    stage.resize(*SIZE)
    stage.show()
    stage.show_snapshot(moment)
    return stage


def arrive(view):
    """Let a flight be over."""
    view.findChild(Flight).fly_on(FLIGHT_MS)


def seen(view):
    """What the view shows, by what it would show with its camera at rest."""
    return lens_now(look(view.viewport().width(), view.viewport().height(), view.snapshot, DARK, view.options))


def wheel(view, place, angle, sideways=0):
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(sideways, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_around_the_pointer_and_back(view):
    place = QPoint(300, 300)
    scale = compose(*SIZE, view.snapshot, DARK).layout.scale

    def under():
        lens = seen(view)
        return (
            lens.seen.x + (place.x() / scale - lens.area.x) / lens.zoom,
            lens.seen.y + (place.y() / scale - lens.area.y) / lens.zoom,
        )

    before = under()
    for _ in range(8):
        wheel(view, place, 120)
    assert seen(view).zoom == pytest.approx(1.2**8, rel=1e-3)
    assert under() == pytest.approx(before, abs=0.05)
    for _ in range(9):
        wheel(view, place, -120)
    assert view.camera == WHOLE_STAGE


def test_two_fingers_zoom(view):
    pad = QPointingDevice.primaryPointingDevice()
    place = QPointF(300, 300)
    event = QNativeGestureEvent(Qt.NativeGestureType.ZoomNativeGesture, pad, 2, place, place, place, 0.5, QPointF())
    QApplication.sendEvent(view.viewport(), event)
    assert seen(view).zoom == pytest.approx(1.5)


def test_keys_zoom_pan_and_go_back(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    arrive(view)
    first = seen(view)
    assert first.zoom == pytest.approx(1.5)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    arrive(view)
    assert seen(view).seen.x > first.seen.x
    qtbot.keyClick(view, Qt.Key.Key_Up)
    arrive(view)
    assert seen(view).seen.y < first.seen.y
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    arrive(view)
    assert view.camera == WHOLE_STAGE


def test_a_drag_moves_what_is_seen_and_is_no_click(view, qtbot):
    view.set_camera(Camera(stop=Stop.CORE, core=0), fly=False)
    before = seen(view).seen
    with qtbot.assertNotEmitted(view.thread_clicked):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 250))
        for x in (390, 350, 300):
            _move(view, QPointF(x, 260))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 260))
    after = seen(view).seen
    assert after.x > before.x
    assert after.w == pytest.approx(before.w)
    assert view.camera.stop is None


def _move(view, place):
    where = QPointF(view.viewport().mapToGlobal(place.toPoint()))
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, place, where, held, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def test_all_of_the_stage_cannot_be_dragged(view, qtbot):
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 250))
    _move(view, QPointF(300, 250))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert view.camera == WHOLE_STAGE


@pytest.mark.parametrize("stop", [Stop.SCHEDULER, Stop.CORE, Stop.RAM])
def test_a_click_selects_the_thread_whose_label_is_there_from_near_too(view, qtbot, stop):
    view.set_camera(Camera(stop=stop, core=0), fly=False)
    frame = look(*SIZE, view.snapshot, DARK, view.options)
    window = frame.lens.window
    hit = next(hit for hit in hits(frame) if window.holds(hit.rect))
    place = QPoint(round(hit.rect.cx * frame.layout.scale), round(hit.rect.cy * frame.layout.scale))
    with qtbot.waitSignal(view.thread_clicked, timeout=0) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [hit.thread]


def test_a_double_click_goes_there(view, qtbot, moment):
    layout = compose(*SIZE, moment, DARK).layout
    card = layout.cores[3].card
    place = QPoint(round(card.cx * layout.scale), round((card.bottom - 8) * layout.scale))
    with qtbot.waitSignal(view.camera_changed, timeout=0) as changed:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert changed.args == [Camera(stop=Stop.CORE, core=3)]


def test_keys_one_to_five_are_five_stops(view):
    for number, stop in ((1, Stop.ALL), (2, Stop.SCHEDULER), (3, Stop.CORE), (4, Stop.RAM), (5, Stop.SOURCE)):
        view.go_to_stop(number)
        assert view.camera.stop is stop
        assert keyed_stop(number) is stop
    for number in (0, 6):
        with pytest.raises(ValueError, match=str(number)):
            view.go_to_stop(number)


def test_a_flight_ends_exactly_at_its_target_and_rests_there(view):
    flight = view.findChild(Flight)
    view.go_to_stop(3)
    assert flight.approach.share == 0.0
    flight.fly_on(FLIGHT_MS / 2)
    assert flight.approach.share == pytest.approx(0.5)
    halfway = view.viewport().grab().toImage()
    flight.fly_on(FLIGHT_MS)
    assert flight.approach is None
    there = view.viewport().grab().toImage()
    assert there != halfway
    view.set_camera(WHOLE_STAGE, fly=False)
    view.set_camera(Camera(stop=Stop.CORE, core=0), fly=False)
    assert view.viewport().grab().toImage() == there


def test_a_flight_can_be_interrupted(view):
    flight = view.findChild(Flight)
    view.go_to_stop(5)
    flight.fly_on(FLIGHT_MS / 2)
    view.go_to_stop(1)
    assert 1.0 < flight.approach.begin.zoom < seen_at(view, Stop.SOURCE).zoom
    wheel(view, QPoint(600, 300), 120)
    assert flight.approach is None


def seen_at(view, stop):
    options = replace(view.options, camera=Camera(stop=stop))
    return lens_now(look(*SIZE, view.snapshot, DARK, options))


def test_with_reduced_motion_nothing_flies(view):
    view.set_options(StageOptions(reduce_motion=True))
    view.go_to_stop(3)
    assert view.findChild(Flight).approach is None


def test_at_rest_nothing_is_drawn_again(view):
    """While nothing flies the timer stands still, so that a window that is paused costs nothing."""
    view.go_to_stop(4)
    flight = view.findChild(Flight)
    assert flight.flying
    arrive(view)
    assert not flight.flying


def test_a_thread_is_followed_to_its_core_and_let_go_in_place(view, moment):
    thread = moment.cores[2].thread.index
    view.follow(thread)
    arrive(view)
    assert (view.options.followed, view.camera) == (thread, Camera(stop=Stop.CORE))
    card = compose(*SIZE, moment, DARK).layout.cores[2].card
    assert seen(view).seen.holds(card)
    view.go_to_stop(5)
    arrive(view)
    view.follow(moment.cores[1].thread.index)
    assert view.camera == Camera(stop=Stop.SOURCE)
    arrive(view)
    before = seen(view)
    view.follow(None)
    arrive(view)
    assert view.options.followed is None
    assert view.camera.stop is None
    assert seen(view).zoom == pytest.approx(before.zoom, rel=1e-5)


def test_the_breadcrumb_says_where_one_is_and_goes_elsewhere(view, qtbot):
    crumbs = view.findChild(Breadcrumb)
    assert crumbs.isHidden()
    view.go_to_stop(3)
    arrive(view)
    assert crumbs.isVisible()
    buttons = {button.text(): button for button in crumbs.findChildren(QToolButton)}
    assert list(buttons) == ["Source", "Bytecode", "Bytes", "RAM", "Bus", "Core", "Scheduler", "All cores"]
    assert [name for name, button in buttons.items() if button.isChecked()] == ["Core"]
    assert all(button.accessibleName() and button.toolTip() for button in buttons.values())
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons.values())
    qtbot.mouseClick(buttons["Bytecode"], Qt.MouseButton.LeftButton)
    arrive(view)
    assert view.camera.stop is Stop.BYTECODE
    assert [name for name, button in buttons.items() if button.isChecked()] == ["Bytecode"]
    view.set_theme(LIGHT)
    assert LIGHT.window in crumbs.styleSheet()
    qtbot.mouseClick(buttons["All cores"], Qt.MouseButton.LeftButton)
    arrive(view)
    assert crumbs.isHidden()


def test_a_stage_too_small_for_the_breadcrumb_keeps_its_title(view):
    view.go_to_stop(3)
    arrive(view)
    crumbs = view.findChild(Breadcrumb)
    assert crumbs.isVisible()
    view.setMinimumSize(100, 60)
    view.resize(360, 200)
    assert crumbs.isHidden()
    view.resize(*SIZE)
    assert crumbs.isVisible()


def test_a_line_around_the_stage_says_that_keys_go_to_it(view):
    def corner():
        return view.viewport().grab().toImage().pixelColor(1, 300).name().upper()

    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert corner() == DARK.processes[0]
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert corner() == DARK.window
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    assert corner() == DARK.window


def test_a_wheel_that_turns_sideways_pans(view):
    view.set_camera(Camera(stop=Stop.CORE, core=0), fly=False)
    before = seen(view)
    wheel(view, QPoint(300, 300), 0, -120)
    after = seen(view)
    assert after.seen.x > before.seen.x
    assert after.zoom == pytest.approx(before.zoom, rel=1e-5)


def test_where_the_window_is_narrow_the_crumbs_that_matter_stay(view):
    view.go_to_stop(3)
    arrive(view)
    view.go_to(Stop.BUS)
    arrive(view)
    crumbs = view.findChild(Breadcrumb)
    crumbs.resize(330, 30)
    shown = [button for button in crumbs.findChildren(QToolButton) if button.isVisible()]
    names = [button.text() for button in shown]
    assert {"Bus", "All cores", "Scheduler"} <= set(names)
    assert len(names) < 8
    assert sum(button.sizeHint().width() for button in shown) <= 330
    crumbs.resize(900, 30)
    assert all(button.isVisible() for button in crumbs.findChildren(QToolButton))


def test_keys_pressed_in_a_hurry_add_up(view, qtbot):
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    arrive(view)
    assert seen(view).zoom == pytest.approx(1.5**3, rel=1e-4)


def test_before_the_first_moment_there_is_nowhere_to_go(qtbot):
    stage = StageView()
    qtbot.addWidget(stage)
    stage.go_to_stop(3)
    stage.zoom_by(2.0)
    assert stage.camera == WHOLE_STAGE


def test_a_wild_wheel_is_tamed():
    assert wheel_factor(120) == pytest.approx(1.2)
    assert wheel_factor(10**6) == pytest.approx(1.2**6)
    assert wheel_factor(-(10**6)) == pytest.approx(1.2**-6)
