import pytest
from PySide6.QtCore import QPoint, Qt

from desktop_app.app.side_by_side.scrub_bar import ScrubBar
from tests.scenarios import MS


@pytest.fixture
def bar(qtbot):
    found = ScrubBar()
    qtbot.addWidget(found)
    found.resize(400, 24)
    found.show_time(0, 100 * MS)
    return found


def test_a_press_goes_there_and_a_drag_takes_the_playhead_along(qtbot, bar):
    asked = []
    bar.time_requested.connect(asked.append)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert asked[-1] == pytest.approx(50 * MS, abs=MS)
    bar.show_time(7 * MS, 100 * MS)
    assert bar.value() == pytest.approx(10_000, abs=200)
    qtbot.mouseMove(bar, QPoint(399, 12))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(399, 12))
    assert asked[-1] == 100 * MS
    bar.show_time(7 * MS, 100 * MS)
    assert bar.value() == 1_400


def test_it_shows_where_the_playhead_is(bar):
    bar.show_time(25 * MS, 100 * MS)
    assert bar.value() == 5_000
    bar.show_time(0, 0)
    assert bar.value() == 0
    assert bar.focusPolicy() is Qt.FocusPolicy.NoFocus
