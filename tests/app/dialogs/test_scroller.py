import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.app.dialogs.scroller import Scroller, share_height


@pytest.fixture
def scroller(qtbot):
    content = QWidget()
    column = QVBoxLayout(content)
    label = QLabel("word " * 200)
    label.setWordWrap(True)
    column.addWidget(label)
    scroller = Scroller(content)
    qtbot.addWidget(scroller)
    return scroller


def test_it_wants_room_for_the_lines_that_its_width_makes(scroller):
    assert scroller.wanted_px(300) > 2 * scroller.wanted_px(900)


def test_where_it_has_what_it_wants_nothing_scrolls(qtbot, scroller):
    scroller.resize(400, scroller.wanted_px(400))
    scroller.show()
    assert scroller.verticalScrollBar().maximum() == 0
    scroller.resize(400, scroller.wanted_px(400) - 40)
    qtbot.waitUntil(lambda: scroller.verticalScrollBar().maximum() > 0)


def test_a_part_gives_up_what_there_is_no_room_for_and_no_more_than_that(scroller):
    share_height([scroller], 400, 50)
    assert scroller.minimumHeight() == scroller.wanted_px(400) - 50
    share_height([scroller], 400, 10_000)
    assert scroller.minimumHeight() == 80
