import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.views.ink.ink import Ink, Tool
from desktop_app.views.ink.input import InkInput, viewer_ms
from tests.views.ink.samples import a_line


class Holder:
    """Keeps the ink, as whoever shows a lesson does."""

    def __init__(self, source, ink, **options):
        self.ink = ink
        self.input = InkInput(source, lambda: self.ink, now_ms=lambda: 7, **options)
        self.input.ink_changed.connect(self.take)

    def take(self, ink):
        self.ink = ink


@pytest.fixture
def source(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    widget.show()
    return widget


def dragged(source, *places):
    QTest.mousePress(source, Qt.MouseButton.LeftButton, pos=QPoint(*places[0]))
    for place in places[1:]:
        QTest.mouseMove(source, QPoint(*place))
    QTest.mouseRelease(source, Qt.MouseButton.LeftButton, pos=QPoint(*places[-1]))


def shares(stroke):
    return [value for point in stroke.points for value in point]


def test_a_drag_of_the_mouse_is_a_stroke(source):
    holder = Holder(source, Ink().choose(Tool.PEN))
    dragged(source, (40, 50), (200, 50), (360, 150))
    (stroke,) = holder.ink.strokes
    assert shares(stroke) == pytest.approx([0.1, 0.25, 0.5, 0.25, 0.9, 0.75])
    assert holder.ink.aspect == 2.0


def test_where_the_picture_is_only_a_part_of_the_widget_points_are_shares_of_that(source):
    holder = Holder(source, Ink().choose(Tool.PEN), picture=lambda: QRectF(100, 50, 200, 100))
    dragged(source, (100, 50), (300, 150))
    assert shares(holder.ink.strokes[0]) == [0, 0, 1, 1]


def test_without_a_tool_nothing_is_taken(source):
    holder = Holder(source, Ink())
    dragged(source, (40, 50), (200, 50))
    assert holder.ink == Ink()


def test_the_pointer_is_followed_without_a_press_and_forgotten_when_it_leaves(source):
    holder = Holder(source, Ink().choose(Tool.LASER))
    place = QPointF(100, 100)
    # Sent, as the system tells of no move where its cursor stands there already.
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, source.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(source, moved)
    assert holder.ink.at == (0.25, 0.5)
    assert holder.ink.trail == (((0.25, 0.5), 7),)
    QApplication.sendEvent(source, QEvent(QEvent.Type.Leave))
    assert holder.ink.at is None


def test_other_buttons_are_left_to_the_widget(source):
    holder = Holder(source, Ink().choose(Tool.PEN))
    QTest.mouseClick(source, Qt.MouseButton.RightButton, pos=QPoint(40, 50))
    assert holder.ink.strokes == ()


def turned(source, steps, modifiers=Qt.KeyboardModifier.NoModifier):
    place = QPointF(200, 100)
    event = QWheelEvent(
        place,
        QPointF(source.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(source, event)


def test_the_wheel_changes_the_size_and_with_ctrl_it_magnifies(source):
    holder = Holder(source, Ink().choose(Tool.SPOTLIGHT))
    before = holder.ink.spot_radius
    turned(source, 1)
    assert holder.ink.spot_radius > before
    turned(source, 1, Qt.KeyboardModifier.ControlModifier)
    assert (holder.ink.tool, holder.ink.zoom, holder.ink.at) == (Tool.MAGNIFIER, 2.0, (0.5, 0.5))
    turned(source, -1, Qt.KeyboardModifier.ControlModifier)
    assert holder.ink.tool is Tool.NONE
    turned(source, 3)
    assert holder.ink.tool is Tool.NONE


def test_a_finger_draws(source):
    holder = Holder(source, Ink().choose(Tool.PEN))
    finger = QTest.createTouchDevice()
    QTest.touchEvent(source, finger).press(0, QPoint(40, 50), source).commit()
    QTest.touchEvent(source, finger).move(0, QPoint(200, 50), source).commit()
    QTest.touchEvent(source, finger).release(0, QPoint(200, 50), source).commit()
    assert shares(holder.ink.strokes[0]) == pytest.approx([0.1, 0.25, 0.5, 0.25])


@pytest.fixture
def pens(qapp):
    kinds = (QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser)
    return [
        QPointingDevice(
            "pen", number, QInputDevice.DeviceType.Stylus, kind, QInputDevice.Capability.Position, 1, 1, "",
            QPointingDeviceUniqueId(),
        )
        for number, kind in enumerate(kinds)
    ]  # fmt: skip


def tablet(source, pen, kind, x, y):
    pressed = Qt.MouseButton.LeftButton if kind is not QEvent.Type.TabletMove else Qt.MouseButton.NoButton
    place = QPointF(x, y)
    event = QTabletEvent(
        kind, pen, place, QPointF(source.mapToGlobal(place)), 0.5, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
        pressed, pressed,
    )  # fmt: skip
    QApplication.sendEvent(source, event)
    return event.isAccepted()


def test_a_tablet_s_pen_draws_and_its_other_end_erases(source, pens):
    holder = Holder(source, Ink().choose(Tool.PEN))
    pen, rubber = pens
    press, move, release = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease
    assert tablet(source, pen, press, 40, 100)
    tablet(source, pen, move, 360, 100)
    tablet(source, pen, release, 360, 100)
    assert len(holder.ink.strokes) == 1
    tablet(source, rubber, press, 200, 60)
    tablet(source, rubber, move, 200, 140)
    tablet(source, rubber, release, 200, 140)
    assert (holder.ink.strokes, holder.ink.tool) == ((), Tool.PEN)
    assert len(holder.ink.undo().strokes) == 1


def test_two_widgets_draw_on_the_same_ink(source, qtbot):
    console = QWidget()
    qtbot.addWidget(console)
    console.resize(100, 50)
    holder = Holder(source, a_line())
    other = InkInput(console, lambda: holder.ink)
    other.ink_changed.connect(holder.take)
    dragged(console, (10, 10), (90, 40))
    dragged(source, (40, 150), (200, 150))
    assert len(holder.ink.strokes) == 3


def test_the_viewer_s_clock_goes_on():
    assert viewer_ms() <= viewer_ms()
