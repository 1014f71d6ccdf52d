import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QWidget

from desktop_app.app.show.screen_shaped import ScreenShaped
from desktop_app.views.theme import DARK


@pytest.fixture
def picture(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 1000)
    window.show()
    picture = ScreenShaped(DARK, QSize(80, 45), window)
    picture.show()
    yield picture
    window.close()


def test_a_picture_has_the_shape_of_its_screen_and_stands_in_the_middle(picture):
    picture.set_screen(QSize(1024, 768))
    picture.resize(600, 45)  # as high as it is wide enough for
    picture.resize(600, 300)
    assert picture.place == QRectF(100, 0, 400, 300)


def test_it_is_no_higher_than_its_screen_is_at_its_width(picture):
    picture.resize(400, 200)
    assert picture.maximumHeight() == 225
    picture.set_screen(QSize(1024, 768))
    assert picture.maximumHeight() == 300
