from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.views.ink.ink import Tool

K = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def draw(hall, widget, *places):
    """Draw through places, which are shares of a widget."""
    points = [QPoint(round(x * widget.width()), round(y * widget.height())) for x, y in places]
    hall.qtbot.mousePress(widget, LEFT, pos=points[0])
    for point in points[1:]:
        hall.qtbot.mouseMove(widget, point)
    hall.qtbot.mouseRelease(widget, LEFT, pos=points[-1])


@pytest.mark.parametrize(
    ("key", "tool"),
    [("l", Tool.LASER), ("o", Tool.SPOTLIGHT), ("p", Tool.PEN), ("e", Tool.ERASER), ("z", Tool.MAGNIFIER)],
)
def test_a_key_takes_a_tool_and_puts_it_away(shown, key, tool):
    shown.press(key)
    assert shown.show.drawing.tool is tool
    assert shown.window.actions_by_name[f"show_{'laser' if tool is Tool.LASER else tool.value}"].isChecked()
    shown.press(key)
    assert shown.show.drawing.tool is Tool.NONE


def test_what_is_drawn_on_the_audiences_screen_belongs_to_its_step(shown):
    before = shown.audience.grab().toImage()
    shown.press("p")
    draw(shown, shown.audience.ink, (0.2, 0.2), (0.4, 0.5))
    assert len(shown.audience.ink.ink.strokes) == 1
    assert shown.audience.grab().toImage() != before
    shown.press(K.Key_End)
    assert not shown.audience.ink.ink.strokes
    shown.press(K.Key_Home)
    assert len(shown.audience.ink.ink.strokes) == 1
    shown.press("c")
    assert not shown.audience.ink.ink.strokes
    shown.press("u")
    assert len(shown.audience.ink.ink.strokes) == 1
    shown.press("U", modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert not shown.audience.ink.ink.strokes


def test_the_speaker_draws_over_the_consoles_picture_on_the_audiences_screen(shown):
    shown.press("t", "p")
    live = shown.console.live
    place = live.place
    point = QPoint(round(place.x() + place.width() * 0.25), round(place.y() + place.height() * 0.75))
    shown.qtbot.mouseClick(live, LEFT, pos=point)
    (stroke,) = shown.audience.ink.ink.strokes
    assert stroke.points[0].x == pytest.approx(0.25, abs=0.01)
    assert stroke.points[0].y == pytest.approx(0.75, abs=0.01)


def test_frozen_the_audience_sees_nothing_of_what_is_drawn(shown):
    shown.press("t", "f", "p")
    before = shown.audience.grab().toImage()
    draw(shown, shown.console.live, (0.3, 0.3), (0.5, 0.5))
    assert shown.show.drawing.ink.strokes
    assert shown.audience.grab().toImage() == before
    shown.press("f")
    assert shown.audience.grab().toImage() != before


def test_ctrl_and_the_wheel_take_the_magnifier(shown):
    viewport = shown.audience.stage.viewport()
    at = QPointF(viewport.rect().center())
    turned = QWheelEvent(
        at, viewport.mapToGlobal(at), QPoint(), QPoint(0, 120), LEFT.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, turned)
    assert shown.show.drawing.tool is Tool.MAGNIFIER
    assert shown.window.stage.camera.whole


def test_a_black_screen_hides_what_is_drawn(shown):
    shown.press("p")
    draw(shown, shown.audience.ink, (0.1, 0.1), (0.9, 0.9))
    shown.press("b", "l")
    image = shown.audience.grab().toImage()
    assert {image.pixelColor(x, y).name() for x in range(5, 500, 37) for y in range(5, 400, 37)} == {"#000000"}


def test_escape_leaves_whatever_tool_is_held(shown):
    shown.press("p", K.Key_Escape)
    assert not shown.show.on


def test_who_wants_less_motion_while_it_runs_sees_no_trail(shown):
    options = shown.window.stage.options
    for reduced in (True, False):
        shown.window.stage.set_options(replace(options, reduce_motion=reduced))
        shown.show._looking.refresh()
        assert shown.audience.ink._reduce_motion is reduced
