import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.app.fronting import come_to_front, give_way


@pytest.fixture
def two(qtbot):
    main, other = QWidget(), QWidget()
    for window, x in ((main, 0), (other, 100)):
        qtbot.addWidget(window)
        window.setGeometry(x, 0, 300, 200)
        window.show()
    return main, other


def test_what_stands_over_the_window_gives_way_and_comes_back(qtbot, two):
    main, other = two
    give_way(other, main)
    assert other.isHidden()
    qtbot.waitUntil(main.isActiveWindow)
    come_to_front(other)
    assert other.isVisible()
    qtbot.waitUntil(other.isActiveWindow)


def test_what_stands_beside_it_stays(two):
    main, other = two
    other.move(500, 0)
    give_way(other, main)
    assert other.isVisible()


def test_nothing_has_to_give_way(qtbot, two):
    give_way(None, two[0])
    qtbot.waitUntil(two[0].isActiveWindow)
